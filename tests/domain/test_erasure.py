"""Erasing a person: what is personal is gone from every table, what the books need stays, others keep theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select

from crmbot.domain.changes.erasure import Erasure, erase
from crmbot.domain.filing.leftovers import leftovers
from crmbot.domain.filing.traces import Traces, traces_of
from crmbot.domain.process import builtin_process
from crmbot.domain.records import (
    Activity,
    Blob,
    Change,
    ChangeSet,
    Conversation,
    Deal,
    HandledRequest,
    InboxItem,
    InboxRaw,
    MailKey,
    Offer,
    OutboxItem,
    Person,
    ProcessingEntry,
    ThreadLink,
)
from crmbot.domain.search.lookup import by_email
from crmbot.errors import Conflict
from crmbot.intake.receive import receive
from crmbot.intake.settings import IntakeSettings
from crmbot.intake.worker import InboxWorker
from crmbot.storage.store import Store
from tests.assistant.talk import Talk
from tests.mails import mail, raw

SETTINGS = IntakeSettings(addresses=("crm@firma.example",), domains=("firma.example",), require_proof=False)
JULIA = "j.brandt@lagerbau-nord.example"
SECRET = "Zwetschgenkuchen"  # a word that stands in her mail alone
PDF = (
    "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\n"
    f"Anbei mein Lebenslauf. {SECRET}\n\nJulia Brandt\nTel. +49 40 3344120\n--b\n"
    "Content-Type: application/pdf; name=lebenslauf.pdf\nContent-Disposition: attachment; filename=lebenslauf.pdf\n"
    "Content-Transfer-Encoding: base64\n\nJVBERi0xLjQgbGViZW5zbGF1Zg==\n--b--\n"
)


@dataclass
class Firm:
    """A store with mail in it."""

    store: Store
    now: datetime
    talk: Talk

    def take(self, content: bytes) -> InboxItem:
        """One mail, filed."""
        inbox_id = receive(self.store, SETTINGS, raw(content, at=self.now))
        InboxWorker(self.store, SETTINGS, builtin_process).work_off(lambda: self.now)
        with self.store.read() as session:
            return session.get_one(InboxItem, inbox_id)

    def erase(self, email: str = JULIA, **options: Any) -> Erasure:
        """As the command does it."""
        with self.store.write(self.now + timedelta(days=1), channel="cli", action="erase") as work:
            (person,) = by_email(work.session, email)
            return erase(work, person, placeholder=f"erased person #{person.number}", by="root", **options)

    def count(self, model: Any, *conditions: Any) -> int:
        with self.store.read() as session:
            return session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0

    def person(self, number: int) -> Person:
        with self.store.read() as session:
            return session.get_one(Person, number)


@pytest.fixture
def firm(store: Store, team: Any, now: datetime) -> Firm:
    """Julia wrote with a file, has a deal with an offer, notes, a call, follow-ups; Max of another firm is there too."""
    firm = Firm(store, now, Talk(store, now))
    head = f"From: Julia Brandt <{JULIA}>\nTo: crm@firma.example\nSubject: Anfrage von Julia Brandt\nMessage-ID: <1@l.example>\n"
    item = firm.take(f"{head}Date: Wed, 18 Nov 2026 09:12:00 +0100\n{PDF}".encode())
    assert item.state == "done"
    for text, key in (
        ("set Julia Brandt birthday 3.5.1980", None),
        (f"set #{item.deal_number} amount 12500", None),
        (f"offer #{item.deal_number} 12.500 € valid until 2026-12-24", "slack-1"),
        ("note Julia Brandt likes cold coffee", None),
        ("followup Julia Brandt friday ask Julia about the holiday", None),
        ("lead Max Moor, Nordlicht GmbH, max@nordlicht.example", None),
        ("note Max Moor knows Julia Brandt (0 40/33 44 120) from school, see j.brandt@lagerbau-nord.example", None),
    ):
        reply = firm.talk.say(text, key=key)
        assert reply.ok, firm.talk.words(reply)
    return firm


def test_nothing_that_names_her_is_left_in_any_table(firm: Firm) -> None:
    words = (SECRET, "cold coffee", "1980-05-03", "holiday", "lebenslauf", "Anfrage von")
    nobody = Traces("")
    with firm.store.read() as session:
        assert [word for word in words if not leftovers(session, nobody, word)] == []
    erasure = firm.erase()
    with firm.store.read() as session:
        assert leftovers(session, erasure.traces) == []
        assert {word: found for word in words if (found := leftovers(session, nobody, word))} == {}


def test_the_leftovers_are_really_looked_for(firm: Firm) -> None:
    with firm.store.write(firm.now) as work:
        (person,) = by_email(work.session, JULIA)
        traces = traces_of(work.session, person, "x")
    with firm.store.read() as session:
        found = {table for table, _column, _count in leftovers(session, traces)}
    assert {"persons", "person_emails", "activities", "changes", "inbox", "outbox", "search_details"} <= found


def test_sums_dates_and_offers_stay_under_an_empty_name(firm: Firm) -> None:
    with firm.store.read() as session:
        before = session.scalars(select(Offer)).one()
    erasure = firm.erase()
    with firm.store.read() as session:
        deal = session.scalars(select(Deal).where(Deal.person_number == erasure.number)).one()
        offer = session.scalars(select(Offer)).one()
        entries = session.scalars(select(Activity).where(Activity.person_number == erasure.number)).all()
    assert (deal.name, deal.amount, deal.stage) == (f"erased person #{erasure.number}", Decimal(12500), "offer")
    assert (offer.code, offer.amount, offer.valid_until) == (before.code, before.amount, before.valid_until)
    assert {(entry.text, entry.subject, entry.private) for entry in entries} == {("", None, True)}
    assert len(entries) == erasure.stays["bare_entries"] == erasure.gone["entries"]


def test_bytes_files_threads_and_links_are_gone(firm: Firm) -> None:
    firm.erase()
    assert [firm.count(model) for model in (InboxRaw, Blob, ThreadLink)] == [0, 0, 0]
    assert firm.count(MailKey) > 0  # hashes


def test_who_changed_what_and_when_stays_in_the_log(firm: Firm) -> None:
    number = firm.erase().number
    with firm.store.read() as session:
        mine = select(Change).where(Change.table_name == "persons", Change.row_id == number).order_by(Change.id)
        changes = session.scalars(mine).all()
        sets = {change.change_set_id: session.get_one(ChangeSet, change.change_set_id) for change in changes}
    birthday = [change for change in changes if change.field == "birthday"]
    assert birthday
    assert {(change.old, change.new) for change in birthday} == {(None, None)}
    assert sets[birthday[0].change_set_id].actor == "anna"


def test_it_cannot_be_undone_nor_what_was_done_before(firm: Firm) -> None:
    number = firm.erase().number
    with firm.store.read() as session:
        ids = session.scalars(select(ChangeSet.id).where(ChangeSet.erased_at.is_not(None))).all()
    rows = firm.talk.rows()
    for change_set in ids:
        reply = firm.talk.say(f"undo {change_set}")
        assert not reply.ok
        assert "erased" in firm.talk.words(reply)
    assert firm.talk.rows() == rows
    assert firm.person(number).name.startswith("erased person")


def test_others_keep_what_is_theirs(firm: Firm) -> None:
    firm.erase()
    card = firm.talk.words(firm.talk.say("show Max Moor"))
    assert "max@nordlicht.example" in card
    history = firm.talk.words(firm.talk.say("history Max Moor"))
    assert "from school" in history
    assert "Julia" not in history
    assert "33 44" not in history


def test_the_search_finds_her_no_more(firm: Firm) -> None:
    firm.erase()
    for words in ("Julia", "Brandt", SECRET, JULIA, "coffee"):
        assert firm.talk.say(f"find {words}").totals.get("count", 0) == 0, words


def test_the_same_mail_does_not_come_back(firm: Firm) -> None:
    head = f"From: Julia Brandt <{JULIA}>\nTo: crm@firma.example\nSubject: Anfrage von Julia Brandt\nMessage-ID: <1@l.example>\n"
    firm.erase()
    again = firm.take(f"{head}Date: Wed, 18 Nov 2026 09:12:00 +0100\n{PDF}".encode())
    assert (again.state, again.subject, again.from_address) == ("duplicate", None, None)
    assert firm.count(InboxRaw) == 0
    with firm.store.read() as session:
        assert by_email(session, JULIA) == []


def test_a_new_mail_makes_a_new_contact_unless_she_is_to_be_refused(firm: Firm) -> None:
    firm.erase()
    item = firm.take(mail(sender=f"Julia Brandt <{JULIA}>", subject="Neue Anfrage", message_id="<2@l.example>"))
    assert (item.state, item.deal_number is not None) == ("done", True)


def test_who_is_to_be_refused_is_not_taken_up_again(firm: Firm) -> None:
    firm.erase(refuse_again=True)
    item = firm.take(mail(sender=f"Julia Brandt <{JULIA}>", subject="Neue Anfrage", message_id="<2@l.example>"))
    assert (item.state, item.deal_number, item.subject, item.from_address) == ("done", None, None, None)
    forwarded = mail(
        sender="Anna Adler <anna@firma.example>", subject="WG: Neue Anfrage", message_id="<3@firma.example>",
        body=f"Von: Julia Brandt <{JULIA}>\nGesendet: Freitag, 20. November 2026 09:12\nAn: Anna\nBetreff: Neu\n\nBitte 3 Regale.\n",
    )  # fmt: skip
    item = firm.take(forwarded)
    assert (item.state, item.person_number, item.subject) == ("done", None, None)
    assert firm.count(InboxRaw) == 0
    with firm.store.read() as session:
        assert by_email(session, JULIA) == []


def test_a_deleted_deal_and_a_merged_namesake_leave_the_log_too(firm: Firm) -> None:
    firm.talk.say("lead Jule Brandt, Lagerbau Nord GmbH, jule@privat.example, needs a Gartenlaube")
    firm.talk.say("merge Jule Brandt into Julia Brandt")
    with firm.store.read() as session:
        laube = session.scalars(select(Deal.number).order_by(Deal.number.desc())).first()
    assert firm.talk.say(f"delete #{laube} yes really").ok
    erasure = firm.erase()
    with firm.store.read() as session:
        for word in ("jule@privat.example", "Jule Brandt", "Gartenlaube"):
            assert leftovers(session, erasure.traces, word) == [], word


def test_waiting_messages_about_her_are_not_sent_and_places_forgotten(firm: Firm) -> None:
    firm.talk.say("show Julia Brandt")
    with firm.store.read() as session:
        waiting = session.scalars(select(OutboxItem.id).where(OutboxItem.state == "waiting")).all()
    assert waiting
    number = firm.erase().number
    with firm.store.read() as session:
        states = {item.state for item in session.scalars(select(OutboxItem).where(OutboxItem.id.in_(waiting)))}
        answers = [row.answer for row in session.scalars(select(HandledRequest))]
        places = [row.numbers for row in session.scalars(select(Conversation))]
    assert states == {"failed"}
    assert answers
    assert all("erased" in str(answer) for answer in answers)
    assert all(number not in numbers for numbers in places)


def test_a_digest_that_waits_loses_only_her_lines(firm: Firm) -> None:
    from crmbot.domain.outbox.outbox import enqueue
    from crmbot.shapes import Reply, Row, Section, Verbatim, t

    rows = (Row(Verbatim("Call Julia Brandt")), Row(Verbatim("Call Max Moor")))
    with firm.store.write(firm.now) as work:
        content = Reply("list", t("Good morning"), sections=(Section(t("Today"), rows),))
        enqueue(work, key="digest:anna:2026-11-19", kind="digest", recipient="anna", content=content)
    firm.erase()
    with firm.store.read() as session:
        item = session.scalars(select(OutboxItem).where(OutboxItem.kind == "digest")).one()
    assert item.state == "waiting"
    assert "Max Moor" in str(item.content)
    assert "Julia" not in str(item.content)


def test_a_namesake_is_left_in_peace(firm: Firm) -> None:
    firm.talk.say("lead Julia Brandt, Werft AG, julia@werft.example")
    firm.talk.say("note julia@werft.example Julia Brandt of the yard called")
    firm.erase()
    words = firm.talk.words(firm.talk.say("show julia@werft.example")) + firm.talk.words(
        firm.talk.say("history julia@werft.example")
    )
    assert "Julia Brandt of the yard called" in words


def test_a_firm_that_is_nobody_else_goes_too(firm: Firm) -> None:
    firm.talk.say("lead Karla Kuhn, Karla Kuhn Fotografie, karla@kuhn-foto.example")
    erasure = firm.erase("karla@kuhn-foto.example")
    with firm.store.read() as session:
        assert leftovers(session, erasure.traces) == []


def test_the_log_of_processing_tells_it_without_a_name(firm: Firm) -> None:
    erasure = firm.erase()
    with firm.store.read() as session:
        entry = session.scalars(select(ProcessingEntry)).one()
    assert (entry.action, entry.actor, entry.subject, entry.channel) == ("erase", "root", erasure.number, "cli")
    assert entry.details is not None
    assert entry.details["gone"]["mails"] == 1


def test_nobody_is_erased_twice(firm: Firm) -> None:
    number = firm.erase().number
    with pytest.raises(Conflict), firm.store.write(firm.now) as work:
        erase(work, work.session.get_one(Person, number), placeholder="x", by=None)
