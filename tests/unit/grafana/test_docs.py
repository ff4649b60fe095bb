"""docs/grafana.md says what the table of roles says."""

from __future__ import annotations

import re
from pathlib import Path

from sloc.backends.grafana import GrafanaBackend
from sloc.backends.grafana.detail import DEPLOY_TAG
from sloc.backends.grafana.encode import SCHEMA_VERSION
from sloc.backends.grafana.roles import ROLES
from sloc.backends.options import complete

TEXT = (Path(__file__).resolve().parents[3] / "docs" / "grafana.md").read_text("utf-8")


def test_the_panels_are_those_that_are_made() -> None:
    rows = re.findall(r"^\| (?!panel)(.+?) \| (.+?) \| (.+?) \|$", TEXT, re.MULTILINE)
    assert rows == [(role.title or "a heading", role.shows, role.reads) for role in ROLES]


def test_the_defaults_are_the_codes() -> None:
    assert f'folder = "{complete(GrafanaBackend())["folder"]}"' in TEXT
    assert f"`schemaVersion` {SCHEMA_VERSION}" in TEXT
    assert f"the tag `{DEPLOY_TAG}`" in TEXT
