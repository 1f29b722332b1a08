"""What is over its time goes, what is not stays; people go with their whole erasure."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from crmbot.config import Settings
from crmbot.config.retention import Retention
from crmbot.domain.calendar.appointments import Guest, NewAppointment, Slot, add_appointment, cancel_appointment
from crmbot.domain.changes.retention import inactive_persons
from crmbot.domain.followups.followups import add_followup
from crmbot.domain.outbox.outbox import enqueue
from crmbot.domain.process import builtin_process
from crmbot.domain.records import Appointment, Deal, HandledRequest, InboxItem, InboxRaw, OutboxItem, Person
from crmbot.intake.receive import receive
from crmbot.intake.settings import IntakeSettings
from crmbot.intake.worker import InboxWorker
from crmbot.retention import retain, rules_of, what_expired
from crmbot.shapes import Reply, t
from crmbot.storage.store import Store
from tests.assistant.talk import Talk
from tests.mails import mail, outlook_forward, raw

INTAKE = IntakeSettings(addresses=("crm@firma.example",), domains=("firma.example",))
DAY = timedelta(days=1)


def _settings(**values: Any) -> Settings:
    off = {name: 0 for name in Retention.model_fields if name != "erased_senders"}
    return Settings(retention=Retention(**{**off, **values}))


@pytest.fixture
def busy(store: Store, team: Any, now: datetime) -> Store:
    """A filed mail, an ignored one, a held one, a message sent, a request answered."""
    contents = (
        mail(),
        mail(sender="Bot <bot@elsewhere.example>", subject="Out of office", message_id="<a@b>", extra="Auto-Submitted: auto-replied\n"),
        outlook_forward("Bitte drei Tische.\n", subject="Tische", customer="Paula Reif <p.reif@reif.example>"),
    )  # fmt: skip
    for content in contents:
        receive(store, INTAKE, raw(content, at=now))
    InboxWorker(store, INTAKE, builtin_process).work_off(lambda: now)
    assert Talk(store, now).say("note Julia Brandt likes tea", key="slack-1").ok
    with store.write(now) as work:
        enqueue(work, key="digest:anna:1", kind="digest", recipient="anna", content=Reply("list", t("Good morning")))
    with store.write(now) as work:
        for item in work.session.scalars(select(OutboxItem)):
            item.state, item.sent_at = "sent", now
    return store


def _raws(store: Store) -> dict[str, bool]:
    with store.read() as session:
        kept = set(session.scalars(select(InboxRaw.inbox_id)))
        return {item.subject or "": item.id in kept for item in session.scalars(select(InboxItem))}


def test_without_settings_nothing_goes(busy: Store, now: datetime) -> None:
    assert retain(busy, _settings(), now + 9999 * DAY) == {}
    assert all(_raws(busy).values())


def test_nothing_goes_before_its_time(busy: Store, now: datetime) -> None:
    settings = _settings(
        filed_mail_days=30, ignored_mail_days=30, held_mail_days=30, sent_message_days=30, request_days=30
    )
    assert retain(busy, settings, now + 29 * DAY) == {}


def test_of_a_filed_mail_the_bytes_go_and_the_history_stays(busy: Store, now: datetime) -> None:
    assert what_expired(busy, _settings(filed_mail_days=30), now + 31 * DAY) == {"filed_mail": 1}
    assert retain(busy, _settings(filed_mail_days=30), now + 31 * DAY) == {"filed_mail": 1}
    assert _raws(busy)["Anfrage Regale"] is False
    assert "Palettenregale" in Talk(busy, now).words(Talk(busy, now).say("history Julia Brandt"))


def test_a_forwarders_note_is_kept_though_the_first_copy_has_expired(busy: Store, now: datetime) -> None:
    retain(busy, _settings(filed_mail_days=30), now + 31 * DAY)
    forward = outlook_forward(note="Sie will zuerst das Lager sehen.", message_id="<f2@firma.example>")
    inbox_id = receive(busy, INTAKE, raw(forward, at=now, submitter="anna"))
    InboxWorker(busy, INTAKE, builtin_process).work_off(lambda: now + 32 * DAY)
    with busy.read() as session:
        assert session.get_one(InboxItem, inbox_id).state == "duplicate"
    assert "zuerst das Lager" in Talk(busy, now).words(Talk(busy, now).say("history Julia Brandt"))


def test_of_a_mail_that_made_nothing_the_header_goes_too(busy: Store, now: datetime) -> None:
    assert retain(busy, _settings(ignored_mail_days=30), now + 31 * DAY) == {"ignored_mail": 1}
    assert "Out of office" not in _raws(busy)
    assert retain(busy, _settings(ignored_mail_days=30), now + 31 * DAY) == {}


def test_a_mail_that_nobody_decided_about_is_put_away_with_its_reason(busy: Store, now: datetime) -> None:
    assert retain(busy, _settings(held_mail_days=30), now + 31 * DAY) == {"held_mail": 1}
    with busy.read() as session:
        item = session.scalars(select(InboxItem).where(InboxItem.state == "dropped")).one()
    assert (item.subject, item.sender) == (None, "")
    assert "in time" in str(item.reason)


def test_a_message_loses_its_content_and_is_still_known_by_its_key(busy: Store, now: datetime) -> None:
    removed = retain(busy, _settings(sent_message_days=30), now + 31 * DAY)
    with busy.write(now) as work:
        keys = work.session.scalars(select(OutboxItem.key)).all()
        assert removed == {"sent_message": len(keys)}
        again = [enqueue(work, key=key, kind="x", recipient="anna", content=Reply("done", t("x"))) for key in keys]
    assert not any(again)
    with busy.read() as session:
        assert not [item for item in session.scalars(select(OutboxItem)) if "Julia" in str(item.content)]
    assert retain(busy, _settings(sent_message_days=30), now + 31 * DAY) == {}


def test_answers_kept_for_repeats_go(busy: Store, now: datetime) -> None:
    assert retain(busy, _settings(request_days=30), now + 31 * DAY) == {"handled_request": 1, "place": 1}
    with busy.read() as session:
        assert session.scalar(select(func.count()).select_from(HandledRequest)) == 0


def test_who_was_not_dealt_with_for_years_is_erased(busy: Store, now: datetime) -> None:
    talk = Talk(busy, now)
    assert talk.say("person Max Moor, Nordlicht GmbH, max@nordlicht.example").ok
    assert talk.say("person Paul Pohl, Südlicht GmbH, paul@suedlicht.example").ok
    assert talk.say("followup Paul Pohl 2026-12-01 call him").ok
    settings, later = _settings(inactive_person_years=3), now + timedelta(days=3 * 366)
    assert retain(busy, settings, now + timedelta(days=3 * 364)) == {}
    assert what_expired(busy, settings, later) == {"inactive_persons": 1}
    assert retain(busy, settings, later) == {"inactive_persons": 1}
    with busy.read() as session:
        names = set(session.scalars(select(Person.name).where(Person.erased_at.is_(None))))
    assert names == {"Julia Brandt", "Paul Pohl"}  # an open deal, an open follow-up
    assert retain(busy, settings, later) == {}


def _idle_person_with_a_lost_deal(store: Store, now: datetime) -> tuple[int, int]:
    talk = Talk(store, now)
    assert talk.say("lead Max Moor, Nordlicht GmbH, max@nordlicht.example").ok
    with store.read() as session:
        deal = session.scalars(select(Deal).order_by(Deal.number.desc())).first()
    assert deal is not None
    assert deal.person_number is not None
    assert talk.say(f"lost #{deal.number} no budget").ok
    return deal.number, deal.person_number


@pytest.mark.parametrize("about", ["person", "deal", "guest"])
def test_whom_somebody_meets_is_not_inactive(busy: Store, now: datetime, about: str) -> None:
    settings, later = _settings(inactive_person_years=3), now + timedelta(days=3 * 366)
    deal, person = _idle_person_with_a_lost_deal(busy, now)
    with busy.write(later - 30 * DAY) as work:
        assert inactive_persons(work.session, rules_of(settings), later) == [person]
        slot = Slot(later - 3 * DAY, later - 2 * DAY)
        guests = (Guest(person=person),) if about == "guest" else ()
        record = {"person": person, "deal": deal}.get(about)
        number = add_appointment(
            work, NewAppointment("Visit", slot, guests=guests), owner="anna", record_number=record
        ).number  # fmt: skip
    assert what_expired(busy, settings, later) == {}
    assert what_expired(busy, settings, later + timedelta(days=3 * 366)) == {"inactive_persons": 1}
    with busy.write(later) as work:
        cancel_appointment(work.session.get_one(Appointment, number))
    assert what_expired(busy, settings, later) == {"inactive_persons": 1}


def test_whose_closed_deal_has_an_open_follow_up_is_not_inactive(busy: Store, now: datetime) -> None:
    settings, later = _settings(inactive_person_years=3), now + timedelta(days=3 * 366)
    deal, person = _idle_person_with_a_lost_deal(busy, now)
    with busy.write(now) as work:
        assert inactive_persons(work.session, rules_of(settings), later) == [person]
        add_followup(work, owner="anna", due_at=later, day_only=True, text="again?", record_number=deal)
    assert what_expired(busy, settings, later) == {}
