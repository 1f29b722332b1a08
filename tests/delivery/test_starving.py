"""Whoever was told does not keep others from being told: questions about appointments, offers that ran out. (D7)"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event

from crmbot.delivery import offer_reminders
from crmbot.delivery.settings import DeliverySettings
from crmbot.delivery.tick import tick
from crmbot.domain.deals.deals import open_lead
from crmbot.domain.process import Process
from crmbot.domain.records import Appointment, Member, Offer
from crmbot.domain.records.work import Work
from crmbot.storage.store import Store

BERLIN = ZoneInfo("Europe/Berlin")
FRIDAY = datetime(2026, 11, 20, 9, 0, tzinfo=BERLIN)


@pytest.fixture(autouse=True)
def _members(team: dict[str, Member]) -> None:
    assert team


def held(work: Work, ends: datetime, owner: str = "anna") -> int:
    one = Appointment(
        number=work.next_number("appointment"), owner=owner, title="Visit", starts_at=ends - timedelta(hours=1),
        ends_at=ends, uid=f"u{ends}{owner}", created_at=work.now,
    )  # fmt: skip
    work.session.add(one)
    return one.number


def asked(store: Store, process: Process, now: datetime, kind: str) -> list[str]:
    return [due.key for due in tick(store, DeliverySettings(), process, now) if due.key.startswith(kind)]


def outcomes(store: Store, process: Process, now: datetime) -> list[int]:
    """The appointments of whose outcome somebody is asked."""
    return [int(key.split(":")[1]) for key in asked(store, process, now, "outcome:")]


def test_who_was_asked_once_is_noted_and_not_looked_at_again(store: Store, process: Process) -> None:
    with store.write(FRIDAY - timedelta(days=1)) as work:
        number = held(work, FRIDAY)
    assert outcomes(store, process, FRIDAY) == [number]
    with store.read() as session:
        found = session.get(Appointment, number)
        assert found is not None
        assert found.asked_at == FRIDAY
    assert outcomes(store, process, FRIDAY + timedelta(minutes=1)) == []


def test_two_hundred_appointments_that_were_asked_about_keep_no_later_one_back(store: Store, process: Process) -> None:
    with store.write(FRIDAY - timedelta(days=1)) as work:
        for minute in range(200):
            held(work, FRIDAY - timedelta(hours=8, minutes=minute))
            held(work, FRIDAY - timedelta(hours=9, minutes=minute), owner="somebody who has left")
    assert len(outcomes(store, process, FRIDAY)) == 200
    with store.write(FRIDAY) as work:
        number = held(work, FRIDAY + timedelta(hours=1))
    assert outcomes(store, process, FRIDAY + timedelta(hours=2)) == [number]


def ran_out(store: Store, process: Process, count: int) -> None:
    """So many offers, one on each day of the month."""
    with store.write(FRIDAY - timedelta(days=30), actor="anna", channel="say", action="lead") as work:
        deal = open_lead(work, process, name="Hall 3", owner="anna").number
        for day in range(count):
            work.session.add(Offer(
                number=work.next_number("offer"), deal_number=deal, code=f"2026-{day}", amount=Decimal(10),
                currency="EUR", offered_on=date(2026, 10, 1), valid_until=date(2026, 11, 1 + day), created_at=work.now,
            ))  # fmt: skip


def test_offers_that_were_told_are_not_read_again(store: Store, process: Process) -> None:
    ran_out(store, process, 5)
    assert len(asked(store, process, FRIDAY, "expired:")) == 5
    given: list[object] = []

    def keep(_connection: object, _cursor: object, _statement: str, parameters: object, *_more: object) -> None:
        given.append(parameters)

    event.listen(store.engine, "before_cursor_execute", keep)
    assert asked(store, process, FRIDAY + timedelta(minutes=1), "expired:") == []
    event.remove(store.engine, "before_cursor_execute", keep)
    assert "expired:" in str(given)
    assert "2026-11-0" not in str(given)


def test_offers_that_were_told_keep_no_later_one_back(
    store: Store, process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(offer_reminders, "_MOST", 2)
    ran_out(store, process, 5)
    rounds = [asked(store, process, FRIDAY + timedelta(minutes=minute), "expired:") for minute in range(4)]
    assert [[key.rpartition(":")[2] for key in keys] for keys in rounds] == [
        ["2026-11-01", "2026-11-02"], ["2026-11-03", "2026-11-04"], ["2026-11-05"], []
    ]  # fmt: skip
