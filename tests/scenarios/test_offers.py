"""Products and offers (rows S0.3, S1.12, S1.15, S1.16, S4.11, D3, D6, D7, D12)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from crmbot.assistant.assistant import Assistant
from crmbot.assistant.settings import AssistantSettings
from crmbot.channels.terminal import render_text
from crmbot.codec import load
from crmbot.delivery.settings import DeliverySettings
from crmbot.delivery.tick import tick
from crmbot.domain.catalogue.sales_settings import SalesSettings
from crmbot.domain.members.members import require_member
from crmbot.domain.process import builtin_process
from crmbot.domain.records import OutboxItem
from crmbot.shapes import Record, Reply
from tests.assistant.talk import Talk, all_of, only


def deal_of(talk: Talk) -> Record:
    return next(record for record in talk.say("show #1006").records if record.number == 1006)


@pytest.fixture
def catalogue(kolb: Talk) -> Talk:
    """Two products; the deal of Sabine Kolb is #1006."""
    kolb.say("product add REG-100 Palettenregal 1.250,00 €")
    kolb.say("produkt neu MON-1, Montage, 480 € pro Tag")
    return kolb


def test_d6_two_products_one_with_ten_percent_off_come_to_what_one_computes_by_hand(catalogue: Talk) -> None:
    catalogue.say("#1006 product REG-100 3x -10%")
    reply = catalogue.say("produkt #1006 MON-1 2")
    assert reply.totals["amount"] == Decimal("4335.00")  # 3 x 1,250 less 10 % is 3,375; 2 x 480 is 960
    assert [(line.code, line.quantity, line.discount, line.sum) for line in all_of(reply, "product")] == [
        ("REG-100", Decimal(3), Decimal(10), Decimal("3375.00")), ("MON-1", Decimal(2), Decimal(0), Decimal("960.00")),
    ]  # fmt: skip
    assert deal_of(catalogue).amount == Decimal("4335.00")


@pytest.mark.parametrize(
    "words",
    [
        "product #1006 REG-100 3x -10%", "product #1006 REG-100 3 10%", "product #1006 3x Palettenregal -10%",
        "produkt #1006 3 Stück Palettenregal mit 10 % Rabatt", "#1006 product reg-100 × 3 discount 10%",
        "product Sabine Kolb REG-100 3x -10%", "artikel #1006 REG-100, 3, 10 %", "product #1006 3 Palettenregal 10 percent off",
    ],
)  # fmt: skip
def test_d6_a_product_is_put_on_a_deal_in_many_words(catalogue: Talk, words: str) -> None:
    assert catalogue.say(words).totals["amount"] == Decimal("3375.00")


def test_d6_quantity_and_discount_change_the_line_and_undo_brings_it_back(catalogue: Talk) -> None:
    catalogue.say("product #1006 REG-100 3x")
    assert catalogue.say("product #1006 REG-100 -20%").totals["amount"] == Decimal("3000.00")
    assert catalogue.say("product #1006 REG-100 2x").totals["amount"] == Decimal("2000.00")
    catalogue.say("undo")
    assert catalogue.say("product #1006").totals["amount"] == Decimal("3000.00")
    assert catalogue.say("product #1006 remove REG-100").totals["count"] == 0
    assert deal_of(catalogue).amount == Decimal("3000.00")


def test_d6_several_products_and_own_prices_in_one_line(catalogue: Talk) -> None:
    reply = catalogue.say("product #1006 2x REG-100 à 1.000 €; MON-1 1x")
    assert reply.totals["amount"] == Decimal("2480.00")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("product #1006 XYZ 3x", "There is no product"), ("product #1006 REG-100 -120%", "between 0 and 100"),
        ("product add REG-100 Other 5 €", "There is already a product"), ("product add REG-200", "number, a name and a price"),
        ("product #1006 REG-100 3x soon please", "I do not understand"), ("product add #12 Thing 5", "cannot be an article number"),
    ],
)  # fmt: skip
def test_d6_what_makes_no_sense_is_refused_in_words(catalogue: Talk, words: str, says: str) -> None:
    reply = catalogue.say(words)
    assert not reply.ok
    assert says in catalogue.words(reply)


def test_s3_7_the_catalogue_is_listed_changed_and_taken_out_of_sale(catalogue: Talk) -> None:
    catalogue.say("product REG-100 price 1300")
    catalogue.say("produkt MON-1 Prozess Vertrieb")
    listed = {record.code: record for record in all_of(catalogue.say("products"), "product")}
    assert (listed["REG-100"].amount, listed["MON-1"].kind) == (Decimal(1300), "sales")
    catalogue.say("produkt REG-100 inaktiv")
    assert [record.code for record in all_of(catalogue.say("produkte"), "product")] == ["MON-1"]
    assert catalogue.say("products all").totals["count"] == 2
    assert not catalogue.say("product #1006 REG-100 1x").ok


def test_d12_a_discount_beyond_the_limit_asks_the_manager_once_and_he_grants_it(catalogue: Talk) -> None:
    with catalogue.store.write(catalogue.now) as work:
        require_member(work.session, "anna").manager = "clara"
    settings = AssistantSettings(language="en", sales=SalesSettings(discount_limit=Decimal(15)))
    for talk in (catalogue, clara := catalogue.with_user("clara")):
        talk.assistant = Assistant(talk.store, builtin_process, settings)
    for _ in range(2):
        reply = catalogue.say("product #1006 REG-100 2x -25%")
        assert "Clara Cordes was asked" in catalogue.words(reply)
    assert reply.totals["amount"] == Decimal("2500.00")
    with catalogue.store.read() as session:
        (question,) = session.scalars(select(OutboxItem).where(OutboxItem.recipient == "clara")).all()
    granted = load(question.content).actions[0].command
    clara.now = catalogue.now
    assert clara.say(granted).totals["amount"] == Decimal("1875.00")


def test_s0_3_an_offer_makes_a_prospect_in_this_project_and_the_old_one_stays_a_customer(both: Talk) -> None:
    both.say("lead Sabine Kolb, Kolb Regalbau GmbH, s.kolb@kolb.example, 20k")
    both.say("won #1006")
    new = only(both.say("lead Sabine Kolb, 8k, second hall"), "deal")
    assert new.role == "lead"
    assert only(both.say(f"offer #{new.number} 8.500 €"), "deal").role == "prospect"
    assert deal_of(both).role == "customer"
    person = only(both.say("show Sabine Kolb"), "person")
    assert set(person.roles or ()) >= {"customer", "prospect"}


def test_s1_15_and_d7_the_second_offer_is_the_next_version_and_replaces_the_first(kolb: Talk) -> None:
    first = only(kolb.say("offer #1006 12.500 € gültig bis Freitag"), "offer")
    second = only(kolb.say("angebot #1006 11k"), "offer")
    assert (first.code, first.version, second.code, second.version) == (first.code, 1, first.code, 2)
    states = {record.version: record.state for record in all_of(kolb.say("offers all"), "offer")}
    assert states == {1: "replaced", 2: "sent"}
    assert [entry.text for entry in all_of(kolb.say("show #1006"), "activity")][:2] == [
        "11k",
        "12.500 € gültig bis Freitag",
    ]
    kolb.say("undo")
    (left,) = all_of(kolb.say("offers all"), "offer")
    assert (left.state, deal_of(kolb).amount) == ("sent", Decimal(12500))


def test_d7_numbers_of_offers_rise_and_are_not_given_again(kolb: Talk) -> None:
    numbers = []
    for name in ("Tom Tiger", "Uwe Ulm", "Vera Voss"):
        deal = only(kolb.say(f"lead {name}, 5k"), "deal").number
        numbers.append(int(str(only(kolb.say(f"offer #{deal} 5k"), "offer").code).rpartition("-")[2]))
        if name == "Uwe Ulm":
            kolb.say("undo")
    assert numbers == sorted(set(numbers))


@pytest.mark.parametrize(
    ("words", "state", "amount", "until", "code"),
    [
        ("offer #1006 12.5k valid until friday", "sent", "12500", "2026-11-20", None),
        ("angebot #1006 12.500 € gültig 30 Tage", "sent", "12500", "2026-12-18", None),
        ("offer #1006 draft 9k", "draft", "9000", None, None),
        ("offer #1006 12.500 EUR, Nr. AN-2026-17, gültig bis 31.12.2026", "sent", "12500", "2026-12-31", "AN-2026-17"),
        ("#1006 offer over 18k expires 1 December", "sent", "18000", "2026-12-01", None),
    ],
)  # fmt: skip
def test_d7_amount_validity_number_and_draft_are_read(
    kolb: Talk, words: str, state: str, amount: str, until: str | None, code: str | None
) -> None:
    offer = only(kolb.say(words), "offer")
    assert (offer.state, offer.amount, str(offer.valid_until) if offer.valid_until else None) == (
        state,
        Decimal(amount),
        until,
    )
    assert code is None or offer.code == code


def test_d7_a_date_that_is_none_is_refused(kolb: Talk) -> None:
    assert not kolb.say("offer #1006 12k valid until whenever").ok


def test_d7_an_offer_without_a_date_is_valid_as_long_as_the_settings_say(kolb: Talk) -> None:
    kolb.assistant = Assistant(
        kolb.store, builtin_process, AssistantSettings(language="en", sales=SalesSettings(offer_days=30))
    )
    assert str(only(kolb.say("offer #1006 12k"), "offer").valid_until) == "2026-12-18"


def test_the_sum_of_the_products_is_offered_when_no_amount_is_named(catalogue: Talk) -> None:
    catalogue.say("product #1006 REG-100 2x")
    assert only(catalogue.say("offer #1006"), "offer").amount == Decimal("2500.00")


def test_s1_16_winning_accepts_and_losing_rejects_the_offer_and_reopening_opens_it(kolb: Talk) -> None:
    kolb.say("offer #1006 12k")
    kolb.say("won #1006")
    assert [record.state for record in all_of(kolb.say("offers all"), "offer")] == ["accepted"]
    kolb.say("undo")
    kolb.say("lost #1006 too expensive")
    assert [record.state for record in all_of(kolb.say("offers rejected"), "offer")] == ["rejected"]
    assert only(kolb.say("reopen #1006"), "deal").stage == "offer"
    assert [record.state for record in all_of(kolb.say("offers"), "offer")] == ["sent"]


def test_an_offer_is_accepted_rejected_or_withdrawn_by_its_word(kolb: Talk) -> None:
    assert not kolb.say("offer #1006 withdraw").ok
    kolb.say("offer #1006 12k")
    assert only(kolb.say("angebot #1006 zurückgezogen"), "offer").state == "withdrawn"
    kolb.say("offer #1006 11k")
    rejected = kolb.say("offer #1006 rejected")
    assert (only(rejected, "offer").state, only(rejected, "deal").stage) == ("rejected", "offer")
    kolb.say("offer #1006 10k")
    accepted = kolb.say("offer #1006 angenommen")
    assert (only(accepted, "offer").state, only(accepted, "deal").stage) == ("accepted", "order")
    assert not kolb.say("offer #1006 9k").ok


def test_d7_expired_offers_are_listed_and_their_owner_reminded_once(kolb: Talk) -> None:
    kolb.say("offer #1006 12k valid until friday")
    kolb.say("lead Tom Tiger, 5k")
    assert kolb.say("offers expired").totals["count"] == 0
    monday = datetime(2026, 11, 23, 9, 0, tzinfo=kolb.now.tzinfo)
    sent = [
        due for due in tick(kolb.store, DeliverySettings(), builtin_process(), monday) if due.key.startswith("expired:")
    ]
    assert [(due.kind, due.recipient, due.items) for due in sent] == [("reminder", "anna", 1)]
    later = monday + timedelta(days=1)
    assert not [
        due for due in tick(kolb.store, DeliverySettings(), builtin_process(), later) if due.key.startswith("expired:")
    ]
    kolb.now = monday
    listed = kolb.say("angebote abgelaufen")
    assert (listed.totals["count"], listed.totals["amount"]) == (1, Decimal(12000))
    extend = sent[0].content.sections[0].rows[0].actions[1].command
    assert kolb.say(extend).ok
    assert kolb.say("offers expired").totals["count"] == 0


def test_offers_are_filtered_by_owner_amount_and_customer(kolb: Talk) -> None:
    kolb.say("offer #1006 12k")
    tom = only(kolb.say("lead Tom Tiger, Tiger AG, 5k"), "deal").number
    kolb.say(f"offer #{tom} 5k")
    kolb.say(f"assign #{tom} ben")
    assert kolb.say("offers").totals == {"count": 2, "currency": "EUR", "amount": Decimal(17000)}
    assert kolb.say("offers owner:me").totals["count"] == 1
    assert kolb.say("angebote von ben").totals["count"] == 1
    assert kolb.say("offers >10k").totals["count"] == 1
    assert kolb.say("offers Tiger").totals["count"] == 1


def test_s1_12_one_press_makes_customer_record_project_and_offer_and_the_enquiry_keeps_its_number(both: Talk) -> None:
    lead = both.say("lead Julia Brandt, j.brandt@lagerbau-nord.example, 12k, needs shelves")
    number = only(lead, "deal").number
    reply = both.say(f"convert #{number}")
    deal, offer, company = only(reply, "deal"), only(reply, "offer"), only(reply, "company")
    assert (deal.number, deal.role, deal.company) == (number, "prospect", company.name)
    assert (offer.deal, offer.amount, offer.state) == (number, Decimal(12000), "draft")
    assert only(both.say(both.commands(reply)[0]), "offer").state == "sent"
    assert [entry.text for entry in all_of(both.say(f"show #{number}"), "activity")][-1] == "needs shelves"


def test_s1_8_and_c4_a_partner_or_the_company_alone_opens_no_project(kolb: Talk) -> None:
    partner = kolb.say("umwandeln #1006 zum Partner")
    assert "partner" in (only(partner, "person").roles or ())
    assert kolb.say("pipeline").totals["count"] == 0
    tom = only(kolb.say("lead Tom Tiger, t.tiger@tiger.example, 5k"), "deal").number
    kept = kolb.say(f"convert #{tom} company only")
    assert only(kept, "company").name
    assert kolb.say("pipeline").totals["count"] == 0


def test_d3_the_weighted_value_follows_probabilities_set_by_hand(talk: Talk) -> None:
    one = only(talk.say("lead Tom Tiger, 3.800 €"), "deal").number
    two = only(talk.say("lead Uwe Ulm, 22.500 €"), "deal").number
    talk.say(f"set #{one} probability 90")
    talk.say(f"set #{two} probability 20")
    assert talk.say("pipeline").totals["weighted"] == Decimal("7920.00")


def test_offers_and_products_answer_in_german(talk: Talk) -> None:
    german = Talk(talk.store, talk.now, language="de")
    german.say("lead Sabine Kolb, Kolb Regalbau GmbH, 20k")
    german.say("produkt neu REG-100 Palettenregal 1.250 €")
    reply: Reply = german.say("produkt #1006 3 Stück Palettenregal -10 %")
    assert "3.375" in render_text(reply, replace(german.reader, language="de"), width=200)
