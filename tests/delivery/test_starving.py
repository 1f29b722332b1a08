"""Whoever was told does not keep others from being told: questions about appointments, offers that ran out. (D7)"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

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


def test_who_was_asked_once_is_noted_and_not_looked_at_again(store: Store, process: Process) -> None:
    with store.write(FRIDAY - timedelta(days=1)) as work:
        number = held(work, FRIDAY)
    assert asked(store, process, FRIDAY, "outcome:") == [f"outcome:{number}:0"]
    with store.read() as session:
        found = session.get(Appointment, number)
        assert found is not None
        assert found.asked_at == FRIDAY
    assert asked(store, process, FRIDAY + timedelta(minutes=1), "outcome:") == []


def test_two_hundred_appointments_that_were_asked_about_keep_no_later_one_back(store: Store, process: Process) -> None:
    with store.write(FRIDAY - timedelta(days=1)) as work:
        for minute in range(200):
            held(work, FRIDAY - timedelta(hours=8, minutes=minute))
            held(work, FRIDAY - timedelta(hours=9, minutes=minute), owner="somebody who has left")
    assert len(asked(store, process, FRIDAY, "outcome:")) == 200
    with store.write(FRIDAY) as work:
        number = held(work, FRIDAY + timedelta(hours=1))
    assert asked(store, process, FRIDAY + timedelta(hours=2), "outcome:") == [f"outcome:{number}:0"]


def test_offers_that_were_told_keep_no_later_one_back(
    store: Store, process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(offer_reminders, "_MOST", 2)
    with store.write(FRIDAY - timedelta(days=30), actor="anna", channel="say", action="lead") as work:
        deal = open_lead(work, process, name="Hall 3", owner="anna").number
        for day in range(5):
            work.session.add(Offer(
                number=work.next_number("offer"), deal_number=deal, code=f"2026-{day}", amount=Decimal(10),
                currency="EUR", offered_on=date(2026, 10, 1), valid_until=date(2026, 11, 1 + day), created_at=work.now,
            ))  # fmt: skip
    rounds = [asked(store, process, FRIDAY + timedelta(minutes=minute), "expired:") for minute in range(4)]
    assert [[key.rpartition(":")[2] for key in keys] for keys in rounds] == [
        ["2026-11-01", "2026-11-02"], ["2026-11-03", "2026-11-04"], ["2026-11-05"], []
    ]  # fmt: skip
