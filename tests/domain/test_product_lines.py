"""Products on deals: what they come to, whatever is done to them."""

from __future__ import annotations

from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crmbot.domain.catalogue.product_lines import deal_sum, lines_of, put_on_deal
from crmbot.domain.catalogue.products import add_product, catalogue, fitting_products, leading_product, product_by_key
from crmbot.domain.deals.deals import open_lead
from crmbot.domain.process import Process
from crmbot.domain.records import Deal
from crmbot.errors import NotFound, RequestFault
from crmbot.storage.store import Store

_STEPS = st.lists(
    st.tuples(
        st.integers(0, 2), st.decimals(0, 500, places=2), st.none() | st.decimals(0, 100, places=1),
        st.none() | st.decimals(0, 9_999, places=2),
    ),
    min_size=1, max_size=8,
)  # fmt: skip


@given(_STEPS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_deal_is_worth_the_sum_of_its_lines_as_computed_by_hand(
    sqlite_store: Store,
    now: datetime,
    process: Process,
    steps: list[tuple[int, Decimal, Decimal | None, Decimal | None]],
) -> None:
    with sqlite_store.rehearse(now) as work:
        deal = open_lead(work, process, name="x", owner="anna")
        products = [add_product(work, f"P{n}", f"Product {n}", Decimal(100 + n), "EUR") for n in range(3)]
        held: dict[int, tuple[Decimal, Decimal, Decimal]] = {}
        for place, quantity, discount, price in steps:
            put_on_deal(work, deal, products[place], quantity, discount, price)
            old = held.pop(place, (quantity, Decimal(0), products[place].price or Decimal(0)))
            if quantity:
                held[place] = (quantity, old[1] if discount is None else discount, old[2] if price is None else price)
        by_hand = sum(
            ((q * p * (100 - d) / 100).quantize(Decimal("0.01"), ROUND_HALF_UP) for q, d, p in held.values()),
            Decimal(0),
        )
        assert deal_sum(lines_of(work.session, deal.number)) == by_hand
        if held:
            assert deal.amount == by_hand


def test_the_price_is_that_of_the_day_it_was_put_on_the_deal(
    sqlite_store: Store, now: datetime, process: Process
) -> None:
    with sqlite_store.write(now) as work:
        deal = open_lead(work, process, name="x", owner="anna")
        product = add_product(work, "P1", "Shelf", Decimal(100), "EUR")
        put_on_deal(work, deal, product, Decimal(2))
        product.price = Decimal(150)
        put_on_deal(work, deal, product, Decimal(3))
        assert deal.amount == Decimal(300)


def test_a_product_of_another_currency_sets_that_of_an_empty_deal_and_is_refused_by_others(
    sqlite_store: Store, now: datetime, process: Process
) -> None:
    with sqlite_store.write(now) as work:
        swiss = add_product(work, "CH1", "Regal", Decimal(100), "CHF")
        free = add_product(work, "F1", "Beratung", None, "EUR")
        empty = open_lead(work, process, name="x", owner="anna")
        put_on_deal(work, empty, swiss, Decimal(1))
        assert (empty.amount, empty.currency) == (Decimal(100), "CHF")
        deal = open_lead(work, process, name="y", owner="anna", amount=Decimal(5))
        for product in (swiss, free):
            with pytest.raises(RequestFault):
                put_on_deal(work, deal, product, Decimal(1))
        put_on_deal(work, deal, free, Decimal(1), price=Decimal(90))
        assert work.session.get(Deal, deal.number) is deal
        assert deal.amount == Decimal(90)


def test_a_product_is_found_by_number_name_or_a_part_and_never_guessed(sqlite_store: Store, now: datetime) -> None:
    with sqlite_store.write(now) as work:
        for key, name in (
            ("REG-100", "Palettenregal schwer"),
            ("REG-200", "Palettenregal leicht"),
            ("MON 1", "Montage vor Ort"),
        ):
            add_product(work, key, name, Decimal(1), "EUR")
        session = work.session
        assert leading_product(session, ["reg-100", "3x"])[0].code == "REG-100"
        assert leading_product(session, ["Montage", "vor", "Ort", "3"])[1] == 3
        assert leading_product(session, ["leicht"])[0].code == "REG-200"
        with pytest.raises(RequestFault, match="Which product"):
            leading_product(session, ["Palettenregal"])
        with pytest.raises(NotFound):
            leading_product(session, ["Gabelstapler"])
        found = product_by_key(session, "mon1")
        assert found is not None
        assert [product.code for product in catalogue(session, words="regal")] == ["REG-200", "REG-100"]


def test_a_need_in_words_finds_the_products_it_speaks_of(sqlite_store: Store, now: datetime) -> None:
    with sqlite_store.write(now) as work:
        add_product(work, "REG-100", "Palettenregal", Decimal(1), "EUR")
        add_product(work, "POL-1", "Haftpflicht", Decimal(1), "EUR", process="insurance")
        sold = catalogue(work.session)
        assert [one.code for one in fitting_products(sold, "40 Palettenregale für Halle 2", "sales")] == ["REG-100"]
        assert [one.code for one in fitting_products(sold, "wie REG-100 bitte", "sales")] == ["REG-100"]
        assert not fitting_products(sold, "Haftpflicht", "sales")
        assert fitting_products(sold, "eine Haftpflicht", "insurance")
        assert not fitting_products(sold, "ein Regal", "sales")
