"""The life of a deal: when it ended, and what becomes of its offers, however often it is decided."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from crmbot.domain.deals.deals import lose, move_to_stage, open_lead, win
from crmbot.domain.deals.offers import NewOffer, record_offer
from crmbot.domain.process import Process
from crmbot.domain.records import Deal, Offer
from crmbot.domain.records.work import Work
from crmbot.storage.store import Store


def offered(work: Work, process: Process) -> tuple[Deal, Offer]:
    deal = open_lead(work, process, name="Regale", owner="anna")
    return deal, record_offer(work, deal, NewOffer(Decimal(1000), "EUR", date(2026, 11, 18)))


def decide(work: Work, process: Process, deal: Deal, state: str) -> None:
    if state == "won":
        win(work, deal, process)
    elif state == "lost":
        lose(work, deal, process, "no budget")
    else:
        move_to_stage(work, process, deal, process.first)


@pytest.mark.parametrize(
    ("states", "offer"),
    [
        (("won",), "accepted"), (("lost",), "rejected"), (("won", "open"), "sent"), (("lost", "open"), "sent"),
        (("won", "lost"), "rejected"), (("lost", "won"), "accepted"), (("won", "lost", "open"), "sent"),
    ],
)  # fmt: skip
def test_it_ended_when_it_was_decided_last_and_so_its_offer(
    sqlite_store: Store, now: datetime, process: Process, states: tuple[str, ...], offer: str
) -> None:
    with sqlite_store.write(now) as work:
        number = offered(work, process)[0].number
    for place, state in enumerate(states, 1):
        with sqlite_store.write(now + timedelta(days=place)) as work:
            decide(work, process, work.session.get_one(Deal, number), state)
    with sqlite_store.read() as session:
        ended = None if states[-1] == "open" else now + timedelta(days=len(states))
        assert session.get_one(Deal, number).closed_at == ended
        assert [one.state for one in session.query(Offer)] == [offer]


def test_on_its_way_through_the_stages_of_an_order_it_stays_won_when_it_was(
    sqlite_store: Store, now: datetime, process: Process
) -> None:
    orders = [stage for stage in process.stages if stage.state == "won"]
    assert len(orders) > 1
    with sqlite_store.write(now) as work:
        deal, offer = offered(work, process)
        win(work, deal, process)
    for place, stage in enumerate(orders, 1):
        with sqlite_store.write(now + timedelta(days=place)) as work:
            move_to_stage(work, process, work.session.get_one(Deal, deal.number), stage)
    with sqlite_store.read() as session:
        assert session.get_one(Deal, deal.number).closed_at == now
        assert session.get_one(Offer, offer.number).state == "accepted"
