"""How fast a large program is parsed, checked and built, and where the time goes. Tells; has no target."""

from __future__ import annotations

import cProfile
import pstats
import time
from pathlib import Path

from sloc import pipeline
from sloc.backends.base import OutputFile
from sloc.project import Project
from sloc.source.span import SourceFile

SERVICES = 100
TEMPLATE = """
calendar desk_{n} {{ timezone UTC open mon..fri 09:00-12:30, 13:30-18:00 closed every 12-24 "Christmas Eve" }}
service s{n} "Service {n}" {{
  owner "team{n}@example.com"
  source requests {{
    at ts
    field code: int
    field route: string
    measure latency: duration
    from sql {{ table "logs.requests_{n}" column latency = "duration_ms" in ms }}
  }}
  source tickets {{
    key id
    at created_at
    field priority: "urgent" | "high" | "normal"
    measure answer: from created_at to first_reply_at
    from sql {{ table "support.tickets_{n}" }}
  }}
  slo a1 {{ expect 99.9% of requests where route != "/healthz" per route to satisfy code < 500 over 30d }}
  slo a2 {{ expect 99% of requests where code < 500 to have latency within 300ms over 30d }}
  slo a3 {{ expect 99.5% of 5m slices of requests to satisfy 99% of code < 500 over 28d }}
  slo a4 {{ expect 95% of requests where route matches "/api/.*" to satisfy code not in [500, 502] over calendar month }}
  slo a5 {{
    tiers by priority {{
      "urgent": 95% within 15m, sla 90% within 30m
      "high":   90% within 1h,  sla 90% within 2h
      else:     85% within 4h
    }}
    expect of tickets to have answer within 1h during desk_{n} over 28d
  }}
}}
"""


def timed(title: str, work, unit: str, amount: float):  # type: ignore[no-untyped-def]
    start = time.perf_counter()
    value = work()
    took = time.perf_counter() - start
    print(f"{title:<8} {amount / took:10.1f} {unit}/s   ({took:.2f} s)")
    return value


def main() -> None:
    specs = [SourceFile(f"specs/s{n}.slo", TEMPLATE.format(n=n)) for n in range(SERVICES)]
    size = sum(len(spec.text.encode()) for spec in specs) / 1e6
    project = Project.default(Path())
    slos = SERVICES * 7
    print(f"{SERVICES} specs, {size:.2f} MB, {slos} SLOs")
    pipeline.parse_all(specs[:1])
    timed("parse", lambda: pipeline.parse_all(specs), "MB", size)
    checked = timed("check", lambda: pipeline.check_sources(specs), "SLOs", slos)
    assert checked.ir is not None, checked.findings
    files: list[OutputFile]
    files, _ = timed("build", lambda: pipeline.compile(checked.ir, project, None), "SLOs", slos)
    print(f"{len(files)} files, {sum(len(file.text) for file in files) / 1e6:.1f} MB\n")
    profile = cProfile.Profile()
    profile.enable()
    again = pipeline.check_sources(specs)
    pipeline.compile(again.ir, project, None)
    profile.disable()
    pstats.Stats(profile).sort_stats("cumulative").print_stats("sloc/", 25)


if __name__ == "__main__":
    main()
