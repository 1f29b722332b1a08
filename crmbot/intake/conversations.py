"""The conversation that a mail belongs to, and whether its sender has a part in it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crmbot.domain.records import Activity, ActivityPerson, Person, ThreadLink
from crmbot.domain.search.names import person_key
from crmbot.intake.thread_ids import thread_id
from crmbot.parsing.contact.companies import company_domain
from crmbot.parsing.parsed import ParsedMail


def thread_facts(session: Session, parsed: ParsedMail, person: Person | None, *, trusted: bool) -> dict[str, Any]:
    """The deal and person of the conversation this mail belongs to. An outsider takes part in it by his known address,
    his company or his name; knowing a Message-ID alone proves nothing.
    """
    ids = list(dict.fromkeys(filter(None, (parsed.header.in_reply_to, *reversed(parsed.header.references[-50:])))))
    if not ids:
        return {}
    statement = select(Activity).join(ThreadLink, ThreadLink.activity_number == Activity.number)
    activity = session.scalars(
        statement.where(ThreadLink.message_id.in_([thread_id(one) for one in ids]))
        .order_by(Activity.number.desc())
        .limit(1)
    ).first()
    if activity is None:
        return {}
    if not trusted and not _takes_part(session, activity, parsed, person):
        return {"thread_stranger": True}
    return {"thread_deal": activity.deal_number, "thread_person": _same_person(session, activity, parsed)}


def _same_person(session: Session, activity: Activity, parsed: ParsedMail) -> int | None:
    """The person of the conversation, if this mail is his from another address; a colleague of his is somebody else."""
    main = session.get(Person, activity.person_number) if activity.person_number else None
    same = main is not None and person_key(parsed.contact.name or "") == main.name_key
    return main.number if main is not None and same else None


def _takes_part(session: Session, activity: Activity, parsed: ParsedMail, person: Person | None) -> bool:
    if person is not None:
        also = select(ActivityPerson.person_number).where(ActivityPerson.activity_number == activity.number)
        company = activity.company_number
        known = (activity.person_number, *session.scalars(also))
        return person.number in known or (company is not None and person.company_number == company)
    main = session.get(Person, activity.person_number) if activity.person_number else None
    if main is None:
        return False
    domain = company_domain(parsed.contact.email)
    same_company = domain is not None and any(company_domain(entry.email) == domain for entry in main.emails)
    return same_company or person_key(parsed.contact.name or "") == main.name_key
