"""Follow-ups by mail: answers to digests, the list, cancelling, tags in the subject (rows N4, N5, F16-F19, N16)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from crmbot.assistant.assistant import Assistant
from crmbot.assistant.settings import AssistantSettings
from crmbot.domain.process import builtin_process
from crmbot.domain.records import Activity, Deal, Followup, HandledRequest, InboxItem, Member, MemberEmail
from crmbot.errors import StorageAway
from crmbot.intake.worker import InboxWorker
from crmbot.shapes import Answer, ChatMessage, Reply, t
from crmbot.storage.store import Store
from tests.assistant.talk import Talk, only
from tests.conftest import add_team
from tests.intake.office import Office, reason_of
from tests.mails import mail
from tests.scenarios.mailroom import Mailroom

_TITLE = t("Good morning")


class AnsweringOffice(Office):
    """Its worker hands requests of members to the assistant, as the app does."""

    talk: Talk

    @property
    def worker(self) -> InboxWorker:
        return InboxWorker(self.store, self.settings, builtin_process, ask=self._ask)

    def _ask(self, message: ChatMessage) -> Answer:
        return self.talk.assistant.answer(message, again=True)


@pytest.fixture
def room(sqlite_store: Store, now: datetime) -> Mailroom:
    add_team(sqlite_store, now)
    office = AnsweringOffice(sqlite_store)
    office.talk = Talk(sqlite_store, now)
    room = Mailroom(office, office.talk)
    room.say("lead Julia Brandt, Lagerbau Nord GmbH, j.brandt@lagerbau-nord.example")
    for followup in room.office.all(Followup):
        room.say(f"done #{followup.number}")
    for words in ("ask about the shelf", "call Tom", "send the brochure"):
        room.say(f"followup Julia Brandt today {words}")
    return room


def _digest(room: Mailroom) -> str:
    """Anna's digest, as it was sent by mail; its Message-ID."""
    from crmbot.channels.mailer.message import message_id
    from crmbot.domain.deals.views import followup_view
    from crmbot.domain.outbox.outbox import enqueue

    waiting = [one for one in room.office.all(Followup) if one.done_at is None and one.owner == "anna"]
    content = Reply("list", _TITLE, records=tuple(map(followup_view, waiting)))
    with room.office.store.write(room.now) as work:
        enqueue(work, key="digest:anna:2026-11-18", kind="digest", recipient="anna", content=content)
    item = room.item(kind="digest")
    with room.office.store.write(room.now) as work:
        sent = work.session.get_one(type(item), item.id)
        sent.state, sent.channel, sent.reference = "sent", "mail", message_id(item.key, "firma.example")
        return sent.reference


def _answer(room: Mailroom, text: str, **more: str) -> InboxItem:
    reference = _digest(room)
    return room.colleague("Re: digest", body=f"{text}\n", extra=f"In-Reply-To: {reference}\n", **more)


def _states(room: Mailroom) -> dict[str, str]:
    found = {}
    for one in room.office.all(Followup):
        if one.text in ("ask about the shelf", "call Tom", "send the brochure"):
            found[one.text] = "done" if one.done_at else f"{one.due_at.astimezone(room.now.tzinfo):%d.%m.}"
    return found


def test_n5_items_of_a_digest_are_answered_by_number(room: Mailroom) -> None:
    entries = len(room.office.all(Activity))
    item = _answer(room, "1 done he ordered, 2 friday")
    assert _states(room) == {"ask about the shelf": "done", "call Tom": "20.11.", "send the brochure": "18.11."}
    assert next(one for one in room.office.all(Followup) if one.text == "ask about the shelf").outcome == "he ordered"
    assert (item.state, item.activity_number) == ("done", None)
    assert reason_of(item) == "anna answers a message of ours: taken as a request"
    assert len(room.office.all(Activity)) == entries  # never filed
    sent = room.item()
    assert (sent.channel, sent.key.partition(":")[0]) == ("mail", "answer")
    assert "Done: #" in room.words(room.content(sent))


@pytest.mark.parametrize(
    ("text", "first"),
    [("alle erledigt", "done"), ("1: 3d", "21.11."), ("1 snooze 1w", "25.11."), ("1. Erledigt", "done")],
)
def test_n5_in_both_languages(room: Mailroom, text: str, first: str) -> None:
    _answer(room, text)
    assert _states(room)["ask about the shelf"] == first


def test_n5_an_answer_below_a_quoted_line_means_that_line(room: Mailroom) -> None:
    _answer(room, "> * call Tom\nerledigt\n\n> * send the brochure\nfriday\n")
    assert _states(room) == {"ask about the shelf": "18.11.", "call Tom": "done", "send the brochure": "20.11."}


def test_n5_what_is_open_between_several_is_asked_back(room: Mailroom) -> None:
    before = _states(room)
    _answer(room, "done")
    assert _states(room) == before
    words = room.words(room.told())
    assert "Which one do you mean by “done”?" in words
    assert "2 call Tom" in words
    again = room.item()
    with room.office.store.write(room.now) as work:
        sent = work.session.get_one(type(again), again.id)
        sent.state, sent.reference = "sent", "<crmbot.again@firma.example>"
    room.colleague("Re", body="2 done\n", extra="In-Reply-To: <crmbot.again@firma.example>\n")
    assert _states(room)["call Tom"] == "done"


def test_n5_any_other_request_works_by_mail_too(room: Mailroom) -> None:
    _answer(room, "note Julia Brandt she is on holiday in May")
    assert any("holiday" in one.text for one in room.office.all(Activity))


def test_n5_an_unproven_answer_does_nothing_and_waits(room: Mailroom) -> None:
    before = _states(room)
    reference = _digest(room)
    item = room.send(
        mail(sender="Anna Adler <anna@firma.example>", subject="Re", body="alle erledigt\n", extra=f"In-Reply-To: {reference}\n"),
        "crm@firma.example",
    )  # fmt: skip
    assert item.state == "held"
    assert _states(room) == before


def test_n5_nobody_answers_for_somebody_else_and_no_outsider_does(room: Mailroom) -> None:
    before = _states(room)
    reference = _digest(room)
    extra = f"In-Reply-To: {reference}\n"
    room.colleague("Re: digest", user="ben", body="alle erledigt\n", extra=extra)
    room.customer("Re: digest", body="alle erledigt\n", extra=extra)
    assert _states(room) == before


def test_n5_an_automatic_answer_starts_no_loop(room: Mailroom) -> None:
    count = len(room.office.outbox())
    _answer(room, "1 done", message_id="<auto@firma.example>")
    reference = _digest(room)
    item = room.colleague(
        "Abwesend", body="1 done\n", extra=f"In-Reply-To: {reference}\nAuto-Submitted: auto-replied\n"
    )
    assert item.state == "done"
    assert len([one for one in room.office.outbox() if one.kind == "receipt"]) == 1
    assert len(room.office.outbox()) == count + 2


def test_n5_the_same_answer_delivered_twice_acts_once(room: Mailroom) -> None:
    for _ in range(2):
        _answer(room, "note Julia Brandt twice", message_id="<same@firma.example>")
    assert sum(one.text == "twice" for one in room.office.all(Activity)) == 1
    assert len(room.office.all(HandledRequest)) >= 1


def test_n5_an_answer_that_must_not_be_kept_does_nothing(room: Mailroom) -> None:
    before, reference = _states(room), _digest(room)
    room.say("never log eva@lang.example")
    passed_on = (
        "1 done\n\nVon: Eva Lang <eva@lang.example>\nGesendet: Mittwoch, 18. November 2026 10:30\n"
        "An: Anna Adler <anna@firma.example>\nBetreff: Frage zum Regal\n\nWie hoch ist es?\n"
    )
    item = room.colleague("WG: Frage zum Regal", body=passed_on, extra=f"In-Reply-To: {reference}\n")
    assert "never logged" in reason_of(item)
    assert _states(room) == before
    assert item.subject is None


def test_n5_an_answer_waits_while_the_database_is_away(room: Mailroom, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(room.office.store.engine)
    room.talk.assistant = Assistant(store, builtin_process, AssistantSettings(language="en"))

    def away(*_: object, **__: object) -> None:
        raise StorageAway("gone")

    with monkeypatch.context() as patched:
        patched.setattr(store, "write", away)
        item = _answer(room, "1 done he ordered")
    assert (item.state, item.attempts) == ("received", 1)
    assert _states(room)["ask about the shelf"] == "18.11."
    room.office.worker.handle(item.id, room.now + timedelta(seconds=2))
    assert _states(room)["ask about the shelf"] == "done"
    assert "Done: #" in room.words(room.told())


def test_f18_mail_to_list_answers_with_the_list(room: Mailroom) -> None:
    item = room.colleague("list", room.office.personal("anna").replace("@", "+list@"), body="\n")
    assert item.state == "done"
    listed = room.item(kind="list")
    assert listed.channel == "mail"
    words = room.words(room.content(listed))
    assert "3 follow-ups are open" in words
    assert "call Tom" in words
    assert "Lagerbau Nord GmbH · due" in words


def test_f18_a_list_asked_for_with_a_mail_to_a_customer_is_not_sent_and_the_mail_is_filed(room: Mailroom) -> None:
    tagged = room.office.personal("anna").replace("@", "+list@")
    item = room.colleague("Angebot", tagged, to="Julia Brandt <j.brandt@lagerbau-nord.example>", body="Guten Tag\n")
    assert item.activity_number is not None
    assert "“list” is for a mail to the capture address alone" in room.words(room.told())
    assert not any(one.kind == "list" for one in room.office.outbox())


def test_f17_a_mail_to_cancel_closes_the_one_open_follow_up(room: Mailroom) -> None:
    first = room.customer("Frage zum Regal", sender="Eva Lang <eva@lang.example>")
    for followup in room.office.all(Followup):
        if followup.record_number == first.deal_number:
            room.say(f"done #{followup.number}")
    room.say(f"followup #{first.deal_number} friday call Eva")
    _forward_to_cancel(room)
    (planned,) = [one for one in room.office.all(Followup) if one.text == "call Eva"]
    assert planned.done_at is not None
    assert "Cancelled: #" in room.words(room.told())
    assert len(room.office.all(Deal)) == 2  # no lead by cancelling


def test_f17_two_matches_are_asked(room: Mailroom) -> None:
    first = room.customer("Frage zum Regal", sender="Eva Lang <eva@lang.example>")
    room.say(f"followup #{first.deal_number} friday call Eva")
    room.say(f"followup #{first.deal_number} friday send samples")
    _forward_to_cancel(room)
    asked = room.told(kind="list")
    assert asked.kind == "choice"
    room.press(asked, "Cancel it")
    assert (
        sum(one.done_at is None for one in room.office.all(Followup) if one.text in ("call Eva", "send samples")) == 1
    )


def test_f17_with_c_it_replaces_the_earlier_one(room: Mailroom) -> None:
    first = room.customer("Frage zum Regal", sender="Eva Lang <eva@lang.example>")
    room.say(f"followup #{first.deal_number} friday call Eva")
    _forward_to_cancel(room, "+2w-c")
    mine = [one for one in room.office.all(Followup) if one.created_by in ("anna", None) and one.done_at is None]
    assert "call Eva" not in [one.text for one in mine]
    assert "02.12." in [f"{one.due_at:%d.%m.}" for one in mine]


def test_f17_cancelling_for_a_stranger_makes_nothing_and_says_so(room: Mailroom) -> None:
    _forward_to_cancel(room)
    assert len(room.office.all(Deal)) == 1
    assert "Nothing was cancelled" in room.words(room.told())


def _forward_to_cancel(room: Mailroom, tag: str = "+cancel") -> InboxItem:
    body = (
        "Von: Eva Lang <eva@lang.example>\nGesendet: Mittwoch, 18. November 2026 10:30\nAn: Anna Adler <anna@firma.example>\n"
        "Betreff: Frage zum Regal\n\nWie hoch ist es?\n"
    )
    return room.colleague("WG: Frage zum Regal", room.office.personal("anna").replace("@", f"{tag}@"), body=body)


def test_n4_the_same_words_in_address_and_subject(room: Mailroom) -> None:
    body = (
        "Von: Eva Lang <eva@lang.example>\nGesendet: Mittwoch, 18. November 2026 10:30\nAn: Anna Adler <anna@firma.example>\n"
        "Betreff: Druck #2d\n\nWas kostet das?\n"
    )
    item = room.colleague("WG: Druck #2d #1w", body=body)
    planned = [one for one in room.office.all(Followup) if one.record_number == item.deal_number and one.origin is None]
    assert [f"{one.due_at.astimezone(room.now.tzinfo):%d.%m.}" for one in planned] == [
        "25.11."
    ]  # not the customer's own #2d


def test_n4_record_date_and_privacy_in_one_address(room: Mailroom) -> None:
    deal = only(room.say("show Julia Brandt"), "deal").number
    tagged = room.office.personal("anna").replace("@", f"+d{deal}+3d@")
    item = room.colleague("Notiz", tagged, to="Julia Brandt <j.brandt@lagerbau-nord.example>", body="Guten Tag\n")
    assert item.deal_number == deal
    assert only(room.say(f"show d{deal}"), "deal").number == deal  # the chat knows the same words
    assert any(f"{one.due_at:%d.%m.}" == "21.11." for one in room.office.all(Followup) if one.record_number == deal)


def test_f19_nothing_is_ever_queued_for_anybody_but_members(room: Mailroom) -> None:
    room.customer("Frage")
    _answer(room, "1 done")
    _forward_to_cancel(room)
    with room.office.session() as session:
        members = set(session.scalars(select(Member.key)))
        addresses = set(session.scalars(select(MemberEmail.email)))
    assert {item.recipient for item in room.office.outbox()} <= members
    assert "j.brandt@lagerbau-nord.example" not in addresses


def test_n16_an_outgoing_offer_sets_the_role_and_plans_the_next_step(room: Mailroom) -> None:
    deal = only(room.say("show Julia Brandt"), "deal").number
    room.colleague(
        "Angebot 4711", to="Julia Brandt <j.brandt@lagerbau-nord.example>",
        body="Guten Tag Frau Brandt,\n\nanbei unser Angebot über 12.500 € netto.\n\nViele Grüße\nAnna Adler\n",
    )  # fmt: skip
    assert only(room.say("show Julia Brandt"), "person").role == "prospect"
    waiting = [one for one in room.office.all(Followup) if one.record_number == deal and one.origin]
    assert any((one.origin or "").startswith("stage:offer") and one.done_at is None for one in waiting)
    room.customer("AW: Angebot 4711")
    assert all(one.done_at is not None for one in room.office.all(Followup) if (one.origin or "") == "stage:offer:ask")


def test_who_asks_hears_what_became_of_it_though_the_deal_is_somebody_elses(room: Mailroom) -> None:
    first = room.customer("Frage zum Regal", sender="Eva Lang <eva@lang.example>")
    room.say(f"assign #{first.deal_number} ben")
    told = [one.id for one in room.office.outbox() if one.recipient == "anna"]
    room.colleague("Antwort", room.office.personal("anna"), to="Eva Lang <eva@lang.example>", body="Guten Tag\n")
    assert [one.id for one in room.office.outbox() if one.recipient == "anna"] == told
    body = "#stage mond\n#followup friday\n\nVon: Eva Lang <eva@lang.example>\nGesendet: Mittwoch, 18. November 2026 10:30\n"
    room.colleague("WG: Frage 2", body=f"{body}An: Anna Adler <anna@firma.example>\nBetreff: Frage 2\n\nWie breit?\n")
    for user in ("anna", "ben"):
        words = room.words(room.told(user))
        assert "There is no stage “mond”." in words
        assert "Follow-up Fri 20 Nov 2026: Get in touch" in words


@pytest.mark.parametrize("planned", [1, 2])
def test_f17_where_several_deals_are_open_their_follow_ups_are_meant(room: Mailroom, planned: int) -> None:
    deals = [room.customer("Regal", sender="Eva Lang <eva@lang.example>").deal_number]
    body = "Von: Eva Lang <eva@lang.example>\nGesendet: Mittwoch, 18. November 2026 10:30\nAn: Anna Adler <anna@firma.example>\n"
    lead = room.office.personal("anna").replace("@", "+lead@")
    deals.append(room.colleague("WG: Tisch", lead, body=f"{body}Betreff: Tisch\n\nAuch ein Tisch.\n").deal_number)
    for followup in room.office.all(Followup):
        room.say(f"done #{followup.number}")
    for deal in deals[:planned]:
        room.say(f"followup #{deal} friday call Eva")
    _forward_to_cancel(room)
    still = [one for one in room.office.all(Followup) if one.text == "call Eva" and one.done_at is None]
    assert len(still) == (0 if planned == 1 else 2)
    assert ("Cancelled" if planned == 1 else "you are asked which one") in room.words(room.told())
