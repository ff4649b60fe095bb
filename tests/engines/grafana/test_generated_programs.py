"""Any program that Prometheus has rules for has boards: the same bytes each time, and queries that promtool reads."""

from __future__ import annotations

import json
import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from sloc.backends.grafana import GrafanaBackend
from sloc.backends.options import complete
from sloc.backends.prometheus.backend import bound_slos
from sloc.ir import Slo
from tests.counts import examples
from tests.engines.grafana.boards import asked
from tests.engines.prometheus.test_lint import SOURCES, slos
from tests.processes import run
from tests.reference import build as b

OURS = re.compile(r"\$\{(__range|__from|region|code|handler)\}")


@given(st.tuples(*(slos(number) for number in range(6))))
@examples(15)
def test_generated_programs(tmp_path: Path, made: tuple[Slo, ...]) -> None:
    ir = b.program(made, list(SOURCES.values()))
    compiled = GrafanaBackend().compile(ir, complete(GrafanaBackend()))
    assert compiled == GrafanaBackend().compile(ir, complete(GrafanaBackend()))
    assert {found.code for found in compiled.findings} <= {"SLO402"}
    texts = [file.text for file in compiled.files if file.path.suffix == ".json"]
    names = {(each.series.slo.service, each.series.slo.name) for each in bound_slos(ir)}
    assert len(texts) == (len(names) + 1 if names else 0)
    exprs = []
    for text in texts:
        board = json.loads(text)
        assert text == json.dumps(board, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
        exprs += [each.expr for each in asked(board)]
    _read(exprs, tmp_path)


def _read(exprs: list[str], folder: Path) -> None:
    """promtool takes each expression as that of a record, once the variables that we put there are filled in."""
    filled = [OURS.sub(lambda match: {"__range": "1h", "__from": "0"}.get(match[1], "x"), expr) for expr in exprs]
    assert not [expr for expr in filled if re.search(r"\$|\[\[", expr)]
    rules = [{"record": f"r{at}", "expr": expr} for at, expr in enumerate(filled)]
    path = folder / "rules.yml"
    document = {"groups": [{"name": "g", "rules": rules}]}
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    done = run(["promtool", "check", "rules", path], text=True)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
