"""A mail acts with the rights of the member who sent it. Whom he may not see is matched all the same and not made twice:
the mail goes to who takes care of the contact, and the sender is told just that.
"""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from crmbot.domain.members.access import EVERYTHING, Access, access_of, allows, refusal, sees
from crmbot.domain.members.caretaker import caretaker
from crmbot.domain.records import Activity, Company, Deal, Member, Person
from crmbot.intake.case import Case
from crmbot.shapes import Text, Verbatim, t

Place = Deal | Person | Company


def local_day(case: Case, member: Member | None = None) -> date:
    """The day at the member's place, else at the team's."""
    zone = ZoneInfo((member.timezone if member else None) or case.settings.timezone)
    return case.work.now.astimezone(zone).date()


def sender_access(case: Case) -> Access:
    """What the sender may see and do; an outsider's mail is filed by crmbot itself."""
    member = case.gathered.member
    return EVERYTHING if member is None else access_of(case.work.session, member, local_day(case, member))


def target_of(case: Case) -> Place | None:
    """What the decision files the mail at, as far as it is known already."""
    decision, session = case.decision, case.work.session
    deal = session.get(Deal, decision.deal) if decision.deal else None
    return deal or (session.get(Person, decision.person) if decision.person else None)


def hidden_from_sender(case: Case) -> bool:
    """Whether the mail is about somebody whom its sender may not see. To be asked before it is filed."""
    target = target_of(case)
    return target is not None and not sees(case.work.session, sender_access(case), target)


def owner_of_the_hidden(case: Case) -> Member | None:
    """Who takes care of the contact that the sender may not see."""
    target = target_of(case)
    return caretaker(case.work.session, target, local_day(case)) if target is not None else None


def refused(case: Case, record: Place) -> Text | None:
    """Why the sender's directives are not carried out there; None where he may change the record."""
    access = sender_access(case)
    return None if allows(case.work.session, access, "write", record) else refusal(access, "write")


def remarks_on_tags(case: Case) -> list[Text]:
    """Of deals that a tag names: where the sender may read, but not file."""
    access, session = sender_access(case), case.work.session
    named = [deal for number in case.gathered.facts.tags if (deal := session.get(Deal, number)) is not None]
    return [
        t("Not filed at deal #{number} {name}: {why}", number=deal.number, name=Verbatim(deal.name), why=refusal(access, "write"))
        for deal in named
        if deal.number != case.gathered.facts.tag_deal and sees(session, access, deal) and refused(case, deal)
    ]  # fmt: skip


def may_be_told(case: Case, member: Member, activity: Activity) -> bool:
    """Whether a member may read what a mail became."""
    return sees(case.work.session, access_of(case.work.session, member, local_day(case, member)), activity)
