"""Qualification (rows S0.15, S1.1, S2.10, S3.1, S4.1, S4.6, S4.7, S4.8, S4.9, S4.12, S4.13, C1, C2, C4, C5, C6, C13, D5, D13, H2)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from crmbot.channels.terminal import render_text
from crmbot.delivery.settings import DeliverySettings
from crmbot.delivery.tick import tick
from crmbot.domain.process import builtin_process
from crmbot.domain.records import ChangeSet, Company, Deal, Person
from crmbot.shapes import Record
from tests.assistant.talk import Talk, all_of, only


def deal_of(talk: Talk, number: int = 1006) -> Record:
    return next(record for record in talk.say(f"show #{number}").records if record.number == number)


def test_s4_8_and_c2_another_budget_gives_another_grade_and_says_which_rule_did_it(both: Talk) -> None:
    both.say("lead Sabine Kolb, Kolb Regalbau GmbH, 2k")
    assert deal_of(both).grade == "cold"
    reply = both.say("set #1006 budget 50k")
    assert only(reply, "deal").grade == "hot"
    words = both.words(reply)
    assert "from cold to hot" in words
    assert "The budget is large (budget €50,000)" in words
    assert "warm" in both.words(both.say("set #1006 budget 6k"))
    both.say("undo")
    assert deal_of(both).grade == "hot"


def test_what_was_planned_is_advised_without_offering_to_plan_it_again(kolb: Talk) -> None:
    def advised() -> list[str]:
        sections = kolb.say("show #1006").first
        return [one.command for section in sections for row in section.rows for one in row.actions]

    plan = next(command for command in advised() if command.startswith("followup "))
    assert kolb.say(plan).ok
    assert [command for command in advised() if command.startswith("followup ")] == []
    assert "Recommended" in kolb.words(kolb.say("show #1006"))
    assert "Plan it" not in kolb.words(kolb.say("show #1004"))
    kolb.say("undo")
    assert plan in advised()


def test_s4_9_need_and_budget_that_match_products_and_prices_recommend_an_offer_with_its_button(kolb: Talk) -> None:
    kolb.say("product add REG-100 Palettenregal 1.250 €")
    kolb.say("set #1006 budget 15k")
    kolb.say("set #1006 need Palettenregale für Halle 2")
    card = kolb.say("show #1006")
    assert deal_of(kolb).grade == "hot"
    advice = card.first[0].rows[0]
    assert "make an offer" in render_text(card, kolb.reader, width=300)
    button = advice.actions[0].command
    assert button.startswith("offer #1006 ")
    assert only(kolb.say(button), "deal").stage == "offer"
    assert "make an offer" not in kolb.words(kolb.say("show #1006"))


def test_s4_1_the_card_shows_the_grade_with_its_reason_in_german_too(kolb: Talk) -> None:
    german = Talk(kolb.store, kolb.now, language="de")
    assert "Budget oder Betrag lohnen die Mühe" in german.words(german.say("zeige #1006"))


def test_c2_time_alone_changes_a_grade_when_the_clock_comes_round(kolb: Talk) -> None:
    assert deal_of(kolb).grade == "warm"
    kolb.now += timedelta(days=46)
    tick(kolb.store, DeliverySettings(), builtin_process(), kolb.now)
    assert deal_of(kolb).grade == "cold"
    kolb.say("call #1006 asked for a visit")
    assert deal_of(kolb).grade == "warm"


def test_s2_10_the_best_ten_stand_in_the_order_of_their_probability_with_reasons(talk: Talk) -> None:
    numbers = [only(talk.say(f"lead Person{'abcdefghijkl'[n]} Test, {n + 1}k"), "deal").number for n in range(12)]
    talk.say(f"stage #{numbers[3]} close")
    talk.say(f"set #{numbers[5]} probability 90")
    reply = talk.say("best 10")
    listed = [record.number for record in all_of(reply, "deal")]
    assert (len(listed), listed[:2]) == (10, [numbers[5], numbers[3]])
    assert listed[2:] == [n for n in reversed(numbers) if n not in (numbers[3], numbers[5])][:8]
    assert "90 % (set by hand)" in talk.words(reply)
    assert len(all_of(talk.say("die besten 3"), "deal")) == 3
    assert not all_of(talk.say("top owner:ben"), "deal")
    assert all_of(talk.say("best 5 by value"), "deal")[0].number == numbers[5]


def test_s2_10_a_probability_shows_stage_and_rules_can_be_set_by_hand_and_given_back(kolb: Talk) -> None:
    kolb.say("product add REG-100 Palettenregal 1.250 €")
    kolb.say("product #1006 REG-100 2x")
    assert only(kolb.say("set #1006 budget 10k"), "deal").probability == 20
    words = kolb.words(kolb.say("show #1006"))
    assert "20 % (10 % by the stage “Qualify”, +10 by “Need and budget match our products”)" in words
    assert only(kolb.say("set #1006 probability 65"), "deal").probability == 65
    kolb.say("stage #1006 develop")
    assert deal_of(kolb).probability == 65
    assert only(kolb.say("setze #1006 Wahrscheinlichkeit automatisch"), "deal").probability == 35
    assert kolb.say("pipeline").totals["weighted"] == Decimal("875.00")


def test_s4_13_qualifying_confirms_person_and_makes_the_company_once(both: Talk) -> None:
    both.say("lead Julia Brandt, j.brandt@lagerbau-nord.example, 12k")
    number = both.say("find Julia Brandt").records[0].number
    reply = both.say("qualify Julia Brandt")
    words = both.words(reply)
    assert "Julia Brandt" in words
    assert only(reply, "company").name in words
    assert only(reply, "deal").stage == "develop"
    assert only(reply, "person").number == number
    both.say("lead Kim Kurz, k.kurz@lagerbau-nord.example, 5k")
    second = both.say("qualifizieren Kim Kurz")
    assert only(second, "company").number == only(reply, "company").number
    with both.store.read() as session:
        assert len(session.scalars(select(Company)).all()) == 1
        assert len(session.scalars(select(Person)).all()) == 2


def test_d13_a_person_with_another_open_deal_is_asked_about_merge_new_or_cancel(kolb: Talk) -> None:
    second = only(kolb.say("lead Sabine Kolb, 5k, second hall"), "deal").number
    asked = kolb.say(f"convert #{second}")
    assert asked.kind == "choice"
    assert kolb.commands(asked) == [f"merge #{second} into #1006", f"convert #{second} anyway", f"show #{second}"]
    assert deal_of(kolb, second).stage == "qualify"
    assert only(kolb.say(f"qualifizieren #{second} trotzdem"), "deal").stage == "develop"


def test_s4_12_disqualifying_needs_a_reason_and_offers_the_usual_ones(kolb: Talk) -> None:
    asked = kolb.say("disqualify #1006")
    assert not asked.ok
    assert "disqualify #1006 no longer interested" in kolb.commands(asked)
    done = kolb.say("disqualifizieren #1006 nicht erreichbar")
    assert (only(done, "deal").stage, only(done, "deal").text) == ("lost", "nicht erreichbar")
    assert not kolb.say("qualify #1006").ok
    assert not kolb.say("disqualify #1006 again").ok


def test_c1_each_status_shows_and_a_reopened_lead_keeps_its_history(both: Talk) -> None:
    number = only(both.say("lead Tom Tiger, 5k, wants a shelf"), "deal").number

    def status() -> str | None:
        return only(both.say("leads all"), "deal").status

    assert status() == "new"
    both.say(f"call #{number} 5min introduced ourselves")
    assert status() == "contacted"
    both.say(f"disqualify #{number} no budget")
    assert status() == "disqualified"
    assert only(both.say("leads disqualified"), "deal").number == number
    reopened = both.say(f"wiedereröffnen #{number} new budget")
    assert only(reopened, "deal").stage == "qualify"
    told = [entry.text for entry in all_of(both.say(f"history #{number}"), "activity")]
    assert told == ["new budget", "no budget", "introduced ourselves", "wants a shelf"]
    both.say(f"qualify #{number}")
    assert status() == "qualified"
    with both.store.read() as session:
        actors = {
            row.actor
            for row in session.scalars(select(ChangeSet).where(ChangeSet.action.in_(["disqualify", "reopen"])))
        }
    assert actors == {"anna"}


def test_c5_disqualified_but_the_company_is_kept(talk: Talk) -> None:
    number = only(talk.say("lead Julia Brandt, j.brandt@lagerbau-nord.example"), "deal").number
    reply = talk.say(f"disqualify #{number} not now, create company")
    assert only(reply, "company").name in talk.words(reply)
    assert only(reply, "deal").text == "not now"
    assert only(reply, "deal").company == only(reply, "company").name
    assert not talk.say("pipeline").records


def test_d5_a_lost_deal_comes_back_with_its_stage(kolb: Talk) -> None:
    kolb.say("stage #1006 close")
    kolb.say("verloren #1006 zu teuer")
    reply = kolb.say("reopen #1006")
    assert only(reply, "deal").stage == "close"
    assert "zu teuer" in kolb.words(reply)
    again = kolb.say("reopen #1006")
    assert (again.title.message, only(again, "deal").stage) == ("#{number} {name} is open.", "close")


def test_s4_12_deleting_warns_and_asks_twice_and_undo_brings_everything_back(both: Talk) -> None:
    both.say("lead Sabine Kolb, Kolb Regalbau GmbH, s.kolb@kolb.example, 20k, needs shelves")
    both.say("offer #1006 12k")
    both.say("stakeholder #1006 Karl Weber, CFO, against")
    both.say("competitor #1006 Shelf Masters strong in price")
    before = both.rows()
    first = both.say("delete #1006")
    assert first.kind == "choice"
    assert both.commands(first) == ["disqualify #1006", "delete #1006 yes"]
    assert "1 offer goes along" in both.words(first)
    second = both.say("delete #1006 yes")
    assert both.commands(second) == ["show #1006", "delete #1006 yes really"]
    assert both.rows() == before
    both.say("löschen #1006 ja wirklich")
    assert not both.say("show #1006").ok
    assert [entry.text for entry in all_of(both.say("show Sabine Kolb"), "activity")] == ["12k", "needs shelves"]
    both.say("undo")
    words = both.words(both.say("show #1006"))
    assert all(told in words for told in ("Karl Weber", "Shelf Masters", "needs shelves", "€12,000"))


def test_s0_15_a_converted_lead_stays_in_the_list_with_what_it_became_and_can_be_edited(kolb: Talk) -> None:
    kolb.say("convert #1006")
    converted = kolb.say("leads converted")
    assert [record.number for record in all_of(converted, "deal")] == [1006]
    assert "#1006 Propose" in kolb.words(converted)
    assert kolb.say("set #1006 name Halle 2").ok
    assert only(kolb.say("lead Sabine Kolb, 5k, third hall"), "deal").role == "lead"
    assert kolb.say("leads").totals["count"] == 1


def test_s0_5_an_existing_customer_is_marked_in_the_list_of_leads(kolb: Talk) -> None:
    kolb.say("won #1006")
    kolb.say("lead Sabine Kolb, 5k, second hall")
    kolb.say("lead Tom Tiger, 5k")
    listed = kolb.words(kolb.say("leads"))
    assert "Sabine Kolb (existing customer)" in listed
    assert "Tom Tiger (existing" not in listed


@pytest.mark.parametrize(
    ("words", "function", "attitude"),
    [
        ("stakeholder #1006 Karl Weber function CFO for", "CFO", "for it"),
        ("stakeholder #1006 Karl Weber, head of purchasing, against", "head of purchasing", "against it"),
        ("beteiligter #1006 Karl Weber, Leiter Einkauf, dagegen", "Leiter Einkauf", "against it"),
        ("#1006 stakeholder Karl Weber (CFO) neutral", "CFO", "neutral"),
        ("entscheider #1006 Karl Weber als Geschäftsführer, dafür", "Geschäftsführer", "for it"),
    ],
)
def test_s4_6_a_stakeholder_has_function_and_attitude(kolb: Talk, words: str, function: str, attitude: str) -> None:
    kolb.say(words)
    card = kolb.words(kolb.say("show #1006"))
    assert "Karl Weber" in card
    assert f"{function}, {attitude}" in card


def test_s4_6_a_known_person_of_the_company_is_taken_and_not_doubled(kolb: Talk) -> None:
    reply = kolb.say("stakeholder #1006 Sabine Kolb Einkäuferin dafür")
    assert only(reply, "person").number == only(kolb.say("show Sabine Kolb"), "person").number
    kolb.say("stakeholder #1006 Sabine Kolb dagegen")
    assert kolb.words(kolb.say("stakeholder #1006")).count("Sabine Kolb (#") == 1


def test_c13_two_competitors_and_three_stakeholders_stand_on_the_card_and_in_the_report_of_losses(kolb: Talk) -> None:
    for words in (
        "competitor #1006 Shelf Masters strong in price, weak in service", "wettbewerber #1006 Regalwelt GmbH stark im Preis",
        "stakeholder #1006 Karl Weber, CFO, against", "stakeholder #1006 Eva Roth, head of logistics, for",
        "stakeholder #1006 Ina Iser, buyer, neutral",
    ):  # fmt: skip
        assert kolb.say(words).ok
    card = kolb.words(kolb.say("show #1006"))
    for told in (
        "Shelf Masters",
        "strong in price, weak in service",
        "Regalwelt GmbH",
        "Karl Weber",
        "Eva Roth",
        "Ina Iser",
    ):
        assert told in card
    kolb.say("lost #1006 too expensive")
    report = kolb.words(kolb.say("report lost"))
    for told in ("too expensive", "Shelf Masters", "strong in price", "Regalwelt GmbH", "Karl Weber"):
        assert told in report
    kolb.say("undo")
    assert "Shelf Masters" not in kolb.words(kolb.say("competitor #1006 remove Shelf Masters")).partition("\n")[2]
    assert "Karl Weber" not in kolb.words(kolb.say("beteiligter #1006 Karl Weber entfernen")).partition("\n")[2]


def test_h2_lost_by_reason_equals_the_count_by_hand(talk: Talk) -> None:
    reasons = ["zu teuer", "Zu teuer.", "kein Bedarf", "zu teuer", "competitor", "zu  teuer"]
    for place, reason in enumerate(reasons):
        number = only(talk.say(f"lead Person{'abcdef'[place]} Test, {place + 1}k"), "deal").number
        talk.say(f"lost #{number} {reason}")
    reply = talk.say("report lost")
    counted = [(row["reason"], row["count"], row["amount"]) for row in reply.totals["by_reason"]]
    assert counted == [
        ("zu teuer", 4, Decimal(13000)), ("competitor", 1, Decimal(5000)), ("kein Bedarf", 1, Decimal(3000)),
    ]  # fmt: skip
    assert (reply.totals["count"], reply.totals["amount"]) == (6, Decimal(21000))


def test_s1_1_a_lead_without_a_source_is_asked_for_it_with_the_choices(talk: Talk) -> None:
    asked = talk.say("lead Tom Tiger, 5k")
    number = only(asked, "deal").number
    assert "Where did the first contact come from?" in talk.words(asked)
    choices = [command for command in talk.commands(asked) if " source " in command]
    assert f"set #{number} source fair" in choices
    assert only(talk.say(choices[0]), "deal").source == "fair"
    named = talk.say("lead Uwe Ulm, 5k, Quelle Messe")
    assert not [command for command in talk.commands(named) if " source " in command]
    odd = talk.say("lead Vera Voss, 5k, source Stammtisch")
    assert "none of the known sources" in talk.words(odd)


def test_s3_1_one_line_from_a_phone_makes_a_full_lead(talk: Talk) -> None:
    reply = talk.say(
        "lead Julia Brandt, Nordlicht GmbH, julia@nordlicht.example, 0171 1234567, 12k, Messe, braucht 40 Regale"
    )
    deal, person = only(reply, "deal"), only(reply, "person")
    assert (deal.amount, deal.company, person.emails, person.phones) == (
        Decimal(12000), "Nordlicht GmbH", ("julia@nordlicht.example",), ("+491711234567",),
    )  # fmt: skip
    assert (deal.grade, deal.source) == ("warm", "Messe")


@pytest.mark.parametrize(
    ("words", "source"),
    [
        ("lead Tom Tiger, source trade fair, 5k", "trade fair"), ("lead Tom Tiger, 5k, Quelle: Soziale Medien", "Soziale Medien"),
        ("lead Tom Tiger source fair wants shelves", "fair"), ("lead Tom Tiger, Tiger AG, 5k, Empfehlung", "Empfehlung"),
        ("lead Tom Tiger, 5k, cold call source", "manual"), ("lead Tom Tiger, Partner", "manual"),
    ],
)  # fmt: skip
def test_s1_1_a_source_is_understood_in_several_words_and_as_a_part_of_its_own(
    talk: Talk, words: str, source: str
) -> None:
    assert only(talk.say(words), "deal").source == source


def test_c6_what_the_installation_added_to_a_lead_survives_its_conversion(kolb: Talk) -> None:
    with kolb.store.write(kolb.now) as work:
        deal = work.session.get(Deal, 1006)
        assert deal is not None
        deal.custom = {"floor": "400 m2"}
    kolb.say("convert #1006")
    with kolb.store.read() as session:
        deal = session.get(Deal, 1006)
        assert deal is not None
        assert deal.custom == {"floor": "400 m2"}


def test_s1_1_the_report_by_source_counts_every_spelling_of_a_source_as_one(talk: Talk) -> None:
    for place, source in enumerate(("Messe", "fair", "trade fair", "Empfehlung", "Stammtisch")):
        number = only(talk.say(f'lead Person{"abcde"[place]} Test, {place + 1}k, source "{source}"'), "deal").number
        if place < 2:
            talk.say(f"qualify #{number}")
    talk.say("lead Tom Tiger, 9k")
    talk.say("won Persona Test")
    reply = talk.say("bericht Quelle")
    counted = {
        row["source"]: (row["count"], row["qualified"], row["won"], row["amount"]) for row in reply.totals["by_source"]
    }
    assert counted == {
        "fair": (3, 2, 1, Decimal(6000)), "referral": (1, 0, 0, Decimal(4000)), "stammtisch": (1, 0, 0, Decimal(5000)),
        None: (1, 0, 0, Decimal(9000)),
    }  # fmt: skip
    assert "Fair" in talk.words(reply)


def test_an_unknown_report_offers_those_there_are(talk: Talk) -> None:
    assert talk.commands(talk.say("report")) == talk.commands(talk.say("report nonsense"))
