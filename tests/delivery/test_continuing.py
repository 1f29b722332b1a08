"""Series that go on whether done or not: the clock makes the next turn, once, also after an outage. (F4)"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from crmbot.delivery.settings import DeliverySettings
from crmbot.delivery.tick import tick
from crmbot.domain.calendar.schedule import TeamSchedule
from crmbot.domain.changes.undo import last_undoable, undo
from crmbot.domain.followups.continuing import begin_series, series_to_continue
from crmbot.domain.followups.followups import add_followup, snooze_followup
from crmbot.domain.followups.series import Series
from crmbot.domain.process import Process
from crmbot.domain.records import Followup, Member
from crmbot.storage.store import Store
from tests.databases import listened

BERLIN = ZoneInfo("Europe/Berlin")
TEAM = TeamSchedule()
WEDNESDAY = date(2026, 11, 18)


@pytest.fixture(autouse=True)
def _members(team: dict[str, Member]) -> None:
    assert team


def begun(store: Store, now: datetime, rule: str) -> int:
    with store.write(now - timedelta(days=1), actor="anna", channel="say", action="followup") as work:
        one = add_followup(work, owner="anna", due_at=now, day_only=False, text="ping", record_number=None)
        series = Series(rule, WEDNESDAY, time(9), "Europe/Berlin")
        begin_series(one, series, TEAM.of(None), regardless=True)
        return one.number


def at_nine(day: date) -> datetime:
    return datetime.combine(day, time(9), BERLIN)


def days(store: Store) -> list[date]:
    with store.read() as session:
        found = session.scalars(select(Followup).order_by(Followup.number))
        return [one.due_at.astimezone(BERLIN).date() for one in found]


def ticks(store: Store, process: Process, now: datetime, count: int = 1) -> None:
    for turn in range(count):
        tick(store, DeliverySettings(), process, now + timedelta(seconds=15 * turn))


def test_a_series_that_has_ended_is_settled(store: Store, process: Process, now: datetime) -> None:
    begun(store, now, "FREQ=DAILY;COUNT=1")
    ticks(store, process, at_nine(WEDNESDAY))
    with store.read() as session:
        assert series_to_continue(session, TEAM, now + timedelta(days=9)) == []
    assert days(store) == [WEDNESDAY]


def test_a_series_that_has_ended_can_be_undone(store: Store, process: Process, now: datetime) -> None:
    begun(store, now, "FREQ=DAILY;COUNT=1")
    ticks(store, process, at_nine(WEDNESDAY), count=2)
    with store.write(now, actor="anna", channel="say", action="undo") as work:
        undo(work, last_undoable(work.session, "anna")[0].id)
    assert days(store) == []


def test_members_are_not_asked_for_one_by_one(store: Store, now: datetime) -> None:
    def statements() -> int:
        with store.read() as session, listened(store) as said:
            series_to_continue(session, TEAM, now + timedelta(days=1))
        return len(said)

    begun(store, now, "FREQ=DAILY")
    one = statements()
    for _ in range(5):
        begun(store, now, "FREQ=DAILY")
    assert statements() == one


def test_one_that_was_put_off_is_followed_by_the_next_on_its_own_day(
    store: Store, process: Process, now: datetime
) -> None:
    number = begun(store, now, "FREQ=DAILY")
    with store.write(now, actor="anna", channel="say", action="snooze") as work:
        found = work.session.get(Followup, number)
        assert found is not None
        snooze_followup(found, now + timedelta(days=5), day_only=False)
    ticks(store, process, at_nine(WEDNESDAY))
    assert days(store) == [WEDNESDAY + timedelta(days=5), WEDNESDAY + timedelta(days=1)]


def test_one_that_was_brought_forward_is_not_followed_before_its_own_day(
    store: Store, process: Process, now: datetime
) -> None:
    begun(store, now, "FREQ=DAILY")
    with store.write(now, actor="anna", channel="say", action="reschedule") as work:
        work.session.scalars(select(Followup)).one().due_at = now - timedelta(days=2)
    ticks(store, process, at_nine(WEDNESDAY) - timedelta(hours=1))
    assert len(days(store)) == 1
    ticks(store, process, at_nine(WEDNESDAY))
    assert len(days(store)) == 2


def test_after_an_outage_it_goes_on_with_today_and_makes_up_for_nothing(
    store: Store, process: Process, now: datetime
) -> None:
    begun(store, now, "FREQ=DAILY")
    later = WEDNESDAY + timedelta(days=12)
    ticks(store, process, at_nine(later), count=8)
    assert days(store) == [WEDNESDAY, later, later + timedelta(days=1)]
