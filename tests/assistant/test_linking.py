"""Who in the chat is which member: codes, and being left alone."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from crmbot.assistant.assistant import Assistant
from crmbot.assistant.settings import AssistantSettings
from crmbot.domain.announcing.linking import match_people, takes_direct_messages
from crmbot.domain.members.members import require_member
from crmbot.domain.process import builtin_process
from crmbot.domain.records import HandledRequest, LinkCode, OutboxItem
from crmbot.shapes import ChatMessage, Reply
from tests.assistant.talk import Talk

STRANGER = "U0NOBODY"


def set_rights(talk: Talk, rights: str) -> None:
    with talk.store.write(talk.now) as work:
        require_member(work.session, "anna").rights = rights


def code_for(talk: Talk, key: str, *, request: str | None = None) -> str:
    set_rights(talk, "admin")
    found = re.search(r"[0-9A-Z]{5}-[0-9A-Z]{5}", talk.words(talk.say(f"invite {key}", key=request)))
    assert found is not None
    return found[0]


def stranger(talk: Talk, text: str, *, user: str = STRANGER, channel: str = "slack", zone: str | None = None) -> Reply:
    talk.now += timedelta(seconds=1)
    assistant = Assistant(talk.store, builtin_process, AssistantSettings(language="en"))
    message = ChatMessage(text, user, channel, "slack:D9", talk.now, zone=zone)  # type: ignore[arg-type]
    return assistant.answer(message).reply


def queued(talk: Talk, kind: str) -> list[str]:
    with talk.store.read() as session:
        return list(session.scalars(select(OutboxItem.recipient).where(OutboxItem.kind == kind)))


def test_a_stranger_is_told_how_he_becomes_known(talk: Talk) -> None:
    assert "write to me directly: link CODE" in talk.words(stranger(talk, "pipeline"))


@pytest.mark.parametrize(
    "said", ["link {}", "LINK {}", "{}", "link me {}", "verbinde mich {}", "link code: {}", " link  {} ."]
)
def test_a_code_links_the_stranger_and_a_welcome_is_on_its_way(talk: Talk, said: str) -> None:
    code = code_for(talk, "ben")
    reply = stranger(talk, said.format(code))
    assert reply.ok
    assert "I know you as Ben" in talk.words(reply)
    assert stranger(talk, "whoami").records[0].name.startswith("Ben")
    assert queued(talk, "welcome") == ["ben"]


@pytest.mark.parametrize(("own", "then"), [(None, "Asia/Tokyo"), ("Europe/Vienna", "Europe/Vienna")])
def test_who_is_linked_by_a_code_lives_by_his_clock_there_unless_he_has_a_zone(
    talk: Talk, own: str | None, then: str
) -> None:
    with talk.store.write(talk.now) as work:
        require_member(work.session, "ben").timezone = own
    assert stranger(talk, f"link {code_for(talk, 'ben')}", zone="Asia/Tokyo").ok
    with talk.store.read() as session:
        assert require_member(session, "ben").timezone == then


def test_a_code_works_once(talk: Talk) -> None:
    code = code_for(talk, "ben")
    assert stranger(talk, f"link {code}").ok
    assert not stranger(talk, f"link {code}", user="U0OTHER").ok


def test_a_code_works_for_a_day(talk: Talk) -> None:
    code = code_for(talk, "ben")
    talk.now += timedelta(hours=24)
    assert not stranger(talk, f"link {code}").ok


def test_a_new_code_replaces_the_one_before(talk: Talk) -> None:
    first, second = code_for(talk, "ben"), code_for(talk, "ben")
    assert not stranger(talk, f"link {first}").ok
    assert stranger(talk, f"link {second}").ok


def test_who_guesses_is_stopped_even_when_he_is_right_at_last(talk: Talk) -> None:
    code = code_for(talk, "ben")
    for number in range(5):
        assert not stranger(talk, f"link AAAAA-AAAA{'ABCDE'[number]}").ok
    assert "too many" in talk.words(stranger(talk, f"link {code}"))
    assert stranger(talk, f"link {code}", user="U0OTHER").ok
    talk.now += timedelta(hours=1)
    assert "too many" not in talk.words(stranger(talk, "link AAAAA-AAAAA"))


def test_the_code_is_kept_nowhere(talk: Talk) -> None:
    code = code_for(talk, "ben", request="r1")
    with talk.store.read() as session:
        kept = [row.code_hash for row in session.scalars(select(LinkCode))]
        answers = [str(row.answer) for row in session.scalars(select(HandledRequest))]
    assert answers
    assert all(code not in text and code.replace("-", "") not in text for text in (*kept, *answers))


def test_only_an_administrator_gives_codes(talk: Talk) -> None:
    set_rights(talk, "member")
    assert "administrator" in talk.words(talk.say("invite ben"))


def test_a_code_of_somebody_who_left_is_none(talk: Talk) -> None:
    code = code_for(talk, "ben")
    with talk.store.write(talk.now) as work:
        require_member(work.session, "ben").active = False
    assert not stranger(talk, f"link {code}").ok


def test_outside_of_the_chat_a_code_links_nobody(talk: Talk) -> None:
    code = code_for(talk, "ben")
    assert not stranger(talk, f"link {code}", channel="say").ok
    assert stranger(talk, f"link {code}").ok


@pytest.mark.parametrize("said", ["unlink me", "unlink", "trenne mich"])
def test_unlinking_stops_direct_messages_and_linking_brings_them_back(talk: Talk, said: str) -> None:
    assert talk.say(said).ok
    with talk.store.read() as session:
        assert not takes_direct_messages(require_member(session, "anna"))
    assert talk.say("pipeline").ok
    assert talk.say("link me").ok
    with talk.store.read() as session:
        assert takes_direct_messages(require_member(session, "anna"))
    assert queued(talk, "welcome") == ["anna"]


def test_all_members_are_linked_by_their_addresses_and_the_others_named(talk: Talk) -> None:
    with talk.store.write(talk.now) as work:
        require_member(work.session, "anna").slack = "U1"
        anna, ben = (require_member(work.session, key).emails[0].email for key in ("anna", "ben"))
        first = match_people(work, {ben: "U2", anna: "U9", "someone@else.example": "U3"})
        assert [one.key for one in first.linked] == ["ben"]
        assert "anna" in [one.key for one in first.known]
        assert require_member(work.session, "anna").slack == "U1"
        require_member(work.session, "ben").slack = None
        assert [one.key for one in match_people(work, {ben: "U1"}).missing] == ["ben", "clara"]
