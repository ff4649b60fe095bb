"""What each panel is for. The table only grows: a panel's id is its role's, and links to single panels stay good."""

from __future__ import annotations

from sloc.records import dataclass

SECTION = 100
"""Ids of a board's second tier begin here, those of the third at twice of it: more roles than this there will not be."""


@dataclass(frozen=True)
class Role:
    """A panel's id, its title, what it shows, and the records that it reads."""

    id: int
    title: str
    shows: str
    reads: str


HEADING = Role(1, "", "A tier, or a value of `per`.", "–")
ABOUT = Role(2, "Objective", "The objective in words: who owns it, what to do, and where it is written.", "–")
STATE = Role(
    3,
    "State",
    "No data: nothing has arrived for ten minutes. Exhausted: no budget is left. Burning: a burn alert fires. OK: else.",
    "`slo:error_budget_remaining:ratio`, `slo:events_total:increase5m`, `ALERTS`",
)
ACHIEVEMENT = Role(
    4, "Achievement", "The share of good events in the window; green from the target on.", "`slo:error_ratio:window`"
)
BUDGET_LEFT = Role(
    5,
    "Budget left",
    "The share of the error budget that is left: yellow below a half, orange below a quarter, red below nothing.",
    "`slo:error_budget_remaining:ratio`",
)
BAD_LEFT = Role(
    6,
    "Bad events left",
    "How many more events of the window may be bad before the target is missed.",
    "`slo:events_total:window`, `slo:events_bad:window`",
)
BURN = Role(
    7,
    "Burn rate, 1h",
    "How many times as fast as sustainable the budget was spent in the last hour; coloured by the thresholds of the alerts.",
    "`slo:error_ratio:1h`, else the sums of `slo:events_bad:increase5m` and `slo:events_total:increase5m`",
)
EXHAUSTION = Role(
    8,
    "Time to exhaustion",
    "How long the budget lasts at the burn rate of the window's last tenth; longer than the window is as good as for ever.",
    "`slo:error_budget_remaining:ratio`, the error ratio of the window's last tenth",
)
COVERAGE = Role(9, "Window coverage", "How many days of the window have data.", "`slo:window_coverage:ratio`")
EVENTS = Role(
    10,
    "Events",
    "How many events the window holds, and how many of them are bad.",
    "`slo:events_total:window`, `slo:events_bad:window`",
)
ACHIEVED = Role(
    11,
    "Achievement against the objective",
    "The share of good events in the window that ends at each instant, and the target.",
    "`slo:error_ratio:window`, `slo:objective:ratio`",
)
BURN_DOWN = Role(
    12,
    "Budget burn-down",
    "The budget left in the window that ends at each instant. Where the curve is steeper than the dashed line, the budget is"
    " spent faster than it lasts.",
    "`slo:error_budget_remaining:ratio`",
)
BURN_RATES = Role(
    13,
    "Burn rate by alert window",
    "The burn rate over the long window of each burn alert, and dashed in its colour the threshold that the short window has"
    " to exceed as well. At 1 the budget lasts the window.",
    "`slo:error_ratio:<window>`",
)
TRAFFIC = Role(
    14,
    "Good and bad events per second",
    "The traffic behind the ratios, means of five minutes. Bad events have the scale on the right.",
    "`slo:events_total:increase5m`, `slo:events_bad:increase5m`",
)
CONTRIBUTORS = Role(
    15,
    "Top contributors to the bad events",
    "The label values with most bad events in the time range shown, from the raw series: zoom into an incident to see its own.",
    "the source's own metric",
)
OBJECTIVES = Role(
    16, "Objectives", "How many objectives are measured; each group counts.", "`slo:error_budget_remaining:ratio`"
)
EXHAUSTED = Role(17, "Exhausted", "How many have no budget left.", "`slo:error_budget_remaining:ratio`")
BURNING = Role(18, "Burning", "For how many a burn alert fires.", "`ALERTS`")
MISSING = Role(19, "No data", "For how many the alert on missing data fires.", "`ALERTS`")
TABLE = Role(
    20,
    "Objectives, worst budget first",
    "Each objective and group with its window's numbers; its title leads to its board.",
    "`slo:error_budget_remaining:ratio`, `slo:error_ratio:window`, `slo:objective:ratio`, `slo:events_total:window`,"
    " `slo:events_bad:window`, `slo:error_ratio:1h`, `ALERTS`",
)

ROLES = (
    HEADING, ABOUT, STATE, ACHIEVEMENT, BUDGET_LEFT, BAD_LEFT, BURN, EXHAUSTION, COVERAGE, EVENTS, ACHIEVED, BURN_DOWN,
    BURN_RATES, TRAFFIC, CONTRIBUTORS, OBJECTIVES, EXHAUSTED, BURNING, MISSING, TABLE,
)  # fmt: skip
"""All roles by id."""
