from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from crmbot.assistant.asking import Asking
from crmbot.assistant.commands import REGISTRY
from crmbot.assistant.questions.examples import EXAMPLES
from crmbot.assistant.registry import Registry
from crmbot.assistant.settings import AssistantSettings
from crmbot.assistant.understanding import understand
from crmbot.domain.members.members import require_member
from crmbot.domain.process import builtin_process
from crmbot.domain.records import Deal
from crmbot.domain.records.work import Work
from tests.assistant.talk import Talk, all_of
from tests.databases import listened


@pytest.fixture
def sales(talk: Talk) -> Talk:
    """Anna has an offer of 20,000 to Kolb and has won Nordlicht; Ben has one of 60,000, and an overdue follow-up."""
    talk.now -= timedelta(days=20)
    talk.say("lead Sabine Kolb, Kolb Regalbau GmbH, s.kolb@kolb.example, +49 711 123456, 20k, source fair")
    talk.say("lead Julia Brandt, Nordlicht GmbH, julia@nordlicht.example, +49 711 12345, 12k, source website")
    talk.say("lead Max Oehm, Oehm Hallenbau KG, max@oehm.example, 60k, source website")
    talk.say("assign Max Oehm ben")
    for name in ("Sabine Kolb", "Max Oehm"):
        assert talk.say(f"offer {name} {'20k' if name == 'Sabine Kolb' else '60k'} valid until 31.12.2026").ok
    talk.say("call Julia Brandt 12min talked about shelves")
    talk.now += timedelta(days=18)
    assert talk.say("won Julia Brandt").ok
    talk.with_user("ben").say("followup Max Oehm tomorrow call him")
    talk.now += timedelta(days=2)
    return talk


def test_how_many_is_answered_by_the_number_and_the_filter_is_told(sales):
    reply = sales.say("how many open offers over 10k do we have?")
    words = sales.words(reply)
    assert words.startswith("2 deals\nI understood: how many, deals, stage “Propose”, from €10,000")
    assert "pipeline stage:offer state:open >=10000" in words
    assert reply.totals["count"] == 2
    assert reply.totals["asked"] == "count"


def test_how_much_is_answered_by_the_sum(sales):
    reply = sales.say("how much are all offers above 10k worth?")
    assert sales.words(reply).startswith("€80,000, 2 deals")
    assert reply.totals["amount"] == Decimal("80000.00")


def test_what_was_won_in_a_period_goes_by_the_day_it_was_won(sales):
    assert sales.say("how much did we win this month?").totals["amount"] == Decimal("12000.00")
    assert sales.say("how much did we win last month?").totals["count"] == 0


def test_the_answer_is_the_same_as_that_of_the_command_it_names(sales):
    asked, typed = sales.say("which deals of Ben are over 50k?"), sales.say("pipeline owner:ben >50k")
    assert [record.number for record in asked.records] == [record.number for record in typed.records] != []


def test_who_looks_after_a_company_is_told_by_the_owner_of_its_deals(sales):
    assert "Ben Bauer" in sales.words(sales.say("who looks after Oehm Hallenbau?")).splitlines()[0]
    assert "Anna Adler" in sales.words(sales.say("wer kümmert sich um Sabine Kolb?")).splitlines()[0]


def test_a_number_and_an_address_come_first(sales):
    assert "+49711123456" in sales.words(sales.say("what is the phone number of Sabine Kolb?")).splitlines()[0]
    assert "s.kolb@kolb.example" in sales.words(sales.say("show me the email address of Sabine Kolb")).splitlines()[0]
    assert "not known" in sales.words(sales.say("what is the website of Sabine Kolb?")).splitlines()[0]


def test_when_there_was_contact_is_told_by_the_last_talk(sales):
    first = sales.words(sales.say("when did we last talk to Brandt?")).splitlines()[0]
    assert first.startswith("Julia Brandt")
    assert "Call" in first


def test_the_stage_of_a_deal_is_found_by_its_customer(sales):
    reply = sales.say("what stage is the Kolb deal in?")
    assert "Stage: Propose" in sales.words(reply).splitlines()[0]
    assert reply.records[0].type == "deal"


def test_who_has_the_most_is_named(sales):
    assert sales.words(sales.say("who has the most overdue follow-ups?")).startswith("Ben Bauer: 2 overdue follow-ups")
    assert sales.words(sales.say("which source brings the most leads?")).startswith("Website: 2 leads")
    assert sales.words(sales.say("who sold the most this year?")).startswith("Anna Adler: €12,000, 1 deal")


def test_the_average_counts_deals_with_an_amount_only(sales):
    sales.say("lead Tim Wolf, Wolf GmbH, wolf@wolf.example")
    assert sales.words(sales.say("what's the average deal size?")).startswith("€40,000 on average, of 2 deals")


def test_follow_ups_are_asked_for_by_day_and_owner(sales):
    overdue = all_of(sales.say("what is overdue for Ben?"), "followup")
    assert {one.owner for one in overdue} == {"ben"}
    assert "call him" in [one.text for one in overdue]
    sales.say("followup Sabine Kolb friday send the plan")
    mine = sales.say("was ist diese Woche bei mir fällig?")
    assert [one.text for one in mine.records] == ["send the plan"]
    assert mine.totals["count"] == 1
    assert "call him" in [one.text for one in sales.say("which tasks does Ben have?").records]


def test_a_question_that_is_not_understood_is_asked_back_with_ones_that_are(sales):
    reply = sales.say("how's the weather in Berlin?")
    assert not reply.ok
    assert all(sales.say(command).kind in {"list", "card", "help"} for command in sales.commands(reply)[:3])


def test_words_that_mean_nothing_are_named_and_the_rest_is_offered(sales):
    reply = sales.say("which customers are unhappy?")
    assert not reply.ok
    assert "unhappy" in sales.words(reply)
    assert sales.commands(reply)[0] == "list customers"


def test_several_people_of_the_name_are_a_choice(sales):
    sales.say("lead Jonas Kolb, Dachbau Kolb OHG, j.kolb@dach.example")
    reply = sales.say("when did we last talk to Kolb?")
    assert reply.kind == "choice"
    assert all(command.startswith("recap #") for command in sales.commands(reply))


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("find Kolb", ""), ("Sabine Kolb", "#"), ("pipelin", "Pipeline"), ("leads", "No lead fits."), ("offers", "2 offers"),
        ("deals per owner?", "Pipeline: 2 deals"),
    ],
)  # fmt: skip
def test_commands_and_names_still_win(sales, text, title):
    reply = sales.say(text)
    assert reply.ok
    assert title in sales.words(reply).splitlines()[0]


def test_a_note_that_asks_something_is_still_a_note(sales):
    assert sales.say("note Sabine Kolb when is the next meeting?").kind == "done"


def test_a_question_that_begins_with_a_verb_that_writes_is_not_written(sales):
    before = sales.rows()
    assert sales.say("won deals this month").totals["count"] == 1
    assert "+49711123456" in sales.words(sales.say("phone number of Sabine Kolb?")).splitlines()[0]
    assert sales.rows() == before


def test_every_example_of_a_question_is_answered(sales):
    for questions in EXAMPLES.values():
        for question in questions:
            reply = sales.say(question)
            assert reply.ok, question
            assert reply.understood is not None, question


def test_the_list_of_follow_ups_pages(kolb):
    for day in range(25):
        assert kolb.say(f"followup Sabine Kolb in {day + 1} days thing {day}").ok
    first = kolb.say("due")
    assert first.totals["count"] >= 25
    (further,) = kolb.commands(first)
    second = kolb.say(further)
    assert len(first.records) + len(second.records) == first.totals["count"]
    assert kolb.commands(second) == ["due page 1"]


def test_every_command_of_a_question_is_one_that_only_reads():
    named = {"pipeline", "show", "recap", "history", "due", "today", "list", "leads", "offers", "report", "find", "files", "products",
             "complaints", "duplicates", "neglected", "unattended", "stale", "best", "help"}  # fmt: skip
    assert all(not REGISTRY[key].writes for key in named)


@pytest.mark.parametrize("command", ["unattended", "neglected 10", "stale"])
def test_long_lists_turn_forwards_and_back(kolb, command):
    kolb.now -= timedelta(days=90)
    with kolb.store.write(kolb.now) as work:
        for place in range(23):
            work.session.add(_old_deal(work, place))
    kolb.now += timedelta(days=90)
    first = kolb.say(command)
    assert len(all_of(first, "deal")) == 20
    (further,) = [one for one in kolb.commands(first) if "page" in one]
    second = kolb.say(further)
    assert 1 <= len(all_of(second, "deal")) <= 5
    assert not {one.number for one in second.records} & {one.number for one in first.records}
    assert any(one.endswith("page 1") for one in kolb.commands(second))


def _old_deal(work: Work, place: int) -> Deal:
    return Deal(
        number=work.next_number("deal"), name=f"Deal {place}", name_key=f"deal {place}", stage="qualify", state="open", owner="anna",
        currency="EUR", created_at=work.now, stage_since=work.now, last_activity_at=work.now, process="sales",
    )  # fmt: skip


def test_a_question_for_competitors_shows_them_and_writes_nothing(sales):
    assert sales.say("competitor Max Oehm Regalwelt GmbH strong in price").ok
    before = sales.rows()
    reply = sales.say("which competitors are we up against at Max Oehm?")
    assert "Regalwelt GmbH" in sales.words(reply)
    assert reply.understood is not None
    assert sales.rows() == before


def test_words_behind_the_name_of_a_deal_are_never_written_by_a_question(sales):
    before = sales.rows()
    assert not sales.say("who are we competing with at Max Oehm Regalwelt?").ok
    assert sales.rows() == before


def test_deals_of_a_name_that_nobody_has_are_asked_back(sales):
    assert not sales.say("welche Deals stehen mit Kippe an?").ok
    assert not sales.say("Welche Deals sind bei Kippelmann?").ok


def test_a_word_that_is_nobodys_name_is_read_as_something_else(sales):
    reply = sales.say("Welche Kunden in Berlin betreut Anna?")
    assert reply.ok
    assert "list customers owner:anna city:Berlin" in sales.words(reply)


def test_lists_that_were_asked_for_in_words_are_answered_where_their_verb_stands_in_front(sales):
    assert "without:owner" in sales.words(sales.say("deals nobody owns?"))
    assert "by source" in sales.words(sales.say("leads by source for this year"))


def test_what_lies_still_is_listed_of_one_member(sales):
    sales.say("lead Karl Weber, Weber Bau AG, k@weber.example, 44k")
    sales.say("assign Karl Weber clara")
    sales.now += timedelta(days=90)
    assert {one.owner for one in all_of(sales.say("stale"), "deal")} == {"anna", "clara"}
    assert {one.owner for one in all_of(sales.say("which deals of Clara lie still?"), "deal")} == {"clara"}
    assert {one.owner for one in all_of(sales.say("stale owner:clara"), "deal")} == {"clara"}
    assert not sales.say("stale owner:nobody").ok


def test_a_clause_that_was_passed_over_is_told(sales):
    words = sales.words(sales.say("I am in a hurry, how many open offers do we have?"))
    assert words.startswith("2 deals")
    assert "passed over: “I am in a hurry”" in words


def test_of_a_question_not_understood_what_was_found_is_offered_at_one_press(sales):
    reply = sales.say("deals lost because we were too expensive")
    assert not reply.ok
    assert "pipeline state:lost" in [action.command for action in reply.actions]
    assert sales.say("pipeline state:lost").ok


def test_of_the_record_that_is_named_its_card_is_offered_where_the_rest_is_not_understood(sales):
    reply = sales.say("who sent us Julia Brandt's number by carrier pigeon?")
    assert [action.command for action in reply.actions][:2] == ["show Julia Brandt", "recap Julia Brandt"]


def test_a_command_at_the_start_does_not_take_the_sentence_as_its_filters(sales):
    reply = sales.say("leads we've contacted but not yet qualified")
    assert "leads contacted" in sales.words(reply)
    assert not sales.say("leads that nobody would ever dream of because of the weather").ok


def test_why_in_general_is_no_question_about_a_followup(sales):
    assert "report lost" in sales.words(sales.say("why do customers jump ship?"))


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("customers from referrals", "list customers source:referral"), ("companies owned by Ben", "list companies owner:ben"),
        ("tasks due by the end of the month", "due ..2026-"), ("show me the agenda for tomorrow", "due 2026-"),
    ],
)  # fmt: skip
def test_a_sentence_that_begins_with_a_list_is_read_to_its_last_word(sales, text, command):
    assert command in sales.words(sales.say(text))


@pytest.mark.parametrize(
    "text", ["deals of Ben and Anna", "zeig mir die Deals von Ben und Anna", "pipeline owner:ben owner:anna"]
)
def test_two_owners_are_asked_back(kolb, text):
    reply = kolb.say(text)
    assert not reply.ok, kolb.words(reply)


@pytest.mark.parametrize(
    "text", ["pipeline", "pipeline owner:me", "how many open deals does Ben have?", "deals without an owner"]
)
def test_the_words_of_filters_are_read_once_for_a_request(sales, text):
    sales.say(text)
    with listened(sales.store) as said:
        assert sales.say(text).ok
    words = [one for one in said if "grade" in one and "DISTINCT" in one.upper()]
    assert len(words) == 1, said


def test_a_question_asks_for_the_right_of_its_command(sales):
    registry = Registry(replace(one, right="delete") if one.key == "pipeline" else one for one in REGISTRY)
    with sales.store.read() as session:
        ask = Asking(
            session=session, process=builtin_process(), settings=AssistantSettings(), commands=registry,
            member=require_member(session, "anna"), reader=sales.reader, now=sales.now, verb="", rest="",
        )  # fmt: skip
        command = understand(ask, registry, "how many open deals do we have?").command
    assert command is not None
    assert command.needs == "delete"


@pytest.mark.parametrize(
    "text",
    [
        "customers with a birthday this month", "Kunden die seit nem Jahr nix gekauft haben", "termine morgens", "due tomorrow morning",
        "pipeline source:fair source:website", "pipeline over 50k under 10k", "best deals in Hamburg", "top 5 this month",
        "deals with more than 3 offers", "B-Kunden in Köln", "due at 10", "appointments tomorrow 4pm",
        "deals open for more than 60 days",
    ],
)  # fmt: skip
def test_a_command_passes_over_no_word_that_it_does_not_know(sales, text):
    reply = sales.say(text)
    assert not reply.ok, sales.words(reply)


def test_contacts_without_a_phone_number_are_listed(sales):
    sales.say("lead Tim Wolf, Wolf GmbH, wolf@wolf.example")
    reply = sales.say("people without a phone number")
    assert [one.name for one in reply.records] == ["Max Oehm", "Tim Wolf"]  # Sabine Kolb has one


def test_a_deal_is_meant_by_its_number_alone(sales):
    number = sales.say("show Sabine Kolb").records[0].number
    assert f"#{number}" in sales.words(sales.say(f"who owns {number}"))
    assert sales.say(f"stage of {number}").ok


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("win rate last quarter", "report owners"), ("doppelte im System", "duplicates"), ("top seller this month", "report owners"),
        ("which customers have we not heard from in ages", "neglected"), ("leads since monday", "leads all created:"),
    ],
)  # fmt: skip
def test_a_question_that_begins_like_a_command_is_read_as_one(sales, text, command):
    reply = sales.say(text)
    assert reply.ok
    assert command in sales.words(reply)
