"""Many mistakes give as many findings, quickly, and what is right is still read."""

from __future__ import annotations

import pytest

from sloc.source.span import SourceFile
from sloc.syntax import ast
from sloc.syntax.parser import MOST, parse
from tests.unit.syntax.helpers import marked, mistakes

SLO = "  slo x{} {{\n    {} 95% of tickets to have m within 1h over 28d\n  }}\n"


@pytest.mark.parametrize(
    ("good", "bad", "code"),
    [
        ("expect", "expct", "SLO102"),
        ("expect 95% of", "expect 95%", "SLO108"),
        ("expect 95%", "expect 95 %", "SLO105"),
        ("within 1h", "within 1hour", "SLO106"),
        ("expect", "nonsense entirely", "SLO101"),
        ("of tickets", "of", "SLO108"),
        ("within 1h", "within", "SLO108"),
    ],
)
def test_two_hundred_mistakes_give_two_hundred_findings(good: str, bad: str, code: str) -> None:
    slos = "".join(SLO.format(number, "expect") for number in range(400))
    text = "service s {\n" + slos.replace(good, bad, 200) + "}\n"
    file, findings = parse(SourceFile("a.slo", text))
    assert [found.code for found in findings] == [code] * 200
    assert isinstance(file.declarations[0], ast.Service)
    assert len(file.declarations[0].items) == 400


def test_unclosed_braces_of_many_slos_are_each_pointed_at() -> None:
    text = "service s {\n" + "".join(SLO.format(number, "expect") for number in range(200)).replace("\n  }\n", "\n") + "}\n"
    findings = mistakes(text)
    assert [found.code for found in findings] == ["SLO104"] * 200
    assert len({found.span.start for found in findings if found.span}) == 200


def test_after_too_many_mistakes_the_rest_is_not_read() -> None:
    findings = mistakes("source t {\n" + "key 1\n" * 3 * MOST + "}")
    assert len(findings) == MOST + 1 == 1001
    assert "is not read" in findings[-1].message


@pytest.mark.parametrize("sign", ["(", "[", "{", "not ", "- ", "a + ", "$", "`", '"', "'", "a and ", "#", "€", "first("])
def test_endless_repetition_is_read_to_its_end(sign: str) -> None:
    assert sign == "#" or mistakes("source t { field a: bool = " + sign * 5_000)


def test_deep_nesting_is_one_finding() -> None:
    assert [code for code, _ in marked("source t { field a: bool = " + "not " * 5_000 + "b }")] == ["SLO107"]
    assert [code for code, _ in marked("source t { field a: int = " + "b + " * 5_000 + "b }")] == ["SLO107"]
    nested = 'test "x" for a.b { given r { { a: ' + "[" * 3_000 + "]" * 3_000 + " } } }"
    assert [code for code, _ in marked(nested)] == ["SLO107"]
    assert not marked("source t { field a: bool = " + "(" * 5_000 + "b" + ")" * 5_000 + " }")
