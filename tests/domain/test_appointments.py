"""Appointments: how long they may be, and whose they are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from crmbot.domain.calendar.appointments import Guest, NewAppointment, Slot, add_appointment, appointments_between
from crmbot.errors import RequestFault
from crmbot.storage.store import Store

BERLIN = ZoneInfo("Europe/Berlin")


def test_it_may_last_a_month_also_when_the_clock_is_put_back_in_it(sqlite_store: Store, now: datetime) -> None:
    begin, end = (datetime(2027, month, 1, tzinfo=BERLIN).astimezone(UTC) for month in (10, 11))
    with sqlite_store.write(now) as work:
        fair = NewAppointment("Fair", Slot(begin, end, all_day=True))
        number = add_appointment(work, fair, owner="anna", record_number=None).number
    with sqlite_store.read() as session:
        last_hour = appointments_between(session, {"anna"}, end - timedelta(hours=1), end)
    assert [one.number for one in last_hour["anna"]] == [number]
    longer = NewAppointment("Fair", Slot(begin, end + timedelta(days=1), all_day=True))
    with pytest.raises(RequestFault), sqlite_store.write(now) as work:
        add_appointment(work, longer, owner="anna", record_number=None)


def test_names_that_contain_each_other_are_different_people(store: Store, now: datetime) -> None:
    slot = Slot(now, now + timedelta(hours=1))
    with store.write(now) as work:
        for title, member in (("Ann's", "ann"), ("Anna's", "anna")):
            new = NewAppointment(title, slot, guests=[Guest(title, member=member)])
            add_appointment(work, new, owner="hanna", record_number=None)
        add_appointment(work, NewAppointment("ann", slot, text='"member": "ann"'), owner="hanna", record_number=None)
    with store.read() as session:
        found = appointments_between(session, {"ann", "anna", "an"}, now, slot.end)
    assert {key: [one.title for one in some] for key, some in found.items()} == {"ann": ["Ann's"], "anna": ["Anna's"]}
