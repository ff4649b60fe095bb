"""The panels of one objective, or of one of its tiers: tiles, then graphs, then who is to blame."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import cycle
from string import ascii_uppercase
from typing import Any

from sloc.backends.grafana import looks, roles
from sloc.backends.grafana.model import GRID, GridPosition, Look, Override, Panel, PanelQuery, Step
from sloc.backends.grafana.names import nines
from sloc.backends.grafana.queries import Queries, burn_factor
from sloc.backends.grafana.roles import Role
from sloc.backends.grafana.text import link, markdown, query
from sloc.backends.prometheus.series import number
from sloc.backends.promql import Call, Expr
from sloc.ir import Burn, Slo
from sloc.ir.text import percent_text, window_text
from sloc.ir.units import HOUR, Duration, duration_text
from sloc.records import dataclass

TILE, GRAPH = 4, 8
"""Heights; a tile is as wide as it is high, and the text stands beside two lines of them."""

_COLORS = ("red", "orange", "blue", "purple", "green", "yellow")
"""Of alert windows, in the policy's order."""


@dataclass(frozen=True)
class PanelSection:
    """Panels below `y`. `ids` is added to each role's id; `named` are the groups' labels that no variable chooses among."""

    queries: Queries
    labels: tuple[str, ...]
    ids: int
    y: int
    named: tuple[str, ...] = ()

    @property
    def slo(self) -> Slo:
        """The objective, or the tier of it."""
        return self.queries.series.slo

    def panels(self) -> list[Panel]:
        """All of them, without a gap between them."""
        return [self._about(), *self._tiles(), *self._graphs(), *self._contributors()]

    # ── text and tiles ────────────────────────────────────────────────────────────────────────────────────────────────

    def _about(self) -> Panel:
        options = {"content": about(self.slo), "mode": "markdown"}
        return self._panel(roles.ABOUT, "text", GridPosition(0, self.y, 8, 2 * TILE), (), options=options)

    def _tiles(self) -> list[Panel]:
        asked, series = self.queries, self.queries.series
        return [
            self._tile(0, roles.STATE, asked.state(), Look(mappings=looks.STATES), "background"),
            self._tile(1, roles.ACHIEVEMENT, asked.achievement(), looks.achievement(series)),
            self._tile(2, roles.BUDGET_LEFT, asked.budget_left(), Look("percentunit", 1, looks.BUDGET, looks.UNKNOWN)),
            self._tile(3, roles.BAD_LEFT, asked.bad_events_left(), Look("locale", 0, looks.LEFT, looks.UNKNOWN)),
            self._tile(4, roles.BURN, asked.burn(Duration(HOUR)), Look("none", 2, looks.burn_steps(series), looks.UNKNOWN)),
            self._tile(5, roles.EXHAUSTION, asked.time_to_exhaustion(), looks.exhaustion(series)),
            self._tile(6, roles.COVERAGE, asked.coverage_days(), looks.coverage(series), text_mode="value_and_name"),
            self._counts(7),
        ]

    def _tile(self, at: int, role: Role, expr: Expr, look: Look, color_mode: str = "value", text_mode: str = "value") -> Panel:
        target = PanelQuery("A", query(expr), self._legend(""), instant=True)
        mode = "value_and_name" if self.named else text_mode
        return self._panel(role, "stat", self._nth(at), (target,), look, options=looks.tile(color_mode, mode))

    def _counts(self, at: int) -> Panel:
        asked = (("all", self.queries.total()), ("bad", self.queries.bad()))
        targets = tuple(
            PanelQuery(_ref(at), query(expr), self._legend(name), instant=True) for at, (name, expr) in enumerate(asked)
        )
        options = looks.tile(text_mode="value_and_name")
        return self._panel(roles.EVENTS, "stat", self._nth(at), targets, Look("short", mappings=looks.UNKNOWN), options=options)

    def _nth(self, at: int) -> GridPosition:
        return GridPosition(8 + TILE * (at % 4), self.y + TILE * (at // 4), TILE, TILE)

    # ── graphs ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _graphs(self) -> list[Panel]:
        return [self._achieved(0), self._burn_down(1), self._burn_rates(2), self._traffic(3)]

    def _achieved(self, at: int) -> Panel:
        lines = [("achievement", self.queries.achievement())]
        targets = (*self._lines(lines), PanelQuery("B", query(self.queries.objective()), "objective"))
        overrides = (*self._single("A", "green"), looks.colored("B", "red", **looks.DASHED))
        look = Look("percentunit", nines(self.slo.target), color_mode="palette-classic", custom=looks.LINE, overrides=overrides)
        return self._graph(at, roles.ACHIEVED, targets, look, over_window=True)

    def _burn_down(self, at: int) -> Panel:
        targets = (
            *self._lines([("budget left", self.queries.budget_left())]),
            PanelQuery("B", query(self.queries.even_pace()), "even pace"),
        )
        custom = {**looks.LINE, "axisSoftMax": 1, "axisSoftMin": 0, "fillOpacity": 10, "thresholdsStyle": {"mode": "line"}}
        steps = (Step(None, "red"), Step(0, "transparent"))
        overrides = (*self._single("A", "blue"), looks.colored("B", looks.GRAY, **looks.DASHED))
        look = Look("percentunit", None, steps, color_mode="palette-classic", custom=custom, overrides=overrides)
        return self._graph(at, roles.BURN_DOWN, targets, look, over_window=True)

    def _burn_rates(self, at: int) -> Panel:
        targets: list[PanelQuery] = []
        overrides: list[Override] = []
        colors = dict(zip(dict.fromkeys(length for length, _, _ in self._burns()), cycle(_COLORS)))
        for length, color in colors.items():
            targets.append(
                PanelQuery(_ref(len(targets)), query(self.queries.burn(length)), self._legend(duration_text(length)))
            )
            overrides.append(looks.colored(targets[-1].ref, color))
        for length, name, factor in self._burns():
            targets.append(PanelQuery(_ref(len(targets)), query(Call("vector", (number(factor),))), name))
            overrides.append(looks.colored(targets[-1].ref, colors[length], **looks.DASHED))
        custom = {**looks.LINE, "scaleDistribution": {"log": 10, "type": "log"}}
        look = Look("none", 2, color_mode="palette-classic", custom=custom, overrides=tuple(overrides))
        return self._graph(at, roles.BURN_RATES, tuple(targets), look)

    def _burns(self) -> list[tuple[Duration, str, Fraction]]:
        """Each burn alert: its long window, its name and its threshold; without any the burn that the budget just lasts."""
        found = []
        for rule in self.slo.alerts.rules:
            factor = burn_factor(self.queries.series, rule)
            if factor is not None and isinstance(rule.condition, Burn):
                long = rule.condition.long
                found.append((long, f"{rule.severity} above {float(factor):.3g} over {duration_text(long)}", factor))
        return found or [(Duration(HOUR), "sustainable", Fraction(1))]

    def _traffic(self, at: int) -> Panel:
        lines = [("good", self.queries.good_per_second()), ("bad", self.queries.bad_per_second())]
        right = {"custom.axisPlacement": "right", "custom.fillOpacity": 0}
        overrides = (looks.colored("A", "green"), looks.colored("B", "red", **right))
        custom = {**looks.LINE, "axisSoftMin": 0, "fillOpacity": 10, "lineWidth": 1}
        look = Look("cps", color_mode="palette-classic", low=0, custom=custom, overrides=overrides)
        return self._graph(at, roles.TRAFFIC, self._lines(lines), look)

    def _graph(self, at: int, role: Role, targets: tuple[PanelQuery, ...], look: Look, *, over_window: bool = False) -> Panel:
        place = GridPosition(GRID // 2 * (at % 2), self.y + 2 * TILE + GRAPH * (at // 2), GRID // 2, GRAPH)
        since = duration_text(self.queries.series.window) if over_window else None
        return self._panel(role, "timeseries", place, targets, look, options=looks.GRAPH, time_from=since)

    def _lines(self, lines: Sequence[tuple[str, Expr]]) -> tuple[PanelQuery, ...]:
        return tuple(PanelQuery(_ref(at), query(expr), self._legend(name)) for at, (name, expr) in enumerate(lines))

    def _single(self, ref: str, color: str) -> tuple[Override, ...]:
        """One colour where a query gives one series; groups have colours of their own."""
        return () if self.named else (looks.colored(ref, color),)

    # ── who is to blame ───────────────────────────────────────────────────────────────────────────────────────────────

    def _contributors(self) -> list[Panel]:
        expr = self.queries.contributors(self.labels)
        if expr is None:
            return []
        place = GridPosition(0, self.y + 2 * TILE + 2 * GRAPH, GRID, GRAPH)
        bar = {"cellOptions": {"mode": "basic", "type": "gauge", "valueDisplayMode": "text"}, "width": 600}
        overrides = (Override("byName", "Bad events", {f"custom.{key}": value for key, value in bar.items()}),)
        look = Look("locale", 0, (Step(None, "red"),), low=0, overrides=overrides)
        organize = {
            "excludeByName": {"Time": True},
            "indexByName": {name: at for at, name in enumerate((*self.labels, "Value"))},
            "renameByName": {"Value": "Bad events"},
        }
        options = {
            "cellHeight": "sm",
            "frameIndex": 0,
            "showHeader": True,
            "sortBy": [{"desc": True, "displayName": "Bad events"}],
        }
        target = PanelQuery("A", query(expr), instant=True, table=True)
        shape = (("organize", organize),)
        return [self._panel(roles.CONTRIBUTORS, "table", place, (target,), look, options=options, transformations=shape)]

    # ── common ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _legend(self, name: str) -> str:
        """The name with the groups that stand beside each other in the panel."""
        return " ".join([*([name] if name else []), *(f"{{{{{label}}}}}" for label in self.named)])

    def _panel(
        self, role: Role, type: str, place: GridPosition, targets: tuple[PanelQuery, ...], look: Look | None = None, **more: Any
    ) -> Panel:
        return Panel(self.ids + role.id, type, role.title, role.shows, place, targets, look or Look(), **more)


def _ref(at: int) -> str:
    """The name of a panel's query: a letter, as Grafana's own, as long as they last."""
    return ascii_uppercase[at] if at < len(ascii_uppercase) else f"Q{at}"


def about(slo: Slo) -> str:
    """The objective as Markdown; nothing in it acts, whatever the spec says."""
    lines = [f"**{markdown(slo.title)}**", markdown(slo.sentence)]
    if slo.description is not None:
        lines.append(markdown(slo.description))
    facts = [f"**Objective** {markdown(percent_text(slo.target))} over {markdown(window_text(slo.window))}"]
    if slo.owner is not None:
        facts.append(f"**Owner** {markdown(slo.owner)}")
    if slo.runbook is not None:
        address = link(slo.runbook)
        facts.append(f"**Runbook** [{markdown(slo.runbook)}]({address})" if address else f"**Runbook** {markdown(slo.runbook)}")
    facts.append(f"**Spec** {markdown(f'{slo.id} in {slo.origin.file}')}")
    return "\n\n".join([*lines, "  \n".join(facts)])
