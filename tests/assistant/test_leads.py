from __future__ import annotations

import re
from decimal import Decimal

from tests.assistant.talk import all_of, only


def test_a_lead_in_words_opens_a_deal_at_a_new_person_and_company(both):
    reply = both.say(
        "lead Sabine Kolb, Kolb Regalbau GmbH, S.Kolb@kolb.example, 0711 123456, 20k, source fair, wants shelves"
    )
    deal, person = only(reply, "deal"), only(reply, "person")
    assert reply.ok
    assert reply.kind == "done"
    assert reply.records[0] is deal
    assert (deal.stage, deal.owner, deal.amount, deal.currency, deal.source) == (
        "qualify",
        "anna",
        Decimal(20000),
        "EUR",
        "fair",
    )
    assert (person.name, person.company, person.emails, person.phones) == (
        "Sabine Kolb", "Kolb Regalbau GmbH", ("s.kolb@kolb.example",), ("+49711123456",)
    )  # fmt: skip
    assert only(both.say("show Sabine Kolb"), "activity").text == "wants shelves"


def test_the_answer_repeats_what_was_understood(talk):
    reply = talk.say("lead Sabine Kolb, Kolb Regalbau GmbH, s.kolb@kolb.example, 20k")
    assert "Sabine Kolb, Kolb Regalbau GmbH, s.kolb@kolb.example, €20,000" in talk.words(reply)


def test_somebody_known_by_his_number_alone_is_repeated_once(talk):
    reply = talk.say("lead 0711 555444")
    understood = talk.words(reply).partition("understood")[2].partition("\n")[0]
    assert re.sub(r"\D", "", understood) == "49711555444"


def test_a_word_for_company_before_the_name_makes_a_lead_of_a_company(talk):
    reply = talk.say("lead Firma Beispiel")
    assert (only(reply, "company").name, all_of(reply, "person")) == ("Beispiel", [])


def test_a_german_lead_with_a_source_of_its_own(talk):
    deal = only(talk.say("neuer lead Sabine Kolb, Kolb Regalbau GmbH, 12.500 €, Quelle Messe"), "deal")
    assert (deal.amount, deal.source) == (Decimal(12500), "Messe")


def test_the_source_is_manual_where_none_is_named(kolb):
    assert only(kolb.say("show #1006"), "deal").source == "manual"


def test_a_name_alone_is_enough(talk):
    reply = talk.say("lead Tom Tiger")
    assert only(reply, "person").name == "Tom Tiger"
    assert not all_of(reply, "company")


def test_a_company_alone_is_enough(talk):
    reply = talk.say("lead Regalbau Nord GmbH")
    assert only(reply, "company").name == "Regalbau Nord GmbH"
    assert only(reply, "deal").company == "Regalbau Nord GmbH"
    assert not all_of(reply, "person")


def test_a_mail_address_alone_is_enough(talk):
    assert only(talk.say("lead tom@tiger.example"), "person").emails == ("tom@tiger.example",)


def test_a_phone_number_alone_is_enough(talk):
    assert only(talk.say("lead 0711 987654"), "person").phones == ("+49711987654",)


def test_a_known_mail_address_opens_a_deal_at_the_known_person(both):
    first = only(both.say("lead Sabine Kolb, s.kolb@kolb.example"), "person")
    reply = both.say("lead S. Kolb, S.KOLB@kolb.example, 5k")
    assert only(reply, "person").number == first.number
    assert "known already" in both.words(reply)


def test_a_known_phone_number_opens_a_deal_at_the_known_person(kolb):
    assert only(kolb.say("lead 0711/12 34 56, 5k"), "person").name == "Sabine Kolb"


def test_a_shared_phone_number_with_another_name_is_another_person(kolb):
    assert only(kolb.say("lead Tom Tiger, 0711 123456"), "person").name == "Tom Tiger"


def test_the_same_name_in_the_same_company_is_the_same_person(kolb):
    reply = kolb.say("lead sabine KOLB, Kolb Regalbau")
    assert only(reply, "person").number == 1004


def test_the_same_name_in_another_company_is_somebody_else(kolb):
    assert only(kolb.say("lead Sabine Kolb, Anders GmbH"), "person").number != 1004


def test_a_new_address_of_a_known_person_is_added(kolb):
    reply = kolb.say("lead Sabine Kolb, Kolb Regalbau GmbH, kolb@web.de")
    assert only(reply, "person").emails == ("s.kolb@kolb.example", "kolb@web.de")


def test_an_open_deal_at_the_same_person_is_shown(kolb):
    assert "Also open there" in kolb.words(kolb.say("lead Sabine Kolb, 5k"))


def test_several_people_of_that_name_give_a_choice_with_the_whole_command(kolb):
    kolb.say("lead Sabine Kolb, Anders GmbH")
    before = kolb.rows()
    reply = kolb.say("lead Sabine Kolb, 5k, wants more")
    assert reply.kind == "choice"
    assert kolb.rows() == before
    again = kolb.say(kolb.commands(reply)[0])
    assert (only(again, "deal").amount, only(again, "deal").name) == (Decimal(5000), "wants more")


def test_the_number_of_a_contact_opens_a_lead_there(kolb):
    reply = kolb.say("lead #1004 7k second hall")
    assert (only(reply, "person").number, only(reply, "deal").amount) == (1004, Decimal(7000))
    assert only(reply, "deal").name == "second hall"


def test_a_bare_company_name_that_is_known_is_the_company(talk):
    number = only(talk.say("lead Regalbau Nord GmbH"), "company").number
    assert only(talk.say("lead Regalbau Nord"), "company").number == number


def test_nobody_is_refused_with_usage_and_example(talk):
    reply = talk.say("lead 20k")
    assert not reply.ok
    assert "Usage: lead NAME" in talk.words(reply)
    assert talk.rows()["deals"] == 0


def test_free_mail_makes_no_company(talk):
    talk.say("lead Tom Tiger, Tiger GmbH, tom@gmail.com")
    assert not all_of(talk.say("lead Uwe Uhu, uwe@gmail.com"), "company")
