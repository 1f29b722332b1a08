"""What members have taught about the sender of a mail, as facts for the rules."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from crmbot.domain.filing.sender_rules import NEVER_LOG, NO_LEAD, OWNER, RECORD, Taught, taught, taught_all
from crmbot.domain.members.access import Access, sees
from crmbot.domain.members.members import active_keys, member_by_key
from crmbot.domain.process import Process
from crmbot.domain.records import Deal, Person, SenderRule
from crmbot.domain.search.lookup import by_number
from crmbot.intake.settings import IntakeSettings
from crmbot.intake.subject_mail import SubjectMail
from crmbot.parsing.parsed import ParsedMail
from crmbot.parsing.team import Team

_MOST_RECIPIENTS = 50  # that are asked about; what more people got is kept


def learned_facts(session: Session, process: Process, access: Access, address: str | None) -> dict[str, Any]:
    """Where the sender's mail belongs, who gets his enquiries, whether there can be any. A deal that takes no mail any
    more, and what the member who passed it on may not see, is left out.
    """
    known = taught(session, address)
    facts: dict[str, Any] = {}
    if (rule := known.rule(NO_LEAD)) is not None:
        facts |= {"no_lead": True, **_told(session, rule)}
    owner = known.rule(OWNER)
    if owner is not None and owner.value in active_keys(session):
        facts |= {"learned_owner": owner.value, **_told(session, owner)}
    number, rule = known.number(RECORD), known.rule(RECORD)
    place = by_number(session, number) if number is not None else None
    if rule is None or place is None or not sees(session, access, place):
        return facts
    if isinstance(place, Deal):
        stage = process.stage(place.stage)
        if stage is not None and stage.takes_mail:
            facts |= {"learned_deal": place.number, **_told(session, rule)}
    elif isinstance(place, Person):
        facts |= {"learned_person": place.number, **_told(session, rule)}
    return facts


def _told(session: Session, rule: SenderRule) -> dict[str, str]:
    return {"learned_from": rule.address, "learned_by": said_by(session, rule)}


def said_by(session: Session, rule: SenderRule) -> str:
    """Who taught a rule."""
    member = member_by_key(session, rule.created_by) if rule.created_by else None
    return member.name if member is not None else rule.created_by or "crmbot"


def never_logged(
    session: Session, settings: IntakeSettings, parsed: ParsedMail, mail: SubjectMail, team: Team
) -> dict[str, Any]:
    """The listed address that wrote it, or to whom alone it was written; and the member who has said so."""
    authors = [one.address for one in (parsed.header.from_, mail.author) if one and one.address]
    outside = [one.address for one in mail.recipients if one.address and not team.owns_mailbox(one.address)]
    told = outside if mail.written_by_us and len(outside) <= _MOST_RECIPIENTS else []
    known = taught_all(session, [one for one in (*authors, *told) if not team.owns_mailbox(one)])
    said = {one: rule for one in (*authors, *told) if (rule := _rule_of(known, one)) is not None}
    for author in authors:
        if settings.never_logs(author):
            return {"never_log": author}
        if author in said:
            return {"never_log": author, "never_log_by": said_by(session, said[author])}
    if mail.written_by_us and outside and all(settings.never_logs(address) for address in outside):
        return {"never_log": outside[0]}
    if told and all(address in said for address in told):
        return {"never_log": told[0], "never_log_by": said_by(session, said[told[0]])}
    return {}


def _rule_of(known: Mapping[str, Taught], address: str) -> SenderRule | None:
    found = known.get(address.lower())
    return found.rule(NEVER_LOG) if found is not None else None


def absent_until(parsed: ParsedMail) -> date | None:
    """The day on which the writer of an absence notice is back."""
    told = parsed.fields.get("return_date") if parsed.kind == "auto_reply" else None
    try:
        return date.fromisoformat(told) if isinstance(told, str) else None
    except ValueError:
        return None
