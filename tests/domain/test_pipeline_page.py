from __future__ import annotations

from decimal import Decimal

import pytest

from crmbot.domain.deals.deals import move_to_stage, open_lead
from crmbot.domain.deals.pipeline import PipelineFilter
from crmbot.domain.deals.pipeline_page import pipeline_page
from crmbot.domain.people.contacts import ContactFacts, add_person
from tests.domain.naive_pipeline import pipeline, totals


@pytest.fixture
def deals(store, team, process, now):
    """Deals of two currencies in every stage, some without an amount, some with a probability of their own."""
    with store.write(now) as work:
        person = add_person(work, ContactFacts(name="Jörg Weiß", company="Müller & Söhne GmbH"))
        work.session.flush()
        for n in range(40):
            amount = None if n % 7 == 0 else Decimal(n) * 100 + Decimal("0.35")
            deal = open_lead(
                work, process, name=f"Deal {n}", owner="anna" if n % 3 else "ben", amount=amount,
                currency="CHF" if n % 5 == 0 else "EUR", person=person if n % 4 == 0 else None,
            )  # fmt: skip
            move_to_stage(work, process, deal, process.stages[n % len(process.stages)])
            deal.probability = 33 if n % 11 == 0 else None
    return store


@pytest.mark.parametrize(
    "wanted",
    [
        PipelineFilter(), PipelineFilter(owner="ben"), PipelineFilter(stage="order"), PipelineFilter(role="customer"),
        PipelineFilter(amount_min=Decimal(1000)), PipelineFilter(text="weiss"), PipelineFilter(text="soehne deal"),
        PipelineFilter(text="100%"), PipelineFilter(stage="gone"), PipelineFilter(text="Deal 13", owner="anna"),
    ],
)  # fmt: skip
def test_pages_and_sums_equal_a_recount(deals, process, now, wanted):
    with deals.read() as session:
        every = pipeline(session, process, wanted, now)
        pages = [pipeline_page(session, process, wanted, now, limit=6, page=page) for page in range(1, 9)]
    shown = [deal.number for page in pages[: pages[0].totals["pages"]] for deal in page.deals]
    assert shown == [deal.number for deal in every]
    assert pages[0].totals == {**totals(every, process), "page": 1, "pages": pages[0].totals["pages"]}


def test_a_page_beyond_the_last_is_the_last(deals, process, now):
    with deals.read() as session:
        last = pipeline_page(session, process, PipelineFilter(), now, limit=6, page=99)
    assert last.totals["page"] == last.totals["pages"]
    assert last.deals
