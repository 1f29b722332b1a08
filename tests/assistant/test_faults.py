from __future__ import annotations

import logging
from dataclasses import replace

import pytest
from sqlalchemy import text

from crmbot.assistant.assistant import Assistant
from crmbot.assistant.settings import AssistantSettings
from crmbot.domain.members.members import require_member
from crmbot.domain.process import Process
from crmbot.shapes import ChatMessage
from crmbot.storage.store import Store
from tests.assistant.talk import Talk


def test_a_stranger_is_refused_politely(talk):
    reply = talk.with_user("mallory").say("pipeline")
    assert (reply.ok, reply.kind) == (False, "error")
    assert "ask your administrator" in talk.words(reply)


@pytest.mark.parametrize("user", ["anna", "ANNA", "anna@firma.example", "Anna@Firma.example"])
def test_a_member_is_known_by_key_and_mail_address(talk, user):
    assert talk.with_user(user).say("whoami").records[0].name == "Anna Adler"


def test_a_slack_user_is_known_by_the_address_that_slack_tells(talk):
    message = ChatMessage("whoami", "U0123", "slack", "D1", talk.now, email="ben@firma.example")
    assert talk.assistant.answer(message).reply.records[0].name == "Ben Bauer"


def test_somebody_who_left_is_a_stranger(talk):
    with talk.store.write(talk.now) as work:
        from crmbot.domain.members.members import require_member

        require_member(work.session, "ben").active = False
    assert not talk.with_user("ben").say("whoami").ok


def test_a_misspelt_verb_that_only_reads_runs_and_says_so(kolb):
    reply = kolb.say("shwo Sabine Kolb")
    assert reply.kind == "card"
    assert "“show” instead of “shwo”" in kolb.words(reply)


def test_a_misspelt_verb_that_writes_is_offered_and_not_run(kolb):
    before = kolb.rows()
    reply = kolb.say("ntoe Sabine Kolb called")
    assert reply.kind == "choice"
    assert kolb.commands(reply)[0] == "note Sabine Kolb called"
    assert kolb.rows() == before
    assert kolb.say(kolb.commands(reply)[0]).ok


def test_show_me_the_pipeline_is_the_pipeline(kolb):
    for words in ("show me the pipeline", "zeig mir die Pipeline", "zeige bitte heute"):
        assert kolb.say(words).kind == "list"


def test_an_unknown_verb_gets_the_nearest_and_help(talk):
    reply = talk.say("notieren123 foo")
    assert not reply.ok
    assert "help" in talk.commands(reply)


@pytest.mark.parametrize("text", ["", "   ", "help", "Hilfe", "HELP"])
def test_nothing_at_all_and_help_give_the_overview(talk, text):
    reply = talk.say(text)
    assert reply.kind == "help"
    assert "pipeline" in talk.words(reply)


def test_german_verbs_work_whatever_the_language_and_without_umlauts(kolb):
    assert kolb.say("spaeter #1006").kind == "error"
    assert kolb.say("rueckgaengig").ok


def test_a_request_of_a_book_is_refused(talk):
    assert "too long" in talk.words(talk.say("note " + "x" * 200_000))


def test_an_unexpected_fault_shows_a_reference_and_logs_the_rest(talk, caplog):
    def broken() -> Process:
        raise ZeroDivisionError("secret detail")

    assistant = Assistant(talk.store, broken, AssistantSettings(language="en"))
    with caplog.at_level(logging.ERROR):
        reply = assistant.answer(ChatMessage("pipeline", "anna", "say", "c", talk.now)).reply
    assert not reply.ok
    assert "secret detail" not in talk.words(reply)
    assert caplog.records[0].exc_info is not None
    assert caplog.records[0].reference in talk.words(reply)


def test_a_database_that_is_away_is_no_riddle(talk, tmp_path):
    away = Store.open(f"sqlite:///{tmp_path}/none/crmbot.db")
    assistant = Assistant(away, lambda: pytest.fail("not reached"), AssistantSettings(language="en"))
    reply = assistant.answer(ChatMessage("note #1006 foo", "anna", "say", "c", talk.now)).reply
    assert "try again" in talk.words(reply)
    assert talk.commands(reply) == ["note #1006 foo"]


def test_a_failing_write_leaves_nothing_behind(kolb):
    with kolb.store.engine.begin() as connection:
        connection.execute(text("CREATE TRIGGER t BEFORE INSERT ON followups BEGIN SELECT RAISE(ABORT, 'no'); END"))
    before = kolb.rows()
    assert not kolb.say("note #1006 foo, follow up friday", key="K1").ok
    assert kolb.rows() == before


def test_the_answer_is_made_for_the_member(talk):
    with talk.store.write(talk.now) as work:
        from crmbot.domain.members.members import require_member

        anna = require_member(work.session, "anna")
        anna.language, anna.timezone = "de", "Europe/Zurich"
    reader = talk.assistant.answer(ChatMessage("help", "anna", "say", "c", talk.now)).reader
    assert (reader.language, reader.timezone) == ("de", "Europe/Zurich")


def test_a_zone_that_does_not_exist_falls_back_to_the_teams(talk):
    with talk.store.write(talk.now) as work:
        from crmbot.domain.members.members import require_member

        require_member(work.session, "anna").timezone = "Mars/Olympus"
    assert talk.say("today").ok


def test_control_characters_never_reach_the_database(kolb):
    reply = kolb.say("note #1006 a\x00b\ud800c\x1b[31m\r\nd")
    assert reply.records[0].text == "abc[31m\nd"


def test_whoami_shows_the_personal_capture_address(talk: Talk):
    settings = replace(
        AssistantSettings(language="en"), capture_address=lambda member: f"crm+{member.key}@firma.example"
    )
    assistant = Assistant(talk.store, lambda: pytest.fail("unused"), settings)
    talk.assistant = Assistant(talk.store, talk.assistant._process, settings)
    assert assistant is not talk.assistant
    assert "crm+anna@firma.example" in talk.words(talk.say("werbinich"))


def test_a_member_who_may_only_read_changes_nothing(talk: Talk) -> None:
    talk.say("lead Eva Lang, Lang Holz GmbH, eva@lang-holz.example")
    with talk.store.write(talk.now) as work:
        require_member(work.session, "ben").rights = "read"
    ben = talk.with_user("ben")
    before = ben.rows()
    assert ben.say("pipeline").ok
    refused = ben.say("note Eva Lang hello")
    assert (refused.ok, ben.rows()) == (False, before)
