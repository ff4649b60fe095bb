"""Objectives: the sentence and its items become one checked SLO for each tier; then the tests that name them."""

from sloc.check.objectives.lookup import Lookup
from sloc.check.objectives.slos import SloChecker
from sloc.check.objectives.standard import standard_policy
from sloc.check.objectives.testcases import by_what_it_says, check_tests

__all__ = [
    "Lookup",
    "SloChecker",
    "by_what_it_says",
    "check_tests",
    "standard_policy",
]
