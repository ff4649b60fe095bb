"""A project of a thousand objectives, the same on every machine: web services, support desks and nightly loads.

The mix is that of a company of seventy teams. Most objectives count requests, and go to Prometheus, SQL and Grafana. Those of
desks have tiers, opening hours and children, and go to SQL; most desks share a calendar, and some have their own.
"""

from __future__ import annotations

from pathlib import Path
from random import Random

from sloc.pipeline import Loaded
from sloc.project import Project, Target
from sloc.source.span import SourceFile

WEB, DESKS, LOADS = 40, 20, 10
"""Services of each kind; they have 16, 16 and 4 objectives."""
SLOS = 16 * WEB + 16 * DESKS + 4 * LOADS

_OFFICES = {
    "berlin": ("Europe/Berlin", "open mon..fri 09:00-12:30, 13:30-18:00  open sat 10:00-14:00  holidays DE-BE"),
    "early": ("Europe/Berlin", "open mon..fri 06:00-14:00  closed every 12-24"),
    "late": ("Europe/Berlin", "open mon..fri 14:00-22:00  closed 2026-12-28 .. 2026-12-31"),
    "tokyo": ("Asia/Tokyo", "open mon..fri 09:00-18:00"),
    "night": ("UTC", "open mon..sun 22:00-06:00"),
}
_WEB = """\
service web{n} "Web service {n}" {{
  owner "team-{n}@example.com"
  runbook "https://runbooks.example.com/web{n}"
  label team = "team-{n}"

  template route(goal: percent, path: string) {{
    expect $goal of requests where route == $path to satisfy code < 500 over 30d
  }}
  source requests "HTTP requests" {{
    at ts
    expected {expected} per day
    field code:   int
    field route:  string
    field region: string
    measure latency: duration
    from prometheus {{
      counter           "http_requests_total{{job=\\"web{n}\\"}}" births by instance
      histogram latency "http_request_duration_seconds{{job=\\"web{n}\\"}}"
      label     route = "handler"
      buckets   latency 50ms, 100ms, 300ms, 1s, 3s
    }}
    from sql {{ table "logs.requests_{n}" column latency = "duration_ms" in ms }}
  }}
  slo availability "Requests succeed" {{
    expect {goal} of requests where route != "/healthz" per region to satisfy code < 500 over {window}
  }}
  slo unlimited "Few requests are limited" {{
    expect 99% of requests where route != "/healthz" to satisfy code != 429 over {window}
  }}
  slo latency "Requests are fast" {{
    expect 99% of requests where code < 500 to have latency within {fast} over 30d
  }}
  slo tail "No request takes for ever" {{
    expect {goal} of requests to have latency within 3s over 30d
    alerts {{ page when {share}% of budget burns in 1h  ticket when 10% of budget burns in 3d  only after 5 bad events }}
  }}
  slo minutes "Most minutes are good ones" {{
    expect 99.5% of 5m slices of requests where route matches "/api/.*" to satisfy 99% of code < 500 over 28d
  }}
  slo monthly "The month is a good one" {{
    expect 99% of requests where code not in [404, 429] to satisfy code < 500 over calendar month
    exclude 2026-11-07T22:00Z .. 2026-11-08T02:00Z "migration"
  }}
{routes}}}
"""
_ROUTE = '  slo route_{k} "{path} works" from route({goal}, "{path}")\n'
_DESK = """\
{calendar}service desk{n} "Support desk {n}" {{
  owner "desk-{n}@example.com"
  source tickets "Tickets" {{
    key ticket_id
    at  created_at
    expected {expected} per day
    field priority:       "urgent" | "high" | "normal" | "low"
    field channel:        string
    field solved_at:      time?
    field first_reply_at: time? = first(messages.sent_at where author == "agent" and not automated)
    child messages {{
      key ticket_id
      at  sent_at
      field author:    "agent" | "customer" | "bot"
      field automated: bool
      from sql {{ table "support.messages_{n}" }}
    }}
    child holds {{
      key ticket_id  at held_from  until held_until
      from sql {{ table "support.holds_{n}" }}
    }}
    measure first_response: from created_at to first_reply_at
    measure resolution:     from created_at to solved_at pausing during holds
    from sql {{ table "support.tickets_{n}" }}
  }}
  slo first_response "Somebody answers" {{
    tiers by priority {{
      "urgent": 95% within {urgent}m, sla 90% within {sla}m
      "high":   90% within 1h,  sla 90% within 2h
      "normal": 90% within 4h,  sla 85% within 8h
      else:     85% within 16h
    }}
    expect of tickets where channel != "spam" to have first_response during {office} over 28d
  }}
  slo by_mail "Mail is answered" {{
    tiers by priority {{ "urgent": 95% within 30m  "high": 90% within 2h  else: 85% within 8h }}
    expect of tickets where channel == "mail" to have first_response during {office} over 28d
  }}
  slo resolution "It is solved" {{
    tiers by priority {{ "urgent": 90% within 4h  "high": 85% within 8h  "normal": 80% within 24h  else: 75% within 40h }}
    expect of tickets to have resolution during {office} over calendar quarter
  }}
  slo urgent_resolution "Urgent tickets are solved" {{
    expect p90 of tickets where priority == "urgent" to have resolution within {solved}h during {office} over calendar month
  }}
  slo no_reopen "Solved means solved" {{
    expect 97% of tickets where solved_at is not null
      to satisfy not any(messages where author == "customer" and sent_at > solved_at) after 7d over 90d
  }}
  slo not_by_night "Nobody waits over night" {{
    expect {goal} of tickets where channel != "spam" to have first_response within 24h over 28d
  }}
  source surveys "Answers" {{
    key survey_id
    at  answered_at
    field score: int?
    from sql {{ table "support.csat_{n}" }}
  }}
  slo csat "Happy customers" {{ expect 90% of surveys where score is not null to satisfy score >= 4 over 90d }}
  slo heard "Customers answer" {{ expect 50% of surveys to satisfy score is not null over 90d }}
}}
"""
_LOAD = """\
service load{n} "Nightly load {n}" {{
  owner "data-{n}@example.com"
  source rows "Rows" {{
    key row_id  at loaded_at
    field checked: bool  field amount: number?
    from sql {{ table "warehouse.rows_{n}" }}
  }}
  slo fresh "Never older than a day" {{ expect 99% of 1h slices of rows to be fresh within {fresh}h over 28d }}
  slo checked "Rows are checked" {{ expect {goal} of rows to satisfy checked over 28d }}
  slo complete "Amounts are there" {{ expect 99% of rows to satisfy amount is not null over calendar month }}
  slo positive "Amounts make sense" {{
    expect {goal} of rows where amount is not null to satisfy amount >= 0 and amount < {most} over calendar week
  }}
}}
"""


def specs(seed: int = 7) -> tuple[SourceFile, ...]:
    """The specs, sorted by path."""
    random = Random(seed)
    texts = {"specs/calendars.slo": "".join(_calendar(name, *rest) for name, rest in _OFFICES.items())}
    texts |= {f"specs/web/web{n}.slo": _web(n, random) for n in range(WEB)}
    texts |= {f"specs/desks/desk{n}.slo": _desk(n, random) for n in range(DESKS)}
    texts |= {f"specs/loads/load{n}.slo": _load(n, random) for n in range(LOADS)}
    return tuple(SourceFile(path, text) for path, text in sorted(texts.items()))


def loaded(lock_text: str, seed: int = 7) -> Loaded:
    """The project as it is after reading. `lock_text` is a ``sloc.lock`` that holds Berlin, Tokyo and the holidays of DE-BE."""
    options = {"prometheus": {"unsupported": "warn"}, "sql": {"dialects": ["duckdb"]}, "grafana": {}}
    targets = tuple(Target(kind, kind, own) for kind, own in options.items())
    files = specs(seed)
    return Loaded(Project(Path(), "tree", targets=targets), files, {file.path: file for file in files}, lock_text, ())


def _calendar(name: str, zone: str, hours: str) -> str:
    return f'calendar {name} "The {name} shift" {{ timezone {zone}  {hours}  covers 2016 .. 2036 }}\n'


def _goal(random: Random) -> str:
    return random.choice(("99%", "99.5%", "99.9%", "99.95%"))


def _web(n: int, random: Random) -> str:
    paths = random.sample(
        ("/pay", "/cart", "/search", "/login", "/api/items", "/api/users", "/upload", "/feed", "/me", "/help", "/"), 10
    )
    routes = "".join(_ROUTE.format(k=k, path=path, goal=_goal(random)) for k, path in enumerate(paths))
    return _WEB.format(
        n=n,
        expected=random.choice((50_000, 400_000, 3_000_000)),
        goal=_goal(random),
        window=random.choice(("28d", "30d")),
        fast=random.choice(("100ms", "300ms", "1s")),
        share=random.choice((2, 3, 5)),
        routes=routes,
    )


def _desk(n: int, random: Random) -> str:
    own = n % 4 == 0
    start = random.randrange(7, 10)
    hours = f"open mon..fri {start:02}:00-{start + 9:02}:00  closed every 12-24"
    return _DESK.format(
        n=n,
        calendar=_calendar(f"own{n}", "Europe/Berlin", hours) if own else "",
        office=f"own{n}" if own else random.choice(sorted(_OFFICES)),
        expected=random.choice((60, 90, 400)),
        goal=random.choice(("95%", "97%", "99%")),
        urgent=random.choice((10, 15, 20)),
        sla=random.choice((30, 45)),
        solved=random.choice((6, 8, 12)),
    )


def _load(n: int, random: Random) -> str:
    return _LOAD.format(n=n, fresh=random.choice((24, 26, 36)), goal=_goal(random), most=random.choice((1_000, 50_000)))
