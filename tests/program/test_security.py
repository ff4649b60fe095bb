"""What docs/security.md says of the program as a whole."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.program.shop import sloc

ROOT = Path(__file__).resolve().parents[2]
SPEC = """
service web "Web" {
  owner "web@example.com"
  source calls {
    at ts
    field code: int
    from prometheus { counter "calls_total" births none }
  }
  slo fine { expect 99% of calls to satisfy code < 500 over 28d }
}
"""
CONFIG = '[project]\nname = "case"\nepoch = 2026\n[targets.prometheus]\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "project"
    (made / "specs").mkdir(parents=True)
    (made / "specs/web.slo").write_text(SPEC, "utf-8")
    (made / "sloc.toml").write_text(CONFIG, "utf-8")
    (tmp_path / "private").write_text("TOKEN canary\n", "utf-8")
    return made


@pytest.mark.parametrize("name", ["specs/b.slo", "sloc.lock", "sloc.toml"])
@pytest.mark.parametrize(
    "command", [("check",), ("check", "--format", "json"), ("build",), ("fmt",), ("lock",), ("explain", "web.fine")]
)
def test_nothing_outside_of_the_project_is_read_or_shown(folder: Path, name: str, command: tuple[str, ...]) -> None:
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to("../private" if "/" not in name else "../../private")
    done = sloc(folder, *command, code=1)
    assert "SLO117" in done.stdout + done.stderr
    assert name in done.stdout + done.stderr
    assert "canary" not in done.stdout + done.stderr
    assert not (folder / "generated").exists()
    assert (folder.parent / "private").read_text("utf-8") == "TOKEN canary\n"


def test_fmt_leaves_what_lies_outside_alone(folder: Path) -> None:
    outside = folder.parent / "outside.slo"
    outside.write_text(SPEC, "utf-8")
    (folder / "specs/link.slo").symlink_to("../../outside.slo")
    for command in (("fmt",), ("fmt", "specs")):
        assert "SLO117" in sloc(folder, *command, code=1).stderr
    assert outside.read_text("utf-8") == SPEC


def test_every_test_that_the_page_names_exists() -> None:
    named = re.findall(r"`(tests/[^`]+)`", (ROOT / "docs/security.md").read_text("utf-8"))
    assert named
    for each in named:
        path, _, test = each.partition("::")
        text = (ROOT / path).read_text("utf-8")
        assert not test or f"def {test}(" in text, each
