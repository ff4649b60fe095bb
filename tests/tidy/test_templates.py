"""Templates give documents their shape and compute nothing (ARCHITECTURE.md, invariant 5)."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "sloc").rglob("*.j2"))

STILL_COMPUTE = {
    "sloc/backends/sql/templates/calendar.sql.j2",
    "sloc/backends/sql/templates/postgres/before.sql.j2",
    *(
        f"sloc/backends/sql/templates/shared/{view}.sql.j2"
        for view in (
            "alerts", "at_risk", "budget", "burn", "burn_spans", "clock", "coverage", "daily",
            "percentiles", "periods", "status", "tally",
        )
    ),
}  # fmt: skip
"""The views that all objectives share are written out in templates, and work out budgets there. Their expressions belong into
nodes, like those of each objective's own views. One that no longer computes is taken out of this list; none is added."""

TAG = re.compile(r"\{\{.*?\}\}", re.DOTALL)
OTHER = re.compile(r"\{%.*?%\}|\{#.*?#\}", re.DOTALL)
COMMENT = re.compile(r"(--|#).*")
QUOTED = re.compile(r"'[^']*'")
COMPUTES = re.compile(
    r"""\bCASE\b | \bGROUP\s+BY\b | \bOVER\b | \bEXECUTE\b
    | \b(?:abs|avg|cast|ceil|coalesce|count|floor|greatest|lag|lead|least|max|min|nullif|round|row_number|string_agg|sum)\s*\(
    | \S\ [-+*/%]\ \S | \|\|
    | [<>] | [=!]=?\s*-?\d""",
    re.VERBOSE | re.IGNORECASE,
)
"""What a query works out: choices, aggregates, arithmetic, comparisons of size or with a number."""
ARITHMETIC = (nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow, nodes.Neg, nodes.Concat)
FILTERS = {"abs", "batch", "count", "float", "groupby", "int", "length", "max", "min", "round", "sort", "sum", "unique"}


def computed(text: str) -> list[str]:
    """What a template computes: in the document's own language, in Jinja's, or in a string that is put together there."""
    shape = QUOTED.sub("''", COMMENT.sub("", OTHER.sub("", TAG.sub("x", text))))
    found = [match[0] for match in COMPUTES.finditer(shape)]
    tree = Environment().parse(text)
    found += [type(node).__name__ for node in tree.find_all(ARITHMETIC)]
    found += [node.name for node in tree.find_all(nodes.Filter) if node.name in FILTERS]
    found += ["Compare" for node in tree.find_all(nodes.Compare) if any(node.find_all(nodes.Const))]
    for constant in tree.find_all(nodes.Const):
        if isinstance(constant.value, str) and COMPUTES.search(QUOTED.sub("''", constant.value)):
            found.append(constant.value)
    return found


def test_there_are_templates() -> None:
    assert set(TEMPLATES) > STILL_COMPUTE


@pytest.mark.parametrize("path", [path for path in TEMPLATES if path not in STILL_COMPUTE])
def test_a_template_computes_nothing(path: str) -> None:
    assert computed((ROOT / path).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", sorted(STILL_COMPUTE))
def test_the_list_of_those_that_compute_only_shrinks(path: str) -> None:
    assert computed((ROOT / path).read_text(encoding="utf-8")), f"it computes no more: take {path} out of the list"


@pytest.mark.parametrize(
    "text",
    [
        "SELECT a + b FROM t",
        "SELECT {{ x }} * target_d",
        "SELECT CASE WHEN a THEN b END",
        "SELECT sum(a) FROM t",
        "WHERE place = 1",
        "WHERE a < b",
        "SELECT a || b",
        "{{ days * 86400 }}",
        "{% if loop.index > 1 %},{% endif %}",
        '{{ sql.ratio("a - b", "c") }}',
        '{{ "a * " ~ day }}',
        "{{ rows | sum }}",
    ],
)
def test_computing_is_found(text: str) -> None:
    assert computed(text)


@pytest.mark.parametrize(
    "text",
    [
        "-- a comment says 1 + 1 = 2\nSELECT a, b FROM t JOIN s ON s.slo = t.slo",
        "      - record: {{ rule.name }}\n        expr: |-\n          {{ rule.expr | promql | indent(10) }}",
        '{% for row in rows %}({{ row }}){{ ";" if loop.last else "," }}{% endfor %}',
        "WHERE FALSE",
    ],
)
def test_shape_is_none(text: str) -> None:
    assert computed(text) == []


ENVIRONMENTS = [path for path in (ROOT / "sloc").rglob("*.py") if "import Environment" in path.read_text(encoding="utf-8")]


@pytest.mark.parametrize("path", ENVIRONMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_name_that_a_template_does_not_know_is_an_error(path: Path) -> None:
    calls = [
        node
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Environment"
    ]
    assert calls
    for call in calls:
        given = {each.arg: ast.unparse(each.value) for each in call.keywords}
        assert given.get("undefined") == "StrictUndefined"
