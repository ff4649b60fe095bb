"""sloc.toml -> Project."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sloc.findings import Finding
from sloc.project import Lint, Project, Target, find_project, load_project, option_findings

FULL = """\
[project]
name  = "acme"          # a comment
specs = ["specs",
         "more ] specs"]
out   = 'gen'
epoch = 2030

[targets.prometheus]
format  = "operator"
version = "2.42"
[targets.prometheus.eu]
format = "mimir"
unsupported = "warn"
[targets.sql]
dialects = ["duckdb", "postgres"]
schema   = "slo"
[targets.grafana]

[severity]
page = "critical"

[lint]
sla_buffer = "30%..50.5%"
ignore = ["SLO507"]
"""


def load(root: Path, text: str | bytes) -> tuple[Project, list[Finding], str]:
    (root / "sloc.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
    project, findings, texts = load_project(root)
    return project, findings, texts[0].text if texts else ""


def marked(found: Finding, text: str) -> tuple[str, int, str]:
    """A finding's code, its line and the text that it points at."""
    assert found.span is not None
    assert found.span.file == "sloc.toml"
    start, end = found.span.start, found.span.end
    return found.code, text.count("\n", 0, start) + 1, text[start:end]


def test_everything_that_can_be_said(tmp_path: Path) -> None:
    project, findings, _ = load(tmp_path, FULL)
    assert findings == []
    assert project == Project(
        root=tmp_path,
        name="acme",
        specs=("specs", "more ] specs"),
        out="gen",
        epoch=2030,
        targets=(
            Target("grafana", "grafana"),
            Target("prometheus", "prometheus", {"format": "operator", "version": "2.42"}),
            Target("prometheus", "prometheus.eu", {"format": "mimir", "unsupported": "warn"}),
            Target("sql", "sql", {"dialects": ["duckdb", "postgres"], "schema": "slo"}),
        ),
        severity={"page": "critical", "ticket": "ticket", "notify": "notify"},
        lint=Lint((Fraction(3, 10), Fraction(101, 200)), ("SLO507",)),
    )


def test_without_a_configuration_the_defaults_hold(tmp_path: Path) -> None:
    project, findings, texts = load_project(tmp_path)
    assert (project, findings, texts) == (Project.default(tmp_path), [], [])
    assert (project.specs, project.out, project.epoch) == (("specs",), "generated", 2026)
    assert [target.name for target in project.targets] == ["sql"]
    assert load(tmp_path, "")[0] == project


def test_a_table_that_only_holds_named_targets_is_none_itself(tmp_path: Path) -> None:
    project, _, _ = load(tmp_path, '[targets.prometheus.eu]\nformat = "rules"\n[targets.prometheus.us]\n')
    assert [(target.kind, target.name) for target in project.targets] == [
        ("prometheus", "prometheus.eu"),
        ("prometheus", "prometheus.us"),
    ]


def test_a_header_of_its_own_makes_a_table_a_target_wherever_it_stands(tmp_path: Path) -> None:
    for config in ("[targets.sql]\n[targets.sql.eu]\n", "[targets.sql.eu]\n[targets.sql]\n"):
        assert [target.name for target in load(tmp_path, config)[0].targets] == ["sql", "sql.eu"]


@pytest.mark.parametrize("name", ["../../x", "a.b", "EU", "", "-x", "é", "x" * 42])
def test_a_target_is_named_like_a_folder(name: str, tmp_path: Path) -> None:
    project, (found,), _ = load(tmp_path, f'[targets.sql]\n[targets.sql."{name}"]\n')
    assert (found.code, found.span and found.span.file) == ("SLO122", "sloc.toml")
    assert [target.name for target in project.targets] == ["sql"]


def test_the_nearest_project_upwards(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    assert find_project(deep) is None
    (tmp_path / "sloc.toml").touch()
    assert find_project(deep) == tmp_path
    (deep / "sloc.toml").mkdir()  # a folder of that name is none
    (tmp_path / "a" / "sloc.toml").touch()
    assert find_project(deep) == tmp_path / "a"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[project]\nnmae = 'x'", ("SLO121", 2, "nmae", "`name`")),
        ("[projct]\nname = 'x'", ("SLO121", 1, "projct", "`project`")),
        ("project.nmae = 1", ("SLO121", 1, "project.nmae", "`name`")),
        ("project = {nmae = 1}", ("SLO121", 1, "project", "`name`")),
        ("[ 'project' ]\n\"nm\\u0061e\" = 1", ("SLO121", 2, '"nm\\u0061e"', "`name`")),
        ("[[project]]\nname = 'a'", ("SLO122", 1, "project", "")),
        ("[project]\nepoch = '2026' # x", ("SLO122", 2, "'2026'", "`2026`")),
        ("[project]\nepoch = true", ("SLO122", 2, "true", "`2026`")),
        ("[project]\nepoch = 1980", ("SLO122", 2, "1980", "")),
        ("[project]\nepoch = nan", ("SLO122", 2, "nan", "")),
        ("[project]\nspecs = []", ("SLO122", 2, "[]", '`["specs"]`')),
        ("[project]\nspecs = [\n  'a', # ]\n  3\n]\nout='x'", ("SLO122", 2, "[\n  'a', # ]\n  3\n]", "")),
        ("[project]\nspecs = ['a', 'a']", ("SLO122", 2, "['a', 'a']", "")),
        ("[project]\nname = '''\n[lint]\nx = 1'''\nout = ''", ("SLO122", 5, "''", "")),
        ("[targets]\nsql = 'duckdb'", ("SLO122", 2, "'duckdb'", "")),
        ("[severity]\nerror = 'x'", ("SLO121", 2, "error", "`page`")),
        ("[lint]\nsla_buffer = '30..50'", ("SLO122", 2, "'30..50'", '`"30%..50%"`')),
        ("[lint]\nsla_buffer = '50%..30%'", ("SLO122", 2, "'50%..30%'", "`30%..50%`")),
        ("[lint]\nignore = ['SLO999']", ("SLO122", 2, "['SLO999']", "")),
        ("[lint]\nignore = ['SLO101']", ("SLO122", 2, "['SLO101']", "only warnings")),
        ("a = [1,\n", ("SLO120", 2, "", "")),
        ("[project]\nname = acme", ("SLO120", 2, "a", "")),
        ("a = 1\na = 2", ("SLO120", 2, "", "")),
        ("a = " + "[" * 50_000, ("SLO120", 1, "", "")),
        ("[targets.sql" + ".a" * 50_000 + "]", ("SLO120", 1, "", "")),
        ("a = " + "[" * 60 + "]" * 60, ("SLO120", 1, "", "")),
        ("a = " + "1" * 5_000, ("SLO120", 1, "", "")),
    ],
)
def test_a_mistake_is_told_at_its_line_with_what_to_type(
    tmp_path: Path, text: str, expected: tuple[str, int, str, str]
) -> None:
    project, (found,), read = load(tmp_path, text)
    assert marked(found, read) == expected[:3]
    assert expected[3] in " ".join(found.help)
    assert found.help != ()
    default = Project.default(tmp_path)
    assert (project.specs, project.epoch, project.lint) == (default.specs, default.epoch, default.lint)  # it is left out
    assert all(target.options == {} for target in project.targets if target not in default.targets)


def test_many_mistakes_are_as_many_findings_in_order(tmp_path: Path) -> None:
    text = "[lint]\nfoo = 1\n[project]\nname = 3\nepoch = 2040\nbar = 2\n"
    project, findings, read = load(tmp_path, text)
    assert [marked(found, read) for found in findings] == [("SLO121", 2, "foo"), ("SLO122", 4, "3"), ("SLO121", 6, "bar")]
    assert project.epoch == 2040


def test_a_configuration_that_is_no_text_is_told_like_a_spec(tmp_path: Path) -> None:
    project, (found,), _ = load(tmp_path, b"\xff\xfe")
    assert found.code == "SLO110"
    assert project == Project.default(tmp_path)


def test_a_back_end_has_the_last_word_on_its_options(tmp_path: Path) -> None:
    project, _, read = load(tmp_path, '[targets.sql]\ndialects = ["oracle"]\nunsupported = "warn"\nschema = "x"')
    schema = {
        "type": "object",
        "properties": {"dialects": {"type": "array", "items": {"enum": ["duckdb"]}}},
        "additionalProperties": False,
    }
    one, two, three = sorted(option_findings(project.targets[0], schema), key=lambda found: found.span.start)
    assert marked(one, read) == ("SLO122", 2, '["oracle"]')
    assert '`"duckdb"`' in one.help[0]
    assert marked(two, read) == ("SLO121", 3, "unsupported")
    assert marked(three, read) == ("SLO121", 4, "schema")
    assert list(option_findings(Target("sql", "sql", {"dialects": ["duckdb"]}), schema)) == []


@given(st.text(st.sampled_from("[]{}=.,#\"'\\\n ab1-:project"), max_size=60))
def test_no_text_raises(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    # Not in the folder above all others: their projects would find this configuration on their way up.
    folder = tmp_path_factory.getbasetemp() / "any"
    folder.mkdir(exist_ok=True)
    _, findings, read = load(folder, text)
    for found in findings:
        assert found.span is not None
        assert 0 <= found.span.start <= found.span.end <= len(read)
