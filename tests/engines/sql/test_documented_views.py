"""The contract of the views, as docs/sql.md states it."""

from __future__ import annotations

import re
from pathlib import Path

from sloc.ir.expr import Type
from tests.engines.sql.engine import Engine
from tests.engines.sql.harness import bound, install
from tests.reference import build as b

ROOT = Path(__file__).resolve().parents[3]


def test_the_contract_of_the_views_is_what_an_engine_has(engine: Engine) -> None:
    """docs/sql.md names every column of every view, in order."""
    text = (ROOT / "docs" / "sql.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(slo_\w+)` \|[^|]*\| `([^`]+)` \|$", text, re.MULTILINE)
    assert len(rows) == 10
    tickets = b.source({"id": "string", "at": "time", "ok": "bool"})
    objective = b.slo(b.satisfy(b.ref("ok", Type.BOOL)))
    database = install(engine, bound(b.program([objective], [tickets])), {}, 0)
    for view, columns in rows:
        assert database.columns(f"SELECT * FROM slo.{view}") == columns.split(", "), view
