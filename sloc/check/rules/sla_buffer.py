"""Between what is aimed at and what is promised lies the time to react: too little warns too late, too much at nothing."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from sloc.check.model import CheckedProgram, CheckedSlo
from sloc.check.rules.looser_than_sla import limits
from sloc.findings import Finding, Label
from sloc.ir.text import percent_text
from sloc.ir.units import MINUTE, duration_text
from sloc.source.span import Span


def check(program: CheckedProgram) -> Iterator[Finding]:
    """SLO504 at the objective's limit, or at its target where the times are the same, outside of ``[lint] sla_buffer``.

    docs/language.md §3.15.
    """
    low, high = program.sla_buffer
    usual = f"{_percent(low)} to {_percent(high)}"
    for slo in program.slos:
        sla = slo.ir.sla
        if sla is None or slo.sla is None or not 0 < slo.ir.target < 1 or slo.ir.target < sla.target < 1:
            continue
        own, promised = limits(slo.ir.indicator, sla.indicator)
        if slo.sla.within is not None and own != promised:
            if own is None or promised is None or own > promised or slo.spans.within is None:
                continue
            buffer = Fraction(promised - own, promised)
            if not low <= buffer <= high:
                near, far = (_minutes(promised * (1 - share)) for share in (high, low))
                help = f"write a time from `{near}` to `{far}`: a buffer of {usual} of what is promised"
                yield _found(slo, buffer, slo.spans.within, "time", help)
        elif sla.target < 1 and (own is None or own == promised):
            buffer = 1 - (1 - slo.ir.target) / (1 - sla.target)
            if not low <= buffer <= high:
                near, far = (percent_text(1 - (1 - sla.target) * (1 - share)) for share in (low, high))
                help = f"write a target from `{near}` to `{far}`: a buffer of {usual} of the budget"
                yield _found(slo, buffer, slo.spans.target, "budget", help)


def _found(slo: CheckedSlo, buffer: Fraction, span: Span, what: str, help: str) -> Finding:
    assert slo.spans.sla is not None
    return slo.finding(
        "SLO504",
        f"the buffer between objective and SLA is {_percent(buffer)} of the promised {what}",
        span,
        "nothing is left to react with" if buffer == 0 else "an unusual buffer",
        labels=[Label(slo.spans.sla, "what is promised")],
        help=help,
    )


def _percent(share: Fraction) -> str:
    return f"{float(share * 100):.3g}%"


def _minutes(micros: Fraction) -> str:
    return duration_text(round(micros / MINUTE) * MINUTE) if micros >= 5 * MINUTE else duration_text(int(micros))
