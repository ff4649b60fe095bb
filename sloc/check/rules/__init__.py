"""Rules of meaning, one a file, each named for the mistake it finds.

A rule is a function of the checked program that yields findings; it assumes that names and types hold, and leaves alone what
another rule finds broken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from sloc.check.model import CheckedProgram
from sloc.check.rules import (
    alert_asleep,
    alert_on_sustainable_burn,
    alert_that_cannot_fire,
    alert_window_too_long,
    automated_reply,
    bad_share,
    burn_alert_below_half,
    calendar_days,
    dst_hours,
    empty_calendar,
    exclusion_outside,
    impossible_target,
    looser_than_sla,
    low_traffic,
    no_owner,
    no_time,
    overlapping_hours,
    pace_on_rolling_window,
    pointless_closure,
    pointless_member,
    review_due,
    sla_buffer,
    slice_length,
    slice_requirement,
    survivorship,
    tier_gap,
    tier_order,
    unguarded_null,
    unsettled,
    unsettled_measure,
    unused,
    window_out_of_years,
    years_ending,
)
from sloc.findings import Finding

Rule: TypeAlias = Callable[[CheckedProgram], Iterator[Finding]]

RULES: tuple[Rule, ...] = (
    impossible_target.check,
    bad_share.check,
    no_time.check,
    slice_requirement.check,
    slice_length.check,
    window_out_of_years.check,
    calendar_days.check,
    unsettled.check,
    unsettled_measure.check,
    looser_than_sla.check,
    alert_that_cannot_fire.check,
    alert_on_sustainable_burn.check,
    burn_alert_below_half.check,
    alert_window_too_long.check,
    empty_calendar.check,
    overlapping_hours.check,
    pointless_closure.check,
    pointless_member.check,
    dst_hours.check,
    automated_reply.check,
    unguarded_null.check,
    survivorship.check,
    tier_gap.check,
    tier_order.check,
    sla_buffer.check,
    low_traffic.check,
    alert_asleep.check,
    pace_on_rolling_window.check,
    exclusion_outside.check,
    review_due.check,
    years_ending.check,
    unused.check,
    no_owner.check,
)
"""In the order in which their findings are shown: what is impossible, what is doubtful, what is merely worth knowing."""
