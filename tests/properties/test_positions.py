"""Where a declaration stands in its spec changes nothing that is generated; in which file it stands, the file's name alone."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from sloc import pipeline
from sloc.backends.base import OutputFile
from sloc.backends.targets import make
from sloc.cli.app import app
from sloc.emit.header import with_header
from sloc.ir import Ir, Origin, Slo
from sloc.ir.shapes import field_types, is_class
from sloc.project import Project, Target
from sloc.source.span import SourceFile
from sloc.syntax import ast
from sloc.syntax.parser import parse
from tests.counts import examples
from tests.engines.prometheus.test_lint import SOURCES, slos
from tests.engines.sql.harness import bound
from tests.engines.sql.programs import Case as SqlCase
from tests.engines.sql.programs import cases
from tests.golden.harness import GOLDEN, read
from tests.reference import build as b

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = pipeline.load(ROOT)
LOCK = (ROOT / "sloc.lock").read_text(encoding="utf-8")
KINDS = ("prometheus", "sql", "grafana")
EVERYTHING = Project(
    Path(), targets=tuple(Target(kind, kind, {"unsupported": "warn"} if kind == "prometheus" else {}) for kind in KINDS)
)
QUICK = examples(6)
RANDOMS = st.randoms(use_true_random=False)

REMARK = "# a remark\n\n\n# of several lines, with `slo x {` in it\n\n"


# ── programs written otherwise ────────────────────────────────────────────────────────────────────────────────────────


def shuffled(source: SourceFile, random: Random) -> SourceFile:
    """The spec with its declarations, and those of each service, in another order and at other places."""
    file, _ = parse(source)
    return replace(source, text=_mixed([_declaration(source, each, random) for each in file.declarations], random))


def _declaration(source: SourceFile, declaration: ast.Declaration, random: Random) -> str:
    start, end = declaration.span.start, declaration.span.end
    if not isinstance(declaration, ast.Service) or not declaration.items:
        return source.text[start:end]
    head = source.text[start : declaration.items[0].span.start]
    return head + _mixed([source.text[item.span.start : item.span.end] for item in declaration.items], random) + "}"


def _mixed(parts: Iterable[str], random: Random) -> str:
    rest = list(parts)
    random.shuffle(rest)
    return "".join(f"{random.choice(('', REMARK))}{part}{random.choice((chr(10), chr(10) * 3))}" for part in rest)


def moved(ir: Ir, origin: Callable[[Origin], Origin]) -> Ir:
    """The program with other places of all its parts."""

    def walk(value: Any) -> Any:
        if isinstance(value, Origin):
            return origin(value)
        if isinstance(value, tuple):
            return tuple(map(walk, value))
        if is_class(type(value)):
            return replace(value, **{name: walk(getattr(value, name)) for name in field_types(type(value))})
        return value

    made = walk(ir)
    assert isinstance(made, Ir)
    return made


def anywhere(random: Random) -> Callable[[Origin], Origin]:
    return lambda origin: Origin(origin.file, random.randrange(1, 99), random.randrange(999), random.randrange(999))


def outputs(ir: Ir, project: Project = EVERYTHING) -> dict[str, str]:
    """All files with their headers, in order, and the digest of what they mean."""
    files: Sequence[OutputFile] = make(ir, project, project.targets, files=True).files
    return {**{str(file.path): with_header(file) for file in files}, "meaning": pipeline.meaning(ir, project)}


def checked(sources: Sequence[SourceFile], lock: str | None = LOCK) -> Ir:
    ir = pipeline.check_sources(sources, lock).ir
    assert ir is not None
    return ir


# ── the example project ───────────────────────────────────────────────────────────────────────────────────────────────


def example(specs: Sequence[SourceFile]) -> dict[str, str]:
    found = pipeline.check(replace(EXAMPLE, specs=tuple(specs), sources={spec.path: spec for spec in specs}))
    assert found.ir is not None, found.findings
    return outputs(found.ir, EXAMPLE.project)


AS_WRITTEN = example(EXAMPLE.specs)


def test_a_comment_at_the_top_of_every_spec_changes_no_generated_file(tmp_path: Path) -> None:
    for name in ("specs", "generated"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for name in ("sloc.toml", "sloc.lock"):
        shutil.copy(ROOT / name, tmp_path / name)
    for spec in (tmp_path / "specs").iterdir():
        spec.write_text(REMARK + spec.read_text(encoding="utf-8"), encoding="utf-8")
    said = CliRunner().invoke(app, ["build", "--check", "-C", str(tmp_path)])
    assert (said.exit_code, said.stdout) == (0, "")


@given(RANDOMS)
@QUICK
def test_the_order_of_the_declarations_changes_nothing(random: Random) -> None:
    assert example([shuffled(spec, random) for spec in EXAMPLE.specs]) == AS_WRITTEN


@given(RANDOMS)
@QUICK
def test_another_file_changes_its_name_alone(random: Random) -> None:
    """Each declaration goes to some other file; every line that differs names a spec, but for the digests that follow."""
    names = ("specs/a.slo", "specs/deep/b.slo", "specs/z.slo")
    texts = dict.fromkeys(names, "")
    for spec in EXAMPLE.specs:
        for declaration in parse(spec)[0].declarations:
            texts[random.choice(names)] += f"{spec.text[declaration.span.start : declaration.span.end]}\n"
    found = example([SourceFile(name, text) for name, text in texts.items() if text])
    assert found.keys() == AS_WRITTEN.keys()
    for path in AS_WRITTEN.keys() - {"meaning"}:
        assert nameless(found[path]) == nameless(AS_WRITTEN[path]), path


def nameless(text: str) -> str:
    """A file without the names of specs; in a header each has a line, so that there may be more or fewer."""
    header = re.compile(r"^(--|#)   \S+\.slo$\n", re.MULTILINE)
    return re.sub(r"specs(?:/|&#47;)[\w/&#;]+\.slo", "", header.sub("", text))


# ── others ────────────────────────────────────────────────────────────────────────────────────────────────────────────


PROGRAMS = [
    case
    for folder in ("check", "prometheus", "grafana", "explain")
    for case in map(read, sorted((GOLDEN / folder).rglob("*.case")))
    if case.sources and case.checked.ir is not None
]


@pytest.mark.parametrize("case", PROGRAMS, ids=lambda case: case.path.stem)
def test_golden_programs_in_another_order(case: Any) -> None:
    random = Random(case.path.stem)
    again = [shuffled(source, random) for source in case.sources]
    as_written = outputs(case.checked.ir)
    assert outputs(checked(again, case.input("sloc.lock"))) == as_written
    for _ in range(4):  # two tiers keep their order in every second one
        assert outputs(moved(case.checked.ir, anywhere(random))) == as_written


SERVICE = """\
service api {
  owner "api@example.com"
  source requests { key id at ts field code: int from sql { table "requests" } }
  template served() { tiers by code { 200: 99%  404: 90%  else: 95% } }
  slo good from served() { expect of requests to satisfy code < 500 over 7d }
  slo fine from served() { expect of requests to satisfy code < 500 over 7d }
}
"""
TESTS = [
    f'test "good" for api.good[{code}] {{ given requests {{ {{ id: "{id}" }} }} at 2026-03-02T00:00Z expect good 1 }}\n'
    for code, id in ((200, "b"), (200, "a"), (404, "a"))
]


def test_tests_may_have_one_title() -> None:
    sources = [[SourceFile("api.slo", SERVICE + "".join(tests))] for tests in (TESTS, TESTS[::-1])]
    one, other = map(checked, sources)
    assert len(one.tests) == len(TESTS)
    assert outputs(one) == outputs(other)


def test_an_objective_stands_where_it_is_declared_though_its_tiers_are_a_templates() -> None:
    ir = checked([SourceFile("api.slo", SERVICE)])
    names = {SERVICE[slo.origin.start : slo.origin.end] for slo in ir.slos}
    assert (len(ir.slos), names) == (6, {"good", "fine"})


@given(cases("interval", "value", "satisfy", "share", "fresh"), RANDOMS)
@examples(10)
def test_generated_programs_of_sql_with_other_places(case: SqlCase, random: Random) -> None:
    project = replace(EVERYTHING, targets=(Target("sql", "sql", {"dialects": ["duckdb", "postgres"]}),))
    ir = bound(case.ir)
    assert outputs(moved(ir, anywhere(random)), project) == outputs(ir, project)


@given(st.tuples(*(slos(number) for number in range(4))), RANDOMS)
@examples(25)
def test_generated_programs_of_prometheus_and_grafana_with_other_places(made: tuple[Slo, ...], random: Random) -> None:
    project = replace(EVERYTHING, targets=tuple(target for target in EVERYTHING.targets if target.kind != "sql"))
    ir = b.program(made, list(SOURCES.values()))
    assert outputs(moved(ir, anywhere(random)), project) == outputs(ir, project)
