"""What a back end leaves out because nothing binds it there, told in one finding however many objectives that are."""

from __future__ import annotations

from collections.abc import Sequence

from sloc.backends.base import name_of, span_of
from sloc.findings import Finding, finding
from sloc.ir import Slo

_NAMED = 8
"""So many objectives are named beside the first."""


def skipped(slos: Sequence[Slo], one: str, many: str, label: str, help: str) -> tuple[Finding, ...]:
    """SLO402 at the first of the SLOs, the others by name, tiers as one; none where there are none.

    `one` and `many` end the headline behind the objective's name or the number of objectives. `label` says why of the first.
    """
    by_name: dict[str, Slo] = {}
    for slo in slos:
        by_name.setdefault(name_of(slo), slo)
    if not by_name:
        return ()
    first, *others = by_name
    message = f"{len(by_name)} objectives {many}" if others else f"{first} {one}"
    more = len(others) - _NAMED
    listed = ", ".join(others[:_NAMED]) + (f" and {more} more" if more > 0 else "")
    helps = ([f"the others are {listed}"] if others else []) + [help]
    return (finding("SLO402", message, span_of(by_name[first].origin), label, help=helps),)
