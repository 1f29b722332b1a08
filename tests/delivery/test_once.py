"""One digest for a person and local day, whatever dies and however the clocks go. (F25, F26, F27, N7)

The story is a list of steps: clocks jump, people move, schedulers and senders run and die anywhere between claim and
confirmation, also two at once. The far end is a Slack that keeps what arrived and is asked for it before a second attempt.
"""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from itertools import count, pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, event
from sqlalchemy.orm import Session

from crmbot.delivery.claims import Claim
from crmbot.delivery.days import APART
from crmbot.delivery.outbox import OutboxWorker
from crmbot.delivery.settings import DeliverySettings
from crmbot.delivery.tick import tick
from crmbot.domain.calendar.workdays import WEEKDAYS, WorkCalendar
from crmbot.domain.followups.followups import add_followup
from crmbot.domain.members.members import add_member, member_by_key, require_member
from crmbot.domain.process import builtin_process
from crmbot.domain.records import Member, OutboxItem
from crmbot.shapes import Notice, Outcome
from crmbot.storage.store import Store

PEOPLE = ("anna", "ben")
SETTINGS = DeliverySettings(time(8, 30), WorkCalendar(WEEKDAYS))
ZONES = (
    "Europe/Berlin",
    "Asia/Tokyo",
    "Pacific/Honolulu",
    "Pacific/Auckland",
    "Pacific/Apia",
    "America/St_Johns",
    "UTC",
)
STARTS = [datetime(2026, month, day, 5, tzinfo=UTC) for month, day in ((3, 28), (10, 24), (11, 18), (12, 31))]
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)  # a story of a dozen steps tells enough as it is
DEATHS = (None, "claimed", "sent", "refused")
PROCESS = builtin_process()
_pids = count(2**22 + 1)  # of processes that are gone: no system gives such numbers


class DiedError(BaseException):
    """kill -9: nothing after it runs."""


@dataclass
class Slack:
    """`death` is what happens to the next message; `meanwhile` runs while it is on its way."""

    arrived: Counter[str] = field(default_factory=Counter)
    death: str | None = None
    meanwhile: OutboxWorker | None = None
    looks_first: bool = True

    def address(self, member: Member) -> str | None:
        return member.key

    def send(self, notice: Notice) -> Outcome:
        death, self.death = self.death, None
        other, self.meanwhile = self.meanwhile, None
        if other is not None:
            other.deliver()
        if death == "claimed":
            raise DiedError
        if death == "refused":
            return Outcome(sent=False, error="ratelimited", retry=True, retry_after=30)
        if notice.attempt == 1 or not self.arrived[notice.key]:
            self.arrived[notice.key] += 1
        if death == "sent":
            raise DiedError
        return Outcome(sent=True)


@dataclass
class World:
    store: Store
    now: datetime
    slack: Slack = field(default_factory=Slack)

    def wall(self) -> datetime:
        return self.now

    def worker(self, *, alive: bool = False) -> OutboxWorker:
        worker = OutboxWorker(self.store, SETTINGS, {"slack": self.slack}, self.wall)
        mine = Claim.mine()
        worker._claim = mine if alive else Claim(mine.host, next(_pids), "x")
        return worker

    def step(self, what: str, value: object) -> None:
        with suppress(DiedError):
            getattr(self, what)(value)
        self.slack.death = self.slack.meanwhile = None

    def jump(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    def ticks(self, dies: bool) -> None:
        """A scheduler, which may die right before what it has queued is kept."""

        def die(_session: object) -> None:
            raise DiedError

        if dies:
            event.listen(Session, "before_commit", die)
        try:
            tick(self.store, SETTINGS, PROCESS, self.now)
        finally:
            if dies:
                event.remove(Session, "before_commit", die)

    def delivers(self, death: str | None) -> None:
        self.slack.death = death
        self.worker().deliver()

    def two_deliver(self, death: str | None) -> None:
        """The second comes while the first one's message is on its way."""
        self.slack.death, self.slack.meanwhile = death, self.worker()
        self.worker(alive=True).deliver()

    def moves(self, where: tuple[str, str]) -> None:
        """To another zone, with another hour for the digest."""
        with self.store.write(self.now) as work:
            member = require_member(work.session, "anna")
            member.timezone, member.preferences = where[0], {"digest_time": where[1]}

    def digests(self) -> list[OutboxItem]:
        with self.store.read() as session:
            return session.query(OutboxItem).filter_by(kind="digest").order_by(OutboxItem.id).all()


def world(store: Store, start: datetime) -> World:
    with store.write(start - timedelta(days=90)) as work:
        work.session.execute(delete(OutboxItem))
        for key in PEOPLE:
            if member_by_key(work.session, key) is None:
                add_member(work, key, f"{key.title()} Beispiel", [f"{key}@firma.example"])
                due = datetime(2026, 1, 5, tzinfo=UTC)
                add_followup(work, owner=key, due_at=due, day_only=True, text="call", record_number=None)
            member = require_member(work.session, key)
            member.timezone, member.preferences = "Europe/Berlin", None
    return World(store, start)


def steps(jumps: st.SearchStrategy[int]) -> st.SearchStrategy[list[tuple[str, object]]]:
    hours = st.sampled_from(["00:00", "02:30", "08:30", "15:30"])
    return st.lists(
        st.one_of(
            st.tuples(st.just("jump"), jumps),
            st.tuples(st.just("ticks"), st.booleans()),
            st.tuples(st.just("delivers"), st.sampled_from(DEATHS)),
            st.tuples(st.just("two_deliver"), st.sampled_from(DEATHS)),
            st.tuples(st.just("moves"), st.tuples(st.sampled_from(ZONES), hours)),
        ),
        min_size=4,
        max_size=12,
    )


ANY_WAY = st.one_of(st.integers(1, 240), st.integers(-4 * 1440, 4 * 1440))
FORWARD = st.one_of(st.integers(1, 240), st.integers(1, 2 * 1440))


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), phases=PHASES)
@given(st.sampled_from(STARTS), steps(ANY_WAY))
def test_each_person_has_one_digest_a_local_day_and_nothing_is_lost(
    sqlite_store: Store, start: datetime, story: list[tuple[str, object]]
) -> None:
    told = world(sqlite_store, start)
    latest = start
    for what, value in story:
        told.step(what, value)
        latest = max(latest, told.now)
    told.now = latest + timedelta(days=2)
    for _ in range(4):  # the clocks go on as they should
        told.now += timedelta(hours=8)
        told.ticks(dies=False)
        told.delivers(None)
    assert {key: number for key, number in told.slack.arrived.items() if number != 1} == {}
    keys = [(item.recipient, item.local_date) for item in told.digests()]
    assert len(keys) == len(set(keys))
    left = [(item.key, item.state, item.error) for item in told.digests() if item.state != "sent"]
    assert [error for _, state, error in left if state != "failed" or not str(error).startswith("replaced by")] == []
    with sqlite_store.read() as session:
        zones = {key: ZoneInfo(require_member(session, key).timezone or "") for key in PEOPLE}
    for key, zone in zones.items():
        today = told.now.astimezone(zone).date()
        yesterday = (today - timedelta(days=1)).isoformat()
        assert {f"digest:{key}:{yesterday}", f"digest:{key}:{today.isoformat()}"} & told.slack.arrived.keys()


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck), phases=PHASES)
@given(st.sampled_from(STARTS), steps(FORWARD))
def test_where_clocks_only_go_forward_two_digests_are_hours_apart(
    sqlite_store: Store, start: datetime, story: list[tuple[str, object]]
) -> None:
    told = world(sqlite_store, start)
    for what, value in story:
        told.step(what, value)
        told.ticks(dies=False)
    for key in PEOPLE:
        made = [item.created_at for item in told.digests() if item.recipient == key]
        assert all(after - before >= APART for before, after in pairwise(made))


@pytest.mark.parametrize(("first", "second", "hours"), [
    ("Pacific/Honolulu", "Asia/Tokyo", 24),
    ("Asia/Tokyo", "Pacific/Honolulu", 44),
])  # fmt: skip
def test_over_the_date_line_there_is_one_for_each_local_day(
    sqlite_store: Store, first: str, second: str, hours: int
) -> None:
    dates = ["2026-11-18", "2026-11-19"]
    told = world(sqlite_store, datetime(2026, 11, 17, 12, tzinfo=UTC))
    told.moves((first, "08:30"))
    while not any(item.recipient == "anna" and item.local_date == dates[0] for item in told.digests()):
        told.jump(120)
        told.ticks(dies=False)
    told.moves((second, "08:30"))
    for _ in range(hours // 2):
        told.jump(120)
        told.ticks(dies=False)
    assert [item.local_date for item in told.digests() if item.recipient == "anna"][-2:] == dates


def test_a_clock_that_was_off_for_days_sends_one_digest_that_says_so(sqlite_store: Store) -> None:
    told = world(sqlite_store, datetime(2026, 11, 16, 8, tzinfo=UTC))
    for days in (0, 1, 3):
        told.jump(days * 1440)
        told.ticks(dies=False)
    _, second, last = (item for item in told.digests() if item.recipient == "anna")
    assert (second.local_date, "is late" in str(second.content)) == ("2026-11-17", False)
    assert (last.local_date, "is late" in str(last.content)) == ("2026-11-20", True)
