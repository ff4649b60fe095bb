"""What the Grafana back end makes of a case's specs, drawn: each board's grid, and below it what its panels ask."""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sloc.backends.grafana import GrafanaBackend
from sloc.backends.options import complete

if TYPE_CHECKING:
    from tests.golden.harness import Case

CELL = 4
"""Columns of the drawing for each cell of the grid; a tile is 4 cells wide."""


def boards_section(case: Case) -> str:
    """Every board: title, variables, annotations, its grid and its panels."""
    compiled = GrafanaBackend().compile(case.checked.ir, complete(GrafanaBackend()))
    made = [file for file in compiled.files if file.path.suffix == ".json"]
    return "\n".join(f"── {file.path} ──\n{draw(json.loads(file.text))}" for file in made)


def draw(board: dict[str, Any]) -> str:
    """A board as text."""
    lines = [f"{board['title']}  uid {board['uid']}  the last {board['time']['from'].removeprefix('now-')}"]
    lines += [f"link: {link['title']} {link['url']}" for link in board["links"]]
    chosen = [each for each in board["templating"]["list"] if each["type"] == "query"]
    lines += [f"variable {each['name']}: {each['query']} {each['regex']}".rstrip() for each in chosen]
    for each in board["annotations"]["list"]:
        lines.append(f"annotation {each['name']}: {each.get('expr') or each['target']['tags']}")
    lines += ["", *_grid(board["panels"]), ""]
    for panel in board["panels"]:
        lines += _panel(panel)
    return "\n".join(lines) + "\n"


def _grid(panels: list[dict[str, Any]]) -> list[str]:
    """Boxes with ids and titles; equal lines are drawn once."""
    height = max(panel["gridPos"]["y"] + panel["gridPos"]["h"] for panel in panels)
    canvas = [[" "] * (24 * CELL + 1) for _ in range(height + 1)]
    for panel in panels:
        place = panel["gridPos"]
        left, right = place["x"] * CELL, (place["x"] + place["w"]) * CELL
        top, bottom = place["y"], place["y"] + place["h"]
        for x in range(left, right + 1):
            canvas[top][x] = canvas[bottom][x] = "-"
        for y in range(top, bottom + 1):
            canvas[y][left] = canvas[y][right] = "+" if y in (top, bottom) else "|"
        text = f" {panel['id']} {panel['title']} "[: right - left - 1]
        canvas[top][left + 1 : left + 1 + len(text)] = text
    return ["".join(line).rstrip() for line, _ in groupby(canvas)]


def _panel(panel: dict[str, Any]) -> list[str]:
    lines = [f"{panel['id']} {panel['type']}: {panel['title']}" + (f" (repeat {panel['repeat']})" if "repeat" in panel else "")]
    if "timeFrom" in panel:
        lines[0] += f" (the last {panel['timeFrom']})"
    if panel["type"] == "text":
        lines += [f"  | {line}" for line in panel["options"]["content"].split("\n")]
    if "fieldConfig" in panel:
        lines.append(f"  {_look(panel['fieldConfig']['defaults'])}")
    for target in panel.get("targets", ()):
        legend = f" {target['legendFormat']}" if target["legendFormat"] else ""
        lines.append(f"  {target['refId']}{legend}: {target['expr']}")
    return lines


def _look(defaults: dict[str, Any]) -> str:
    """Unit and decimals, then the colours with the value that each begins at."""
    steps = [
        f"{step['color']}" + ("" if step["value"] is None else f" {step['value']}") for step in defaults["thresholds"]["steps"]
    ]
    decimals = f".{defaults['decimals']}" if "decimals" in defaults else ""
    return f"{defaults['unit']}{decimals}  {' < '.join(steps)}"


SECTIONS = {"boards": boards_section}
