"""Hostile texts: each would make ``CANARY`` or drop the table ``canary`` if it were written where it is without protection.

Tests of back ends put them into every place of a spec, and into IR files. A new trick is one more line here.
"""

from __future__ import annotations

from collections.abc import Mapping

from sloc.syntax.strings import encode

SHELL = "touch CANARY"
DROP = "DROP TABLE canary;"

TEXTS: Mapping[str, str] = {
    "psql command": f"x\n\\! {SHELL}\n",
    "psql command after a carriage return": f"x\r\\! {SHELL}\r",
    "psql command after a string": f"x'\n\\! {SHELL}\n",
    "psql command after a statement": f"x'); \\! {SHELL}\n",
    "psql command that closes a name": f'x"\n\\! {SHELL}\n',
    "psql output to a program": f"x\n\\o |{SHELL}\nSELECT 1;\n",
    "psql query to a program": f"x\nSELECT 1 \\g |{SHELL}\n",
    "psql variable": "x :canary :'canary' :\"canary\" :{?canary}",
    "psql back quotes": f"x\n\\set canary `{SHELL}`\n",
    "duckdb command": f"x\n.shell {SHELL}\n",
    "duckdb command after a string": f"x'\n.shell {SHELL}\n",
    "duckdb command after a statement": f"x';\n.system {SHELL}\n",
    "duckdb output": "x\n.once CANARY\nSELECT 1;\n",
    "duckdb copy": "x'); COPY (SELECT 1) TO 'CANARY'; --",
    "statement": f"x\n{DROP}\n",
    "statement that ends the transaction": f"x\nROLLBACK; {DROP}\n",
    "statement after a string": f"x'; {DROP} --",
    "statement after two strings": f"x''; {DROP} --",
    "statement after a backslash": f"x\\'; {DROP} --",
    "statement after an escaped string": f"x\\\\'; ROLLBACK; {DROP} --",
    "statement after a name": f'x"; ROLLBACK; {DROP} --',
    "statement after brackets": f"x'))))); ROLLBACK; {DROP} --",
    "statement after a dollar quote": f"x$$; ROLLBACK; {DROP} SELECT $$",
    "statement after a comment": f"x */ ROLLBACK; {DROP} /*",
    "statement after a line separator": f"x\u2028ROLLBACK; {DROP}\u2029",
    "statement after next line": f"x\x85ROLLBACK; {DROP}",
    "copy to a program": f"x'; COPY (SELECT 1) TO PROGRAM '{SHELL}'; --",
    "yaml groups": "x\ngroups: []\n",
    "yaml document": "x\n---\ngroups: []\n",
    "yaml alias": "*x &x !!python/object/apply:os.system",
    "yaml after a quote": 'x"\ngroups: []\n#',
    "yaml block": "x\n          expr: vector(1)\n      - alert: CANARY\n        expr: vector(1)\n",
    "go template": '{{ $value }} {{ query "up" }} {{ template "CANARY" }} {{{',
    "go template comment": "{{/* x",
    "promql": 'x"} or vector(1) #',
    "json": 'x", "canary": "x',
    "markdown link": "[CANARY](javascript:alert(1)) <script>alert(1)</script> ![x](https://example.com/x.png)",
    "markdown fence": "x\n```\n# CANARY\n",
    "grafana variable": "$canary ${canary} [[canary]]",
    "jinja": "{{ 7 * 7 }}{% include 'CANARY' %}{# x #}",
    "terminal": "x\x1b]0;CANARY\x07\x1b[2J\x9b2J",
    "bidi": "x\u202eCANARY\u2066",
    "github command": "x\n::error file=CANARY::x\n",
    "environment": "$HOME `touch CANARY` $(touch CANARY)",
}
"""Texts for any place that takes text: titles, names in quotes, values, labels, file names."""

NAMES: Mapping[str, str] = {
    name: text.replace("/", "\u2215") for name, text in TEXTS.items() if "\0" not in text and len(text.encode()) < 200
}
"""The same as names of files, which have no slash."""

QUERIES: Mapping[str, str] = {
    "braces, psql": f"SELECT id, ts, ok FROM logs.calls {{#\n\\! {SHELL}\n#}}",
    "braces, duckdb": f"SELECT id, ts, ok FROM logs.calls {{#\n) AS r; ROLLBACK;\n.shell {SHELL}\n#}}",
    "template": f"SELECT id, ts, ok FROM logs.calls {{%\n\\! {SHELL}\n%}}",
    "dollar tag that is no name": f"SELECT id, ts, ok, $a-b$ )))) ; ROLLBACK; {DROP} SELECT (((( $a-b$ AS x FROM logs.calls",
    "dollar tag": f"SELECT id, ts, ok, $$ )))) ; ROLLBACK; {DROP} SELECT (((( $$ AS x FROM logs.calls",
    "two statements": f"SELECT id, ts, ok FROM logs.calls) AS r; ROLLBACK; {DROP} SELECT * FROM (SELECT 1",
    "a statement of its own": DROP.rstrip(";"),
    "semicolon": "SELECT id, ts, ok FROM logs.calls;",
    "psql command": f"SELECT id, ts, ok FROM logs.calls\n\\! {SHELL}\n",
    "psql command within": f"SELECT id, ts, ok FROM logs.calls \\! {SHELL}\n",
    "psql pipe": f"SELECT id, ts, ok FROM logs.calls) AS r \\g |{SHELL}\n",
    "psql variable": "SELECT id, ts, ok FROM logs.calls WHERE :canary",
    "psql copy": f"SELECT id, ts, ok FROM logs.calls\n\\copy canary to program '{SHELL}'\n",
    "duckdb command": f"SELECT id, ts, ok FROM logs.calls) AS r; ROLLBACK;\n.shell {SHELL}\n",
    "escape string": f"SELECT id, ts, ok, E'\\'; ROLLBACK; {DROP} --' AS x FROM logs.calls",
    "backslash at the end of a string": f"SELECT id, ts, ok, 'x\\' AS a, '; ROLLBACK; {DROP} --' AS x FROM logs.calls",
    "unicode string": f"SELECT id, ts, ok, U&'\\0027; ROLLBACK; {DROP} --' AS x FROM logs.calls",
    "nested comment": f"SELECT id, ts, ok FROM logs.calls /* /* */ ) AS r; ROLLBACK; {DROP} -- */",
    "open comment": "SELECT id, ts, ok FROM logs.calls /* x",
    "comment of another kind": f"SELECT id, ts, ok FROM logs.calls # ) AS r; ROLLBACK; {DROP}",
    "carriage return ends a comment": f"SELECT id, ts, ok FROM logs.calls --\r) AS r; ROLLBACK; {DROP}",
    "line separator": f"SELECT id, ts, ok FROM logs.calls --\u2028) AS r; ROLLBACK; {DROP}",
    "hint": "SELECT /*+ x */ id, ts, ok FROM logs.calls",
    "dml in with": "WITH x AS (DELETE FROM canary RETURNING 1 AS a) SELECT id, ts, ok FROM logs.calls",
    "into": "SELECT id, ts, ok INTO canary FROM logs.calls",
    "lock": "SELECT id, ts, ok FROM logs.calls FOR UPDATE",
    "pg_read_file": "SELECT id, ts, pg_read_file('/etc/passwd') AS ok FROM logs.calls",
    "qualified": "SELECT id, ts, pg_catalog.pg_read_file('/etc/passwd') AS ok FROM logs.calls",
    "quoted": "SELECT id, ts, \"pg_read_file\"('/etc/passwd') AS ok FROM logs.calls",
    "comment between": "SELECT id, ts, pg_read_file/**/('/etc/passwd') AS ok FROM logs.calls",
    "pg_ls_dir": "SELECT id, ts, ok FROM logs.calls, pg_ls_dir('/') AS x",
    "lo_export": "SELECT id, ts, lo_export(1, 'CANARY') AS ok FROM logs.calls",
    "lo_import": "SELECT id, ts, lo_import('/etc/passwd') AS ok FROM logs.calls",
    "dblink": "SELECT id, ts, ok FROM logs.calls, dblink('host=example.com', 'SELECT 1') AS x(a int)",
    "query_to_xml": f"SELECT id, ts, query_to_xml('{DROP}', true, true, '') AS ok FROM logs.calls",
    "set_config": "SELECT id, ts, set_config('a.b', 'x', false) AS ok FROM logs.calls",
    "setval": "SELECT id, ts, setval('s', 1) AS ok FROM logs.calls",
    "sleep": "SELECT id, ts, pg_sleep(1000) AS ok FROM logs.calls",
    "pg_authid": "SELECT id, ts, ok FROM logs.calls, pg_authid",
    "read_csv": "SELECT id, ts, ok FROM read_csv('/etc/passwd')",
    "read_text": "SELECT id, ts, (SELECT content FROM read_text('/etc/passwd')) AS ok FROM logs.calls",
    "glob": "SELECT id, ts, ok FROM logs.calls, glob('/*')",
    "file as a table": "SELECT id, ts, ok FROM '/etc/passwd'",
    "file as a name": 'SELECT id, ts, ok FROM "calls.csv"',
    "address as a name": "SELECT id, ts, ok FROM 'https://example.com/x.parquet'",
    "getenv": "SELECT id, ts, getenv('HOME') AS ok FROM logs.calls",
    "getvariable": "SELECT id, ts, getvariable('x') AS ok FROM logs.calls",
    "duckdb_secrets": "SELECT id, ts, ok FROM logs.calls, duckdb_secrets()",
    "duckdb query": f"SELECT id, ts, ok FROM query('{DROP}')",
    "attach": "ATTACH 'CANARY'",
    "copy": "COPY (SELECT 1) TO 'CANARY'",
    "install": "INSTALL httpfs",
    "pragma": "PRAGMA database_list",
    "call": "CALL pragma_version()",
    "recursion": "WITH RECURSIVE x AS (SELECT 1 AS a UNION ALL SELECT a FROM x) SELECT id, ts, ok FROM logs.calls, x",
    "nul": "SELECT id, ts, ok FROM logs.calls \0",
    "type": "SELECT id, ts, CAST('canary' AS regclass) AS ok FROM logs.calls",
}
"""Raw queries that are refused, on every engine; they read `logs.calls` (id, ts, ok)."""

PLACES = (
    "calendar title", "closure title", "service title", "service owner", "service description", "service runbook",
    "service label",
    "source title", "enum value", "table", "column", "selector", "label name", "slo title", "slo description", "slo runbook",
    "slo label", "compared", "listed", "pattern", "tier", "project", "severity",
)  # fmt: skip
"""Where :func:`project` puts a text."""


def table_name(texts: Mapping[str, str]) -> str:
    """The name of the table that :func:`project` reads; a dot would end it."""
    return texts.get("table", "calls").replace(".", "_")


def project(texts: Mapping[str, str]) -> tuple[str, str]:
    """A spec and its sloc.toml with texts in some of the PLACES; something harmless is in all others.

    It reads a table (`table`, else ``calls``) of the schema ``logs`` with the columns `id`, `ts`, `ok`, `kind` and `word`
    (the last of which `column` names otherwise).
    """

    def at(place: str, otherwise: str) -> str:
        return encode(texts.get(place, otherwise))

    table = f"logs.{table_name(texts)}"
    selector = encode("calls_total{job=" + encode(texts.get("selector", "x")) + "}")
    spec = f"""
calendar office {at("calendar title", "Office")} {{
  timezone UTC
  open mon..fri 09:00-17:00
  closed 2026-12-24 {at("closure title", "Eve")}
}}
service web {at("service title", "Web")} {{
  owner {at("service owner", "web@example.com")}
  description {at("service description", "What the web is")}
  runbook {at("service runbook", "https://example.com")}
  label team = {at("service label", "x")}
  source calls {at("source title", "Calls")} {{
    key id
    at ts
    field ok: bool
    field kind: {at("enum value", "a")} | "b"
    field word: string
    field done: time?
    measure wait: from ts to done
    from sql {{ table {encode(table)} column word = {at("column", "word")} }}
    from prometheus {{ counter {selector} births none label word = {at("label name", "word")} }}
  }}
  slo fine {at("slo title", "Fine")} {{
    description {at("slo description", "What is fine")}
    runbook {at("slo runbook", "https://example.com")}
    label team = {at("slo label", "x")}
    expect 99% of calls
      where word == {at("compared", "x")} or word in [{at("listed", "x")}, "y"] or word matches {at("pattern", "a.*")}
      per word to satisfy ok over 28d
  }}
  slo tiered "Tiered" {{
    tiers by kind {{
      {at("tier", texts.get("enum value", "a"))}: 99%
      else: 98%
    }}
    expect of calls to satisfy ok over 28d
  }}
  slo quick "Quick" {{ expect 90% of calls to have wait within 1h during office over 28d }}
}}
"""
    config = f"""
[project]
name = {at("project", "case")}
epoch = 2026
[severity]
page = {at("severity", "page")}
[targets.prometheus]
unsupported = "warn"
[targets.grafana]
unsupported = "warn"
[targets.sql]
dialects = ["duckdb", "postgres"]
"""
    return spec, config
