"""Roles, the process and who is in charge (rows S0.1–S0.15, S1.3, S1.8, S1.14, S1.16, S1.19, S2.6, S2.11, S2.14, S3.3, S3.6–S3.8,
S4.10, S4.11, S4.14, C10–C12, D2, D4, D5, F22)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from crmbot.assistant.assistant import Assistant
from crmbot.assistant.settings import AssistantSettings
from crmbot.channels.terminal import render_text
from crmbot.delivery.settings import DeliverySettings
from crmbot.delivery.tick import tick
from crmbot.domain.calendar.workdays import WorkCalendar
from crmbot.domain.deals.role_queries import role_counts
from crmbot.domain.members.members import require_member
from crmbot.domain.members.rights import EVERYTHING
from crmbot.domain.process import Process, ProcessSettings, builtin_process, builtin_text, read_process, together
from crmbot.domain.process.versions import accept
from crmbot.domain.records import ChangeSet, Deal, Followup, OutboxItem, StageEntry, Watcher
from crmbot.process_book import ProcessBook
from crmbot.shapes import Record, Reply
from tests.assistant.talk import Talk, all_of, only

DEAL = 1006  # of the fixture `kolb`


def _in(talk: Talk, process: Callable[[], Process] | Process) -> Talk:
    """The same conversation where that process is in force."""
    talk.assistant = Assistant(
        talk.store, process if callable(process) else lambda: process, AssistantSettings(language=talk.reader.language)
    )
    return talk


def _departments(talk: Talk, **departments: str) -> None:
    with talk.store.write(talk.now) as work:
        for key, department in departments.items():
            require_member(work.session, key).department = department


def _rows(talk: Talk, model: Any) -> list[Any]:
    with talk.store.read() as session:
        return list(session.scalars(select(model)))


def _deal(talk: Talk, number: int = DEAL) -> Deal:
    deals: list[Deal] = [deal for deal in _rows(talk, Deal) if deal.number == number]
    return deals[0]


def _person(reply: Reply) -> Record:
    return next(record for record in reply.records if record.type == "person")


@pytest.fixture
def teams(kolb: Talk) -> Talk:
    """Anna is in marketing, Ben in sales, Clara in customer care."""
    _departments(kolb, anna="marketing", ben="Vertrieb", clara="care")
    return kolb


def test_s0_1_and_s1_19_roles_are_listed_with_since_when_and_by_whom(kolb: Talk) -> None:
    kolb.now += timedelta(days=2)
    kolb.say(f"offer #{DEAL} 20k")
    words = kolb.words(kolb.say("roles Sabine Kolb"))
    assert "Prospect since Fri 20 Nov 2026" in words
    assert "Lead: Wed 18 Nov 2026 to Fri 20 Nov 2026" in words
    assert "by Anna Adler" in words


def test_s0_2_a_second_project_of_a_customer_has_its_own_history(kolb: Talk) -> None:
    kolb.say(f"won #{DEAL}")
    second = only(kolb.say("projekt Sabine Kolb zweite Halle, 30k"), "deal")
    kolb.say(f"note #{second.number} measured the hall")
    assert (second.name, second.amount) == ("zweite Halle", Decimal(30000))
    assert {deal.number for deal in all_of(kolb.say("show Sabine Kolb"), "deal")} == {DEAL, second.number}
    assert [one.text for one in all_of(kolb.say(f"show #{second.number}"), "activity")] == ["measured the hall"]
    assert "measured the hall" not in kolb.words(kolb.say(f"show #{DEAL}"))


def test_s0_3_a_customer_is_a_lead_in_a_new_project_and_a_prospect_once_there_is_an_offer(kolb: Talk) -> None:
    kolb.say(f"won #{DEAL}")
    second = only(kolb.say("project Sabine Kolb second hall"), "deal")
    assert (second.role, kolb.say(f"show #{DEAL}").records[0].role) == ("lead", "customer")
    assert _person(kolb.say("show Sabine Kolb")).roles == ("customer", "lead")
    assert only(kolb.say(f"offer #{second.number} 9k"), "deal").role == "prospect"
    assert kolb.say(f"show #{DEAL}").records[0].role == "customer"


def test_s0_4_each_role_counts_him_and_the_whole_counts_him_once(kolb: Talk) -> None:
    kolb.say(f"won #{DEAL}")
    kolb.say("project Sabine Kolb second hall")
    kolb.say("lead Tom Tiger")
    for role in ("lead", "customer"):
        assert "Sabine Kolb" in {deal.person for deal in all_of(kolb.say(f"pipeline role:{role}"), "deal")}
    with kolb.store.read() as session:
        counts = role_counts(session, builtin_process(), EVERYTHING)
    assert (counts["lead"], counts["customer"], counts["all"]) == (2, 1, 2)


def test_s0_5_and_s0_15_an_existing_customer_stands_among_the_leads_and_a_converted_lead_too(kolb: Talk) -> None:
    kolb.say(f"won #{DEAL}")
    kolb.say("project Sabine Kolb second hall")
    assert "existing customer" in kolb.words(kolb.say("leads"))
    assert DEAL in {deal.number for deal in all_of(kolb.say("leads converted"), "deal")}
    assert _deal(kolb).qualified_at is not None


def test_s0_6_without_the_project_file_the_contact_has_one_deal_and_switching_loses_nothing(talk: Talk) -> None:
    off = together((builtin_process(),), ProcessSettings(project_file=False))
    _in(talk, off)
    first = only(talk.say("lead Sabine Kolb, Kolb Regalbau GmbH, shelves for hall 1"), "deal")
    assert first.name == "Sabine Kolb"
    talk.say(f"won #{first.number}")
    again = talk.say("lead Sabine Kolb, 5k")
    assert only(again, "deal").number == first.number
    assert "stands in the file of Sabine Kolb" in talk.words(again)
    assert not [one for one in talk.commands(talk.say("call Sabine Kolb wants more")) if one.startswith("project")]
    _in(talk, builtin_process)
    assert only(talk.say("project Sabine Kolb hall 2"), "deal").number != first.number
    assert len(_rows(talk, Deal)) == 2


def test_s0_6_a_lost_contact_begins_anew_in_his_one_deal(talk: Talk) -> None:
    _in(talk, together((builtin_process(),), ProcessSettings(project_file=False)))
    first = only(talk.say("lead Sabine Kolb"), "deal")
    talk.say(f"lost #{first.number} no need")
    assert only(talk.say("lead Sabine Kolb, 3k"), "deal").stage == "qualify"
    assert len(_rows(talk, Deal)) == 1


def test_s0_7_a_call_at_a_customer_without_an_open_project_offers_to_create_one(kolb: Talk) -> None:
    assert not [
        one for one in kolb.commands(kolb.say("call Sabine Kolb asked about prices")) if one.startswith("project")
    ]
    kolb.say(f"won #{DEAL}")
    reply = kolb.say("call Sabine Kolb asked about a second hall")
    (offered,) = [one for one in kolb.commands(reply) if one.startswith("project")]
    assert only(kolb.say(offered), "deal").stage == "qualify"


def test_s0_9_each_file_shows_what_matters_for_its_role(kolb: Talk) -> None:
    kolb.say(f"stage #{DEAL} invoice")
    kolb.say("project Sabine Kolb second hall, 5k")
    debtor, sales = (kolb.words(kolb.say(f"dossier Sabine Kolb {file}")) for file in ("debtor", "sales"))
    assert "To be paid: €20,000" in debtor
    assert "Weighted" not in debtor
    assert "Weighted" in sales
    assert "To be paid" not in sales


def test_s0_10_and_s2_11_responsibility_goes_from_marketing_to_sales_to_care_and_both_are_told(teams: Talk) -> None:
    teams.say(f"offer #{DEAL} 20k")
    assert _deal(teams).owner == "ben"
    assert {(one.recipient, one.kind) for one in _rows(teams, OutboxItem) if one.kind == "handover"} == {
        ("anna", "handover"), ("ben", "handover"),
    }  # fmt: skip
    assert [(one.member, one.kind) for one in _rows(teams, Watcher)] == [("anna", "follower")]
    teams.say(f"won #{DEAL}")
    assert _deal(teams).owner == "clara"


def test_s0_10_an_owner_of_the_department_keeps_his_deal_and_followups_go_along(teams: Talk) -> None:
    teams.say(f"followup #{DEAL} friday")
    teams.say(f"stage #{DEAL} develop")
    assert (_deal(teams).owner, _rows(teams, Followup)[0].owner) == ("ben", "ben")
    teams.say(f"stage #{DEAL} close")
    assert len([one for one in _rows(teams, OutboxItem) if one.kind == "handover"]) == 2


def test_s0_10_followers_hear_where_it_goes_and_undo_takes_the_handover_back(teams: Talk) -> None:
    teams.say(f"stage #{DEAL} develop")
    moved = teams.with_user("ben").say(f"stage #{DEAL} close")
    assert [one.recipient for one in _rows(teams, OutboxItem) if one.kind == "news"] == ["anna"]
    ben = teams.with_user("ben")
    ben.say(next(one for one in ben.commands(moved) if one.startswith("undo")))
    teams.say(
        next(f"undo {one.id}" for one in _rows(teams, ChangeSet) if one.action == "stage" and one.actor == "anna")
    )
    assert (_deal(teams).owner, _rows(teams, Watcher)) == ("anna", [])


def test_s0_14_the_settings_name_the_owner_of_a_department(teams: Talk) -> None:
    _departments(teams, clara="sales")
    _in(teams, together((builtin_process(),), ProcessSettings(owners={"sales": "clara"})))
    teams.say(f"stage #{DEAL} develop")
    assert _deal(teams).owner == "clara"


def test_s0_14_without_a_setting_the_one_with_the_fewest_deals_takes_over_and_who_is_away_does_not(teams: Talk) -> None:
    _departments(teams, clara="sales")
    teams.with_user("ben").say("lead Tom Tiger")
    teams.say(f"stage #{DEAL} develop")
    assert _deal(teams).owner == "clara"
    teams.say("lead Uwe Ulm, 3k")
    with teams.store.write(teams.now) as work:
        clara = require_member(work.session, "clara")
        clara.absent_from = clara.absent_until = teams.now.date()
    teams.say("stage Uwe Ulm develop")
    assert {deal.owner for deal in _rows(teams, Deal) if deal.stage == "develop"} == {"clara", "ben"}


def test_s0_11_the_workplace_shows_the_stages_of_ones_department_only(teams: Talk) -> None:
    teams.say(f"stage #{DEAL} develop")
    teams.say("lead Tom Tiger")
    assert [one.person for one in all_of(teams.say("workplace"), "deal")] == ["Tom Tiger"]
    assert [one.person for one in all_of(teams.with_user("ben").say("arbeitsplatz"), "deal")] == ["Sabine Kolb"]


def test_s0_12_supplier_and_customer_are_two_files_of_one_master_record(kolb: Talk) -> None:
    kolb.say(f"won #{DEAL} ordered by phone")
    kolb.say("role Sabine Kolb supplier")
    kolb.say("note Sabine Kolb als Lieferant: neue Preisliste")
    supplier, customer = kolb.say("file Sabine Kolb supplier"), kolb.say("akte Sabine Kolb Kunde")
    assert [one.text for one in all_of(supplier, "activity")] == ["neue Preisliste"]
    assert "neue Preisliste" not in kolb.words(customer)
    assert "ordered by phone" in kolb.words(customer)
    assert _person(supplier).number == _person(customer).number


def test_s0_12_an_entry_is_put_into_the_file_of_a_role(kolb: Talk) -> None:
    kolb.say("role Kolb Regalbau GmbH supplier")
    entry = only(kolb.say(f"note #{DEAL} delivers boards to us"), "activity").number
    assert kolb.say(f"file #{entry} supplier").ok
    assert "delivers boards" in kolb.words(kolb.say("dossier Kolb Regalbau GmbH supplier"))
    assert "delivers boards" not in kolb.words(kolb.say("dossier Sabine Kolb sales"))


def test_s0_13_roles_are_called_as_the_process_says(kolb: Talk) -> None:
    text = builtin_text().replace(
        "[departments]", '[roles]\nlead = { en = "Contact request", de = "Kontaktanfrage" }\n\n[departments]'
    )
    _in(kolb, together((read_process(text, origin="x"),)))
    assert "Contact request since" in kolb.words(kolb.say("roles Sabine Kolb"))


def test_s0_13_records_are_called_as_the_organisation_says(kolb: Talk) -> None:
    reader = replace(kolb.reader, terms={"Deals": "Opportunities", "Lead": "Suspect"})
    shown = render_text(kolb.say("show Sabine Kolb"), reader, width=200)
    assert "Opportunities" in shown
    assert "Suspect since" in shown


@pytest.mark.parametrize("words", ["supplier", "Lieferant", "as a partner", "is partner", "zum Partner"])
def test_s1_8_a_standing_role_is_given_and_taken(kolb: Talk, words: str) -> None:
    given = _person(kolb.say(f"role Sabine Kolb {words}")).roles or ()
    assert set(given) & {"supplier", "partner"}
    assert set(_person(kolb.say(f"role Sabine Kolb no {words.rsplit(maxsplit=1)[-1]}")).roles or ()) == {"lead"}


def test_s1_8_an_enquiry_converted_to_partner_is_no_project_any_more(kolb: Talk) -> None:
    offered = kolb.commands(kolb.say(f"role #{DEAL} partner"))
    assert offered[0] == f"convert #{DEAL} to partner"
    kolb.say(offered[0])
    assert _person(kolb.say("show Sabine Kolb")).roles == ("partner",)
    assert _deal(kolb).state == "lost"


def test_a_role_that_comes_with_a_stage_is_not_given_by_hand(kolb: Talk) -> None:
    assert not kolb.say("role Sabine Kolb customer").ok
    assert not kolb.say("role Sabine Kolb wizard").ok


def test_s1_3_the_list_is_in_the_order_of_priority_and_setting_it_sorts_anew(kolb: Talk) -> None:
    kolb.say("lead Tom Tiger, 90k")
    first = [deal.person for deal in all_of(kolb.say("priority"), "deal")]
    kolb.say("priorität Sabine Kolb hoch")
    assert (first, [deal.person for deal in all_of(kolb.say("prio"), "deal")]) == (
        ["Tom Tiger", "Sabine Kolb"],
        ["Sabine Kolb", "Tom Tiger"],
    )
    assert _deal(kolb).priority == 3


def test_s1_14_a_project_has_name_number_amount_close_chance_and_status(kolb: Talk) -> None:
    kolb.say(f"set #{DEAL} close 18 December")
    deal = only(kolb.say(f"show #{DEAL}"), "deal")
    assert (deal.number, deal.amount, str(deal.expected_close), deal.stage) == (
        DEAL,
        Decimal(20000),
        "2026-12-18",
        "qualify",
    )
    assert deal.probability is not None
    assert only(kolb.say("lead Tom Tiger"), "deal").number > DEAL


def test_s1_16_and_d5_a_decision_stands_in_the_history_with_its_reason_and_can_be_taken_back(kolb: Talk) -> None:
    kolb.say(f"stage #{DEAL} develop")
    reply = kolb.say(f"lost #{DEAL} too expensive; note: they buy again in spring")
    deal = _deal(kolb)
    assert (deal.lost_reason, deal.closing_note) == ("too expensive", "they buy again in spring")
    words = kolb.words(kolb.say(f"history #{DEAL}"))
    assert "too expensive" in words
    assert "From “Develop” to “Lost”" in words
    kolb.say(next(one for one in kolb.commands(reply) if one.startswith("reopen")))
    assert (_deal(kolb).stage, _deal(kolb).state) == ("develop", "open")


def test_s2_6_suggestions_differ_by_stage_and_role(kolb: Talk) -> None:
    enquiry = kolb.words(kolb.say(f"show #{DEAL}"))
    kolb.say(f"stage #{DEAL} delivery")
    assert "Announce the delivery" in kolb.words(kolb.say(f"show #{DEAL}"))
    assert "Announce the delivery" not in enquiry


def test_s2_14_and_c11_the_gate_asks_for_what_is_missing_and_takes_it_in_one_line(talk: Talk) -> None:
    number = only(talk.say("lead Sabine Kolb, needs shelves"), "deal").number
    refused = talk.say(f"stage #{number} close")
    assert not refused.ok
    assert f"stage #{number} close amount 20k" in talk.words(refused)
    done = only(talk.say(f"stage #{number} close amount 20k, close friday"), "deal")
    assert (done.stage, done.amount, str(done.expected_close)) == ("close", Decimal(20000), "2026-11-20")


@pytest.mark.parametrize(
    ("line", "amount", "close"),
    [
        ("amount 20k, close friday", "20000", "2026-11-20"),
        ("amount: 20.000 € and close: 20.11.2026", "20000", "2026-11-20"),
        ("Betrag 20k Abschluss Freitag", "20000", "2026-11-20"),
        ("with amount 12,5k; close tomorrow", "12500", "2026-11-19"),
        ("20k", "20000", "None"),
    ],
)
def test_c11_values_are_read_in_either_language_with_or_without_commas(
    talk: Talk, line: str, amount: str, close: str
) -> None:
    number = only(talk.say("lead Sabine Kolb, needs shelves"), "deal").number
    deal = only(talk.say(f"stage #{number} close {line}"), "deal")
    assert (str(deal.amount).removesuffix(".00"), str(deal.expected_close)) == (amount, close)


@pytest.mark.parametrize(("verb", "stage"), [("qualify", "develop"), ("won", "order"), ("offer", "offer")])
def test_c11_every_way_into_a_stage_goes_through_its_gate(kolb: Talk, verb: str, stage: str) -> None:
    strict = builtin_text().replace(f'key = "{stage}"\n', f'key = "{stage}"\nrequired = ["need"]\n')
    _in(kolb, together((read_process(strict.replace('required = ["amount"]\n', ""), origin="x"),)))
    kolb.say(f"{verb} #{DEAL}" + (" 20k" if verb == "offer" else ""))
    assert _deal(kolb).stage == "qualify"
    kolb.say(f"set #{DEAL} need shelves for two halls")
    kolb.say(f"{verb} #{DEAL}" + (" 21k" if verb == "offer" else ""))
    assert _deal(kolb).stage == stage


def test_s3_6_the_suggestion_of_the_stage_stands_in_the_digest(kolb: Talk) -> None:
    kolb.say(f"followup #{DEAL} tomorrow")
    morning = (kolb.now + timedelta(days=1)).replace(hour=9)
    (due,) = tick(kolb.store, DeliverySettings(language="en"), builtin_process(), morning)
    assert "Call and find out what is needed" in kolb.words(due.content)


def test_c11_what_is_no_value_is_refused_and_nothing_moves(talk: Talk) -> None:
    number = only(talk.say("lead Sabine Kolb, needs shelves"), "deal").number
    assert not talk.say(f"stage #{number} close amount soon").ok
    assert not talk.say(f"stage #{number} develop whatever that is").ok
    assert (_deal(talk, number).stage, _deal(talk, number).amount) == ("qualify", None)


def test_s3_3_done_steps_open_the_next_stage(kolb: Talk) -> None:
    kolb.say(f"won #{DEAL}")
    first = kolb.say(f"step #{DEAL} confirm done")
    assert not [one for one in kolb.commands(first) if one.startswith("stage")]
    last = kolb.say(f"schritt #{DEAL} An den Service übergeben erledigt")
    (following,) = [one for one in kolb.commands(last) if one.startswith("stage")]
    assert only(kolb.say(following), "deal").stage == "delivery"
    assert kolb.say(f"steps #{DEAL}").sections[0].rows[0].actions


def test_c10_a_required_step_holds_the_deal_and_each_process_has_its_own(talk: Talk) -> None:
    _in(talk, together((builtin_process(), builtin_process("insurance"))))
    number = only(talk.say("lead Tom Tiger, Tiger AG, process insurance, 5k"), "deal").number
    talk.say(f"stage #{number} risk line liability")
    refused = talk.say(f"stage #{number} tender sum insured 2 Mio")
    assert talk.commands(refused) == [f"step #{number} record done"]
    talk.say(f"step #{number} record done")
    assert (
        only(talk.say(f"phase #{number} Deckungsangebot Versicherungssumme 2 Mio"), "deal").stage == "insurance.tender"
    )
    assert not talk.say(f"stage #{number} renewal").ok or _deal(talk, number).stage == "insurance.renewal"


def test_s3_7_two_processes_stand_side_by_side_with_their_own_ways_to_win_and_lose(talk: Talk) -> None:
    _in(talk, together((builtin_process(), builtin_process("insurance"))))
    insured = only(talk.say("lead Tom Tiger, Prozess Versicherung"), "deal")
    sold = only(talk.say("lead Sabine Kolb"), "deal")
    assert (insured.stage, sold.stage) == ("insurance.enquiry", "qualify")
    assert only(talk.say(f"won #{insured.number}"), "deal").stage == "insurance.contract"
    assert only(talk.say(f"lost #{sold.number} no need"), "deal").stage == "lost"


def test_d1_a_team_with_its_own_pipeline_keeps_it_to_itself(talk: Talk) -> None:
    book = ProcessBook(talk.store, ProcessSettings(), ("sales", "insurance"), lambda: talk.now)
    _in(talk, book.current)
    number = only(talk.say("lead Tom Tiger, process insurance, 5k"), "deal").number
    talk.say(f"note #{number} wants to insure his hall")
    talk.say("lead Sabine Kolb, 2k")
    with talk.store.write(talk.now) as work:
        accept(
            work,
            builtin_text("insurance").replace("[departments]", 'teams = ["advice"]\n\n[departments]', 1),
            origin="x",
        )
    _departments(talk, ben="sales", clara="Beratung")
    ben, clara = (_in(talk.with_user(key), book.current) for key in ("ben", "clara"))
    assert [deal.person for deal in all_of(ben.say("pipeline"), "deal")] == ["Sabine Kolb"]
    assert {deal.person for deal in all_of(clara.say("pipeline"), "deal")} == {"Tom Tiger", "Sabine Kolb"}
    assert not ben.say(f"show #{number}").ok
    assert "insure his hall" not in ben.words(ben.say("history Tom Tiger"))
    assert "insure his hall" in clara.words(clara.say("history Tom Tiger"))
    assert number in {deal.number for deal in all_of(talk.say("pipeline"), "deal")}  # Anna has it in hand


def test_s3_7_a_process_that_is_not_in_force_is_offered(talk: Talk) -> None:
    assert talk.commands(talk.say("lead Tom Tiger, process insurance"))[0] == "process accept insurance"


def test_s3_8_an_administrator_accepts_a_process_from_the_chat_and_its_field_is_asked_for(kolb: Talk) -> None:
    book = ProcessBook(kolb.store, ProcessSettings(language="en"), (), lambda: kolb.now)
    _in(kolb, book.current)
    text = builtin_text().replace("[departments]", '[[fields]]\nkey = "hall"\nname = { en = "Hall", de = "Halle" }\n\n[departments]').replace(
        'department = "sales"\ndialog = ["need"', 'department = "sales"\nrequired = ["hall"]\ndialog = ["need"'
    )  # fmt: skip
    assert "asks for Hall" in kolb.words(kolb.say(f"process preview\n{text}"))
    assert not kolb.say(f"process accept\n```\n{text}\n```").ok
    with kolb.store.write(kolb.now) as work:
        require_member(work.session, "anna").rights = "admin"
    assert "version 2 is in force" in kolb.words(kolb.say(f"process accept\n```\n{text}\n```"))
    assert "asks for Hall" in kolb.words(kolb.say(f"stage #{DEAL} develop"))
    assert only(kolb.say(f"stage #{DEAL} develop hall north"), "deal").stage == "develop"
    assert _deal(kolb).custom == {"hall": "north"}
    assert "in force" in kolb.words(kolb.say("process versions"))


def test_s3_8_faults_are_named_in_the_chat(kolb: Talk) -> None:
    reply = kolb.say('process preview [[stages]]\nkey = "a b"\ncolour = 1')
    assert "unknown name 'colour'" in kolb.words(reply)
    assert "must be one word" in kolb.words(reply)


def test_records_in_removed_stages_are_shown_with_name_and_role(kolb: Talk) -> None:
    book = ProcessBook(kolb.store, ProcessSettings(), (), lambda: kolb.now)
    _in(kolb, book.current)
    kolb.say(f"stage #{DEAL} develop")
    before, _, after = builtin_text().partition('[[stages]]\nkey = "develop"')
    with kolb.store.write(kolb.now) as work:
        require_member(work.session, "anna").rights = "admin"
    shorter = before + "[[stages]]" + after.partition("[[stages]]")[2]
    preview = kolb.words(kolb.say(f"process preview {shorter}"))
    assert "The stage “Develop” goes" in preview
    assert f"1 deal stands there: #{DEAL}" in preview
    kolb.say(f"process accept {shorter}")
    deal = only(kolb.say("pipeline"), "deal")
    assert (deal.stage, deal.role) == ("develop", "lead")
    assert "⚑ Develop" in kolb.words(kolb.say(f"show #{DEAL}"))
    assert only(kolb.say(f"stage #{DEAL} offer"), "deal").stage == "offer"


def test_s4_10_the_card_shows_the_bar_with_a_flag_and_the_steps(kolb: Talk) -> None:
    kolb.say(f"stage #{DEAL} offer")
    words = kolb.words(kolb.say(f"show #{DEAL}"))
    assert "✓ Qualify › ✓ Develop › ⚑ Propose › Close" in words
    assert "Send the offer" in words


def test_s4_11_the_four_steps_have_their_contents(process: Process) -> None:
    steps = {stage.key: {step.key for step in stage.steps} for stage in process.stages}
    assert [stage.names["en"] for stage in process.stages[:4]] == ["Qualify", "Develop", "Propose", "Close"]
    assert {"stakeholders", "competitors"} <= steps["develop"]
    assert "sent" in steps["offer"]
    assert "decision" in steps["close"]


def test_s4_14_the_opportunity_has_steps_of_its_own(kolb: Talk) -> None:
    kolb.say(f"qualify #{DEAL}")
    assert "Outline the solution" in kolb.words(kolb.say(f"steps #{DEAL}"))


def test_c12_and_s3_6_done_brings_the_next_followup_or_suggestion(kolb: Talk) -> None:
    _in(kolb, together((builtin_process(),), ProcessSettings(language="en")))
    kolb.say(f"offer #{DEAL} 20k")
    (asked,) = _rows(kolb, Followup)
    reply = kolb.say(f"done #{asked.number} they need a week")
    (following,) = [one for one in all_of(reply, "followup") if not one.done]
    assert following.text == "Ask for the decision on the offer"
    last = kolb.say(f"done #{following.number}")
    assert kolb.commands(last)[0] == f"followup #{DEAL} in 2 days"


def test_d2_the_chance_follows_the_stage_unless_set_by_hand(kolb: Talk) -> None:
    early = only(kolb.say(f"show #{DEAL}"), "deal").probability or 0
    assert (only(kolb.say(f"stage #{DEAL} close"), "deal").probability or 0) > early
    kolb.say(f"set #{DEAL} probability 33")
    assert only(kolb.say(f"stage #{DEAL} offer"), "deal").probability == 33


def test_d4_a_deal_that_lies_still_is_marked_unless_a_next_step_is_planned(kolb: Talk) -> None:
    kolb.now += timedelta(days=6)
    reply = kolb.say("stale")
    assert (reply.totals["count"], only(reply, "deal").number) == (1, DEAL)
    assert "has lain still for 6 days" in kolb.words(kolb.say(f"show #{DEAL}"))
    kolb.say(f"followup #{DEAL} in 2 weeks")
    assert kolb.say("liegengeblieben").totals["count"] == 0
    assert "lain still" not in kolb.words(kolb.say(f"show #{DEAL}"))


def test_f22_reaching_a_stage_plans_in_working_days_and_going_back_takes_it_away_untouched(kolb: Talk) -> None:
    _in(kolb, together((builtin_process(),), ProcessSettings(language="en")))
    kolb.say(f"stage #{DEAL} offer")
    (planned,) = _rows(kolb, Followup)
    assert (planned.due_at.date().isoformat(), planned.text) == ("2026-11-25", "Ask about the offer")
    kolb.say(f"stage #{DEAL} develop")
    assert _rows(kolb, Followup) == []
    kolb.say(f"stage #{DEAL} offer")
    (planned,) = _rows(kolb, Followup)
    kolb.say(f"snooze #{planned.number} in 2 weeks")
    kolb.say(f"stage #{DEAL} develop")
    assert [one.number for one in _rows(kolb, Followup)] == [planned.number]


def test_f22_the_text_is_in_the_owners_language_and_holidays_are_no_working_days(kolb: Talk) -> None:
    with kolb.store.write(kolb.now) as work:
        require_member(work.session, "anna").language = "de"
    kolb.now = kolb.now.replace(month=12, day=22)
    _in(kolb, together((builtin_process(),), ProcessSettings(calendar=WorkCalendar(region="DE-BY"))))
    kolb.say(f"stage #{DEAL} offer")
    (planned,) = _rows(kolb, Followup)
    assert (planned.due_at.date().isoformat(), planned.text) == ("2026-12-30", "Wegen des Angebots nachfragen")


def test_every_stage_that_was_entered_is_kept_with_version_and_actor(kolb: Talk) -> None:
    kolb.say(f"stage #{DEAL} develop")
    kolb.with_user("ben").say(f"won #{DEAL}")
    entries = [(one.stage, one.process, one.version, one.actor) for one in _rows(kolb, StageEntry)]
    assert entries == [("qualify", "sales", 1, "anna"), ("develop", "sales", 1, "anna"), ("order", "sales", 1, "ben")]
