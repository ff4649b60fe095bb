"""The report for a terminal: worst first, and below each objective what is wrong with it.

Where there is room for its title, an objective is a line of a table, with its id and its counts on the next; else a small
card. Both say the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from sloc.findings.canvas import Style, paint
from sloc.findings.cells import visible
from sloc.findings.cells import width as columns_of
from sloc.findings.wrap import cut
from sloc.run.details import details, faults, skipped
from sloc.run.phrases import (
    allowed,
    bar_text,
    budget_text,
    burn_text,
    name_text,
    percentile_text,
    share_text,
    target_text,
    until_text,
    when_text,
)
from sloc.run.report import Objective, State, StatusReport
from sloc.run.wrapping import listed, wrapped

_GAP = "  "

_MARKS = {State.MISSED: "✗", State.BURNING: "!", State.MET: "✓", State.NO_DATA: "·"}
_STYLES = {State.MISSED: Style.ERROR, State.BURNING: Style.WARNING, State.MET: Style.PLAIN, State.NO_DATA: Style.PLAIN}
_MARK_STYLES = {**_STYLES, State.MET: Style.ADDED}

_HEADER = ("objective", "actual", "target", "budget left", "burn", "runs out")
_NAME, _BUDGET = 0, 3
_NAME_AT_LEAST, _NAME_AT_MOST = 24, 60
_BARS = ((10, _NAME_AT_MOST), (5, _NAME_AT_MOST), (5, _NAME_AT_LEAST), (0, _NAME_AT_LEAST))
"""How long the budget's bar may be, and how much room of the names' it must leave; the first that does is taken."""


def render_table(report: StatusReport, width: int, color: bool, names: bool = True) -> str:
    """The report in at most `width` columns (40 at the least), ending in a newline; without `names` no event is named."""
    width = max(width, 40)
    lines = [*_heading(report, width, color), ""]
    if report.objectives:
        body = _table(report, width, color, names) or _cards(report, width, color, names)
        lines += [*body, ""]
    lines += faults(report.coverage, width, color, names)
    lines += skipped(report.skipped, width, color)
    return "\n".join(lines).rstrip("\n") + "\n"


def _heading(report: StatusReport, width: int, color: bool) -> list[str]:
    when = when_text(report.as_of)
    service = _only_service(report)
    name = cut(f"{report.project}{_GAP}{service}" if service else report.project, width - len(when) - 2)
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
    if len(report.objectives) > 1:
        lines += wrapped("Worst first: by state, then by the loudest alert, then by the budget left.", width, "")
    return lines


def _only_service(report: StatusReport) -> str | None:
    """The service of all objectives, if there is but one; then no id repeats it."""
    services = {objective.service for objective in report.objectives}
    return services.pop() if len(services) == 1 else None


def _marked(state: State, text: str, color: bool) -> str:
    """A line of an objective behind its mark; of one that is met the mark alone has a color."""
    return paint(_MARKS[state], _MARK_STYLES[state], color) + " " + paint(text, _STYLES[state], color)


def _counts(objective: Objective, report: StatusReport) -> list[str]:
    """The id, what was bad, and the percentile."""
    service = _only_service(report)
    id = objective.slo.removeprefix(f"{service}.") if service else objective.slo
    percentile = "" if objective.percentile is None else percentile_text(objective.percentile)
    return [visible(id), "nothing counted" if objective.state is State.NO_DATA else allowed(objective), percentile]


# ── the table ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _table(report: StatusReport, width: int, color: bool, names: bool) -> list[str]:
    """Columns as wide as what stands in them; long names take more lines. Nothing where they have no room."""
    for bar, least in _BARS:
        rows = [_row(objective, report, bar) for objective in report.objectives]
        widths = [max(columns_of(row[i]) for row in (_HEADER, *rows)) for i in range(len(_HEADER))]
        room = width - 2 - sum(wide + len(_GAP) for wide in widths[1:])
        if room >= min(widths[_NAME], least):
            break
    else:
        return []
    widths[_NAME] = min(widths[_NAME], room, _NAME_AT_MOST)
    lines = [paint("  " + _line(_HEADER, widths), Style.FRAME, color)]
    for objective, row in zip(report.objectives, rows, strict=True):
        name, *more = wrapped(row[_NAME], widths[_NAME], "  ")
        lines.append(_marked(objective.state, _line((name, *row[1:]), widths).rstrip(), color))
        lines += [f"  {paint(line, _STYLES[objective.state], color)}" for line in more]
        lines += [f"    {line}" for line in listed(_counts(objective, report), width - 4)]
        lines += [f"  {line}" for line in details(objective, width - 2, color, names)]
    return lines


def _row(objective: Objective, report: StatusReport, bar: int) -> list[str]:
    left = None if objective.state is State.NO_DATA else objective.budget_left  # an untouched budget would read as health
    return [
        visible(name_text(objective)),
        share_text(objective.achievement, objective.target),
        target_text(objective),
        " ".join(filter(None, (bar_text(left, bar), f"{budget_text(left):>4}"))),
        burn_text(objective.burn),
        until_text(objective, report.as_of),
    ]


def _line(cells: Sequence[str], widths: list[int]) -> str:
    """The name and the bar of the budget to the left, numbers to the right."""
    parts = []
    for column, text in enumerate(cells):
        blanks = " " * (widths[column] - columns_of(text))
        parts.append(text + blanks if column in (_NAME, _BUDGET) else blanks + text)
    return _GAP.join(parts)


# ── cards ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _cards(report: StatusReport, width: int, color: bool, names: bool) -> list[str]:
    lines: list[str] = []
    for objective in report.objectives:
        first, *more = wrapped(f"{_MARKS[objective.state]} {visible(name_text(objective))}", width, "  ")
        lines.append(_marked(objective.state, first[2:], color))
        lines += [paint(line, _STYLES[objective.state], color) for line in more]
        id, *counts = _counts(objective, report)
        lines += [f"  {line}" for line in listed([id], width - 2)]
        lines += [f"  {line}" for line in listed([*_facts(objective, report), *counts], width - 2)]
        lines += [f"  {line}" for line in details(objective, width - 2, color, names)]
    return lines


def _facts(objective: Objective, report: StatusReport) -> Iterator[str]:
    if objective.state is State.NO_DATA:
        return
    left, until = objective.budget_left, until_text(objective, report.as_of)
    yield f"{share_text(objective.achievement, objective.target)} of {target_text(objective)}"
    if left is not None:
        yield f"budget {bar_text(left, 5)} {budget_text(left)}{' left' if left >= 0 else ''}"
    if objective.burn is not None:
        yield f"burn {burn_text(objective.burn)}"
    if until and until != "spent":
        yield f"runs out {until}"
