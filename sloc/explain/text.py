"""An explanation for a terminal: prose wrapped, and the table of alerts one below the other where the columns do not fit."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from sloc.explain.model import Detection, ExplainedRule, ExplainedSla, Explanation, TargetOutput, Week
from sloc.explain.page import Sheet
from sloc.explain.phrases import number_text, percent, time_text
from sloc.findings.cells import width
from sloc.ir import CalendarWindow, Slo, Window
from sloc.ir.text import percent_text, window_text
from sloc.ir.units import HOUR, MINUTE

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEK_WIDTH = 2 + 4 + 48
"""Columns of a week that is drawn in half hours; a narrower terminal has it in hours."""
_FILES = 3
"""So many files are named."""


def render(said: Explanation, *, color: bool, width: int) -> str:
    """The whole explanation; ends in a newline."""
    page = Sheet(color, width)
    slo = said.slo
    page.section(_title(slo.id, slo), slo.sentence, *_about(slo), said.counted)
    page.section("Budget", *_budget(said))
    if said.week is not None:
        _week(said.week, page)
    page.section("Alerts", _policy(said))
    _alerts(said, page)
    page.lines += page.wrapped(_meaning(said), "  ") if said.alerts else []
    if said.promise is not None:
        page.section("SLA", _sla(said.promise))
    _outputs(said.outputs, page)
    return page.text()


def render_tiers(tiers: Sequence[Explanation], *, color: bool, width: int) -> str:
    """The tiers of one SLO, as they are listed: what they share once, and for each its sentence, budget, alerts and SLA."""
    page = Sheet(color, width)
    tiers = sorted(tiers, key=lambda said: said.slo.tier.place if said.slo.tier else 0)
    first, slo = tiers[0], tiers[0].slo
    page.section(_title(f"{slo.service}.{slo.name}", slo), *_about(slo), f"{len(tiers)} tiers; each keeps a budget of its own")
    weeks = {each.week for each in tiers}
    if len(weeks) == 1 and first.week is not None:
        _week(first.week, page)
    for said in tiers:
        promise = [] if said.promise is None else [f"SLA: {_sla(said.promise)}"]
        page.section(said.slo.id, said.slo.sentence, said.counted, *_budget(said), *promise)
        if len(weeks) > 1 and said.week is not None:
            _week(said.week, page)
        _alerts(said, page)
    if any(said.alerts for said in tiers):
        page.section("Alerts", _policy(first), _meaning(first))
    _outputs([_together(outputs) for outputs in zip(*(said.outputs for said in tiers), strict=True)], page)
    return page.text()


def render_short(all_said: Sequence[Explanation], *, color: bool, width: int) -> str:
    """Several objectives, some lines each: what tells them apart."""
    page = Sheet(color, width)
    for said in all_said:
        page.section(said.slo.id, said.slo.sentence, f"budget: {_outage(said)}", *(_first_page(said)))
    page.paragraph(f"For all of one: sloc explain '{all_said[0].slo.id}'")
    return page.text()


def _title(id: str, slo: Slo) -> str:
    return id if slo.title == slo.name else f"{id}: {slo.title}"


def _about(slo: Slo) -> list[str]:
    answers = [
        *([f"owner {slo.owner}"] if slo.owner else []),
        *([f"runbook {slo.runbook}"] if slo.runbook else []),
        f"stands in {slo.origin}",
    ]
    return [*([slo.description] if slo.description else []), ", ".join(answers)]


def _sla(promise: ExplainedSla) -> str:
    buffer = "" if promise.buffer is None else f"; the buffer is {percent(promise.buffer)} of the {promise.buffer_of}"
    return f"{promise.text}{buffer}"


def _budget(said: Explanation) -> list[str]:
    lines = [f"{percent_text(said.budget.share)} may fail: {_outage(said, minutes=True)}"]
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
    return lines


def _outage(said: Explanation, *, minutes: bool = False) -> str:
    """``8.8 h (528 min) of total failure in 28d (of 176 open hours)``."""
    plain = said.week is None
    of = "" if plain else f" (of {number_text(said.budget.period / HOUR)} open hours)"
    time = time_text(said.budget.outage, days=plain)
    exact = "" if not minutes or time.endswith(("s", "min")) else f" ({number_text(said.budget.outage / MINUTE)} min)"
    return f"{time}{exact} of total failure in {_window(said.slo.window)}{of}"


def _window(window: Window) -> str:
    """``28d``, ``a calendar month``."""
    return f"a calendar {window.period}" if isinstance(window, CalendarWindow) else window_text(window)


def _week(week: Week, page: Sheet) -> None:
    title = f" {week.title}" if week.title else ""
    page.section("Open hours", f"{number_text(week.open / HOUR)} a week in `{week.calendar}`{title} ({week.zone})")
    cells = 2 if page.whole >= _WEEK_WIDTH else 1  # for an hour
    page.raw(["    " + "".join(f"{hour:02}".ljust(3 * cells) for hour in range(0, 24, 3))])
    for day, halves in zip(_DAYS, week.shares, strict=True):
        shares = halves if cells == 2 else [(one + two) / 2 for one, two in zip(halves[::2], halves[1::2], strict=True)]
        page.raw([f"{day} {''.join(map(_block, shares))}"])


def _block(share: Fraction) -> str:
    return "█" if share == 1 else "▒" if share else "·"


def _policy(said: Explanation) -> str:
    policy = said.slo.alerts
    if not said.alerts:
        return f"policy {policy.name}: none"
    return f"policy {policy.name}" + (f", only after {policy.min_bad_events} bad events" if policy.min_bad_events else "")


def _alerts(said: Explanation, page: Sheet) -> None:
    """A table; below each other where it is too wide. What has no times says why in their place."""
    if not said.alerts:
        return
    head = ("", "", "threshold", "total outage", "10% outage")
    rows = [_row(alert, said.week is None) for alert in said.alerts]
    table = [head, *(row for row in rows if len(row) == len(head))]
    widths = [max(width(row[column]) for row in (rows if column < 2 else table)) for column in range(len(head))]
    lines = [_line(row, widths) for row in (head, *rows)]
    if max(map(width, lines)) + 2 <= page.whole:
        page.raw(lines)
    else:
        for severity, text, *cells in rows:
            page.lines += page.wrapped(f"{severity} when {text}", "  ")
            names = head[2:] if len(cells) > 1 else ("",)
            for name, cell in zip(names, cells, strict=True):
                page.lines += page.wrapped(f"{name}: {cell}" if name else cell, "    ") if cell else []
    for alert in said.alerts:
        if alert.adapted:
            page.lines += page.wrapped(f"{alert.severity} when {alert.text}: {alert.adapted}", "  ")


def _meaning(said: Explanation) -> str:
    counted = "" if said.week is None else " of open time"
    text = f"Times{counted} from the first failure that is counted, at even traffic, after a time without any"
    if said.slo.alerts.min_bad_events and said.budget.traffic is None:
        count = said.slo.alerts.min_bad_events
        text += f"; and not before {count} events have failed (the source does not say how many are `expected`)"
    elif said.slo.alerts.min_bad_events and said.budget.traffic is not None and not said.budget.traffic.exact:
        text += "; later where fewer events than all of the source's are counted"
    return f"{text}. A back end looks from time to time, and adds that: Prometheus its scrape and evaluation intervals."


def _row(alert: ExplainedRule, plain: bool) -> tuple[str, ...]:
    """Severity, text, threshold and times; of an alert without times severity, text and the reason."""
    if alert.note:
        return alert.severity, alert.text, alert.note
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


def _together(outputs: Sequence[TargetOutput]) -> TargetOutput:
    """What a target makes of the tiers of one SLO."""
    files = tuple(file for output in outputs for file in output.files)
    reasons = dict.fromkeys(reason for output in outputs for reason in output.reasons)
    shared = dict.fromkeys(file for output in outputs for file in output.shared if file not in files)
    return TargetOutput(outputs[0].target, files, tuple(shared), tuple(reasons))


def _outputs(outputs: Sequence[TargetOutput], page: Sheet) -> None:
    if outputs:
        page.section("Back ends", *(f"{output.target}: {_output(output)}" for output in outputs))


def _output(output: TargetOutput) -> str:
    named = ", ".join(output.files[:_FILES])
    more = len(output.files) - _FILES
    files = named + (f" and {more} more" if more > 0 else "")
    if output.shared:
        shared = ", ".join(output.shared) if len(output.shared) <= _FILES else f"{len(output.shared)} files"
        files += f"{', and ' if files else ''}{shared} shared with others"
    return "; ".join([part for part in (files, *output.reasons) if part]) or "nothing"
