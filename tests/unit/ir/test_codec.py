"""The IR as JSON and back, for programs made of its own annotations."""

from __future__ import annotations

import copy
import datetime as dt
import json
from dataclasses import replace
from enum import Enum
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

import sloc.ir
from sloc.ir import Duration, Instant, Ir
from sloc.ir.codec import BrokenIr, Unreadable, dumps, from_json, problems, published, schema, to_json
from sloc.ir.limits import Between, Matching, OneOf
from sloc.ir.program import IR_VERSION
from sloc.ir.shapes import Annotation, alternatives, classes, field_types, is_class, items, kind, limit, tagged
from tests.counts import examples
from tests.reference import build as b

SCALARS: dict[Annotation, st.SearchStrategy[Any]] = {
    str: st.text(max_size=5),
    int: st.integers(-(2**40), 2**40),
    bool: st.booleans(),
    Fraction: st.fractions(max_denominator=10**6) | st.decimals(-(10**6), 10**6, places=4).map(Fraction),
    Duration: st.integers(-(10**13), 10**13),
    Instant: st.datetimes().map(lambda moment: (moment - dt.datetime(1970, 1, 1)) // dt.timedelta(microseconds=1)),
    dt.date: st.dates(),
}


@cache
def values(annotation: Annotation) -> st.SearchStrategy[Any]:
    """Values of an annotation. Expressions hold each other, hence deferred."""
    options = alternatives(annotation)
    if len(options) > 1:
        simple = [
            option
            for option in options
            if not is_class(option) or not set(field_types(option)) & {"operand", "operands", "left"}
        ]
        return st.one_of([values(option) for option in simple] * 3 + [values(option) for option in options])
    of = items(annotation)
    if of is not None:
        if of[-1:] == (Ellipsis,):
            return st.deferred(lambda: st.lists(values(of[0]), max_size=2).map(tuple))
        return st.deferred(lambda: st.tuples(*map(values, of)))
    if is_class(annotation):
        return st.deferred(
            lambda: st.builds(annotation, **{name: values(each) for name, each in field_types(annotation).items()})
        )
    if annotation is type(None):
        return st.none()
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return st.sampled_from(annotation)
    match limit(annotation):
        case OneOf(words):
            return st.sampled_from(words)
        case Between(low, high):
            return st.integers(low, high)
        case Matching(pattern, _):
            return st.from_regex(pattern, fullmatch=True)
        case None:
            return SCALARS[annotation]


PROGRAMS = st.builds(
    Ir, **{name: values(each) for name, each in field_types(Ir).items() if name != "version"}, version=st.just(IR_VERSION)
)
QUICK = examples(40)


@given(PROGRAMS)
@QUICK
def test_a_program_comes_back_as_it_was(ir: Ir) -> None:
    text = dumps(ir)
    assert from_json(json.loads(text)) == ir
    assert text.endswith("}\n")
    assert dumps(from_json(json.loads(text))) == text


@given(PROGRAMS)
@QUICK
def test_the_schema_describes_the_json(ir: Ir) -> None:
    jsonschema.Draft202012Validator(schema()).validate(json.loads(dumps(ir)))


@pytest.mark.parametrize("cls", classes(), ids=lambda cls: cls.__name__)
@given(data=st.data())
@examples(5)
def test_each_class_alone_comes_back_as_it_was(cls: type, data: st.DataObject) -> None:
    from sloc.ir.codec import _decode, _encode

    value = data.draw(values(cls))
    if cls is not Ir:
        assert _decode(json.loads(json.dumps(_encode(value, cls))), cls, "$") == value


def test_all_public_classes_are_there() -> None:
    public = {value for value in vars(sloc.ir).values() if isinstance(value, type) and value.__module__.startswith("sloc.ir.")}
    assert {cls for cls in public if is_class(cls)} <= set(classes())


def test_kinds_are_told_apart() -> None:
    assert len({kind(cls) for cls in tagged()}) == len(tagged())
    assert len({cls.__name__ for cls in classes()}) == len(classes())


# ── spelling ──────────────────────────────────────────────────────────────────────────────────────────────────────────

PROGRAM = b.program(
    [], [], [b.calendar({"mon": "09:00-17:00"}, zone_name="UTC", dates={"2026-12-29": "09:00-12:00"}, years=(2026, 2026))]
)


def value_of(annotation: Annotation, value: Any) -> Any:
    from sloc.ir.codec import _encode

    return _encode(value, annotation)


@pytest.mark.parametrize(
    ("annotation", "value", "text"),
    [
        (Fraction, Fraction(1999, 2000), "0.9995"),
        (Fraction, Fraction(1, 3), "1/3"),
        (Fraction, Fraction(-5), "-5"),
        (Duration, 900_000_000, "15m"),
        (Duration, 1500, "1.5ms"),
        (Duration, -60_000_000, "-1m"),
        (Instant, 1_774_630_500_000_000, "2026-03-27T16:55:00Z"),
        (Instant, 1_774_630_500_000_100, "2026-03-27T16:55:00.0001Z"),
        (dt.date, dt.date(2026, 3, 27), "2026-03-27"),
    ],
)
def test_units_are_written_exactly(annotation: Annotation, value: Any, text: str) -> None:
    assert value_of(annotation, value) == text


def test_an_alternative_says_its_kind() -> None:
    data = to_json(PROGRAM)["calendars"][0]
    assert data["kind"] == "calendar"
    assert data["dates"] == [{"date": "2026-12-29", "hours": [{"start": 540, "end": 720}]}]


def changed(path: tuple[str | int, ...], value: Any) -> Any:
    """The program's JSON with one value put in."""
    data: Any = copy.deepcopy(to_json(PROGRAM))
    inner = data
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return data


@pytest.mark.parametrize(
    ("path", "value", "label"),
    [
        (("version",), "0", f"this should be {IR_VERSION}"),
        (("epoch",), True, "this should be a whole number"),
        (("epoch",), None, "this should be a whole number"),
        (("epoch",), 0, "this should be at least 1"),
        (("slos",), {}, "this should be a list"),
        (("calendars", 0, "kind"), "diary", "this should be one of calendar, union"),
        (("calendars", 0, "titel"), "x", "not known"),
        (("calendars", 0, "title"), 1, "this should be a string"),
        (("calendars", 0, "origin"), "a.slo:1", "this should be an object"),
        (("calendars", 0, "origin", "line"), 0, "this should be at least 1"),
        (("calendars", 0, "weekly", 0, "day"), 7, "this should be at most 6"),
        (("calendars", 0, "dates", 0, "date"), "20261229", "this is not written as it should be"),
        (("calendars", 0, "zone", "offsets", 0), [1, 2, 3], "the list is too long"),
        (("calendars", 0, "zone", "offsets", 0), [1, 2.5], "this should be a whole number"),
    ],
)
def test_what_is_no_ir_is_refused_where_it_stands(path: tuple[str | int, ...], value: Any, label: str) -> None:
    (problem,) = problems(changed(path, value))
    assert problem.label == label
    assert problem.path[: len(path)] == path


@pytest.mark.parametrize("data", [None, [], "x", 3])
def test_other_json_is_refused(data: Any) -> None:
    (problem,) = problems(data)
    assert (problem.path, problem.label) == ((), "this should be an object")


def test_what_is_missing_is_told() -> None:
    missing = {problem.path[0] for problem in problems({"version": IR_VERSION})}
    assert missing == field_types(Ir).keys() - {"version"}


@pytest.mark.parametrize(
    ("path", "value"),
    [(("calendars", 0, "dates", 0, "date"), "2026-02-30"), (("epoch",), 2026.0), (("calendars", 0, "zone", "until"), 1.0)],
)
def test_what_the_schema_cannot_know_is_refused_by_the_reader(path: tuple[str | int, ...], value: Any) -> None:
    data = changed(path, value)
    assert list(problems(data)) == []
    with pytest.raises(Unreadable, match=str(value)) as raised:
        from_json(data)
    assert raised.value.path == path


def test_what_is_published_fits_the_schema() -> None:
    assert published(PROGRAM) == dumps(PROGRAM)
    with pytest.raises(BrokenIr, match=r"does not fit its own schema at /epoch: this should be at most"):
        published(replace(PROGRAM, epoch=10**6))


# ── schema ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_published_schema_is_fresh() -> None:
    published = Path(sloc.ir.__file__).with_name("ir.schema.json").read_text(encoding="utf-8")
    current = json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
    assert published == current, "run: sloc ir --schema > sloc/ir/ir.schema.json"


def test_the_schema_is_one_and_describes_every_class() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    assert all(definition["description"] for definition in schema()["$defs"].values())
