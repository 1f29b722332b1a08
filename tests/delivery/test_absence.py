"""While somebody is away his digest and reminders come to who stands in for him, with a note. (N5, F15, S3.5)"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from crmbot.channels.terminal import render_text
from crmbot.delivery.settings import DeliverySettings
from crmbot.delivery.tick import Due, tick
from crmbot.domain.calendar.workdays import WorkCalendar
from crmbot.domain.deals.deals import open_lead
from crmbot.domain.followups.followups import add_followup
from crmbot.domain.members.absence import set_absence
from crmbot.domain.members.members import require_member
from crmbot.domain.members.rights import read_rights
from crmbot.domain.process import Process
from crmbot.domain.records import Member
from crmbot.shapes import Reader
from crmbot.storage.store import Store

BERLIN = ZoneInfo("Europe/Berlin")
SETTINGS = DeliverySettings(time(8, 30), WorkCalendar(region="DE-BY"))
FRIDAY = datetime(2026, 11, 20, 9, 0, tzinfo=BERLIN)


def remind(
    store: Store, owner: str, due_at: datetime, text: str, *, day_only: bool = True, record: int | None = None
) -> None:
    with store.write(due_at - timedelta(days=3), actor=owner, channel="say", action="followup") as work:
        add_followup(work, owner=owner, due_at=due_at, day_only=day_only, text=text, record_number=record)


def away(store: Store, key: str, substitute: str | None, **values: object) -> None:
    with store.write(FRIDAY) as work:
        other = require_member(work.session, substitute) if substitute else None
        member = require_member(work.session, key)
        set_absence(member, FRIDAY.date() - timedelta(days=2), FRIDAY.date() + timedelta(days=2), other)
        for name, value in values.items():
            setattr(member, name, value)


def words(due: Due) -> str:
    return render_text(due.content, Reader("en", "Europe/Berlin"))


@pytest.fixture(autouse=True)
def _members(team: dict[str, Member]) -> None:
    assert team


def test_the_substitute_has_both_in_one_digest(store: Store, process: Process) -> None:
    remind(store, "anna", FRIDAY, "call Kolb")
    remind(store, "ben", FRIDAY, "call Tiger")
    away(store, "anna", "ben")
    (due,) = tick(store, SETTINGS, process, FRIDAY)
    assert (due.recipient, due.items) == ("ben", 2)
    assert "For Anna Adler, who is away until" in words(due)
    assert words(due).index("call Tiger") < words(due).index("For Anna Adler") < words(due).index("call Kolb")


def test_when_he_is_back_it_is_his_again(store: Store, process: Process) -> None:
    remind(store, "anna", FRIDAY, "call Kolb")
    away(store, "anna", "ben")
    assert [due.recipient for due in tick(store, SETTINGS, process, FRIDAY)] == ["ben"]
    monday = FRIDAY + timedelta(days=3)
    (due,) = tick(store, SETTINGS, process, monday)
    assert (due.recipient, "away" in words(due)) == ("anna", False)


def test_the_reminder_at_its_hour_goes_to_the_substitute(store: Store, process: Process) -> None:
    remind(store, "anna", FRIDAY, "ring at nine", day_only=False)
    away(store, "anna", "ben")
    dues = [due for due in tick(store, SETTINGS, process, FRIDAY + timedelta(minutes=1)) if due.kind == "reminder"]
    assert [due.recipient for due in dues] == ["ben"]
    assert "For Anna Adler" in words(dues[0])


def test_without_a_substitute_the_manager_gets_it(store: Store, process: Process) -> None:
    remind(store, "anna", FRIDAY, "call Kolb")
    away(store, "anna", None, manager="clara")
    assert [due.recipient for due in tick(store, SETTINGS, process, FRIDAY)] == ["clara"]


def test_the_manager_who_stands_in_reads_what_is_overdue_once(store: Store, process: Process) -> None:
    remind(store, "anna", FRIDAY - timedelta(days=9), "call Kolb")
    remind(store, "ben", FRIDAY - timedelta(days=9), "call Tiger")
    with store.write(FRIDAY) as work:
        require_member(work.session, "ben").manager = "clara"
    away(store, "anna", None, manager="clara")
    (due,) = [due for due in tick(store, SETTINGS, process, FRIDAY) if due.recipient == "clara"]
    assert (words(due).count("call Kolb"), words(due).count("call Tiger")) == (1, 1)
    assert "Anna Adler: 0 done" in words(due)


def test_without_anybody_it_still_comes_to_himself(store: Store, process: Process) -> None:
    remind(store, "anna", FRIDAY, "call Kolb")
    away(store, "anna", None)
    assert [due.recipient for due in tick(store, SETTINGS, process, FRIDAY)] == ["anna"]


def test_the_substitute_sees_the_records_also_with_small_rights(store: Store, process: Process) -> None:
    with store.write(FRIDAY - timedelta(days=3)) as work:
        deal = open_lead(work, process, name="Kolb shelves", owner="anna").number
        ben = require_member(work.session, "ben")
        ben.rights, ben.permissions = read_rights("own")
    remind(store, "anna", FRIDAY, "call", record=deal)
    away(store, "anna", "ben")
    (due,) = tick(store, SETTINGS, process, FRIDAY)
    assert "Kolb shelves" in words(due)


def test_a_follow_up_tells_nothing_of_a_record_that_its_owner_may_not_see(store: Store, process: Process) -> None:
    with store.write(FRIDAY - timedelta(days=3)) as work:
        deal = open_lead(work, process, name="Kolb shelves", owner="anna").number
        add_followup(work, owner="anna", due_at=FRIDAY + timedelta(days=5), day_only=True, text="x", record_number=deal)
        ben = require_member(work.session, "ben")
        ben.rights, ben.permissions = read_rights("own")
    remind(store, "ben", FRIDAY, "help out", record=deal)
    (due,) = [due for due in tick(store, SETTINGS, process, FRIDAY) if due.recipient == "ben"]
    assert "help out" in words(due)
    assert "Kolb" not in words(due)
