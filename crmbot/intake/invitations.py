"""Invitations that come by mail become appointments; a newer one of the same calendar entry changes it, or calls it off."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from crmbot.domain.calendar.appointments import (
    CANCELLED,
    HELD,
    LONGEST,
    PLANNED,
    Guest,
    NewAppointment,
    Slot,
    add_appointment,
    by_uid,
    cancel_appointment,
    set_guests,
    slot_of,
    stand,
)
from crmbot.domain.members.members import active_keys, member_by_email
from crmbot.domain.people.contacts import person_by_email
from crmbot.domain.records import Appointment, Deal, Person
from crmbot.domain.search.lookup import by_number
from crmbot.intake.case import Case, owner_of
from crmbot.intake.rights import refused
from crmbot.shapes import Moment, Text, Verbatim, t

_MOST_GUESTS = 30
_EARLIEST = 1990


def take_invitation(case: Case, deal: Deal | None, person: Person | None) -> None:
    """Make, change or call off the appointment; what became of it stands in the receipt. A form's fields may have any name."""
    fields = case.parsed.fields
    uid, method = str(fields.get("uid") or ""), str(fields.get("method") or "request")
    if case.private or case.parsed.kind == "form" or not uid or method not in ("request", "publish", "cancel"):
        return
    known = by_uid(case.work.session, uid)
    if known is not None and (why := _forbidden(case, known)) is not None:
        case.remarks.append(why)
    elif method == "cancel":
        _call_off(case, known)
    elif (slot := _slot(case)) is not None:
        _plan(case, known, slot, deal, person)


def _forbidden(case: Case, known: Appointment) -> Text | None:
    """Why the sender may not change it: he is no proven member who may change the record that it is about, nor whoever
    invited; and an outsider never changes what we have made ourselves.
    """
    member = case.gathered.member
    if member is not None:
        record = by_number(case.work.session, known.record_number) if known.record_number is not None else None
        return None if record is None or known.owner == member.key else refused(case, record)
    sender = case.parsed.header.from_.address if case.parsed.header.from_ else None
    if known.inbox_id is not None and sender is not None and sender == known.organizer:
        return None
    return t("The invitation is not of whoever made appointment #{number}.", number=known.number)


def _sequence(case: Case) -> int:
    found = case.parsed.fields.get("sequence")
    return found if isinstance(found, int) else 0


def _call_off(case: Case, known: Appointment | None) -> None:
    if known is not None and known.state == PLANNED and _sequence(case) >= known.sequence:
        cancel_appointment(known)
        known.sequence = _sequence(case)
        case.remarks.append(
            t("Appointment #{number} is called off: {title}", number=known.number, title=Verbatim(known.title))
        )


def _plan(case: Case, known: Appointment | None, slot: Slot, deal: Deal | None, person: Person | None) -> None:
    fields, record = case.parsed.fields, deal or person
    guests = list(_guests(case))
    title = str(fields.get("summary") or case.item.subject or "?")
    place = str(fields["location"])[:300] if fields.get("location") else None
    if known is None:
        new = NewAppointment(
            title, slot, place, guests=guests, uid=str(fields["uid"]), sequence=_sequence(case),
            organizer=_address(fields.get("organizer")), inbox_id=case.item.id,
        )  # fmt: skip
        number = record.number if record is not None else None
        known = add_appointment(case.work, new, owner=_owner(case, record, guests), record_number=number)
    elif _sequence(case) >= known.sequence:
        known.title, known.place, known.sequence = title[:300], place, _sequence(case)
        _move(known, slot, case.work.now)
        set_guests(case.work, known, guests)
    else:
        return  # an older word than the one we have
    if case.item.quiet and known.ends_at <= case.work.now:
        known.asked_at = case.work.now  # of a backlog nobody is asked how it was
    case.remarks.append(_remark(known))


def _move(known: Appointment, slot: Slot, now: datetime) -> None:
    """What was held stays as it was, unless it is to come again."""
    moved = slot != slot_of(known) and (known.state != HELD or slot.end > now)
    if moved or known.state == CANCELLED:
        stand(known, slot)


def _remark(one: Appointment) -> Text:
    when = Moment(one.starts_at, day_only=one.all_day)
    return t("Appointment #{number}: {title}, {when}", number=one.number, title=Verbatim(one.title), when=when)


def _slot(case: Case) -> Slot | None:
    """From when to when; a time without zone is the one of the member, else of the team."""
    member = case.gathered.member
    zone = ZoneInfo((member.timezone if member else None) or case.settings.timezone)
    start = _moment(case.parsed.fields.get("start"), zone)
    if start is None:
        return None
    begin, all_day = start
    end = _moment(case.parsed.fields.get("end"), zone)
    usual = timedelta(days=1) if all_day else timedelta(hours=1)
    finish = end[0] if end is not None and end[0] > begin else begin + usual
    return Slot(begin, min(finish, begin + LONGEST), all_day)


def _moment(told: object, zone: ZoneInfo) -> tuple[datetime, bool] | None:
    """A point in time, and whether only the day was named."""
    if not isinstance(told, str):
        return None
    try:
        if len(told) == len("2026-11-18"):
            found, all_day = datetime.combine(date.fromisoformat(told), time(), zone), True
        else:
            found, all_day = datetime.fromisoformat(told), False
        found = found if found.tzinfo is not None else found.replace(tzinfo=zone)
        return (found.astimezone(UTC), all_day) if found.year >= _EARLIEST else None
    except (ValueError, OverflowError):
        return None


def _guests(case: Case) -> Iterator[Guest]:
    """Who takes part: colleagues and contacts by their addresses, others by name."""
    told = [case.parsed.fields.get("organizer"), *(case.parsed.fields.get("attendees") or ())]
    seen: set[str] = set()
    for one in told[:_MOST_GUESTS]:
        address = _address(one)
        name = str(one.get("name") or "")[:200] or None if isinstance(one, Mapping) else None
        if not (name or address) or (address or name or "") in seen:
            continue
        seen.add(address or name or "")
        if address and case.gathered.team.captures_mailbox(address):
            continue
        member = member_by_email(case.work.session, address) if address else None
        person = person_by_email(case.work.session, address) if address and member is None else None
        yield Guest(
            member.name if member else person.name if person else name, address, member.key if member else None,
            person.number if person else None,
        )  # fmt: skip


def _address(told: Any) -> str | None:
    found = told.get("address") if isinstance(told, Mapping) else None
    return str(found).lower()[:320] if found else None


def _owner(case: Case, record: Deal | Person | None, guests: Sequence[Guest]) -> str:
    """Whoever passed it on and may change the record, else the colleague who is invited, else whose contact it is."""
    member, owner = case.gathered.member, record.owner if record is not None else None
    if member is not None and (record is None or refused(case, record) is None):
        return member.key
    team = active_keys(case.work.session)
    invited = [guest.member for guest in guests if guest.member in team]
    if owner in invited or (owner in team and not invited):
        return str(owner)
    return invited[0] if invited and invited[0] is not None else owner_of(case)
