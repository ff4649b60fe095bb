"""The report for a terminal: worst first, one line for each objective, and below it what is wrong with it.

A wide terminal shows everything on the line; a narrower one gives columns up, and below 72 columns each objective becomes a
small card. Nothing is lost that says whether someone must act.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from sloc.findings.canvas import Style, paint
from sloc.findings.cells import visible
from sloc.findings.cells import width as columns_of
from sloc.findings.wrap import cut, wrap
from sloc.ir.text import decimal_text
from sloc.run.phrases import allowed, budget_text, burn_text, share_text, target_text, until_text
from sloc.run.report import Objective, State, StatusReport

_CARDS_BELOW = 72
_GAP = "  "
_NO_BREAK = "\xa0"

_MARKS = {State.MISSED: "✗", State.BURNING: "!", State.MET: "✓", State.NO_DATA: "·"}
_STYLES = {State.MISSED: Style.ERROR, State.BURNING: Style.WARNING, State.MET: Style.PLAIN, State.NO_DATA: Style.PLAIN}
_MARK_STYLES = {**_STYLES, State.MET: Style.ADDED}
_SEVERITY_STYLES = {"page": Style.ERROR, "ticket": Style.WARNING, "notify": Style.ADVICE}


def render_table(report: StatusReport, width: int, color: bool) -> str:
    """The report in at most `width` columns (40 at the least), ending in a newline."""
    width = max(width, 40)
    lines = [*_heading(report, width, color), ""]
    if report.objectives:
        body = _cards if width < _CARDS_BELOW else _table
        lines += [*body(report, width, color), ""]
    lines += _coverage(report, width, color)
    lines += _skipped(report, width, color)
    return "\n".join(lines).rstrip("\n") + "\n"


def _heading(report: StatusReport, width: int, color: bool) -> list[str]:
    moment = dt.datetime(1970, 1, 1) + dt.timedelta(microseconds=report.as_of)
    when = f"{moment:%a} {moment.day} {moment:%b %Y %H:%M} UTC"
    name = cut(report.project, width - len(when) - 2)
    states = Counter(objective.state for objective in report.objectives)
    parts = [(f"{states[state]} {state.value}", _MARK_STYLES[state]) for state in State if states[state]]
    if report.skipped:
        parts.append((f"{len(report.skipped)} skipped", Style.PLAIN))
    lines, used = [paint(name, Style.STRONG, color) + _GAP + when, ""], 0
    for text, style in parts or [("nothing to show", Style.PLAIN)]:
        if used and used + len(" · ") + len(text) > width:
            lines, used = [*lines, ""], 0
        lines[-1] += (" · " if used else "") + paint(text, style, color)
        used += len(text) + (len(" · ") if used else 0)
    return lines


# ── the table ─────────────────────────────────────────────────────────────────────────────────────────────────────────

_HEADER = ("objective", "", "actual", "target", "bad events", "budget left", "burn", "runs out")
_TITLE = 1
_GIVEN_UP = (_TITLE, 6, 5, 7)
"""Which columns go first where there is no room."""
_NAME_AT_LEAST = 36
_TITLE_AT_MOST = 36


def _table(report: StatusReport, width: int, color: bool) -> list[str]:
    """Columns as wide as what stands in them; the objective's name gives way last."""
    rows = [_row(objective, report) for objective in report.objectives]
    widths = [max(columns_of(row[i]) for row in (_HEADER, *rows)) for i in range(len(_HEADER))]
    shown = _columns_that_fit(widths, width - 2)
    widths[0] = min(widths[0], width - 2 - sum(widths[i] + len(_GAP) for i in shown[1:]))
    lines = [paint("  " + _line(_HEADER, shown, widths), Style.FRAME, color)]
    for objective, row in zip(report.objectives, rows, strict=True):
        lines.append(_marked(objective.state, _line(row, shown, widths).rstrip(), color))
        lines += [f"  {line}" for line in _details(objective, width - 2, color)]
    return lines


def _marked(state: State, text: str, color: bool) -> str:
    """A line of an objective behind its mark; of one that is met the mark alone has a color."""
    return paint(_MARKS[state], _MARK_STYLES[state], color) + " " + paint(text, _STYLES[state], color)


def _columns_that_fit(widths: list[int], width: int) -> list[int]:
    """All of them, or those that matter most."""
    shown = list(range(len(widths)))
    for column in _GIVEN_UP:
        if min(widths[0], _NAME_AT_LEAST) + sum(widths[i] + len(_GAP) for i in shown[1:]) <= width:
            break
        shown.remove(column)
    return shown


def _row(objective: Objective, report: StatusReport) -> list[str]:
    return [
        _name(objective),
        cut(objective.title, _TITLE_AT_MOST),
        share_text(objective.achievement, objective.target),
        target_text(objective),
        allowed(objective),
        budget_text(objective.budget_left),
        burn_text(objective.burn),
        until_text(objective, report.as_of),
    ]


def _line(cells: Sequence[str], shown: list[int], widths: list[int]) -> str:
    """Names and titles to the left, the name shortened in its middle where it must be; numbers to the right."""
    parts = [_shortened(cells[0], widths[0])]
    for column in shown[1:]:
        blanks = " " * (widths[column] - columns_of(cells[column]))
        parts.append(cells[column] + blanks if column == _TITLE else blanks + cells[column])
    return _GAP.join(parts)


def _shortened(name: str, width: int) -> str:
    """Padded, or without its middle: an id's end, its tier, tells it from its neighbours."""
    if columns_of(name) <= width:
        return name + " " * (width - columns_of(name))
    tail = ""
    while columns_of(name[-len(tail) - 1 :]) <= width // 2:
        tail = name[-len(tail) - 1 :]
    head = cut(name[: -len(tail)], width - columns_of(tail))
    return head + " " * (width - columns_of(head) - columns_of(tail)) + tail


# ── cards ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _cards(report: StatusReport, width: int, color: bool) -> list[str]:
    lines: list[str] = []
    for objective in report.objectives:
        first, *more = _wrapped(f"{_MARKS[objective.state]} {_name(objective)}", width, "  ")
        lines.append(_marked(objective.state, first[2:], color))
        lines += [paint(line, _STYLES[objective.state], color) for line in more]
        until = until_text(objective, report.as_of)
        facts = (
            f"{share_text(objective.achievement, objective.target)} of {target_text(objective)}",
            allowed(objective),
            "budget spent" if until == "spent" else f"runs out {until}" if until else "",
        )
        facts_line = " · ".join(fact.replace(" ", _NO_BREAK) for fact in facts if fact)
        lines += [f"  {line}".replace(_NO_BREAK, " ") for line in _wrapped(facts_line, width - 2, "")]
        lines += [f"  {line}" for line in _details(objective, width - 2, color)]
    return lines


# ── what is wrong ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _details(objective: Objective, width: int, color: bool) -> list[str]:
    """Alerts that fire, a missed SLA, what can still be saved; each on a line of its own, in as many words as needed."""
    lines: list[tuple[str, str, Style]] = []
    for alert in objective.firing:
        lines.append((alert.severity, alert.rule, _SEVERITY_STYLES[alert.severity]))
    sla = objective.sla
    if sla is not None and sla.met is False:
        promise = f"{share_text(sla.achievement, sla.target)} of the promised {decimal_text(sla.target * 100)}%"
        lines.append(("SLA missed", promise, Style.ERROR))
    if objective.at_risk:
        lines.append(("at risk", f"{objective.at_risk:,} still open, the deadline ahead", Style.STRONG))
    painted: list[str] = []
    for word, text, style in lines:
        first, *rest = _wrapped(f"{word}  {text}", width - 2, "    ")
        painted += [f"  {paint(word, style, color)}{first[len(word) :]}", *(f"  {line}" for line in rest)]
    return painted


def _coverage(report: StatusReport, width: int, color: bool) -> list[str]:
    """Faults of the data, each once with the SLOs that it concerns."""
    if not report.coverage:
        return []
    lines = [paint("Rows that are not counted as they stand", Style.STRONG, color)]
    grouped: dict[tuple[str, int, str | None], list[str]] = {}
    for fault in report.coverage:
        grouped.setdefault((fault.fault, fault.rows, fault.example_key), []).append(fault.slo)
    for (fault_name, rows, key), slos in grouped.items():
        example = "" if key is None else f", for example {visible(key)}"
        lines += _wrapped(f"! {rows:,} × {fault_name}{example}: {_listed(slos)}", width, "  ")
    return [*lines, ""]


def _skipped(report: StatusReport, width: int, color: bool) -> list[str]:
    """What was not evaluated, by reason."""
    if not report.skipped:
        return []
    by_reason: dict[str, list[str]] = {}
    for skipped in report.skipped:
        by_reason.setdefault(skipped.reason, []).append(skipped.slo)
    lines = [paint("Skipped", Style.STRONG, color)]
    for reason, slos in by_reason.items():
        lines += _wrapped(f"· {visible(reason)}: {_listed(slos)}", width, "  ")
    return [*lines, ""]


def _name(objective: Objective) -> str:
    """The id, and the group where there is one: ``checkout.availability region=eu``."""
    group = (f" {name}={'null' if value is None else value}" for name, value in objective.group)
    return visible(objective.slo + "".join(group))


def _wrapped(text: str, width: int, indent: str) -> list[str]:
    """The text in lines of at most `width` columns, all but the first indented; a longer word is cut."""
    words = (cut(word, width - len(indent)) for word in text.split(" "))
    return wrap(" ".join(words), width, further=indent)


def _listed(slos: list[str]) -> str:
    """Ids with the tiers of one SLO put together: ``support.first_response (4 tiers), support.csat``."""
    tiers: dict[str, list[str]] = {}
    for slo in slos:
        tiers.setdefault(slo.partition("[")[0], []).append(slo)
    return visible(", ".join(ids[0] if len(ids) == 1 else f"{base} ({len(ids)} tiers)" for base, ids in tiers.items()))
