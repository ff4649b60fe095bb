"""Dashboards as Grafana's classic JSON: the same bytes for the same board, and nothing that a server would write into it."""

from __future__ import annotations

import json
from typing import Any

from sloc.backends.grafana.model import (
    GRID,
    AnnotationQuery,
    Dashboard,
    Link,
    Look,
    Mapped,
    Named,
    Override,
    Panel,
    PanelQuery,
    RowHeading,
    Shown,
    Step,
    Variable,
)

SCHEMA_VERSION = 39
"""Grafana 10.3's; a server refuses a higher number than it knows, and migrates a lower one when it loads the file."""

DATASOURCE = {"type": "prometheus", "uid": "${datasource}"}
_GRAFANA = {"type": "grafana", "uid": "-- Grafana --"}


def dumps(board: Dashboard) -> str:
    """The file's text: sorted keys, two spaces, a final newline."""
    return json.dumps(_board(board), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _board(board: Dashboard) -> dict[str, Any]:
    return {
        "annotations": {"list": [_annotation(each) for each in board.annotations]},
        "description": board.description,
        "editable": False,
        "graphTooltip": 1,  # a crosshair in all graphs
        "links": [_link(each) for each in board.links],
        "panels": [_row(each) if isinstance(each, RowHeading) else _panel(each) for each in board.panels],
        "refresh": "1m",
        "schemaVersion": SCHEMA_VERSION,
        "tags": list(board.tags),
        "templating": {"list": [_datasource(), *(_variable(each) for each in board.variables)]},
        "time": {"from": f"now-{board.since}", "to": "now"},
        "timezone": "utc",
        "title": board.title,
        "uid": board.uid,
    }


def _row(row: RowHeading) -> dict[str, Any]:
    repeat = {} if row.repeat is None else {"repeat": row.repeat}
    place = {"x": 0, "y": row.y, "w": GRID, "h": 1}
    return {"type": "row", "id": row.id, "title": row.title, "collapsed": False, "panels": [], "gridPos": place, **repeat}


def _panel(panel: Panel) -> dict[str, Any]:
    place = panel.place
    data: dict[str, Any] = {
        "id": panel.id,
        "type": panel.type,
        "title": panel.title,
        "description": panel.description,
        "gridPos": {"x": place.x, "y": place.y, "w": place.w, "h": place.h},
        "options": dict(panel.options),
    }
    if panel.targets:
        data["datasource"] = DATASOURCE
        data["targets"] = [_target(each) for each in panel.targets]
        data["fieldConfig"] = _look(panel.look)
    if panel.transformations:
        data["transformations"] = [{"id": name, "options": options} for name, options in panel.transformations]
    if panel.time_from is not None:
        data["timeFrom"] = panel.time_from
    return data


def _target(target: PanelQuery) -> dict[str, Any]:
    return {
        "datasource": DATASOURCE,
        "expr": target.expr,
        "format": "table" if target.table else "time_series",
        "instant": target.instant,
        "legendFormat": target.legend,
        "range": not target.instant,
        "refId": target.ref,
    }


def _look(look: Look) -> dict[str, Any]:
    defaults: dict[str, Any] = {
        "color": {"mode": look.color_mode},
        "custom": dict(look.custom),
        "decimals": look.decimals,
        "displayName": look.display_name,
        "mappings": mappings(look.mappings),
        "min": look.low,
        "noValue": look.no_value,
        "thresholds": thresholds(look.steps),
        "unit": look.unit,
    }
    given = {key: value for key, value in defaults.items() if value is not None}
    return {"defaults": given, "overrides": [_override(each) for each in look.overrides]}


def thresholds(steps: tuple[Step, ...]) -> dict[str, Any]:
    """A scale, as fields and their overrides have it."""
    return {"mode": "absolute", "steps": [{"color": step.color, "value": step.value} for step in steps]}


def mappings(mapped: tuple[Mapped, ...]) -> list[dict[str, Any]]:
    """Value mappings, as fields and their overrides have them."""
    return [_mapping(each, at) for at, each in enumerate(mapped)]


def _mapping(mapped: Mapped, index: int) -> dict[str, Any]:
    if isinstance(mapped, Named):
        texts = sorted(mapped.texts.items())
        return {"type": "value", "options": {key: {"index": at, "text": text} for at, (key, text) in enumerate(texts)}}
    result = {"index": index, "text": mapped.text, "color": mapped.color}
    match mapped:
        case Shown(None, None):
            return {"type": "special", "options": {"match": "null", "result": result}}
        case Shown(low, high) if low == high:
            return {"type": "value", "options": {str(low): result}}
        case Shown(low, high):
            return {"type": "range", "options": {"from": low, "to": high, "result": result}}


def _override(override: Override) -> dict[str, Any]:
    properties = [{"id": name, "value": value} for name, value in sorted(override.properties.items())]
    return {"matcher": {"id": override.matcher, "options": override.of}, "properties": properties}


def _datasource() -> dict[str, Any]:
    return {"name": "datasource", "label": "Data source", "type": "datasource", "query": "prometheus"}


def _variable(variable: Variable) -> dict[str, Any]:
    return {
        "name": variable.name,
        "label": variable.label,
        "type": "query",
        "datasource": DATASOURCE,
        "query": variable.query,
        "definition": variable.query,
        "regex": variable.regex,
        "refresh": 2,  # whenever the time range changes: groups come and go
        "sort": 1,
        "multi": True,
        "includeAll": True,
        "current": {"selected": True, "text": ["All"], "value": ["$__all"]},
    }


def _annotation(annotation: AnnotationQuery) -> dict[str, Any]:
    common = {"name": annotation.name, "enable": True, "hide": False, "iconColor": annotation.color}
    if annotation.expr is None:
        target = {"type": "tags", "tags": [annotation.tag], "matchAny": False, "limit": 100}
        return {**common, "datasource": _GRAFANA, "target": target}
    return {
        **common,
        "datasource": DATASOURCE,
        "expr": annotation.expr,
        "step": "60s",
        "titleFormat": annotation.title,
        "textFormat": annotation.text,
    }


def _link(link: Link) -> dict[str, Any]:
    return {
        "title": link.title,
        "url": link.url,
        "type": "link",
        "icon": link.icon,
        "tooltip": "",
        "tags": [],
        "asDropdown": False,
        "includeVars": False,
        "keepTime": link.keep_time,
        "targetBlank": not link.keep_time,
    }
