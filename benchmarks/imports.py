"""How many imports run between the rooms of a folder: its files and folders, each folder with all that is in it.

``python -m benchmarks.imports sloc/check`` counts them in this checkout; another folder may lie in an older one. A pair of
rooms counts once, however many names cross, and an import inside of a function counts like any other.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

Arrow = tuple[str, str]


def arrows(folder: Path) -> set[Arrow]:
    """The pairs ``(room, room that it imports from)`` of a folder of the package."""
    below = folder.parts[::-1].index("sloc") + 1
    package = ".".join(folder.parts[-below:])
    rooms = {path.stem for path in folder.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()} - {"__init__"}
    found: set[Arrow] = set()
    for path in sorted(folder.rglob("*.py")):
        room = path.relative_to(folder).parts[0].removesuffix(".py")
        for module in imported(ast.parse(path.read_text("utf-8"))):
            other = module.removeprefix(f"{package}.").partition(".")[0]
            if module.startswith(f"{package}.") and other in rooms and room in rooms and other != room:
                found.add((room, other))
    return found


def imported(tree: ast.AST) -> Iterator[str]:
    """The modules that a file imports from, absolute; of ``from a import b`` both ``a`` and ``a.b``, which may be a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def main(folders: list[str]) -> None:
    """Prints the count and the arrows of each folder."""
    for name in folders:
        found = arrows(Path(name).resolve())
        rooms: dict[str, list[str]] = {}
        for room, other in sorted(found):
            rooms.setdefault(room, []).append(other)
        print(f"{name}: {len(found)} imports between rooms")
        for room, others in rooms.items():
            print(f"  {room} -> {', '.join(others)}")


if __name__ == "__main__":
    main(sys.argv[1:] or ["sloc", "sloc/check"])
