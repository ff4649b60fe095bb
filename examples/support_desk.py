"""Sample tickets of a support desk, each built around an outcome that was decided first.

A ticket's place on the desk's own clock (open seconds) says everything: a reply promised within 15 minutes comes at a
fraction well below 1 of that time, or well above, and only then is turned into an instant.
"""

from __future__ import annotations

import datetime as dt
from random import Random

from examples.dataset import Dataset, rfc3339
from examples.desk_hours import BERLIN, DAY, HOUR, MINUTE, OpenMinutes, berlin_is_open

WEEKS = 5
WITHIN = {"urgent": 15 * MINUTE, "high": HOUR, "normal": 4 * HOUR, "low": 16 * HOUR}
MISSED = {"urgent": 0.07, "high": 0.13, "normal": 0.05, "low": 0.04}
TIER = {"urgent": '["urgent"]', "high": '["high"]', "normal": '["normal"]', "low": "[else]"}
SOLVE_WITHIN = 8 * HOUR
SHORT_STAFFED = 30 * HOUR
"""The last day and a half, when replies are missed four times as often: something for the alerts to see."""


def generate(random: Random, as_of: int) -> Dataset:
    """Tickets, messages, holds, surveys and chat probes of the five weeks up to `as_of` (epoch seconds, whole minutes)."""
    data = Dataset()
    start = as_of - WEEKS * 7 * DAY
    office = OpenMinutes(start - 7 * DAY, as_of + 28 * DAY, [(BERLIN, berlin_is_open)])
    local = dt.datetime.fromtimestamp(as_of, BERLIN)
    month = int(local.replace(day=1, hour=0, minute=0, second=0, microsecond=0).timestamp())
    desk = _Desk(random, as_of, month, office, data)
    hour = start
    while hour < as_of:
        busy = 1.6 if office.is_open(hour) else 0.3
        for _ in range(int(random.expovariate(1 / busy) + 0.5)):
            desk.ticket(hour + random.randrange(HOUR))
        hour += HOUR
    _chat_probes(desk, start)
    for table in ("support.tickets", "support.messages", "support.ticket_holds", "support.csat"):
        data.tables[table].sort(
            key=lambda row: str(next(value for key, value in row.items() if key.endswith(("_at", "_from"))))
        )
    return data


class _Desk:
    """The desk at work: what has happened by `as_of` goes into the tables, what it means into the planted counts."""

    def __init__(self, random: Random, as_of: int, month: int, office: OpenMinutes, data: Dataset) -> None:
        self.random, self.as_of, self.month, self.office, self.data = random, as_of, month, office, data
        self._number = 70_000

    def ticket(self, created: int) -> None:
        """One ticket from its first message to its survey."""
        if created >= self.as_of:
            return
        random = self.random
        self._number += random.randrange(1, 9)
        number = self._number
        priority = random.choices(("urgent", "high", "normal", "low"), (20, 25, 40, 15))[0]
        channel = random.choices(("mail", "chat", "phone", "spam"), (55, 30, 10, 5))[0]
        self._message(number, created, "customer", False)
        if channel == "mail":
            self._message(number, created + random.randrange(1, 5), "bot", True)  # "we have received your message"
        if channel == "chat" and random.random() < 0.5:
            self._message(number, created + random.randrange(5, 20), "agent", True)  # an assistant in an agent's name
        if channel == "spam":
            self.data.add("support.tickets", **_ticket(number, priority, channel, created, None))
            if priority == "urgent":
                self._plant_resolution(created, None, 0)
            return
        replied = self._first_response(number, priority, created)
        solved = self._resolution(number, priority, created, replied)
        visible = solved if solved is not None and solved <= self.as_of else None
        self.data.add("support.tickets", **_ticket(number, priority, channel, created, visible))
        self._reopening(number, created, visible)
        if visible is not None:
            self._survey(number, visible)

    def _first_response(self, number: int, priority: str, created: int) -> int:
        """Reply in good time or far too late; the instant of the reply."""
        random, within, slo = self.random, WITHIN[priority], f"support.first_response{TIER[priority]}"
        crowded = 4 if created > self.as_of - SHORT_STAFFED else 1
        good = random.random() >= crowded * MISSED[priority]
        share = random.uniform(0.05, 0.8) if good else random.uniform(1.25, 3)
        replied = self.office.after(created, int(within * share) + 1)
        self._message(number, replied, "agent", False)
        deadline = self.office.after(created, within)
        if deadline > self.as_of:
            self.data.plant(slo, "pending")
        elif deadline > self.as_of - 28 * DAY:
            self.data.plant(slo, "good" if good else "bad")
        return replied

    def _resolution(self, number: int, priority: str, created: int, replied: int) -> int | None:
        """Work on it, perhaps waiting for the customer in between; when it is solved, None if it is given up."""
        random, office = self.random, self.office
        begun = office.worked(created)
        first_work = office.worked(replied) - begun
        fast = priority != "urgent" or random.random() < 0.92
        work = int(SOLVE_WITHIN * (random.uniform(0.15, 0.8) if fast else random.uniform(1.3, 2.2)))
        if fast:
            work = max(work, first_work + 10 * MINUTE)  # the reply comes first; an urgent one within the hour, late or not
        waited = 0
        if random.random() < 0.3 and work - first_work > 20 * MINUTE and first_work < SOLVE_WITHIN // 2:
            waited = random.randrange(HOUR, 12 * HOUR)
            held = begun + random.randrange(first_work + 1, min(work, SOLVE_WITHIN) - 5 * MINUTE)
            self._hold(number, held, held + waited)
            if random.random() < 0.3:  # a second agent waits, too: the pauses overlap and count once
                self._hold(number, held + waited // 2, held + waited)
        given_up = not fast and random.random() < 0.3
        solved = None if given_up else office.moment(begun + work + waited)
        if priority == "urgent":
            self._plant_resolution(created, fast, waited)
        return solved

    def _plant_resolution(self, created: int, fast: bool | None, waited: int) -> None:
        """The deadline moves by what was waited for; all of that happens before it."""
        deadline = self.office.after(created, SOLVE_WITHIN + waited)
        if deadline > self.as_of:
            self.data.plant("support.resolution", "pending")
        elif deadline >= self.month:
            self.data.plant("support.resolution", "good" if fast else "bad")

    def _reopening(self, number: int, created: int, solved: int | None) -> None:
        """Now and then a customer comes back after the ticket was solved; what comes a week after its creation is too late."""
        random, judged = self.random, created + 7 * DAY
        back = None
        if solved is not None and random.random() < 0.05:
            back = solved + random.randrange(HOUR, 40 * HOUR)
            self._message(number, back, "customer", False)
        if solved is None or (solved > judged and judged <= self.as_of):
            return
        if judged > self.as_of:
            self.data.plant("support.no_reopen", "pending")
        else:
            self.data.plant("support.no_reopen", "bad" if back is not None and back <= judged else "good")

    def _survey(self, number: int, solved: int) -> None:
        """A third of the customers answer, some of them without a score."""
        random = self.random
        answered = solved + random.randrange(HOUR, 3 * DAY)
        if random.random() > 0.35 or answered > self.as_of:
            return
        score = random.choices((None, 1, 2, 3, 4, 5), (6, 2, 2, 4, 30, 56))[0]
        self.data.add("support.csat", survey_id=f"s{number}", answered_at=rfc3339(answered), score=score)
        if score is not None:
            self.data.plant("support.csat", "good" if score >= 4 else "bad")

    def _message(self, number: int, sent: int, author: str, automated: bool) -> None:
        if sent <= self.as_of:
            self.data.add(
                "support.messages", ticket_id=number, sent_at=rfc3339(sent, BERLIN), author=author, automated=automated
            )

    def _hold(self, number: int, start: int, end: int) -> None:
        """A pause between two places on the desk's clock; one that has not ended yet has no end."""
        since, until = self.office.moment(start), self.office.moment(end)
        if since <= self.as_of:
            ended = rfc3339(until) if until <= self.as_of else None
            self.data.add("support.ticket_holds", ticket_id=number, held_from=rfc3339(since), held_until=ended)


def _ticket(number: int, priority: str, channel: str, created: int, solved: int | None) -> dict[str, str | int | None]:
    return {
        "ticket_id": number,
        "created_at": rfc3339(created),
        "priority": priority,
        "channel": channel,
        "solved_at": None if solved is None else rfc3339(solved),
    }


def _chat_probes(desk: _Desk, start: int) -> None:
    """A probe every ten minutes, and again at once when it failed; an outage by day, one at night that no one minds."""
    opening = desk.office.after(desk.month, 1)
    outages = [(opening + 40 * MINUTE, opening + 75 * MINUTE), (opening - 8 * HOUR, opening - 6 * HOUR)]
    for probe in range(start - start % (10 * MINUTE), desk.as_of - MINUTE, 10 * MINUTE):
        up = not any(since <= probe < until for since, until in outages)
        checks = [(probe, up)] if up else [(probe, False), (probe + 20, desk.random.random() < 0.5)]
        for second, state in checks:
            desk.data.add("support.chat_probes", checked_at=rfc3339(second), up=state)
        if desk.office.is_open(probe) and probe >= desk.month:
            desk.data.plant("support.chat_available", "good" if up else "bad")
