"""The team: joining, changing, leaving; personal capture addresses."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from crmbot.domain.records import (
    Activity,
    Appointment,
    Company,
    Deal,
    Followup,
    FollowupMember,
    Member,
    MemberEmail,
    Person,
    SenderRule,
    TouchRhythm,
)
from crmbot.domain.records.work import Work
from crmbot.errors import NotFound, RequestFault
from crmbot.shapes import Verbatim, t

# No vowels and no digits-then-letter starts, so that a token never spells a tag (`d1042`, `3d`, `note`, `friday`).
_TOKEN_ALPHABET = "bcfghjkmnpqrstvwxz"  # noqa: S105
_TOKEN_LENGTH = 16  # 66 bits
_KEY = re.compile(r"\w[\w.-]{0,39}")
_ADDRESS = re.compile(r"[^\s@]{1,64}@[^\s@]{1,189}")  # RFC 5321, 4.5.3.1
_LONGEST = 200  # characters of a name
_RESERVED = frozenset({"me", "my", "ich", "mir", "mein"})  # words for whoever asks


def new_token() -> str:
    """A secret for a personal capture address; never looks like an address tag."""
    return "".join(secrets.choice(_TOKEN_ALPHABET) for _ in range(_TOKEN_LENGTH))


def add_member(work: Work, key: str, name: str, emails: Iterable[str]) -> Member:
    """Somebody joins. Raises RequestFault when the key or an address is taken or malformed."""
    key = key.lower()
    if not _KEY.fullmatch(key) or key in _RESERVED:
        raise RequestFault(
            t("“{key}” cannot be a member key: use letters, digits and . _ -, for example anna.", key=Verbatim(key))
        )
    if taken := work.session.scalars(select(Member).where(Member.key == key)).first():
        if not taken.active:
            raise RequestFault(t("“{key}” is the key of somebody who left: choose another.", key=Verbatim(key)))
        raise RequestFault(t("There is already a member “{key}”.", key=Verbatim(key)))
    member = Member(
        number=work.next_number("member"), key=key, name=checked_name(name), rights="member", active=True,
        capture_token=new_token(), created_at=work.now,
    )  # fmt: skip
    work.session.add(member)
    set_emails(work, member, emails)
    return member


def checked_name(name: str) -> str:
    """The name on one line, without blanks around it. Raises RequestFault for none, and for what is no name."""
    plain = " ".join("".join(sign if sign.isprintable() else " " for sign in name).split())
    if not plain:
        raise RequestFault(t("A member needs a name."))
    if len(plain) > _LONGEST:
        raise RequestFault(t("That is too long for a name: {most} characters at most.", most=_LONGEST))
    return plain


def set_slack(work: Work, member: Member, slack: str | None) -> None:
    """Say who the member is in Slack; None: nobody yet. Raises RequestFault when that is somebody else of the team."""
    if slack:
        others = (Member.slack == slack, Member.number != member.number, Member.active)
        if other := work.session.scalars(select(Member).where(*others)).first():
            raise RequestFault(t("{slack} is {name} already.", slack=Verbatim(slack), name=Verbatim(other.name)))
    member.slack = slack or None


def set_manager(work: Work, member: Member, manager: str | None) -> None:
    """Say to whom his overdue work is escalated; None: to nobody. Raises RequestFault for himself, NotFound."""
    found = require_member(work.session, manager) if manager else None
    if found is member:
        raise RequestFault(t("Nobody can be his own manager."))
    member.manager = found.key if found else None


def set_emails(work: Work, member: Member, emails: Iterable[str]) -> None:
    """Replace a member's addresses. Raises RequestFault for one that belongs to somebody else or is none."""
    wanted = list(dict.fromkeys(email.strip().lower() for email in emails))
    for email in wanted:
        if not _ADDRESS.fullmatch(email):
            raise RequestFault(t("“{email}” is not a mail address.", email=Verbatim(email[:_LONGEST])))
        other = work.session.scalars(select(MemberEmail).where(MemberEmail.email == email)).first()
        if other is not None and other.member_number != member.number:
            raise RequestFault(t("The address {email} already belongs to another member.", email=Verbatim(email)))
    member.emails[:] = [entry for entry in member.emails if entry.email in wanted]
    held = {entry.email for entry in member.emails}
    member.emails.extend(MemberEmail(email=email) for email in wanted if email not in held)


def renew_token(member: Member) -> None:
    """Give a new personal capture address; the old one stops with the commit."""
    member.capture_token = new_token()


def leave(work: Work, member: Member, successor: Member) -> int:
    """Somebody leaves: contacts, open deals, follow-ups, coming appointments and complaints go to `successor`, as do mails
    that were to be his, and those whom he led and stood in for. Returns how many records changed hands. One change set:
    undoing it brings everything back.

    Raises RequestFault when both are the same person.
    """
    if member.key == successor.key:
        raise RequestFault(t("{name} cannot take over from himself: name somebody else.", name=Verbatim(member.name)))
    work.session.flush()
    handed: list[Deal | Followup | Appointment | Person | Company | Activity] = [
        *work.session.scalars(select(Deal).where(Deal.owner == member.key, Deal.state != "lost")),
        *work.session.scalars(select(Followup).where(Followup.owner == member.key, Followup.done_at.is_(None))),
        *_appointments_to_come(work, member, successor),
        *work.session.scalars(select(Person).where(Person.owner == member.key)),
        *work.session.scalars(select(Company).where(Company.owner == member.key)),
        *work.session.scalars(select(Activity).where(Activity.owner == member.key, Activity.resolved_at.is_(None))),
    ]
    for record in handed:
        record.owner = successor.key
    _hand_over_shares(work.session, member.key, successor.key)
    _hand_over_colleagues(work.session, member, successor)
    member.active = False
    member.capture_token = new_token()
    work.session.flush()
    return len(handed)


def _appointments_to_come(work: Work, member: Member, successor: Member) -> list[Appointment]:
    """His own ones; what is over stays his. Where he takes part, his successor does, once."""
    coming = select(Appointment).where(Appointment.state == "planned", Appointment.ends_at > work.now)
    found = list(work.session.scalars(coming.order_by(Appointment.number)))
    for one in found:
        guests = one.attendees or []
        there = {one.owner, *(guest.get("member") for guest in guests)}
        if member.key in there:
            instead = [] if successor.key in there else [{"name": successor.name, "member": successor.key}]
            kept = [[guest] if guest.get("member") != member.key else instead for guest in guests]
            one.attendees = [guest for some in kept for guest in some] or None
    return [one for one in found if one.owner == member.key]


def _hand_over_colleagues(session: Session, member: Member, successor: Member) -> None:
    """Whom he led and stood in for."""
    for colleague in all_members(session):
        if colleague.manager == member.key:
            colleague.manager = successor.key if colleague is not successor else member.manager
        if colleague.substitute == member.key:
            colleague.substitute = successor.key if colleague is not successor else None


def _hand_over_shares(session: Session, member: str, successor: str) -> None:
    """His part in follow-ups of several, the last word on what he handed on, the rhythms that he keeps, and the mails
    that a correction said are his.
    """
    for part in session.scalars(select(FollowupMember).where(FollowupMember.member == member)):
        mine = (FollowupMember.followup_number == part.followup_number, FollowupMember.member == successor)
        if session.scalars(select(FollowupMember.id).where(*mine)).first() is not None:
            session.delete(part)
        else:
            part.member = successor
    waiting = (Followup.delegated_by == member, Followup.confirmed_at.is_(None))
    for followup in session.scalars(select(Followup).where(*waiting)):
        followup.delegated_by = None if followup.owner == successor else successor
    for rhythm in session.scalars(select(TouchRhythm).where(TouchRhythm.owner == member)):
        rhythm.owner = successor
    for rule in session.scalars(select(SenderRule).where(SenderRule.what == "owner", SenderRule.value == member)):
        rule.value = successor


def all_members(session: Session, *, active_only: bool = False) -> list[Member]:
    """The team in the order of joining."""
    statement = select(Member).order_by(Member.number)
    return list(session.scalars(statement.where(Member.active) if active_only else statement))


def active_keys(session: Session) -> list[str]:
    """The keys of the active members in the order of joining."""
    return list(session.scalars(select(Member.key).where(Member.active).order_by(Member.number)))


def member_by_key(session: Session, key: str) -> Member | None:
    """The member with this key, also one who left."""
    return session.scalars(select(Member).where(Member.key == key)).first()


def member_by_email(session: Session, email: str) -> Member | None:
    """The active member who writes from this address."""
    statement = select(Member).join(MemberEmail).where(MemberEmail.email == email.lower(), Member.active)
    return session.scalars(statement).first()


def member_by_token(session: Session, token: str) -> Member | None:
    """The active member whose personal capture address carries this token."""
    return session.scalars(select(Member).where(Member.capture_token == token.lower(), Member.active)).first()


def identify(session: Session, user: str, email: str | None = None) -> Member | None:
    """The active member a channel means by `user` (key, mail address or Slack id), else by `email`.

    A Slack id that is met for the first time is not learned here: reading must not write.
    """
    statement = select(Member).where(Member.active, (Member.slack == user) | (func.lower(Member.key) == user.lower()))
    found = session.scalars(statement.options(joinedload(Member.emails))).unique().first()
    if found is None and "@" in user:
        found = member_by_email(session, user)
    return found or (member_by_email(session, email) if email else None)


def require_member(session: Session, key: str) -> Member:
    """The active member with this key, name, first name or address. Raises NotFound."""
    wanted = key.strip().lower()
    for member in all_members(session, active_only=True):
        names = {member.key, member.name.lower(), member.name.lower().split(" ")[0], *(e.email for e in member.emails)}
        if wanted in names or wanted == (member.slack or "").lower():
            return member
    raise NotFound(t("There is no member “{key}”.", key=Verbatim(key)))
