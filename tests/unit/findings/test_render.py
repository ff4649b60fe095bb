"""Order and formats."""

from itertools import permutations

import pytest

from sloc.findings import finding
from sloc.findings.render import FORMATS, in_order, renderer
from sloc.source.span import SourceFile, Span


def test_findings_come_by_file_place_and_code_and_once() -> None:
    ordered = [
        finding("SLO404", "m", None),
        finding("SLO201", "m", Span("a.slo", 5, 6)),
        finding("SLO101", "m", Span("a.slo", 9, 10)),
        finding("SLO201", "m", Span("a.slo", 9, 12)),
        finding("SLO101", "m", Span("sloc.toml", 0, 1)),
    ]
    for shuffled in permutations(ordered):
        assert in_order([*shuffled, *shuffled]) == ordered


def test_two_findings_at_one_place_that_say_different_things_stay() -> None:
    one, two = finding("SLO201", "a", Span("a", 0, 1)), finding("SLO201", "b", Span("a", 0, 1))
    assert in_order([one, two]) == [one, two]


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_can_be_rendered_and_points_into_any_source(format: str) -> None:
    config = SourceFile("sloc.toml", "[projct]\n")
    text = renderer(format)(
        [finding("SLO121", "unknown", Span("sloc.toml", 1, 7))], {"sloc.toml": config}, color=False, width=80
    )
    assert "sloc.toml" in text
    assert "SLO121" in text
    assert text.endswith("\n")
