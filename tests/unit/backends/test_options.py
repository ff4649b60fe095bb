"""The options of the back ends: each is declared once, with its default, and given to the back end complete."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest

from sloc.backends import registry
from sloc.backends.base import Backend
from sloc.backends.options import RESERVED, complete
from sloc.findings import Finding
from sloc.pipeline import refusals
from sloc.project import read_project
from sloc.source.span import SourceFile


def backend(name: str) -> Backend:
    found = registry.load(name).backend
    assert found is not None
    return found


def found(config: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """What is wrong with the targets of a configuration: code, what is underlined, and help."""
    project, wrong = read_project(Path(), SourceFile("sloc.toml", config))
    assert wrong == []

    def told(each: Finding) -> tuple[str, str, tuple[str, ...]]:
        assert each.span is not None
        return each.code, config[each.span.start : each.span.end], each.help

    return [told(each) for each in refusals(None, project)]


@pytest.mark.parametrize("name", registry.BUILT_IN)
def test_defaults_are_options(name: str) -> None:
    schema: dict[str, Any] = dict(backend(name).options_schema)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert not set(schema["properties"]) & set(RESERVED)
    given = complete(backend(name))
    assert given.pop("severity") == {"page": "page", "ticket": "ticket", "notify": "notify"}
    assert given.keys() == schema["properties"].keys(), "every option of sloc's own back ends has a default"
    jsonschema.validate(given, schema)


def test_what_is_written_goes_before_the_default() -> None:
    given = complete(backend("sql"), {"schema": "x", "unsupported": "warn"}, {"page": "critical"})
    assert given == {"dialects": ["duckdb"], "schema": "x", "severity": {"page": "critical"}}


@pytest.mark.parametrize(
    ("config", "code", "underlined", "help"),
    [
        ("[targets.sql]\ndialect = 'duckdb'", "SLO121", "dialect", "write `dialects`"),
        ("[targets.sql]\nunsuported = 'warn'", "SLO121", "unsuported", "write `unsupported`"),
        ("[targets.sql]\nunsupported = 'ignore'", "SLO122", "'ignore'", 'write `"error"` or `"warn"`'),
        ("[targets.sql]\nseverity = 'x'", "SLO121", "severity", "delete it, or write one of"),
        ("[targets.sql]\nschema = \"\"\"slo\n\"\"\"", "SLO122", '"""slo\n"""', 'write for example `"slo"`'),
        ("[targets.prometheus]\nVersion = '2.42'", "SLO121", "Version", "write `version`"),
        ("[targets.prometheus]\nversion = 2.42", "SLO122", "2.42", 'write for example `"2.42"`'),
        ("[targets.prometheus]\nversion = '2'", "SLO122", "'2'", 'write for example `"2.42"`'),
        ("[targets.prometheus.eu]\nformat = 'rulez'", "SLO122", "'rulez'", 'write `"rules"`'),
        ("[targets]\nsql.eu.dialects = ['duckdb', 'oracle']", "SLO122", "['duckdb', 'oracle']", 'write `"duckdb"` or'),
        ("[targets.promtheus]", "SLO121", "targets.promtheus", "write `[targets.prometheus]`"),
    ],
)  # fmt: skip
def test_a_mistake_is_underlined_with_what_to_type(config: str, code: str, underlined: str, help: str) -> None:
    ((found_code, text, helps),) = found(config)
    assert (found_code, text) == (code, underlined)
    assert helps[0].startswith(help)


def test_of_a_back_end_that_is_not_there_the_way_to_it_is_told() -> None:
    ((code, _, helps),) = found("[targets.datadog]")
    assert code == "SLO121"
    assert helps == (
        "write `[targets.grafana]` or `[targets.prometheus]` or `[targets.sql]`",
        "or install the package that brings `datadog`: `sloc` finds it by the entry point `sloc.backends`",
    )


def test_the_mistakes_of_all_targets_are_told() -> None:
    both = found("[targets.sql]\na = 1\nb = 2\n[targets.grafana]\nfolder = 3\n")
    assert [(code, text) for code, text, _ in both] == [("SLO122", "3"), ("SLO121", "a"), ("SLO121", "b")]
