"""Sample requests of a web API and nightly loads of a warehouse."""

from __future__ import annotations

import math
from random import Random

from examples.dataset import Dataset, rfc3339
from examples.desk_hours import BERLIN, DAY, HOUR, MINUTE, TOKYO, OpenMinutes, berlin_is_open, tokyo_is_open

WEEKS = 5
ROUTES = {"/cart": 45, "/pay": 25, "/refund": 10, "/healthz": 20}
FRESH_WITHIN = 24 * HOUR


def requests(random: Random, as_of: int) -> Dataset:
    """Five weeks of sampled requests, fewer by night, with one bad hour in one region."""
    data = Dataset()
    start = as_of - WEEKS * 7 * DAY
    world = OpenMinutes(start, as_of + DAY, [(BERLIN, berlin_is_open), (TOKYO, tokyo_is_open)])
    outage = as_of - 6 * DAY - 5 * HOUR
    for hour in range(start, as_of, HOUR):
        of_day = hour % DAY / DAY
        load = 4.5 - 3 * math.cos(2 * math.pi * (of_day - 0.08))
        for second in sorted(random.randrange(hour * 1000, (hour + HOUR) * 1000) / 1000 for _ in range(round(load))):
            region = random.choices(("eu", "us", "ap"), (50, 30, 20))[0]
            route = random.choices(tuple(ROUTES), tuple(ROUTES.values()))[0]
            broken = region == "ap" and outage <= second < outage + HOUR
            failed = random.random() < (0.9 if broken else 0.0004)
            code = random.choice((500, 502, 503)) if failed else random.choices((200, 404), (97, 3))[0]
            fast = random.random() < 0.993
            latency = random.uniform(12, 240) if fast else random.uniform(380, 2500)
            data.add(
                "logs.requests",
                ts=rfc3339(second),
                code=code,
                route=route,
                region=region,
                duration_ms=round(latency, 3),
            )
            _plant_request(data, as_of - second, code, fast, route, region, world.is_open(int(second)))
    return data


def _plant_request(data: Dataset, age: float, code: int, fast: bool, route: str, region: str, desks_open: bool) -> None:
    answered = "good" if code < 500 else "bad"
    if age < 28 * DAY and route == "/refund" and desks_open:
        data.plant("checkout.refund", answered)
    if age >= 30 * DAY:
        return
    if route != "/healthz":
        data.plant("checkout.availability", answered, f'{{"region":"{region}"}}')
    if route == "/pay":
        data.plant("checkout.pay", answered)
    if code < 500:
        data.plant("checkout.latency", "good" if fast else "bad")


def loads(random: Random, as_of: int) -> Dataset:
    """A load every night, of which two fail; the data is then stale until the next one that does not."""
    data = Dataset()
    midnight = as_of - as_of % DAY
    failing = {6, 17}
    good: list[int] = []
    for night in range(WEEKS * 7 - 1, -1, -1):
        finished = midnight - night * DAY + 2 * HOUR + random.randrange(20 * MINUTE, 40 * MINUTE)
        if finished >= as_of:
            continue
        ok = night not in failing
        data.add("etl.runs", run_id=f"run-{35 - night:03}", finished_at=rfc3339(finished), ok=ok)
        if ok:
            good.append(finished)
    since, bad = as_of - 28 * DAY, 0
    for last, following in zip(good, [*good[1:], as_of + 1], strict=True):
        stale_from = max(last + FRESH_WITHIN, since + 1)
        bad += max(0, -(-following // HOUR) - -(-stale_from // HOUR))  # whole hours that end in [stale_from, following)
    total = as_of // HOUR - since // HOUR
    data.plant("warehouse.fresh", "good", times=total - bad)
    data.plant("warehouse.fresh", "bad", times=bad)
    return data
