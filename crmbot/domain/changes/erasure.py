"""Erasing a person for good: what is personal goes from every table, what the books need stays without his name.

Amounts, dates, stages, counts and numbers stay; entries of the history stay as bare facts. In texts of others he is no
longer named. The change log keeps who changed what and when, not the values. Nothing of it can be undone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from crmbot import codec
from crmbot.domain.calendar.appointment_ties import about, attended, delete_about, empty, personal, without_guest
from crmbot.domain.changes.erasure_scope import Scope, mails_of, scope_of
from crmbot.domain.changes.redaction import Redaction
from crmbot.domain.filing.processing import note_processing
from crmbot.domain.filing.traces import Traces, traces_of
from crmbot.domain.records import (
    Activity,
    ActivityPerson,
    Appointment,
    Blob,
    Company,
    ErasedAddress,
    File,
    Followup,
    InboxRaw,
    Offer,
    OutsideId,
    Person,
    ProcessingEntry,
    RecordLink,
    RefusedSender,
    Stakeholder,
    Tag,
    ThreadLink,
    TouchRhythm,
    Watcher,
)
from crmbot.domain.records.base import Base
from crmbot.domain.records.work import Work
from crmbot.domain.search.names import person_key
from crmbot.errors import Conflict
from crmbot.shapes import Moment, t

_PERSON_KEEPS = frozenset({"number", "owner", "source", "created_at", "erased_at", "name", "name_key", "protected"})
_FIRM_KEEPS = _PERSON_KEEPS - {"erased_at"}
_ENTRY_LOSES = ("subject", "full_text", "note", "reason", "touchpoint", "link", "details")
_DEAL_LOSES = ("need", "closing_note", "custom")
_HEADER = ("subject", "from_address", "message_id", "peer", "helo", "submitter", "verdicts")


@dataclass(frozen=True, slots=True)
class Erasure:
    """What was erased, what stays, and by which traces it can be checked that nothing else is left."""

    number: int
    at: datetime
    gone: Mapping[str, int]
    stays: Mapping[str, int]
    traces: Traces
    entry: ProcessingEntry


def address_hash(address: str) -> str:
    """By this an erased address is known again."""
    return sha256(b"crmbot erased address:" + address.strip().lower().encode("utf-8", "replace")).hexdigest()


def was_erased(session: Session, address: str | None) -> bool:
    """Whether the owner of a mail address was erased, and the address is to be refused."""
    return bool(address) and session.get(ErasedAddress, address_hash(address or "")) is not None


def erased_of(session: Session, addresses: Iterable[str]) -> set[str]:
    """As `was_erased`, of several at once."""
    hashed = {address_hash(address): address for address in addresses}
    found = session.scalars(select(ErasedAddress.hash).where(ErasedAddress.hash.in_(hashed)))
    return {hashed[one] for one in found}


def erase(
    work: Work, person: Person, *, placeholder: str, by: str | None, refuse_again: bool = False, action: str = "erase"
) -> Erasure:
    """Erase everything about a person, for good. `placeholder` is what he is called from now on; `by` whoever does it.

    With `refuse_again` his addresses are kept as hashes, and mail from them is not taken up any more.
    Raises Conflict for one who was erased before.
    """
    if person.erased_at is not None:
        raise Conflict(t("#{number} was erased already, on {at}.", number=person.number, at=Moment(person.erased_at)))
    session = work.session
    scope = scope_of(session, person)
    gone, stays = scope.gone(), scope.stays()
    traces = traces_of(
        session, person, placeholder, numbers=[person.number, *([scope.firm.number] if scope.firm else [])]
    )
    if refuse_again:
        _remember_addresses(work, person)
    redaction = Redaction(work, traces, scope.mails)
    _empty_mails(work, scope)
    _empty_entries(session, scope, redaction)
    _empty_deals(session, scope, placeholder, redaction)
    _untie(session, scope, redaction)
    _empty_person(person, placeholder, redaction)
    _empty_firm(scope.firm, placeholder, redaction)
    person.erased_at = work.now
    session.flush()
    redaction.everywhere()
    details = {"gone": dict(gone), "stays": dict(stays)}
    entry = note_processing(work, action, by=by, subject=person.number, details=details)
    _drop_blobs(session, redaction.of_the_log(work.change_set(person.number)))
    return Erasure(person.number, work.now, gone, stays, traces, entry)


def _remember_addresses(work: Work, person: Person) -> None:
    for entry in person.emails:
        row = ErasedAddress(hash=address_hash(entry.email), person_number=person.number, erased_at=work.now)
        work.session.merge(row)


def _empty_mails(work: Work, scope: Scope) -> None:
    """Bytes and headers go; hash and date stay, by which the same mail is known when it comes again."""
    session = work.session
    for item in mails_of(session, scope.mails):
        item.sender, item.recipients = "", []
        for name in _HEADER:
            setattr(item, name, None)
        item.reason = codec.dump(t("erased with the person it was about"))
        item.person_number = None
        if item.state not in ("done", "duplicate"):
            item.state, item.done_at, item.not_before = "done", work.now, None
    session.flush()
    _drop_bytes(session, scope.mails | scope.copies)
    for part in _parts(scope.mails):
        session.execute(delete(ThreadLink).where(ThreadLink.inbox_id.in_(part)))
    emails = [entry.email for entry in scope.person.emails]
    session.execute(delete(RefusedSender).where(RefusedSender.address.in_(emails)))


def _drop_bytes(session: Session, ids: Iterable[int]) -> None:
    for part in _parts(ids):
        session.execute(delete(InboxRaw).where(InboxRaw.inbox_id.in_(part)))


def _parts(ids: Iterable[int]) -> Iterable[list[int]]:
    ordered = sorted(ids)
    return (ordered[start : start + 400] for start in range(0, len(ordered), 400))


def _empty_entries(session: Session, scope: Scope, redaction: Redaction) -> None:
    for activity in scope.entries:
        _empty_entry(session, activity, redaction)


def _empty_entry(session: Session, entry: Activity, redaction: Redaction) -> None:
    """That there was contact stays, as of a private one."""
    redaction.emptied(entry)
    entry.text, entry.private = "", True
    for name in _ENTRY_LOSES:
        setattr(entry, name, None)
    for file in list(entry.files):
        redaction.emptied(file)
        _forget_file(session, file)
    entry.files.clear()
    session.execute(delete(ThreadLink).where(ThreadLink.activity_number == entry.number))


def _forget_file(session: Session, file: File) -> None:
    for offer in session.scalars(select(Offer).where(Offer.file_id == file.id)):
        offer.file_id = None
    session.flush()


def _empty_deals(session: Session, scope: Scope, placeholder: str, redaction: Redaction) -> None:
    """Amount, dates and stage stay; so do code, sum and dates of offers."""
    for deal in scope.deals:
        redaction.emptied(deal)
        deal.name, deal.name_key = placeholder, person_key(placeholder)
        for name in _DEAL_LOSES:
            setattr(deal, name, None)
    for offer in scope.offers:
        redaction.emptied(offer)
        offer.note = None
    for appointment in about(session, [deal.number for deal in scope.deals]):
        redaction.emptied(appointment)
        empty(appointment, placeholder)
    for followup in scope.followups:
        redaction.emptied(followup)
        followup.text, followup.outcome, followup.link = "", None, None


def _untie(session: Session, scope: Scope, redaction: Redaction) -> None:
    """What hangs on him and says something of him; follow-ups about him are nobody's business any more."""
    numbers = [scope.person.number, *([scope.firm.number] if scope.firm else [])]
    tied: list[Base] = []
    for model in (Tag, Watcher, OutsideId, TouchRhythm):
        tied += session.scalars(select(model).where(model.record_number.in_(numbers)))
    tied += session.scalars(
        select(RecordLink).where(or_(RecordLink.from_number.in_(numbers), RecordLink.to_number.in_(numbers)))
    )
    tied += session.scalars(select(Stakeholder).where(Stakeholder.person_number == scope.person.number))
    tied += session.scalars(select(ActivityPerson).where(ActivityPerson.person_number == scope.person.number))
    own: list[Followup] = list(scope.own_followups)
    for appointment in attended(session, scope.person):
        without_guest(appointment, scope.person)
    for row in (*tied, *own, *personal(session, scope.person)):
        redaction.emptied(row)
        if not isinstance(row, Appointment):
            session.delete(row)
    session.flush()
    delete_about(session, numbers)
    session.flush()


def _empty_person(person: Person, placeholder: str, redaction: Redaction) -> None:
    for row in (*person.emails, *person.phones, *person.addresses):
        redaction.emptied(row)
    person.emails.clear()
    person.phones.clear()
    person.addresses.clear()
    _empty_columns(person, _PERSON_KEEPS, redaction)
    person.company = None
    person.name, person.name_key = placeholder, person_key(placeholder)


def _empty_firm(firm: Company | None, placeholder: str, redaction: Redaction) -> None:
    """A company that was nobody but him."""
    if firm is None:
        return
    rows = (*firm.emails, *firm.phones, *firm.addresses, *firm.domains)
    for row in rows:
        redaction.emptied(row)
    for held in (firm.emails, firm.phones, firm.addresses, firm.domains):
        held.clear()
    _empty_columns(firm, _FIRM_KEEPS, redaction)
    firm.name, firm.name_key = placeholder, person_key(placeholder)


def _empty_columns(row: Person | Company, keeps: frozenset[str], redaction: Redaction) -> None:
    redaction.emptied(row)
    for column in type(row).__mapper__.column_attrs:
        if column.key not in keeps:
            setattr(row, column.key, None)


def _drop_blobs(session: Session, hashes: Iterable[str]) -> None:
    """Bytes that no file names any more."""
    used = select(File.id).where(File.sha256 == Blob.sha256).exists()
    session.execute(delete(Blob).where(Blob.sha256.in_(sorted(hashes)), ~used))
