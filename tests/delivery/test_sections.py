"""What stands in a digest besides follow-ups, when it comes for that alone, and what comes again. (F5, F11, F13, F15, N8)"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
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
from crmbot.domain.process import Process
from crmbot.domain.records import Appointment, Followup, Member, Person
from crmbot.domain.records.work import Work
from crmbot.shapes import Reader
from crmbot.storage.store import Store
from tests.databases import listened

BERLIN = ZoneInfo("Europe/Berlin")
SETTINGS = DeliverySettings(time(8, 30), WorkCalendar(region="DE-BY"))
FRIDAY = datetime(2026, 11, 20, 9, 0, tzinfo=BERLIN)


@pytest.fixture(autouse=True)
def _members(team: dict[str, Member]) -> None:
    assert team


def digests(
    store: Store, process: Process, now: datetime = FRIDAY, options: DeliverySettings = SETTINGS
) -> dict[str, str]:
    dues = tick(store, options, process, now, dry_run=True)
    return {due.recipient: words(due) for due in dues if due.kind == "digest"}


def words(due: Due) -> str:
    return render_text(due.content, Reader("en", "Europe/Berlin"), width=400)


def meeting(work: Work, at: datetime) -> None:
    work.session.add(Appointment(
        number=work.next_number("appointment"), owner="anna", title="Visit at Kolb", place="Hall 3", starts_at=at,
        ends_at=at + timedelta(hours=1), uid=f"u{at}", created_at=work.now,
    ))  # fmt: skip


def birthday(work: Work, born: date) -> None:
    work.session.add(Person(
        number=work.next_number("person"), name="Sabine Kolb", name_key="sabine kolb", owner="anna", birthday=born,
        created_at=work.now,
    ))  # fmt: skip


def deal(work: Work, process: Process, name: str, **values: object) -> None:
    found = open_lead(work, process, name=name, owner="anna")
    add_followup(
        work, owner="anna", due_at=FRIDAY + timedelta(days=30), day_only=True, text="x", record_number=found.number
    )
    for key, value in values.items():
        setattr(found, key, value)


def test_an_appointment_and_a_birthday_are_worth_a_digest(store: Store, process: Process) -> None:
    assert digests(store, process) == {}
    with store.write(FRIDAY - timedelta(days=9)) as work:
        meeting(work, FRIDAY.replace(hour=14))
        meeting(work, FRIDAY + timedelta(days=1))
        birthday(work, date(1980, 11, 20))
    found = digests(store, process)["anna"]
    assert found.count("Visit at Kolb") == 1
    assert "Birthdays" in found
    assert "turns 46" in found


def test_who_takes_part_in_an_appointment_of_a_colleague_has_it_in_his_digest_once(
    store: Store, process: Process
) -> None:
    with store.write(FRIDAY - timedelta(days=9)) as work:
        meeting(work, FRIDAY.replace(hour=14))
        meeting(work, FRIDAY.replace(hour=11))
        for one in work.session.query(Appointment):
            one.attendees = [{"name": "Ben Bauer", "member": "ben"}, {"name": "Sabine Kolb", "person": 1}]
        set_absence(
            require_member(work.session, "anna"), FRIDAY.date(), FRIDAY.date(), require_member(work.session, "ben")
        )
    found = digests(store, process)
    assert list(found) == ["ben"]
    assert found["ben"].count("Visit at Kolb") == 2
    assert found["ben"].index("11:00") < found["ben"].index("14:00")


def test_a_deal_that_closes_today_is_worth_a_digest_and_one_that_closes_soon_only_comes_along(
    store: Store, process: Process
) -> None:
    with store.write(FRIDAY - timedelta(days=9)) as work:
        deal(work, process, "Later", expected_close=FRIDAY.date() + timedelta(days=5))
    assert digests(store, process) == {}
    with store.write(FRIDAY - timedelta(days=9)) as work:
        deal(work, process, "Today", expected_close=FRIDAY.date())
    found = digests(store, process)["anna"]
    assert found.index("Closing soon") < found.index("Today") < found.index("Later")


def test_what_closed_itself_is_told_once(store: Store, process: Process) -> None:
    with store.write(FRIDAY - timedelta(days=3)) as work:
        one = add_followup(work, owner="anna", due_at=FRIDAY, day_only=True, text="ask Kolb", record_number=None)
    with store.write(FRIDAY - timedelta(hours=10)) as work:
        found = work.session.get(Followup, one.number)
        assert found is not None
        found.done_at, found.closed_by = work.now, 1
    assert "Closed by itself" in digests(store, process)["anna"]
    assert digests(store, process, FRIDAY + timedelta(days=3)) == {}


def test_long_lists_are_cut_and_say_so(store: Store, process: Process) -> None:
    with store.write(FRIDAY - timedelta(days=3)) as work:
        for number in range(30):
            add_followup(work, owner="anna", due_at=FRIDAY, day_only=True, text=f"call {number}", record_number=None)
    (due,) = tick(store, SETTINGS, process, FRIDAY)
    assert (due.items, "18 more" in words(due)) == (30, True)


def test_whoever_wants_it_gets_an_empty_digest_and_who_does_not_gets_none(store: Store, process: Process) -> None:
    with store.write(FRIDAY - timedelta(days=3)) as work:
        require_member(work.session, "ben").preferences = {"digest_when_empty": "yes"}
        require_member(work.session, "anna").preferences = {"notify.digest": "off"}
        add_followup(work, owner="anna", due_at=FRIDAY, day_only=True, text="call", record_number=None)
    assert list(digests(store, process)) == ["ben"]


def test_ones_own_free_days_count_and_carry_over(store: Store, process: Process) -> None:
    with store.write(FRIDAY - timedelta(days=3)) as work:
        for key in ("anna", "ben"):
            add_followup(work, owner=key, due_at=FRIDAY, day_only=True, text="call", record_number=None)
        require_member(work.session, "anna").preferences = {"working_days": "mon,tue"}
    assert list(digests(store, process)) == ["ben"]
    closed = replace(SETTINGS, calendar=WorkCalendar(free=frozenset({FRIDAY.date()})))
    assert digests(store, process, options=closed) == {}
    assert set(digests(store, process, FRIDAY + timedelta(days=3), closed)) == {"anna", "ben"}


def test_where_everybody_is_away_the_default_owner_has_it(store: Store, process: Process) -> None:
    with store.write(FRIDAY - timedelta(days=3)) as work:
        add_followup(work, owner="anna", due_at=FRIDAY, day_only=True, text="call Kolb", record_number=None)
        anna, ben = require_member(work.session, "anna"), require_member(work.session, "ben")
        set_absence(anna, FRIDAY.date(), FRIDAY.date(), ben)
        set_absence(ben, FRIDAY.date(), FRIDAY.date(), None)
    assert list(digests(store, process)) == ["anna"]
    found = digests(store, process, options=replace(SETTINGS, default_owner="clara"))
    assert "For Anna Adler" in found["clara"]


def test_a_reminder_comes_again_in_working_time_until_it_is_acknowledged(store: Store, process: Process) -> None:
    options = replace(SETTINGS, nag_hours=2, digest_time=time(23, 59))
    with store.write(FRIDAY - timedelta(days=3)) as work:
        number = add_followup(work, owner="anna", due_at=FRIDAY, day_only=False, text="ring", record_number=None).number

    def hours(day: datetime) -> list[int]:
        moments = [day.replace(hour=hour, minute=5) for hour in range(7, 23)]
        return [at.hour for at in moments for due in tick(store, options, process, at) if due.kind == "reminder"]

    assert hours(FRIDAY) == [9, 11, 13, 15]
    assert hours(FRIDAY + timedelta(days=1)) == []
    with store.write(FRIDAY) as work:
        found = work.session.get(Followup, number)
        assert found is not None
        found.acknowledged_at = work.now
    assert hours(FRIDAY + timedelta(days=3)) == []


def test_a_reminder_in_the_evening_comes_again_after_so_many_working_hours(store: Store, process: Process) -> None:
    options = replace(SETTINGS, nag_hours=2, digest_time=time(23, 59))
    with store.write(FRIDAY - timedelta(days=3)) as work:
        require_member(work.session, "anna").preferences = {"working_hours": "10:00-15:00"}
        add_followup(
            work, owner="anna", due_at=FRIDAY.replace(hour=14), day_only=False, text="ring", record_number=None
        )
    monday = FRIDAY + timedelta(days=3)
    moments = [day.replace(hour=hour, minute=5) for day in (FRIDAY, monday) for hour in range(7, 23)]
    found = [(at.day, at.hour) for at in moments for due in tick(store, options, process, at) if due.kind == "reminder"]
    assert found == [(20, 14), (23, 11), (23, 13)]


def test_while_nobody_works_nothing_is_looked_for_that_could_be_reminded_of_again(
    store: Store, process: Process
) -> None:
    options = replace(SETTINGS, nag_hours=2, digest_time=time(23, 59))
    with store.write(FRIDAY - timedelta(days=3)) as work:
        add_followup(work, owner="anna", due_at=FRIDAY, day_only=False, text="ring", record_number=None)

    def looked(at: datetime) -> bool:
        with listened(store) as said:
            tick(store, options, process, at)
        return any("acknowledged_at <" in one for one in said)

    assert [looked(FRIDAY.replace(hour=hour)) for hour in (12, 22)] == [True, False]


def test_what_a_manager_may_not_see_keeps_nothing_else_out_of_his_digest(store: Store, process: Process) -> None:
    with store.write(FRIDAY - timedelta(days=30)) as work:
        ben = require_member(work.session, "ben")
        require_member(work.session, "anna").manager = "ben"
        secret = Person(
            number=work.next_number("person"), name="Sabine Kolb", name_key="sabine kolb", owner="anna", protected=True,
            created_at=work.now,
        )  # fmt: skip
        work.session.add(secret)
        work.session.flush()
        for days, (record, text) in enumerate([*[(secret.number, "secret")] * 12, (None, "plain")]):
            due = FRIDAY - timedelta(days=20 - days)
            add_followup(work, owner="anna", due_at=due, day_only=True, text=text, record_number=record)
        assert ben.rights == "member"
    found = digests(store, process)["ben"]
    assert ("plain" in found, "secret" in found) == (True, False)
    assert "Anna Adler, due" in found
