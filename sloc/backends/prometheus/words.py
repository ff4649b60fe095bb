"""What alerts say to people: labels and annotations. Both are Go templates, and what a spec says must not act in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sloc.backends.prometheus.rules import Labels
from sloc.backends.prometheus.series import Series
from sloc.ir import AlertRule


@dataclass(frozen=True)
class AlertWords:
    """The words of the alerts of one SLO."""

    series: Series

    def labels(self, severity: str, rule: str) -> Labels:
        """The spec's own labels, the static ones, and what the alert is about; sorted."""
        own = dict(self.series.slo.labels) | dict(self.series.labels) | {"severity": severity, "rule": rule}
        return tuple((name, literal(value)) for name, value in sorted(own.items()))

    def annotations(self, summary: str, rules: Iterable[AlertRule], value: str) -> Labels:
        """Summary, description with the objective's sentence, runbook and spec. `value` is a template."""
        slo = self.series.slo
        group = ", ".join(f"{label} {{{{ $labels.{label} }}}}" for label in self.series.grouping)
        about = f"{literal(slo.title)} ({group}): {summary}" if group else f"{literal(slo.title)}: {summary}"
        said = [f"Objective: {literal(slo.sentence)}.", f"Now: {value}."]
        for rule in rules:
            said.append(f"Rule: {literal(rule.text)}" + (f" ({literal(rule.adapted)})." if rule.adapted else "."))
        if slo.description is not None:
            said.append(literal(slo.description))
        found = {"description": "\n".join(said), "spec": literal(slo.origin.file), "summary": about}
        if slo.runbook is not None:
            found["runbook_url"] = literal(slo.runbook)
        return tuple(sorted(found.items()))


def literal(text: str) -> str:
    """Text that a Go template gives back as it is."""
    return text.replace("{{", '{{ "{{" }}')
