"""The overview: how the project's objectives stand, in one table, worst budget first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, TypeAlias

from sloc.backends.grafana import looks, roles
from sloc.backends.grafana.encode import mappings, thresholds
from sloc.backends.grafana.model import GRID, Dashboard, GridPosition, Look, Mapped, Named, Override, Panel, PanelQuery, Step
from sloc.backends.grafana.names import detail_uid, digest_tag, full_title, nines, overview_uid
from sloc.backends.grafana.queries import BURNING, EXHAUSTED, NO_DATA, OK, any_of, as_value
from sloc.backends.grafana.roles import Role
from sloc.backends.grafana.text import query, title
from sloc.backends.prometheus.alerts import BUDGET_BURN, DATA_MISSING
from sloc.backends.prometheus.bound import Bound
from sloc.backends.prometheus.records import ratio_windows
from sloc.backends.prometheus.series import (
    BAD,
    OBJECTIVE,
    REMAINING,
    TOTAL,
    WINDOW_RATIO,
    Series,
    nonzero,
    number,
    ratio,
    windowed,
)
from sloc.backends.promql import Aggregate, Binary, Call, Expr, Matcher, Text, Vector, on
from sloc.backends.promql.quoting import literal_pattern
from sloc.ir import Ir
from sloc.ir.text import decimal_text
from sloc.ir.units import HOUR, Duration

_LAST_HOUR = Duration(HOUR)
_TILE = 4


def overview_board(ir: Ir, bound: Sequence[Bound]) -> Dashboard:
    """The board over all objectives that Prometheus has rules for; there is one at least."""
    asked = Fleet(tuple(each.series for each in bound))
    tiles = (
        (roles.OBJECTIVES, Call("count", (asked.budget_left(),)), looks.PLAIN),
        (
            roles.EXHAUSTED,
            _counted(asked.exhausted()),
            (Step(None, looks.GREEN), Step(1, looks.RED)),
        ),
        (roles.BURNING, _counted(asked.firing(BUDGET_BURN)), (Step(None, looks.GREEN), Step(1, looks.ORANGE))),
        (roles.MISSING, _counted(asked.firing(DATA_MISSING)), (Step(None, looks.GREEN), Step(1, looks.RED))),
    )
    panels = [_tile(at, role, expr, steps) for at, (role, expr, steps) in enumerate(tiles)]
    slos = [each.series.slo for each in bound]
    return Dashboard(
        overview_uid(ir.project),
        title(f"Objectives of {ir.project}"),
        "Every objective that Prometheus measures, worst budget first.",
        ("slo", digest_tag(ir, slos)),
        "24h",
        (*panels, _table(asked)),
    )


class Fleet:
    """Queries over all objectives at once. Their results have the labels `slo`, `service` and those of all groups."""

    def __init__(self, series: tuple[Series, ...]) -> None:
        self.series = series
        self.grouping = tuple(sorted({label for each in series for label in each.grouping}))
        self.by = ("slo", "service", *self.grouping)
        services = sorted({each.slo.service for each in series})
        self.board = "board" + "_" * sum(label.startswith("board") for label in self.grouping)
        self._ours = Matcher("service", "=~", "|".join(map(literal_pattern, services)))

    def column(self, expr: Expr) -> Expr:
        """The expression with the objective's id as the label `board`, too: its column is hidden and shows the board's uid,
        which the link in the title's column reads. A field is shown as one text only.
        """
        return Call("label_replace", (expr, Text(self.board), Text("$1"), Text("slo"), Text("(.*)")))

    def read(self, name: str, *matchers: Matcher) -> Aggregate:
        """A record of all objectives."""
        return Aggregate("sum", self.by, Vector(name, (self._ours, *matchers)))

    def budget_left(self) -> Expr:
        """The share of the budget that is left."""
        return self.read(REMAINING)

    def exhausted(self) -> Expr:
        """The budgets of which nothing is left."""
        return Binary("<=", self.budget_left(), number(0))

    def firing(self, alert: str | None = None) -> Expr:
        """How many alerts fire, of one name or of all."""
        named = () if alert is None else (Matcher("alertname", "=", alert),)
        alerts = Vector("ALERTS", (self._ours, Matcher("alertstate", "=", "firing"), *named))
        return Aggregate("count", self.by, alerts)

    def state(self) -> Expr:
        """As on the detail board; missing data is what its alert says, which fires for a whole objective."""
        left = self.budget_left()
        gone = Aggregate("count", ("slo",), self.firing(DATA_MISSING))
        return any_of(
            (
                as_value(NO_DATA, Binary("and", left, gone, on("slo"))),
                as_value(EXHAUSTED, self.exhausted()),
                as_value(BURNING, self.firing(BUDGET_BURN)),
                as_value(OK, left),
            )
        )

    def bad_left(self) -> Expr:
        """How many more events may be bad."""
        allowed = Binary("*", self.read(windowed(TOTAL)), self._budget(), on("slo", many_left=True))
        return Call("floor", (Binary("-", allowed, self.read(windowed(BAD))),))

    def objective(self) -> Expr:
        """The target, of each group."""
        return Binary("+", Binary("*", number(0), self.budget_left()), self._target(), on("slo", many_left=True))

    def burn(self) -> Expr:
        """The burn rate of the last hour: from the recorded ratio, else from the counts."""
        parts: list[Expr] = []
        if any(_LAST_HOUR in ratio_windows(each.slo) for each in self.series):
            parts.append(Binary("/", self.read(ratio(_LAST_HOUR)), self._budget(), on("slo", many_left=True)))
        for each in self.series:
            if _LAST_HOUR not in ratio_windows(each.slo):
                bad, total = each.sum_over(BAD, _LAST_HOUR), Aggregate("sum", each.grouping, each.sum_over(TOTAL, _LAST_HOUR))
                share = Binary("/", bad, nonzero(total), on(*each.grouping, many_left=True))
                parts.append(Aggregate("sum", self.by, Binary("/", share, number(each.budget))))
        return any_of(parts)

    def _target(self) -> Expr:
        return Aggregate("max", ("slo",), Vector(OBJECTIVE, (self._ours,)))

    def _budget(self) -> Expr:
        return Binary("-", number(1), self._target())


OverviewColumn: TypeAlias = tuple[str, Expr, Mapping[str, Any]]
"""A column's heading, its query, and what is special about its field."""


def _columns(asked: Fleet) -> tuple[OverviewColumn, ...]:
    """What the table says of each objective and group."""
    achieved = Binary("-", number(1), asked.read(WINDOW_RATIO))
    share = {"unit": "percentunit", "decimals": max(_decimals(each.slo.target) for each in asked.series)}
    firing = Binary("and", asked.firing(), asked.budget_left())  # missing data is told of whole objectives, and is a state
    return (
        ("State", asked.state(), {"mappings": mappings(looks.STATES), "custom.cellOptions": _COLORED, "custom.width": 100}),
        ("Budget left", asked.budget_left(), {**_BAR, "thresholds": thresholds(looks.BUDGET)}),
        ("Achievement", achieved, {**share, "custom.width": 110}),
        ("Target", asked.objective(), {**share, "custom.width": 95}),
        ("Bad events left", asked.bad_left(), {"unit": "locale", "decimals": 0, "custom.width": 125}),
        ("Burn rate, 1h", asked.burn(), {"decimals": 2, "custom.width": 110}),
        ("Events", asked.read(windowed(TOTAL)), {"unit": "short", "custom.width": 90}),
        ("Alerts firing", firing, {"decimals": 0, "custom.width": 105}),
    )


def _decimals(target: Fraction) -> int:
    """So many that a target is shown as it is, and an achievement can be told from it."""
    return max(nines(target), len(decimal_text(target * 100).partition(".")[2]))


def _table(asked: Fleet) -> Panel:
    columns = _columns(asked)
    refs = "ABCDEFGH"
    asks = zip(refs, (expr for _, expr, _ in columns), strict=True)
    targets = tuple(PanelQuery(ref, query(asked.column(expr)), instant=True, table=True) for ref, expr in asks)
    values = {f"Value #{ref}": name for ref, (name, _, _) in zip(refs, columns, strict=True)}
    order = ("slo", "service", *asked.grouping, *values, asked.board)
    renamed = {"slo": "Objective", "service": "Service", **values}
    transformations: tuple[tuple[str, Mapping[str, Any]], ...] = (
        ("merge", {}),
        (
            "organize",
            {
                "excludeByName": {"Time": True},
                "indexByName": {name: at for at, name in enumerate(order)},
                "renameByName": renamed,
            },
        ),
    )
    texts: tuple[Mapped, ...] = (Named({each.slo.id: title(full_title(each.slo)) for each in asked.series}),)
    uids: tuple[Mapped, ...] = (Named({each.slo.id: detail_uid(each.slo.service, each.slo.name) for each in asked.series}),)
    address = f"/d/${{__data.fields.{asked.board}}}?${{__url_time_range}}"
    to_board = {"title": "Open its board", "url": address, "targetBlank": False}
    overrides = (
        Override("byName", "Objective", {"links": [to_board], "mappings": mappings(texts), "custom.minWidth": 200}),
        Override("byName", "Service", {"custom.width": 120}),
        *(Override("byName", label, {"custom.width": 110}) for label in asked.grouping),
        Override("byName", asked.board, {"mappings": mappings(uids), **_HIDDEN}),
        *(Override("byName", name, look) for name, _, look in columns),
    )
    options = {
        "cellHeight": "sm",
        "frameIndex": 0,
        "showHeader": True,
        "sortBy": [{"desc": False, "displayName": "Budget left"}],
    }
    return _panel(
        roles.TABLE, "table", GridPosition(0, _TILE, GRID, 20), targets, Look(overrides=overrides),
        options=options, transformations=transformations,
    )  # fmt: skip


_HIDDEN = {"custom.hidden": True, "custom.hideFrom": {"legend": False, "tooltip": False, "viz": True}}
"""Tables knew the first one up to Grafana 12, and know the second one since."""
_COLORED = {"mode": "basic", "type": "color-background"}
_BAR = {
    "unit": "percentunit", "decimals": 1, "min": 0, "max": 1, "custom.width": 200,
    "custom.cellOptions": {"mode": "basic", "type": "gauge", "valueDisplayMode": "color"},
}  # fmt: skip


def _tile(at: int, role: Role, expr: Expr, steps: tuple[Step, ...]) -> Panel:
    target = PanelQuery("A", query(expr), instant=True)
    place = GridPosition(GRID // 4 * at, 0, GRID // 4, _TILE)
    return _panel(role, "stat", place, (target,), Look("none", 0, steps, no_value="0"), options=looks.tile())


def _counted(expr: Expr) -> Expr:
    """How many series an expression has; 0 where it has none."""
    return Binary("or", Aggregate("count", (), expr), Call("vector", (number(0),)))


def _panel(role: Role, type: str, place: GridPosition, targets: tuple[PanelQuery, ...], look: Look, **more: Any) -> Panel:
    return Panel(role.id, type, role.title, role.shows, place, targets, look, **more)
