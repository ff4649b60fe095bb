"""How values are coloured and written: scales and options that panels share."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from sloc.backends.grafana.model import Look, Override, Shown, Step
from sloc.backends.grafana.names import nines
from sloc.backends.grafana.queries import BURNING, EXHAUSTED, NO_DATA, OK, burn_factor
from sloc.backends.prometheus.series import Series
from sloc.ir import ExhaustedWithin
from sloc.ir.text import window_text
from sloc.ir.units import DAY, MICROS

RED, ORANGE, YELLOW, GREEN, GRAY = "red", "orange", "yellow", "green", "#8e8e8e"
PLAIN = (Step(None, "text"),)
NOTHING = "No data"

UNKNOWN = (Shown(None, None, NOTHING, GRAY),)
"""What a tile without a value says: its scale's first colour would read as a verdict."""

STATES = (
    Shown(OK, OK, "OK", GREEN),
    Shown(BURNING, BURNING, "Burning", ORANGE),
    Shown(EXHAUSTED, EXHAUSTED, "Exhausted", RED),
    Shown(NO_DATA, NO_DATA, NOTHING, GRAY),
    *UNKNOWN,
)

BUDGET = (Step(None, RED), Step(0, ORANGE), Step(0.25, YELLOW), Step(0.5, GREEN))
"""Red below 0, orange below a quarter, yellow below a half."""

LEFT = (Step(None, RED), Step(0, ORANGE), Step(1, GREEN))
"""Of whole events: red where too many were bad, orange where the next one is too many."""


def achievement(series: Series) -> Look:
    """Green from the target on, with decimals enough to tell it from the target."""
    steps = (Step(None, RED), Step(exact(series.slo.target), GREEN))
    return Look("percentunit", nines(series.slo.target), steps, UNKNOWN)


def burn_steps(series: Series) -> tuple[Step, ...]:
    """Yellow from 1, orange from the lowest threshold of the pages, red from the highest; tickets' where nothing pages."""
    found = [(rule.severity, factor) for rule in series.slo.alerts.rules if (factor := burn_factor(series, rule)) is not None]
    factors = [factor for severity, factor in found if severity == "page"] or [factor for _, factor in found]
    steps = {Fraction(1): YELLOW}
    if factors:
        steps |= {min(factors): ORANGE, max(factors): RED}
    return (Step(None, GREEN), *(Step(exact(value), color) for value, color in sorted(steps.items())))


def exhaustion(series: Series) -> Look:
    """Red within the time that the policy asks about, orange within a tenth of the window."""
    asked = [rule.condition.within for rule in series.slo.alerts.rules if isinstance(rule.condition, ExhaustedWithin)]
    soon, tenth = min(asked, default=series.window // 30), series.window // 10
    ends = {tenth: GREEN} if soon >= tenth else {soon: ORANGE, tenth: GREEN}
    steps = (Step(None, RED), *(Step(exact(Fraction(end, MICROS)), color) for end, color in ends.items()))
    window = exact(Fraction(series.window, MICROS))
    shown = (Shown(0, 0, "Exhausted", RED), Shown(window, None, f"> {window_text(series.slo.window)}", GREEN))
    return Look("s", 1, steps, (*shown, *UNKNOWN))


def coverage(series: Series) -> Look:
    """Days out of the window's."""
    days = Fraction(series.window, DAY)
    steps = (Step(None, ORANGE), Step(exact(days * Fraction(9, 10)), GREEN))
    return Look("none", 1, steps, UNKNOWN, display_name=f"days of {exact(days)}")


def exact(value: Fraction) -> float | int:
    """A number as JSON has it: whole where it is whole."""
    return value.numerator if value.denominator == 1 else float(value)


def tile(color_mode: str = "value", text_mode: str = "value") -> Mapping[str, Any]:
    """The options of a single number."""
    return {
        "colorMode": color_mode,
        "graphMode": "none",
        "justifyMode": "center",
        "orientation": "auto",
        "percentChangeColorMode": "standard",
        "reduceOptions": {"calcs": ["lastNotNull"], "fields": "", "values": False},
        "showPercentChange": False,
        "textMode": text_mode,
        "wideLayout": False,
    }


GRAPH: Mapping[str, Any] = {
    "legend": {"calcs": [], "displayMode": "list", "placement": "bottom", "showLegend": True},
    "tooltip": {"mode": "multi", "sort": "desc"},
}
LINE: Mapping[str, Any] = {"drawStyle": "line", "fillOpacity": 0, "lineWidth": 2, "showPoints": "never", "spanNulls": False}
DASHED: Mapping[str, Any] = {
    "custom.lineStyle": {"dash": [8, 8], "fill": "dash"},
    "custom.fillOpacity": 0,
    "custom.lineWidth": 1,
}


def colored(ref: str, color: str, **more: Any) -> Override:
    """A query's series in one colour."""
    return Override("byFrameRefID", ref, {"color": {"fixedColor": color, "mode": "fixed"}, **more})
