"""The terminal pictures of the README: ``python -m docs.pictures`` draws them anew from what sloc prints.

A finding is that of a small support desk; where the objectives stand is shown over the sample of ``examples/generate.py``.
An SVG names fonts and brings none, so that nothing is fetched where it is looked at.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from examples.generate import AS_OF, generate

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"

SPEC = """\
calendar office "Support desk" {
  timezone Europe/Berlin
  open mon..fri 09:00-12:30, 13:30-18:00
  open sat 10:00-14:00
}

policy desk {
  page   when 8% of budget burns in 1h
  ticket when 15% of budget burns in 3d
}

service support {
  owner "support-ops@example.com"
  source tickets {
    key ticket_id
    at  created_at
    field priority: "urgent" | "high"
    measure first_response: from created_at to first_reply_at
    from sql { table "support.tickets" }
  }
  slo first_response {
    tiers by priority {
      "urgent": 95% within 15m, sla 90% within 30m
      "high":   90% within 1h,  sla 90% within 2h
    }
    expect of tickets to have first_response during office over 28d
    alerts desk
  }
}
"""
"""An alert that a percentage makes look sensible: the desk is open for 176 hours in 28 days, and not for 672."""

# Light on dark, each with a contrast of at least 5.5 to 1: a window of its own on a light page, and no glare on a dark one.
THEME = TerminalTheme(
    (22, 27, 34),
    (201, 209, 217),
    [
        (72, 79, 88), (255, 123, 114), (126, 231, 135), (227, 179, 65),
        (121, 192, 255), (210, 168, 255), (118, 227, 234), (240, 246, 252),
    ],
)  # fmt: skip
MONOSPACED = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', 'DejaVu Sans Mono', monospace"
PROPORTIONAL = "system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif"
SVG = f"""\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {{width}} {{height}}" role="img">
<style>
.{{unique_id}}-matrix {{{{ font-family: {MONOSPACED}; font-size: {{char_height}}px; line-height: {{line_height}}px; }}}}
.{{unique_id}}-title {{{{ font-family: {PROPORTIONAL}; font-size: 16px; }}}}
{{styles}}
</style>
<defs>
<clipPath id="{{unique_id}}-clip-terminal">
<rect x="0" y="0" width="{{terminal_width}}" height="{{terminal_height}}"/>
</clipPath>
{{lines}}
</defs>
{{chrome}}
<g transform="translate({{terminal_x}}, {{terminal_y}})" clip-path="url(#{{unique_id}}-clip-terminal)">
{{backgrounds}}
<g class="{{unique_id}}-matrix">
{{matrix}}
</g>
</g>
</svg>
"""


def finding() -> str:
    """``sloc check`` of a spec with one mistake."""
    with TemporaryDirectory() as folder:
        here = Path(folder)
        (here / "specs").mkdir()
        (here / "specs" / "support.slo").write_text(SPEC, encoding="utf-8")
        (here / "sloc.toml").write_text('[project]\nname = "acme"\n[targets.sql]\n', encoding="utf-8")
        shutil.copy(ROOT / "sloc.lock", here / "sloc.lock")
        return picture("finding", "sloc check", printed(here, "check", columns=80), 80)


def status() -> str:
    """``sloc status`` over the sample."""
    with TemporaryDirectory() as folder:
        generate(Path(folder))
        shown = "sloc status --data .sample/now checkout support"
        said = printed(ROOT, "status", "--data", f"{folder}/now", "--as-of", AS_OF, "checkout", "support", columns=104)
        return picture("status", shown, said, 104)


def printed(folder: Path, *arguments: str, columns: int) -> str:
    """What the program prints to a terminal of so many columns, with its colors."""
    environment = {name: value for name, value in os.environ.items() if name != "CI"}  # where no event is named
    environment |= {"COLUMNS": str(columns), "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-m", "sloc", "--color", "always", *arguments],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    assert "Traceback" not in done.stdout, done.stdout
    return done.stdout


def picture(name: str, command: str, said: str, columns: int) -> str:
    """A terminal of so many columns with a command and what it said, as SVG."""
    console = Console(record=True, width=columns, file=StringIO(), color_system="truecolor", legacy_windows=False)
    console.print(Text.assemble(("$ ", "#8b949e"), (command, "bold")))
    console.print(Text.from_ansi(said.rstrip("\n")), soft_wrap=True)
    return console.export_svg(title=command.split(" --")[0], theme=THEME, code_format=SVG, unique_id=f"sloc-{name}")


PICTURES = {"finding.svg": finding, "status.svg": status}

if __name__ == "__main__":
    IMAGES.mkdir(exist_ok=True)
    for file, draw in PICTURES.items():
        (IMAGES / file).write_text(draw(), encoding="utf-8")
