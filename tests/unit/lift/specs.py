"""Specs of every construct, for what must hold of whatever sloc makes of one."""

from __future__ import annotations

from pathlib import Path

from hypothesis import strategies as st

from sloc.ir import Ir
from sloc.pipeline import check_sources
from sloc.source.span import SourceFile

ROOT = Path(__file__).resolve().parents[3]
LOCK = (ROOT / "sloc.lock").read_text(encoding="utf-8")

CALENDARS = {
    "office": 'calendar office "The office" { timezone Europe/Berlin open mon..fri 09:00-12:30, 13:30-18:00 holidays DE-BE'
    ' open 2026-12-29 10:00-12:00 closed 2026-12-30 .. 2026-12-31 "year end" closed 2026-11-27 12:00-14:00'
    " closed every 12-24 }",
    "night": "calendar night { timezone UTC open mon..thu 22:00-06:00 open sat 24:00-10:00 covers 2010 .. 2036 }",
    "long": "calendar long { timezone Asia/Tokyo open mon 08:00-20:00, 19:00-19:00 open sun 00:00-24:00 }",
    "world": "calendar world of office, night",
}
WINDOWS = ["28d", "30d", "90d", "calendar month", "calendar quarter in Europe/Berlin", "calendar week in UTC"]
CONDITIONS = [
    "code < 500",
    'code not in [500, 502, -1] and (route != "/health" or plan is null)',
    'not (route matches "/api/.*|/v[12]/x") or code * 2 - 1 >= 3 / 4',
    'plan in ["free", null] or took + 5m < 2h30m and took is not null',
    "`odd name` == 1.25 or day == 2026-02-28 or seen >= 2026-03-27T17:55:00.123456+01:00",
    "not (not (code == -5)) and busy",
]
LATER = [
    "not any(parts where lost and code < 500)",
    'count(parts) > 2 or last(parts.state where at_hub is null) == "lost"',
    "first_part is not null and first(parts.sent_at where not lost) < ts + 2d",
]
ALERTS = [
    "",
    "alerts none",
    "alerts standard",
    "alerts desk",
    "alerts { page when 10% of budget burns in 3d and 6h notify when achievement below target only after 5 bad events }",
    "alerts { ticket when budget below 20.5% ticket when budget exhausted within 36h notify when no data for 2d }",
]
EXTRAS = [
    "",
    'owner "me" label team = "a b" label `Odd` = "\\"x\\"\\n#"',
    'exclude 2026-03-01T00:00Z .. 2026-03-02T00:00Z "planned" review every quarter, last 2026-01-31',
    'exclude during night "maintenance" review every week description """\n  Many\n  lines\n  """',
]
BINDINGS = [
    "",
    'from sql { table "shop.events" column took = "duration_ms" in ms times in Europe/Stockholm }',
    'from sql { query """SELECT * FROM events WHERE note <> \'}\'""" times epoch ms }',
    'from prometheus { counter "events_total" births by instance label code = "status" label route = "handler"'
    ' histogram took_time "took_seconds" buckets took_time 50ms, 1s }',
    'from sql { table "events" } from prometheus { counter "events_total" births none gauge busy "busy" '
    'good answer "ok_total" total answer "all_total" }',
]


@st.composite
def texts(draw: st.DrawFn) -> str:
    """A program without a mistake, in one text."""
    pick = lambda options: draw(st.sampled_from(options))  # noqa: E731
    local = draw(st.booleans())
    source = _source(pick(BINDINGS), draw(st.booleans()))
    slos = "\n".join(_slo(number, pick) for number in range(draw(st.integers(1, 4))))
    tests = 'test "one" for shop.s0 { given events { { id: 1, ts: 2026-03-01T00:00Z, code: 200 } { id: "x", plan: "free" } }'
    tests += " at 2026-03-02T00:00Z expect good 1, page quiet }"
    return "\n".join(
        [
            *CALENDARS.values(),
            "policy desk { page when 10% of budget burns in 3d ticket when 20% of budget burns in 7d only after 3 bad events }",
            "template healthy(goal: percent, limit: number) { expect $goal of events to satisfy code < $limit over 30d }",
            "" if local else source,
            'service shop "The shop" {',
            pick(["", 'owner "shop@example.com" runbook "https://example.com/x" label team = "shop" label tier = "1"']),
            source if local else "",
            slos,
            "slo made from healthy(99.5%, 500)",
            "}",
            'service `other.shop` { owner "x" }',
            tests if " slo s0 " in slos and "tiers" not in slos.partition("slo s1")[0] else "",
        ]
    )


def _source(binding: str, derived: bool) -> str:
    return f"""source events "All of them" {{
  key id at ts expected 90 per hour
  field code: int field route: string field plan: "free" | "pro"? field took: duration? field day: date?
  field `odd name`: number field seen: time field busy: bool
  {"field first_part: string? = first(parts.state where not lost)" if derived else "field first_part: string?"}
  child parts {{ key event_id at sent_at until held_until field lost: bool field at_hub: time? field state: string
    from sql {{ table "parts" column state = "st" }} }}
  measure answer: from ts to answered_at pausing during parts
  measure took_time: duration
  {binding}
}}"""


def _slo(number: int, pick) -> str:  # type: ignore[no-untyped-def]
    where = pick(["", f"where {pick(CONDITIONS)} "])
    during = pick(["", "during office ", "during world "])
    per = pick(["", "per plan ", "per (route, code) "])
    window, alerts, extra = pick(WINDOWS), pick(ALERTS), pick(EXTRAS)
    target = pick(["99.9%", "95%"])
    head = f"slo s{number} {pick(['', chr(34) + 'Title' + chr(34)])} {{ {alerts} {extra}"
    match pick(["have", "satisfy", "later", "slices", "fresh", "tiers", "plans"]):
        case "have":
            clock = pick(["", " during office", " during long"])
            sla = pick(["", "sla 80% within 8h", "sla 90%"])
            goal = pick(["99.5%", "p95"])
            return f"{head} {sla} expect {goal} of events {where}{per}to have answer within 4h{clock} over {window} }}"
        case "satisfy":
            return (
                f"{head} expect {target} of events {where}{during}{per}to satisfy {pick(CONDITIONS)} after 7d over {window} }}"
            )
        case "later":
            return f"{head} expect {target} of events {where}to satisfy {pick(LATER)} after 90m over {window} }}"
        case "slices":
            empty = pick(["", "empty slices are bad"])
            return f"{head} {empty} expect 99% of 5m slices of events {where}to satisfy 97.5% of {pick(CONDITIONS)} over 28d }}"
        case "fresh":
            window = pick(["28d", "calendar month"])
            return f"{head} expect 99% of 1h slices of events {where}to be fresh within 2h over {window} }}"
        case "tiers":
            return (
                f'{head} tiers by plan {{ "pro": 95% within 15m, sla 90% within 30m else: p85 within 4h during night'
                f' "free": 90% within 1h during office }} expect of events {where}to have answer within 2h over {window} }}'
            )
        case _:
            return (
                f"{head} sla 90% over 28d tiers by code {{ 500: 95% -1: 99% }}"
                f" expect of events {where}to satisfy busy after 1d over {window} }}"
            )


EVERYTHING = "\n".join(
    [
        *CALENDARS.values(),
        "policy desk { page when 10% of budget burns in 3d ticket when 20% of budget burns in 7d only after 3 bad events }",
        'service shop "The shop" {',
        'owner "shop@example.com" runbook "https://example.com/x" label team = "shop"',
        _source(f"{BINDINGS[1]} {BINDINGS[3]}", derived=True),
        f"slo a {{ {ALERTS[3]} {EXTRAS[1]} {EXTRAS[2]} sla 80% within 8h expect p95 of events where {CONDITIONS[1]} per plan"
        " to have answer within 4h during office over calendar quarter in Europe/Berlin }",
        f"slo b {{ {ALERTS[4]} {EXTRAS[3]} expect 99% of events during world to satisfy {CONDITIONS[3]} after 7d over 28d }}",
        f"slo c {{ {ALERTS[5]} expect 99.9% of events where {CONDITIONS[2]} to satisfy {LATER[1]} after 90m over 30d }}",
        "slo d { empty slices are bad expect 99% of 5m slices of events to satisfy 97.5% of code < 500 over 28d }",
        "slo e { expect 99% of 1h slices of events to be fresh within 2h over calendar month }",
        'slo f { tiers by plan { "pro": 95% within 15m, sla 90% within 30m else: p85 within 4h during night'
        f' "free": 90% within 1h }} expect of events where {CONDITIONS[5]} to have answer within 2h over 90d }}',
        "}",
        f'service web {{ owner "web" {_source(BINDINGS[4], derived=False).replace("source events", "source hits")}',
        'slo g { expect 99.9% of hits where route != "/health" to satisfy code < 500 over 30d } ',
        f"slo h {{ alerts none expect 99% of hits where {CONDITIONS[4]} to have took_time within 1s over calendar week }} }}",
        'test "one" for shop.b { given events { { id: "1", ts: 2026-03-01T00:00Z, code: 200 } } given parts { { lost: true } }',
        "at 2026-03-02T00:00Z expect good 1, bad 0, page quiet }",
    ]
)
"""A program with a part of every kind."""


def program(text: str) -> Ir:
    """What sloc makes of a spec; it has no error."""
    checked = check_sources([SourceFile("specs/a.slo", text)], LOCK)
    assert checked.ir is not None, [found for found in checked.findings if found.severity.value == "error"]
    return checked.ir
