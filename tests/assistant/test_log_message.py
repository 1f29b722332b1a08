"""A message of the chat becomes an entry: whose it is, when it was written, the way back, and each only once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from crmbot.domain.members.members import require_member
from crmbot.domain.records import Activity
from crmbot.shapes import ChatFile, ChatMessage, Reply
from tests.assistant.talk import Talk, all_of

LINK = "https://firma.slack.example/archives/C1/p1700000000000100"
SAID = "Sabine Kolb wants the shelves in oak, says her mail from s.kolb@kolb.example"


def send(talk: Talk, text: str = "log message", *, link: str | None = LINK, files: Any = (), **values: str) -> Reply:
    talk.now += timedelta(minutes=1)
    message = ChatMessage(
        text, talk.user, "slack", "slack:C1:U1", talk.now, values=values, link=link, files=tuple(files)
    )
    return talk.assistant.answer(message).reply


def log(talk: Talk, **values: str) -> Reply:
    usual = {"other": "#" + str(number(talk)), "kind": "note", "said": SAID, "by": "Ben", "by_user": "ben"}
    return send(talk, **{**usual, "at": (talk.now - timedelta(hours=2)).isoformat(), **values})


def number(talk: Talk) -> int:
    return all_of(talk.say("pipeline"), "deal")[0].number


def entries(talk: Talk) -> list[Activity]:
    with talk.store.read() as session:
        return list(session.scalars(select(Activity).where(Activity.medium == "chat")))


def test_the_form_offers_whom_the_message_names(kolb: Talk) -> None:
    form = send(kolb, f"log message\n{SAID}").form
    assert form is not None
    options = {question.key: question.options for question in form.fields}
    assert any("Kolb" in kolb.words(Reply("list", option.label)) for option in options["who"])  # type: ignore[arg-type]
    assert {option.value for option in options["kind"]} >= {"note", "call", "mail", "complaint"}


def test_where_nobody_is_named_the_form_asks_for_whom(talk: Talk) -> None:
    form = send(talk, "log message the coffee is out again").form
    assert form is not None
    assert "who" not in [question.key for question in form.fields]


def test_the_entry_has_author_time_and_the_way_back(kolb: Talk) -> None:
    at = kolb.now - timedelta(hours=2)
    reply = log(kolb, at=at.isoformat())
    assert reply.ok
    (entry,) = entries(kolb)
    assert (entry.author, entry.at, entry.link, entry.text) == ("ben", at, LINK, SAID)
    assert entry.deal_number == number(kolb)
    assert SAID in kolb.words(kolb.say(f"history #{number(kolb)}"))


def test_what_somebody_from_outside_wrote_carries_his_name(kolb: Talk) -> None:
    assert log(kolb, by="Julia Brandt", by_user="U9OUT").ok
    (entry,) = entries(kolb)
    assert (entry.author, entry.direction) == (None, "in")
    assert entry.text == f"Julia Brandt: {SAID}"


def test_a_kind_and_a_remark_can_be_given(kolb: Talk) -> None:
    assert log(kolb, kind="complaint", remark="call her today").ok
    (entry,) = entries(kolb)
    assert (entry.kind, entry.note) == ("complaint", "call her today")


def test_the_same_message_is_logged_once(kolb: Talk) -> None:
    assert log(kolb).ok
    again = log(kolb.with_user("ben"))
    assert not again.ok
    assert f"already logged as #{entries(kolb)[0].number}" in kolb.words(again)
    assert "already logged" in kolb.words(send(kolb, f"log message {SAID}"))
    assert len(entries(kolb)) == 1


def test_what_was_taken_back_can_be_logged_again(kolb: Talk) -> None:
    assert log(kolb).ok
    assert kolb.say("undo").ok
    assert log(kolb).ok
    assert len(entries(kolb)) == 1


def test_files_come_along_under_harmless_names(kolb: Talk) -> None:
    file = ChatFile("../../etc/hall\u202eplan.pdf", "application/pdf", b"%PDF-1.4")
    with_file = {"other": f"#{number(kolb)}", "kind": "note", "said": "see the plan", "by_user": "ben"}
    assert send(kolb, files=[file], **with_file).ok
    words = kolb.words(kolb.say(f"files #{number(kolb)}"))
    assert "hall plan.pdf" in words
    assert "etc" not in words


def test_a_name_that_fits_nobody_is_said_beside_the_field(kolb: Talk) -> None:
    reply = log(kolb, other="Qwertz Unbekannt")
    assert not reply.ok
    assert set(reply.errors) == {"other"}
    assert entries(kolb) == []


def test_without_anybody_the_form_says_so(kolb: Talk) -> None:
    assert set(log(kolb, other="").errors) == {"other"}


def test_who_may_not_write_logs_nothing_and_who_may_not_see_is_offered_nobody(kolb: Talk) -> None:
    with kolb.store.write(kolb.now) as work:
        require_member(work.session, "ben").rights = "own"
        require_member(work.session, "clara").rights = "read"
    form = send(kolb.with_user("ben"), f"log message {SAID}").form
    assert form is not None
    assert "who" not in [question.key for question in form.fields]
    refused = send(kolb.with_user("clara"), other=f"#{number(kolb)}", kind="note", said=SAID)
    assert not refused.ok
    assert entries(kolb) == []


@pytest.mark.parametrize("verb", ["log message", "nachricht erfassen"])
def test_typed_it_is_a_note_from_the_chat(kolb: Talk, verb: str) -> None:
    assert kolb.say(f"{verb} #{number(kolb)} asked for oak").ok
    (entry,) = entries(kolb)
    assert (entry.text, entry.kind) == ("asked for oak", "note")


def test_a_file_dropped_with_a_note_is_kept_with_it(kolb: Talk) -> None:
    reply = send(
        kolb, f"note #{number(kolb)} hall plan", link=None, files=[ChatFile("plan.pdf", "application/pdf", b"%PDF")]
    )
    assert reply.ok
    assert "File: plan.pdf" in kolb.words(reply)
    assert "plan.pdf" in kolb.words(kolb.say(f"files #{number(kolb)}"))
