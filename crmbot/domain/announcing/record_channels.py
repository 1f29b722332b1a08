"""A channel of the chat for a deal: made or linked, told of what happens, left.

The database decides first: the row stands before the channel does, so that whoever presses twice finds the first. The chat
is asked by an outbox item of kind `channel`, whose `totals` say what is to be done; what came of it is written back when
the attempt is settled. Until then the row's `channel` is empty of an id (`pending:…`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crmbot import codec
from crmbot.domain.announcing.happenings import Happening
from crmbot.domain.announcing.refusals import refusal_words
from crmbot.domain.announcing.words import NameOf, announcement_row, record_of
from crmbot.domain.members.access import access_of, sees
from crmbot.domain.members.members import all_members, member_by_key
from crmbot.domain.outbox.bundles import Piece, put
from crmbot.domain.outbox.outbox import enqueue
from crmbot.domain.process import Process
from crmbot.domain.records import Company, Deal, Member, OutboxItem, Person, RecordChannel, Watcher
from crmbot.domain.records.work import Work
from crmbot.domain.search.names import person_key
from crmbot.errors import Conflict
from crmbot.folding import fold
from crmbot.shapes import Reply, Verbatim, t

CHANNEL = "channel"  # kinds of outbox items: something is done with a channel,
CHANNEL_NEWS = "channel_news"  # and news of a record are posted in its own
PLAN = "slack_channel"  # key of `totals` under which stands what is to be done
_PENDING = "pending:"
_LONGEST = 80  # characters of a channel's name; https://docs.slack.dev/reference/methods/conversations.create
_TOLD = ("won", "lost", "disqualified", "complaint", "offer", "qualified", "stage", "value", "owner")
_UNSUITABLE = re.compile(r"[^a-z0-9]+")
_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def channel_of(session: Session, number: int) -> RecordChannel | None:
    """The channel of a record, also one that is just being made."""
    wanted = select(RecordChannel).where(RecordChannel.record_number == number).order_by(RecordChannel.id)
    return session.scalars(wanted).first()


def is_pending(channel: RecordChannel) -> bool:
    """Whether the chat has not confirmed it yet."""
    return channel.channel.startswith(_PENDING)


def clean_name(deal: Deal) -> str:
    """`deal-1042-brandt-gmbh`: small letters, digits and hyphens, at most 80; never a person's name."""
    called = deal.company.name if deal.company is not None else ""
    if deal.person is not None and person_key(deal.person.name) in person_key(called):
        called = ""  # the company is nobody but himself
    plain = fold(called.lower().translate(_SPELT_OUT))
    words = _UNSUITABLE.sub("-", plain).strip("-")
    return f"deal-{deal.number}-{words}"[:_LONGEST].rstrip("-")


def make_channel(work: Work, deal: Deal, card: Reply, *, private: bool) -> RecordChannel:
    """Let a channel be made for a deal, with those in it whom it concerns and the card pinned."""
    plan = {"do": "make", "private": private, "people": invited(work.session, deal)}
    return _begin(work, deal, clean_name(deal), card, plan, made=True)


def link_channel(work: Work, deal: Deal, name: str, card: Reply) -> RecordChannel:
    """Let an existing channel be the deal's; the chat says whether only colleagues are in it."""
    return _begin(work, deal, name, card, {"do": "link"}, made=False)


def leave_channel(work: Work, channel: RecordChannel) -> None:
    """The record has no channel any more: its card is unpinned. The channel itself stays."""
    if not is_pending(channel):
        plan = {"do": "unlink", "channel": channel.channel, "pinned": channel.pinned or ""}
        content = Reply("done", t("This channel no longer belongs to a deal."), totals={PLAN: plan})
        key = f"channel:off:{channel.record_number}:{work.now.timestamp():.6f}"
        enqueue(work, key=key, kind=CHANNEL, recipient=f"#{channel.name}", content=content)
    work.session.delete(channel)
    work.session.flush()


def _begin(work: Work, deal: Deal, name: str, card: Reply, plan: Mapping[str, Any], *, made: bool) -> RecordChannel:
    """Raises Conflict where the deal has a channel; of two at once, the second waits until the first is written."""
    work.session.scalars(select(Deal.number).where(Deal.number == deal.number).with_for_update()).one()
    standing = channel_of(work.session, deal.number)
    if standing is not None:
        channel = Verbatim(f"#{standing.name}")
        raise Conflict(t("#{number} has its channel already: {channel}.", number=deal.number, channel=channel))
    row = RecordChannel(
        record_number=deal.number, channel=f"{_PENDING}{deal.number}", name=name, made=made, created_at=work.now,
        created_by=work.actor,
    )  # fmt: skip
    work.session.add(row)
    work.session.flush()
    purpose = f"crmbot #{deal.number}"
    content = replace(card, totals={PLAN: {**plan, "name": name, "purpose": purpose, "row": row.id}})
    key = f"channel:{deal.number}:{work.now.timestamp():.6f}:{row.id}"
    enqueue(work, key=key, kind=CHANNEL, recipient=f"#{name}", content=content, about=deal.number)
    return row


def invited(session: Session, record: Deal | Person | Company) -> list[str]:
    """Where the chat reaches owner, followers and collaborators, as far as they may see the record."""
    tied = session.scalars(select(Watcher.member).where(Watcher.record_number == record.number)).all()
    keys = {record.owner, *tied}
    team = (one for one in all_members(session, active_only=True) if one.key in keys)
    seeing = (one for one in team if sees(session, access_of(session, one), record))
    return [address for one in seeing if (address := _reached(one)) is not None]


def tell_channel(work: Work, happening: Happening, process: Process, name_of: NameOf, change_set: int) -> None:
    """Post what happened in the record's own channel, after those who lost the right to it were taken out."""
    record = happening.record
    event = happening.first_of(_TOLD)
    channel = channel_of(work.session, record.number) if event is not None else None
    if event is None or channel is None:
        return
    key = f"channel:news:{change_set}:{record.number}"
    row = announcement_row(happening, event, process, name_of, work.actor)
    put(work, Piece(key, CHANNEL_NEWS, f"#{channel.name}", row, record_of(record), about=record.number))


def locked_out(session: Session, record: Deal | Person | Company) -> list[str]:
    """Where the chat reaches the members who may not see a record: they must not read its channel."""
    members = [one for one in all_members(session) if not one.active or access_of(session, one).limited]
    blind = (one for one in members if not one.active or not sees(session, access_of(session, one), record))
    return [address for one in blind if (address := _reached(one)) is not None]


def is_wanted(session: Session, item: OutboxItem) -> bool:
    """Whether what was to be done with a channel is still to be done."""
    plan = codec.load(item.content).totals.get(PLAN) or {}
    return "row" not in plan or session.get(RecordChannel, plan["row"]) is not None


def settle(work: Work, item: OutboxItem, reference: str) -> None:
    """The chat has done it: `reference` names channel, message of the card, and the channel's name, by slashes. Where
    there is no chat it is empty, and the channel is called as it was wanted.
    """
    row = _row_of(work.session, item)
    if row is None:
        return
    channel, message, name = [*reference.split("/", 2), "", ""][:3]
    row.channel, row.pinned, row.name = channel or row.name[:40], message or None, name or row.name


def refuse(work: Work, item: OutboxItem, reason: str) -> None:
    """The chat has refused it for good: there is no channel, and who wanted it hears why."""
    row = _row_of(work.session, item)
    if row is None:
        return
    wanted_by = member_by_key(work.session, row.created_by or "")
    title = t("#{number} got no channel: {reason}", number=row.record_number, reason=refusal_words(reason, row.name))
    if wanted_by is not None:
        key = f"channel:refused:{row.id}:{row.record_number}"
        enqueue(work, key=key, kind="receipt", recipient=wanted_by.key, content=Reply("error", title, ok=False))
    work.session.delete(row)


def _row_of(session: Session, item: OutboxItem) -> RecordChannel | None:
    plan = codec.load(item.content).totals.get(PLAN) or {}
    return session.get(RecordChannel, plan["row"]) if plan.get("row") else None


def _reached(member: Member) -> str | None:
    return member.slack or (member.emails[0].email if member.emails else None)
