"""How many examples a property tries: a share of them in `make test`, the full counts in `make test-all`.

Which ones is decided by the profile: the same in every run, so that a failure in CI is one on the desk, or with
``HYPOTHESIS_PROFILE=explore`` new ones each time.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

SHARE, FULL = 100, 1000
"""Per cent of the count that a property states."""

PROFILES = {"repeatable": True, "explore": False}
"""Whether each draws the same examples in every run."""


def choose(config: pytest.Config) -> None:
    """Set what every property inherits. A slow machine is none of a property's business: nothing has a deadline."""
    settings.register_profile(
        "sloc",
        max_examples=FULL if config.getoption("--counts") == "full" else SHARE,
        derandomize=PROFILES[os.environ.get("HYPOTHESIS_PROFILE", "repeatable")],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    settings.load_profile("sloc")


def examples(count: int) -> settings:
    """Decorates a property that tries so many examples in the share, and ten times as many in full."""
    return settings(max_examples=scaled(count))


def scaled(count: int) -> int:
    """The same for what is counted otherwise."""
    return max(1, count * settings.default.max_examples // SHARE)
