"""An explanation for a terminal: prose wrapped, and the table of alerts one below the other where the columns do not fit."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from fractions import Fraction

from sloc.explain.model import Alert, Detection, Explanation, Output, Week
from sloc.explain.phrases import number_text, percent, time_text
from sloc.findings.canvas import Style, paint
from sloc.findings.cells import visible, width
from sloc.ir import CalendarWindow, Window
from sloc.ir.text import percent_text, window_text
from sloc.ir.units import HOUR

_WIDEST = 100
"""Prose in longer lines is hard to read, however wide the terminal is."""
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FILES = 3
"""So many of an objective's own files are named."""


def render(said: Explanation, *, color: bool, width: int) -> str:
    """The whole explanation; ends in a newline."""
    page = _Page(color, width)
    _head(said, page)
    _budget(said, page)
    if said.week is not None:
        _week(said.week, page)
    _alerts(said, page)
    if said.promise is not None:
        buffer = (
            ""
            if said.promise.buffer is None
            else f"; the buffer is {percent(said.promise.buffer)} of the {said.promise.buffer_of}"
        )
        page.section("SLA", f"{said.promise.text}{buffer}")
    if said.outputs:
        page.section("Back ends", *(f"{output.target}: {_output(output)}" for output in said.outputs))
    return page.text()


def render_short(all_said: Sequence[Explanation], *, color: bool, width: int) -> str:
    """Several objectives, some lines each: what tells them apart."""
    page = _Page(color, width)
    for said in all_said:
        page.section(said.slo.id, said.slo.sentence, f"budget: {_outage(said)}", *(_first_page(said)))
    page.paragraph(f"For all of one: sloc explain '{all_said[0].slo.id}'")
    return page.text()


class _Page:
    """Lines as they come, wrapped and painted."""

    def __init__(self, color: bool, width: int) -> None:
        self.color = color
        self.whole = max(width, 40)
        self.width = min(self.whole, _WIDEST)
        self.lines: list[str] = []

    def section(self, title: str, *paragraphs: str) -> None:
        """A bold title, and paragraphs below it."""
        if self.lines:
            self.lines.append("")
        self.lines.append(paint(visible(title), Style.STRONG, self.color))
        for text in paragraphs:
            self.lines += self.wrapped(text, "  ")

    def paragraph(self, text: str) -> None:
        """A paragraph that stands apart."""
        self.lines += ["", *self.wrapped(text, "")]

    def wrapped(self, text: str, indent: str) -> list[str]:
        """A paragraph in the page's width; further lines hang."""
        return textwrap.wrap(
            visible(text),
            self.width,
            initial_indent=indent,
            subsequent_indent=f"{indent}  " if indent else "",
            break_long_words=False,
            break_on_hyphens=False,
        )

    def raw(self, lines: Iterable[str]) -> None:
        """Lines as they are, indented."""
        self.lines += [f"  {line}".rstrip() for line in lines]

    def text(self) -> str:
        return "\n".join(self.lines) + "\n"


def _head(said: Explanation, page: _Page) -> None:
    slo = said.slo
    title = slo.id if slo.title == slo.name else f"{slo.id}: {slo.title}"
    answers = [
        *([f"owner {slo.owner}"] if slo.owner else []),
        *([f"runbook {slo.runbook}"] if slo.runbook else []),
        f"stands in {slo.origin}",
    ]
    page.section(title, slo.sentence, *([slo.description] if slo.description else []), ", ".join(answers), said.counted)


def _budget(said: Explanation, page: _Page) -> None:
    lines = [f"{percent_text(said.budget.share)} may fail: {_outage(said)}"]
    traffic, events = said.budget.traffic, said.budget.events
    if traffic is not None and events is not None:
        slices = said.slo.population.slices is not None
        what = "slices" if slices else said.slo.population.source.rpartition(".")[2]
        most = "" if traffic.exact else "at most "
        whole = f"{most}{number_text(events)} of {number_text(traffic.in_window)} {what} in {_window(said.slo.window)}"
        why = "one without an event counts as nothing" if slices else "only a part of them is this objective's"
        lines.append(whole if traffic.exact else f"{whole}: {why}")
    if said.slo.population.per:
        lines.append(f"a budget of its own for each {', '.join(said.slo.population.per)}")
    page.section("Budget", *lines)


def _outage(said: Explanation) -> str:
    """``8.8 h of total failure in 28d (of 176 open hours)``."""
    plain = said.week is None
    of = "" if plain else f" (of {number_text(said.budget.period / HOUR)} open hours)"
    return f"{time_text(said.budget.outage, days=plain)} of total failure in {_window(said.slo.window)}{of}"


def _window(window: Window) -> str:
    """``28d``, ``a calendar month``."""
    return f"a calendar {window.period}" if isinstance(window, CalendarWindow) else window_text(window)


def _week(week: Week, page: _Page) -> None:
    title = f" {week.title}" if week.title else ""
    page.section("Open hours", f"{number_text(week.open / HOUR)} a week in `{week.calendar}`{title} ({week.zone})")
    page.raw(["    " + "".join(f"{hour:02}".ljust(6) for hour in range(0, 24, 3))])
    page.raw(f"{day} {''.join(map(_block, halves))}" for day, halves in zip(_DAYS, week.shares, strict=True))


def _block(share: Fraction) -> str:
    return "█" if share == 1 else "▒" if share else "·"


def _alerts(said: Explanation, page: _Page) -> None:
    policy = said.slo.alerts
    guard = f", only after {policy.min_bad_events} bad events" if policy.min_bad_events else ""
    if not said.alerts:
        page.section("Alerts", f"policy {policy.name}: none")
        return
    page.section("Alerts", f"policy {policy.name}{guard}")
    head = ("", "", "threshold", "total outage", "10% outage")
    rows = [head, *(_row(alert, said.week is None) for alert in said.alerts)]
    widths = [max(width(row[column]) for row in rows) for column in range(len(head))]
    if sum(widths) + 2 * len(widths) <= page.whole:
        page.raw(_line(row, widths) for row in rows)
    else:
        for severity, text, *cells in rows[1:]:
            page.raw([f"{severity} when {text}"])
            page.raw(f"  {name}: {cell}" for name, cell in zip(head[2:], cells, strict=True) if cell)
    for alert in said.alerts:
        for remark in (alert.note, alert.adapted):
            if remark:
                page.lines += page.wrapped(f"{alert.severity} when {alert.text}: {remark}", "  ")
    page.lines += page.wrapped(_meaning(said), "  ")


def _meaning(said: Explanation) -> str:
    counted = "" if said.week is None else " of open time"
    text = f"Times{counted} from the first failure that is counted, at even traffic, after a time without any"
    if said.slo.alerts.min_bad_events and said.budget.traffic is None:
        count = said.slo.alerts.min_bad_events
        text += f"; and not before {count} events have failed (the source does not say how many are `expected`)"
    elif said.slo.alerts.min_bad_events and said.budget.traffic is not None and not said.budget.traffic.exact:
        text += "; later where fewer events than all of the source's are counted"
    return f"{text}."


def _row(alert: Alert, plain: bool) -> tuple[str, ...]:
    threshold = ""
    if alert.threshold is not None and alert.errors is not None:
        threshold = f"{number_text(alert.threshold)}x, {percent(alert.errors)} bad"
    times = [detection_text(each, plain) for each in alert.detections]
    return alert.severity, alert.text, threshold, *(times or ["", ""])


def detection_text(found: Detection, plain: bool) -> str:
    """``after 10.6 min, 2% gone``, or ``never``."""
    if found.after is None or found.budget is None:
        return "never"
    return f"after {time_text(found.after, days=plain)}, {percent(found.budget)} gone"


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(cell + " " * (room - width(cell)) for cell, room in zip(row, widths, strict=False))


def _first_page(said: Explanation) -> list[str]:
    """When the first of the alerts speaks in a total outage."""
    plain = said.week is None
    timed = [
        (alert.detections[0].after, alert)
        for alert in said.alerts
        if alert.detections and alert.detections[0].after is not None
    ]
    if not timed:
        return ["alerts: none that tells an outage"]
    _, alert = min(timed, key=lambda pair: pair[0])
    return [f"alerts: in a total outage the first is a {alert.severity} {detection_text(alert.detections[0], plain)}"]


def _output(output: Output) -> str:
    named = ", ".join(output.files[:_FILES])
    more = len(output.files) - _FILES
    files = named + (f" and {more} more" if more > 0 else "")
    if output.shared:
        files += f"{', and ' if files else ''}{output.shared} {'file' if output.shared == 1 else 'files'} shared with others"
    return "; ".join([part for part in (files, *output.reasons) if part]) or "nothing"
