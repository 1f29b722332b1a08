"""Who in the chat is which member: by mail address for all at once, by a code for who has another address there."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from crmbot.domain.members.members import all_members, member_by_key
from crmbot.domain.outbox.outbox import enqueue
from crmbot.domain.records import LinkCode, Member
from crmbot.domain.records.work import Work
from crmbot.errors import RequestFault
from crmbot.shapes import Action, Reply, Verbatim, t

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that is mistaken for something else
CODE_LENGTH = 10  # 49 bits
VALID = timedelta(hours=24)

_TRIES = 5  # wrong codes of one person
_TRIES_IN = timedelta(hours=1)
_DIRECT_MESSAGES = "direct_messages"  # a preference
_OFF = "off"


def new_code(work: Work, member: Member) -> str:
    """A code by which `member` links himself, good once and for a day; it is kept as a hash, so this is its only showing.

    Codes given to him before stop. Raises RequestFault for somebody who has left.
    """
    if not member.active:
        raise RequestFault(t("{name} is no member any more.", name=Verbatim(member.name)))
    work.session.execute(delete(LinkCode).where(LinkCode.member == member.key, LinkCode.used_at.is_(None)))
    code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    work.session.add(LinkCode(code_hash=_hash(code), user="", member=member.key, created_at=work.now, used_at=None))
    work.session.flush()
    return f"{code[: CODE_LENGTH // 2]}-{code[CODE_LENGTH // 2 :]}"


def redeem(work: Work, code: str, user: str) -> Member | None:
    """The member whom `user` of the chat is from now on. None for a code that is wrong, used or too old; such a try is
    counted. Raises RequestFault after too many of them.
    """
    session = work.session
    if _tries(session, user, work.now) >= _TRIES:
        raise RequestFault(t("That were too many wrong codes. Please wait an hour, then ask for a new one."))
    known = session.get(LinkCode, _hash(code))
    member = member_by_key(session, known.member) if known is not None and known.member else None
    if known is None or member is None or not member.active or not _used_up(work, known, user):
        _count_try(work, user)
        return None
    member.slack = user
    set_direct_messages(member, on=True)
    welcome(work, member)
    return member


def welcome(work: Work, member: Member) -> None:
    """The first direct message: it shows that messages arrive, and what one can do."""
    content = Reply(
        "done",
        t("Welcome, {name}. This is where I write to you.", name=Verbatim(member.name.split(" ")[0])),
        lines=(
            t(
                "Your digest, your reminders and receipts for forwarded mail arrive here. Ask me anything, also in words."
            ),
        ),
        actions=(
            Action(t("My day"), "home", "primary"),
            Action(t("Help"), "help"),
            Action(t("No direct messages"), "unlink me"),
        ),
    )
    key = f"welcome:{member.key}:{work.now.timestamp():.6f}"
    enqueue(work, key=key, kind="welcome", recipient=member.key, content=content)


def takes_direct_messages(member: Member) -> bool:
    """Whether he wants to be written to in the chat by ourselves; answers he gets in any case."""
    return (member.preferences or {}).get(_DIRECT_MESSAGES) != _OFF


def set_direct_messages(member: Member, *, on: bool) -> None:
    """Switch them on or off."""
    kept = {key: value for key, value in (member.preferences or {}).items() if key != _DIRECT_MESSAGES}
    member.preferences = kept if on else {**kept, _DIRECT_MESSAGES: _OFF}


@dataclass(frozen=True, slots=True)
class Matched:
    """Members by what became of them: newly linked, linked before, not found by any of their addresses."""

    linked: tuple[Member, ...]
    known: tuple[Member, ...]
    missing: tuple[Member, ...]


def match_people(work: Work, people: Mapping[str, str]) -> Matched:
    """Link every member of whom the chat knows a mail address; `people` are ids of the chat by address, lower-case.

    Who is linked stays as he is. Only addresses may be given that prove something.
    """
    team = all_members(work.session, active_only=True)
    taken = {member.slack for member in team if member.slack}
    linked, known, missing = [], [], []
    for member in team:
        ids = [people[entry.email] for entry in member.emails if entry.email in people]
        free = [one for one in ids if one not in taken]
        if member.slack:
            known.append(member)
        elif free:
            member.slack = free[0]
            taken.add(free[0])
            linked.append(member)
        else:
            missing.append(member)
    return Matched(tuple(linked), tuple(known), tuple(missing))


def _hash(code: str) -> str:
    plain = "".join(letter for letter in code.upper() if letter in ALPHABET)
    return hashlib.sha256(plain.encode()).hexdigest()


def _used_up(work: Work, code: LinkCode, user: str) -> bool:
    """Takes the code; False when it is too old, or somebody was quicker."""
    fits = (LinkCode.code_hash == code.code_hash, LinkCode.used_at.is_(None), LinkCode.created_at > work.now - VALID)
    use = update(LinkCode).where(*fits).values(used_at=work.now, user=user[:40]).returning(LinkCode.code_hash)
    return work.session.execute(use, execution_options={"synchronize_session": False}).first() is not None


def _tries(session: Session, user: str, now: datetime) -> int:
    wrong = (LinkCode.user == user, LinkCode.member.is_(None), LinkCode.created_at > now - _TRIES_IN)
    return session.scalar(select(func.count()).select_from(LinkCode).where(*wrong)) or 0


def _count_try(work: Work, user: str) -> None:
    """A row without a member is a wrong try; those of yesterday go."""
    work.session.execute(delete(LinkCode).where(LinkCode.member.is_(None), LinkCode.created_at < work.now - VALID))
    none = hashlib.sha256(secrets.token_bytes(32)).hexdigest()
    work.session.add(LinkCode(code_hash=none, user=user[:40], member=None, created_at=work.now, used_at=work.now))
    work.session.flush()
