"""An explanation for programs, its shape published as ``explain.schema.json`` beside this file.

Times are seconds of counted time, shares are fractions of 1; what is not known is null."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from sloc.explain.model import ExplainedRule, Explanation
from sloc.ir.text import window_text
from sloc.ir.units import MICROS


def to_object(said: Explanation) -> dict[str, Any]:
    """The explanation as plain data."""
    slo, budget = said.slo, said.budget
    traffic = budget.traffic
    return {
        "id": slo.id,
        "title": slo.title,
        "sentence": slo.sentence,
        "description": slo.description,
        "owner": slo.owner,
        "runbook": slo.runbook,
        "origin": {"file": slo.origin.file, "line": slo.origin.line},
        "counted": said.counted,
        "window": window_text(slo.window),
        "budget": {
            "share": _number(budget.share),
            "counted_seconds": _seconds(budget.period),
            "outage_seconds": _seconds(budget.outage),
            "events_in_window": None if traffic is None else _number(traffic.in_window),
            "events": _number(budget.events),
            "events_are_exact": None if traffic is None else traffic.exact,
        },
        "week": None
        if said.week is None
        else {
            "calendar": said.week.calendar,
            "zone": said.week.zone,
            "open_hours": _number(said.week.open / MICROS / 3600),
            "half_hours": [[_number(share) for share in day] for day in said.week.shares],
        },
        "policy": slo.alerts.name,
        "only_after_bad_events": slo.alerts.min_bad_events,
        "alerts": [_alert(alert) for alert in said.alerts],
        "sla": None
        if said.promise is None
        else {"text": said.promise.text, "buffer": _number(said.promise.buffer), "buffer_of": said.promise.buffer_of},
        "back_ends": [
            {"target": one.target, "files": list(one.files), "shared_files": list(one.shared), "reasons": list(one.reasons)}
            for one in said.outputs
        ],
    }


def _alert(alert: ExplainedRule) -> dict[str, Any]:
    return {
        "severity": alert.severity,
        "text": alert.text,
        "adapted": alert.adapted,
        "threshold": _number(alert.threshold),
        "error_ratio": _number(alert.errors),
        "note": alert.note,
        "detections": [
            {"failing": _number(one.failing), "after_seconds": _seconds(one.after), "budget_gone": _number(one.budget)}
            for one in alert.detections
        ],
    }


def _number(value: Fraction | None) -> int | float | None:
    """The nearest double; a whole number as one."""
    if value is None:
        return None
    return int(value) if value.denominator == 1 else float(value)


def _seconds(micros: Fraction | None) -> int | float | None:
    return None if micros is None else _number(micros / MICROS)
