"""A page for every code: what it finds, why that is bad, an example, and what to write instead.

The pages are Markdown files beside this one, named for their codes, and are shipped with the package. The tests run them:
an example raises its code, and what is used instead does not. ``python -m sloc.findings.pages`` prints the index that is
``docs/findings.md``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files

from sloc.findings.codes import CODES, RETIRED

HEADINGS = ("What it does", "Why is this bad?", "Example", "Use instead")
"""What every page has, in this order."""

_FENCE = re.compile(r"^```(.*)\n((?:.*\n)*?)```$", re.MULTILINE)


@dataclass(frozen=True)
class Fence:
    """A fenced piece of a page: `info` is ``slo`` (or ``slo on 2026-11-23``, a day, or ``slo for sql``), toml or console."""

    info: str
    text: str


@dataclass(frozen=True)
class Page:
    """A code's page; `text` is the Markdown, whole."""

    code: str
    text: str

    def section(self, heading: str) -> str:
        """What stands below one of :data:`HEADINGS`. Raises KeyError where the page does not have it."""
        parts = re.split(r"^## (.*)\n", self.text, flags=re.MULTILINE)
        return dict(zip(parts[1::2], parts[2::2], strict=True))[heading].strip()

    def blocks(self, heading: str) -> tuple[Fence, ...]:
        """The fenced pieces below a heading."""
        return tuple(Fence(*found) for found in _FENCE.findall(self.section(heading)))

    @property
    def what(self) -> str:
        """What the code finds, in a sentence or two."""
        return self.section(HEADINGS[0])


def read_page(code: str) -> Page:
    """The page of a registered code."""
    return Page(code, files(__name__).joinpath(f"{code}.md").read_text(encoding="utf-8"))


def index() -> str:
    """``docs/findings.md``: every code in a table for each hundred, with a link to its page."""
    lines = [
        "# Findings",
        "",
        "Every code has a page, which `sloc explain CODE` shows: what it finds, why that is bad, an example, and what to",
        "write instead. Only an error fails a build, and codes are never reused. `sloc check --fix` makes the edits of those",
        "findings in which there is no doubt what was meant.",
        "",
        "This page is made by `python -m sloc.findings.pages`.",
    ]
    for hundred, title in _TITLES.items():
        lines += ["", f"## {title}", "", "| code | name | severity | finds |", "|---|---|---|---|"]
        lines += [
            f"| [{code}](../sloc/findings/pages/{code}.md) | {entry.name} | {entry.severity} | {entry.summary} |"
            for code, entry in CODES.items()
            if code.startswith(hundred)
        ]
    lines += ["", "## Retired", "", "Raised by earlier versions. No code comes back with another meaning.", ""]
    lines += ["| code | name | why |", "|---|---|---|"]
    lines += [f"| {code} | {name} | {why} |" for code, (name, why) in RETIRED.items()]
    return "\n".join(lines) + "\n"


_TITLES = {
    "SLO1": "SLO1xx: reading and syntax",
    "SLO2": "SLO2xx: names and types",
    "SLO3": "SLO3xx: meaning",
    "SLO4": "SLO4xx: back ends and output",
    "SLO5": "SLO5xx: advice",
}
