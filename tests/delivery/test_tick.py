"""What is due when: digests by local time on working days, reminders at their hour, each once."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crmbot import codec
from crmbot.channels.slack.blocks import reply_to_blocks
from crmbot.delivery.settings import DeliverySettings
from crmbot.delivery.tick import Due, tick
from crmbot.domain.calendar.workdays import WorkCalendar
from crmbot.domain.deals.deals import open_lead
from crmbot.domain.followups.followups import add_followup, complete_followup
from crmbot.domain.members.members import require_member
from crmbot.domain.process import Process
from crmbot.domain.records import Followup, Member, OutboxItem
from crmbot.shapes import Reader
from crmbot.storage.store import Store
from tests.databases import listened

BERLIN = ZoneInfo("Europe/Berlin")
SETTINGS = DeliverySettings(time(8, 30), WorkCalendar(region="DE-BY"))
FRIDAY = datetime(2026, 11, 20, 9, 0, tzinfo=BERLIN)


def remind(
    store: Store, owner: str, due_at: datetime, *, day_only: bool = True, text: str = "call", record: int | None = None
) -> int:
    with store.write(due_at - timedelta(days=3), actor=owner, channel="say", action="followup") as work:
        return add_followup(work, owner=owner, due_at=due_at, day_only=day_only, text=text, record_number=record).number


def queued(
    store: Store, process: Process, now: datetime, options: DeliverySettings = SETTINGS
) -> list[tuple[str, str, int]]:
    return [(due.kind, due.recipient, due.items) for due in tick(store, options, process, now)]


@pytest.fixture(autouse=True)
def _members(team: dict[str, Member]) -> None:
    assert team


def test_the_digest_comes_at_the_digest_time_and_not_before(store: Store, process: Process) -> None:
    remind(store, "anna", FRIDAY)
    assert queued(store, process, FRIDAY.replace(hour=8, minute=29)) == []
    assert queued(store, process, FRIDAY.replace(hour=8, minute=30)) == [("digest", "anna", 1)]


def test_it_comes_once_a_day_and_again_the_next_working_day(store: Store, process: Process) -> None:
    remind(store, "anna", FRIDAY)
    days = [FRIDAY + timedelta(days=number) for number in (0, 0, 1, 2, 3)]
    assert [queued(store, process, day) for day in days] == [
        [("digest", "anna", 1)],
        [],
        [],
        [],
        [("digest", "anna", 1)],
    ]


def test_each_member_gets_it_at_his_own_local_time(store: Store, process: Process) -> None:
    zones = {"anna": "Asia/Tokyo", "ben": "Europe/Berlin", "clara": "America/New_York"}
    with store.write(FRIDAY) as work:
        for key, zone in zones.items():
            require_member(work.session, key).timezone = zone
    for key in zones:
        remind(store, key, FRIDAY - timedelta(days=1))
    midnight = datetime(2026, 11, 20, tzinfo=UTC)
    sent = {
        due.recipient: hour
        for hour in range(24)
        for due in tick(store, SETTINGS, process, midnight + timedelta(hours=hour))
    }
    assert sent == {"anna": 0, "ben": 8, "clara": 14}


def test_a_public_holiday_is_free_and_the_next_working_day_carries_it(store: Store, process: Process) -> None:
    epiphany = datetime(2027, 1, 6, 9, 0, tzinfo=BERLIN)
    remind(store, "anna", epiphany)
    assert queued(store, process, epiphany) == []
    assert queued(store, process, epiphany + timedelta(days=1)) == [("digest", "anna", 1)]


def test_nothing_due_nothing_sent(store: Store, process: Process) -> None:
    remind(store, "anna", FRIDAY + timedelta(days=1))
    assert queued(store, process, FRIDAY) == []


def test_what_is_done_is_not_in_it(store: Store, process: Process) -> None:
    number = remind(store, "anna", FRIDAY)
    with store.write(FRIDAY, actor="anna", channel="say", action="done") as work:
        found = work.session.get(Followup, number)
        assert found is not None
        complete_followup(work, found)
    assert queued(store, process, FRIDAY) == []


def test_overdue_and_today_stand_apart_each_with_its_buttons(store: Store, process: Process) -> None:
    with store.write(FRIDAY, actor="anna", channel="say", action="lead") as work:
        deal = open_lead(work, process, name="Halle 3", owner="anna").number
    first = remind(store, "anna", FRIDAY - timedelta(days=2), record=deal)
    second = remind(store, "anna", FRIDAY)
    (due,) = tick(store, SETTINGS, process, FRIDAY)
    overdue, today = due.content.sections
    assert [overdue.heading, today.heading] == [codec.load(codec.dump(h)) for h in (overdue.heading, today.heading)]
    assert [action.command for action in overdue.rows[0].actions][:2] == [f"done #{first}", f"snooze #{first} tomorrow"]
    assert f"show #{deal}" in [action.command for action in overdue.rows[0].actions]
    assert today.rows[0].actions[0].command == f"done #{second}"


def test_a_reminder_is_calm_and_everything_stays_in_reach(store: Store, process: Process) -> None:
    number = remind(store, "anna", FRIDAY.replace(hour=15), day_only=False)
    (due,) = [one for one in tick(store, SETTINGS, process, FRIDAY.replace(hour=15)) if one.kind == "reminder"]
    (line,) = [block for block in reply_to_blocks(due.content, Reader("en")) if block["type"] == "actions"]
    *buttons, menu = line["elements"]
    assert [one["value"] for one in buttons] == [
        f"done #{number}",
        f"snooze #{number} 1 h",
        f"snooze #{number} tomorrow",
    ]
    (row,) = due.content.sections[0].rows
    reached = {one["value"] for one in (*buttons, *menu["options"])}
    assert reached == {action.command for action in row.actions}


def test_an_item_with_an_hour_of_its_own_is_also_reminded_then(store: Store, process: Process) -> None:
    remind(store, "anna", FRIDAY.replace(hour=15), day_only=False)
    assert queued(store, process, FRIDAY) == [("digest", "anna", 1)]
    assert queued(store, process, FRIDAY.replace(hour=14, minute=59)) == []
    assert queued(store, process, FRIDAY.replace(hour=15)) == [("reminder", "anna", 1)]
    assert queued(store, process, FRIDAY.replace(hour=15, minute=1)) == []


def test_a_snoozed_item_is_reminded_again_at_the_new_hour(store: Store, process: Process) -> None:
    number = remind(store, "anna", FRIDAY.replace(hour=15), day_only=False)
    queued(store, process, FRIDAY.replace(hour=15))
    with store.write(FRIDAY, actor="anna", channel="say", action="snooze") as work:
        found = work.session.get(Followup, number)
        assert found is not None
        found.due_at = FRIDAY.replace(hour=16)
    assert queued(store, process, FRIDAY.replace(hour=16)) == [("reminder", "anna", 1)]


def test_a_dry_run_tells_and_writes_nothing(store: Store, process: Process) -> None:
    remind(store, "anna", FRIDAY)
    assert [due.kind for due in tick(store, SETTINGS, process, FRIDAY, dry_run=True)] == ["digest"]
    with store.read() as session:
        assert session.query(OutboxItem).count() == 0
    assert queued(store, process, FRIDAY) == [("digest", "anna", 1)]


def test_a_digest_that_could_not_be_sent_is_replaced_by_todays(store: Store, process: Process) -> None:
    remind(store, "anna", FRIDAY)
    queued(store, process, FRIDAY)
    queued(store, process, FRIDAY + timedelta(days=3))
    with store.read() as session:
        states = [item.state for item in session.query(OutboxItem).order_by(OutboxItem.id)]
    assert states == ["failed", "waiting"]


def test_a_late_digest_says_so(store: Store, process: Process) -> None:
    remind(store, "anna", FRIDAY)
    (due,) = tick(store, SETTINGS, process, FRIDAY.replace(hour=17))
    assert due.content.lines


def test_an_hour_of_its_own_counts_on_a_free_day_too(store: Store, process: Process) -> None:
    saturday = FRIDAY + timedelta(days=1)
    remind(store, "anna", saturday.replace(hour=10), day_only=False)
    assert queued(store, process, saturday.replace(hour=10)) == [("reminder", "anna", 1)]


def test_what_is_planned_for_an_hour_after_the_digest_makes_no_second_morning(store: Store, process: Process) -> None:
    with store.write(FRIDAY.replace(hour=14), actor="anna", channel="say", action="followup") as work:
        add_followup(work, owner="anna", due_at=FRIDAY.replace(hour=16), day_only=False, text="x", record_number=None)
    assert queued(store, process, FRIDAY.replace(hour=14, minute=1)) == []
    assert queued(store, process, FRIDAY.replace(hour=16)) == [("reminder", "anna", 1)]


def test_a_member_with_an_impossible_zone_stops_nobodys_digest(store: Store, process: Process) -> None:
    with store.write(FRIDAY) as work:
        broken = require_member(work.session, "anna")
        broken.timezone, broken.preferences = "Mars/Base", {"digest_time": "soon"}
    for key in ("anna", "ben"):
        remind(store, key, FRIDAY)
    assert {recipient for _, recipient, _ in queued(store, process, FRIDAY)} == {"anna", "ben"}


@pytest.mark.parametrize("day", [datetime(2026, 3, 29, tzinfo=BERLIN), datetime(2026, 10, 25, tzinfo=BERLIN)])
def test_on_the_days_the_clock_changes_there_is_one_digest_at_the_local_hour(
    store: Store, process: Process, day: datetime
) -> None:
    options = DeliverySettings(time(8, 30), WorkCalendar(("mon", "tue", "wed", "thu", "fri", "sat", "sun")))
    remind(store, "anna", day)
    begin = day.astimezone(UTC)
    hours = [begin + timedelta(minutes=30 * step) for step in range(2 * 26)]
    sent = [
        moment
        for moment in hours
        for due in tick(store, options, process, moment)
        if due.local_date == day.date().isoformat()
    ]
    assert [moment.astimezone(BERLIN).strftime("%H:%M") for moment in sent] == ["08:30"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(-3 * 24 * 60, 3 * 24 * 60), min_size=1, max_size=30))
def test_however_the_clock_jumps_a_person_gets_one_digest_a_local_day(
    sqlite_store: Store, process: Process, jumps: list[int]
) -> None:
    with sqlite_store.write(FRIDAY) as work:
        from crmbot.domain.members.members import add_member, all_members

        if not all_members(work.session):
            add_member(work, "anna", "Anna Adler", ["anna@firma.example"])
            add_followup(
                work, owner="anna", due_at=FRIDAY - timedelta(days=30), day_only=True, text="", record_number=None
            )
    dues: list[Due] = []
    now = FRIDAY
    for minutes in jumps:
        now += timedelta(minutes=minutes)
        dues += tick(sqlite_store, SETTINGS, process, now)
    keys = [due.key for due in dues]
    assert len(keys) == len(set(keys))
    with sqlite_store.read() as session:
        stored = [item.local_date for item in session.query(OutboxItem).filter_by(kind="digest")]
    assert len(stored) == len(set(stored))


def test_a_digest_that_was_empty_at_its_hour_does_not_come_when_something_falls_due_later(
    store: Store, process: Process
) -> None:
    assert queued(store, process, FRIDAY.replace(hour=8, minute=30)) == []
    remind(store, "anna", FRIDAY)
    reopened = Store(store.engine)
    assert queued(reopened, process, FRIDAY.replace(hour=14, minute=37)) == []
    assert queued(reopened, process, FRIDAY + timedelta(days=3)) == [("digest", "anna", 1)]


def test_whose_digest_was_empty_is_not_looked_at_again_that_day(store: Store, process: Process) -> None:
    def digest_statements(moment: datetime) -> list[str]:
        with listened(store) as said:
            tick(store, SETTINGS, process, moment)
        written = [one for one in said if one.startswith(("INSERT", "UPDATE", "DELETE"))]
        return [*written, *(one for one in said if "birthday IS NOT NULL" in one or "expected_close >=" in one)]

    assert digest_statements(FRIDAY)
    assert digest_statements(FRIDAY + timedelta(seconds=15)) == []


def test_after_a_day_that_was_empty_no_digest_is_called_late(store: Store, process: Process) -> None:
    thursday = FRIDAY - timedelta(days=1)
    for key in ("anna", "ben"):
        remind(store, key, thursday - timedelta(days=2))
    with store.write(thursday) as work:
        for followup in work.session.query(Followup).filter_by(owner="anna"):
            followup.owner = "clara"
    queued(store, process, thursday)
    with store.write(thursday) as work:
        for followup in work.session.query(Followup).filter_by(owner="clara"):
            followup.owner = "anna"
    assert [due.content.lines for due in tick(store, SETTINGS, process, FRIDAY)] == [(), ()]
