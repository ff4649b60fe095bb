"""Declarations: calendars, sources, policies and services, each checked by itself and turned into IR."""

from sloc.check.declare.calendars import CheckedCalendar, check_calendars, frozen_zone, lower_hours
from sloc.check.declare.columns import KEY
from sloc.check.declare.policies import check_policies, condition_text, lower_policy, short_window
from sloc.check.declare.services import check_service
from sloc.check.declare.sources import CheckedSource, check_sources

__all__ = [
    "KEY",
    "CheckedCalendar",
    "CheckedSource",
    "check_calendars",
    "check_policies",
    "check_service",
    "check_sources",
    "condition_text",
    "frozen_zone",
    "lower_hours",
    "lower_policy",
    "short_window",
]
