"""What is written for a raw query gives the rows of the author's text, on each engine and for every allowed function."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from math import isfinite

import pytest

from sloc.backends.sql.raw import judge
from sloc.backends.sql.raw.functions import allowed
from tests.engines.sql.engine import Database, Engine

TABLE = """
CREATE TABLE t (id BIGINT, n DOUBLE PRECISION, s VARCHAR, b BOOLEAN, ts TIMESTAMP, d DATE, z TIMESTAMPTZ);
INSERT INTO t VALUES
    (1, 2.5, ' Ab,c,d ', TRUE, '2026-03-29 01:30:15.25', '2026-02-28', '2026-03-29 01:30:15+00'),
    (2, 0.25, 'x''y--z', FALSE, '2024-02-29 23:59:59', '2024-02-29', '2024-10-27 00:30:00+00'),
    (3, 7, 'héllo', NULL, '1999-12-31 00:00:00', '1999-12-31', '1999-12-31 23:00:00+00'),
    (4, NULL, NULL, TRUE, NULL, NULL, NULL);
"""
GROUPED = """
count(*) | sum(id) | min(s) | max(ts) | avg(id) | bool_and(b) | bool_or(b) | stddev(id) | stddev_pop(id)
stddev_samp(id) | variance(id) | var_pop(id) | var_samp(id) | string_agg(s, ',' ORDER BY id) | count(DISTINCT b)
count(*) FILTER (WHERE b) | sum(CASE WHEN b THEN 1 ELSE 0 END)
"""
WINDOWED = """
row_number() OVER (ORDER BY id) | rank() OVER (ORDER BY b, id) | dense_rank() OVER (PARTITION BY b ORDER BY id)
percent_rank() OVER (ORDER BY id) | cume_dist() OVER (ORDER BY id) | ntile(2) OVER (ORDER BY id)
lag(id, 1) OVER (ORDER BY id) | lead(id) OVER (ORDER BY id DESC) | first_value(id) OVER (ORDER BY id)
last_value(id) OVER (ORDER BY id)
nth_value(id, 2) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
"""
SCALAR = """
coalesce(n, 0) | nullif(id, 2) | greatest(id, 2) | least(id, 2) | cast(id AS text) | id::varchar(10)
CAST(n AS decimal(18, 3)) | abs(-id) | ceil(n) | ceiling(n) | floor(n) | round(n) | trunc(n) | sign(n) | mod(id, 2)
power(id, 2) | sqrt(id) | exp(id) | ln(id) | lower(s) | upper(s) | trim(s) | trim(both ' ' from s) | ltrim(s)
rtrim(s) | length(s) | char_length(s) | character_length(s) | substring(s from 2 for 3) | substring(s, 2, 3)
substr(s, 2) | left(s, 2) | right(s, 2) | replace(s, 'x', 'y') | translate(s, 'xy', 'ab') | split_part(s, ',', 2)
position('b' in s) | strpos(s, 'b') | starts_with(s, 'x') | concat(s, 'x') | concat_ws('-', s, 'x') | reverse(s)
md5(s) | chr(65) | ascii(s) | regexp_replace(s, '[a-z]', '_') | date_trunc('month', ts) | date_part('hour', ts)
extract(epoch from ts) | extract(dow from d) | to_timestamp(id) | make_date(2026, 1, 2)
make_timestamp(2026, 1, 2, 3, 4, 5.5) | ts - INTERVAL '1 day' | ts + INTERVAL '90' MINUTE | DATE '2026-01-01'
TIMESTAMP '2026-01-01 00:00:00' | s || '--' || 'x' | s LIKE 'x%' | s ILIKE 'X%' | s NOT LIKE '%b%'
s LIKE 'x#%' ESCAPE '#' | b AND NOT b OR b IS NULL | NOT b = (n > 1) | b IS NOT TRUE | n BETWEEN 1 AND 3
id IN (1, 2) | id NOT IN (SELECT 2) | n IS DISTINCT FROM 7 | EXISTS (SELECT 1 FROM t AS u WHERE u.id > t.id)
id = ANY (SELECT 2) | -id + 2 * 3 - 4 % 3 | id * (2 + 3) | id - (2 - 3) | id / 2 | 1.5e3 + id
z AT TIME ZONE 'Europe/Berlin' | ts AT TIME ZONE 'UTC' | CASE s WHEN 'x' THEN 1 ELSE 2 END | (SELECT max(id) FROM t)
now() = now() | age(ts, ts - INTERVAL '1 day') | current_date = current_date
"""
OWN = {
    "duckdb": """
count_if(b) OVER () | listagg(s, ',') OVER (ORDER BY id) | arg_min(id, n) OVER () | arg_max(id, n) OVER ()
try_cast(s AS int) | contains(s, 'x') | prefix(s, 'x') | suffix(s, 'z') | regexp_matches(s, '[xy]')
regexp_full_match(s, '.*') | regexp_extract(s, '([a-z])', 1) | strftime(ts, '%Y') | strptime('2026-01-02', '%Y-%m-%d')
date_diff('day', d, DATE '2026-01-01') | datediff('month', d, DATE '2026-01-01') | date_add(d, INTERVAL 1 DAY)
date_sub('day', d, DATE '2026-01-01') | epoch(ts) | epoch_ms(ts) | epoch_us(ts) | make_time(1, 2, 3.5) | id // 2
s ~ 'x.*'
""",
    "postgres": """
every(b) OVER () | btrim(s) | initcap(s) | octet_length(s) | to_char(ts, 'YYYY') | to_date('2026', 'YYYY')
to_number('12', '99') | jsonb_extract_path_text(CAST('{"a": "b"}' AS jsonb), 'a') | make_time(1, 2, 3.5)
make_interval(0, 0, 0, 1) | timezone('Europe/Berlin', z) | s ~ 'x' | s !~ 'x' | s ~* 'X' | s !~* 'X'
""",
}
WHOLE = (
    "SELECT id, s FROM t WHERE b ORDER BY id DESC LIMIT 2 OFFSET 1",
    "SELECT DISTINCT b AS b FROM t",
    "SELECT b, count(*) AS n FROM t GROUP BY b HAVING count(*) > 1",
    "SELECT x.id, y.s AS s FROM t AS x LEFT JOIN t AS y ON y.id = x.id + 1 AND y.b",
    "SELECT id, y.b FROM t JOIN t AS y USING (id)",
    "SELECT x.id AS i, y.id AS j FROM t AS x CROSS JOIN (SELECT id FROM t) AS y",
    "WITH a AS (SELECT id FROM t), b AS (SELECT id + 1 AS id FROM a) SELECT id FROM a INTERSECT SELECT id FROM b",
    "SELECT id FROM t UNION SELECT 7 AS id UNION ALL SELECT 7 AS id",
    "SELECT id FROM t EXCEPT SELECT 1 AS id",
    "(SELECT id FROM t ORDER BY id LIMIT 1) UNION ALL (SELECT id FROM t ORDER BY id DESC LIMIT 1)",
    "SELECT DISTINCT ON (b) b, id FROM t ORDER BY b, id",
    "SELECT v.* FROM (VALUES (1, 'a'), (2, 'it''s')) AS v(x, \"y z\")",
    "SELECT sum(id) OVER w AS n FROM t WINDOW w AS (PARTITION BY b ORDER BY id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)",
    "SELECT\n  id, -- who\n  /* why */ s\nFROM t -- {# where #}",
    'SELECT Id AS Key, "s" AS "S t" FROM T AS Q',
    "SELECT * FROM t",
)


def queries(dialect: str) -> list[str]:
    each = [*parts(SCALAR), *parts(OWN[dialect]), *parts(WINDOWED)]
    return [
        *WHOLE,
        *(f"SELECT id, {part} AS x FROM t" for part in each),
        *(f"SELECT {part} AS x FROM t" for part in parts(GROUPED)),
    ]


def parts(text: str) -> list[str]:
    return [part for part in re.split(r" \| |\n", text) if part]


def rows(database: Database, query: str) -> tuple[list[str], list[str]]:
    """The names of the columns, and the rows in any order; a number is itself in any type."""
    return database.columns(query), sorted(repr([plain(value) for value in row.values()]) for row in database.fetch(query))


def plain(value: object) -> object:
    return Fraction(value) if isinstance(value, float | Decimal) and isfinite(value) else value


def test_what_is_written_gives_the_rows_of_the_authors_text(engine: Engine) -> None:
    database = engine.database()
    if engine.name == "postgres":
        database.run("SET DateStyle = 'ISO'; SET IntervalStyle = 'postgres'")  # for the driver, which reads no other
    database.run(TABLE)
    differ = []
    for query in queries(engine.name):
        judged = judge(query, engine.name)
        assert judged.text is not None, (query, judged.refused)
        if (written := rows(database, judged.text)) != (meant := rows(database, query)):
            differ.append((query, judged.text, meant, written))
    assert differ == []


@pytest.mark.parametrize("dialect", ["duckdb", "postgres"])
def test_every_allowed_function_is_among_them(dialect: str) -> None:
    called = {name for query in queries(dialect) for name in re.findall(r"([a-z_0-9]+)\(", query)}
    assert allowed(dialect) <= called
