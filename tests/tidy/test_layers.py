"""ARCHITECTURE.md says which way imports run, and import-linter holds them to it: both say the same."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from benchmarks.imports import arrows

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
LAYERS = [contract["layers"] for contract in CONTRACTS if contract["type"] == "layers"]


def test_the_document_names_the_layers() -> None:
    text = " ".join((ROOT / "ARCHITECTURE.md").read_text("utf-8").split())
    for layers in LAYERS:
        rooms = [", ".join(re.split(r" [|:] ", layer)).replace("sloc.", "") for layer in layers]
        assert f"`{' → '.join(rooms)}`" in text


def test_every_room_stands_in_the_table() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    rooms = {path.parent.name for path in (ROOT / "sloc").glob("*/__init__.py")}
    assert {room for room in rooms if f"| `sloc/{room}/` |" not in text} == set()


def test_rooms_are_entered_by_their_door() -> None:
    """What a room of the checker offers to the others is what its `__init__.py` names."""
    rooms = {path.parent.name for path in (ROOT / "sloc" / "check").glob("*/__init__.py")}
    inner = re.compile(rf"^\s*from sloc\.check\.({'|'.join(sorted(rooms))})\.\w+ import", re.MULTILINE)
    through = {
        (path.relative_to(ROOT).as_posix(), room)
        for path in (ROOT / "sloc").rglob("*.py")
        for room in inner.findall(path.read_text("utf-8"))
        if path.parent.name != room
    }
    assert through == set()


def test_imports_between_rooms_are_counted(tmp_path: Path) -> None:
    folder = tmp_path / "sloc"
    for name, text in {
        "a.py": "from sloc.b import x\nfrom sloc.b import y\n",
        "b/__init__.py": "",
        "b/inner.py": "def f():\n    import sloc.a\n",
        "c.py": "from sloc import a, b\nimport os\n",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    assert arrows(folder) == {("a", "b"), ("b", "a"), ("c", "a"), ("c", "b")}
