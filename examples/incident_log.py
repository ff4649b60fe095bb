"""A made-up incident log in the shape of the real one that specs/incidents.slo was written for."""

from __future__ import annotations

from random import Random

from examples.dataset import Dataset, rfc3339
from examples.desk_hours import DAY, HOUR, MINUTE, STOCKHOLM, OpenMinutes, volvo_is_open

WITHIN = {
    "Major": (15 * MINUTE, 9 * HOUR),
    "High": (HOUR, 18 * HOUR),
    "Medium": (4 * HOUR, 45 * HOUR),
    "Low": (9 * HOUR, 90 * HOUR),
}
INCIDENTS = 160


def generate(random: Random, as_of: int) -> Dataset:
    """Incidents completed in the weeks up to `as_of`, and the steps of each; some are still open."""
    data = Dataset()
    desk = OpenMinutes(as_of - 90 * DAY, as_of + 60 * DAY, [(STOCKHOLM, volvo_is_open)])
    for number in range(INCIDENTS):
        _incident(random, as_of, desk, data, f"1-{700_000_000 + number * 7919}")
    return data


def _incident(random: Random, as_of: int, desk: OpenMinutes, data: Dataset, ticket: str) -> None:
    impact = random.choices(tuple(WITHIN), (3, 17, 50, 30))[0]
    respond_within, resolve_within = WITHIN[impact]
    opened = random.randrange(as_of - 45 * DAY, as_of - HOUR)
    begun = desk.worked(opened)
    prompt, quick = random.random() < 0.88, random.random() < 0.8
    work = int(resolve_within * (random.uniform(0.3, 0.8) if quick else random.uniform(1.3, 2)))
    answer = int(respond_within * (random.uniform(0.05, 0.8) if prompt else random.uniform(1.3, 2)))
    waited, wait_at = 0, 0
    if random.random() < 0.4:
        waited = random.randrange(HOUR, 30 * HOUR)
        wait_at = random.randrange(answer + MINUTE, max(answer + 2 * MINUTE, int(min(work, resolve_within) * 0.9)))
        work = max(work, wait_at + 10 * MINUTE)
    work = max(work, answer + 5 * MINUTE)
    response, completed = desk.moment(begun + answer), desk.moment(begun + work + waited)
    steps = [(opened, "Queued", "Awaiting Assignment"), (response, "Accepted", "In Progress")]
    if waited:
        steps.append((desk.moment(begun + wait_at), "Accepted", random.choice(("Wait - User", "Wait - Vendor", "Wait"))))
        steps.append((desk.moment(begun + wait_at + waited), "Accepted", "In Progress"))
    steps.append((completed, "Completed", "Closed"))
    past = [step for step in steps if step[0] <= as_of]
    for sequence, (second, status, substatus) in enumerate(past):
        when = rfc3339(second, STOCKHOLM)
        data.add("incidents.events", case_id=ticket, event_seq=sequence, ts=when, status=status, substatus=substatus)
    done = completed <= as_of
    data.add(
        "incidents.tickets",
        ticket_id=ticket,
        impact=impact,
        first_event_at=rfc3339(opened),
        first_in_progress_at=rfc3339(response) if response <= as_of else None,
        final_completed_at=rfc3339(completed) if done else None,
        last_status=past[-1][1],
    )
    if not done:
        return  # what is not completed is not counted yet, and `slo_coverage` lists it
    for name, good, deadline in (
        ("first_response", prompt, desk.after(opened, respond_within)),
        ("resolution", quick, desk.after(opened, resolve_within + waited)),
    ):
        counted = max(deadline, completed)
        outcome = "pending" if counted > as_of else "good" if good else "bad"
        if counted > as_of - 28 * DAY:
            data.plant(f'incidents.{name}["{impact}"]', outcome)
