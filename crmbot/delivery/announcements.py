"""What is special about messages to channels: their thread, their order, and what follows from their fate."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, aliased

from crmbot import codec
from crmbot.domain.announcing.announcing import NOBODY
from crmbot.domain.announcing.record_channels import (
    CHANNEL,
    CHANNEL_NEWS,
    PLAN,
    channel_of,
    invited,
    is_pending,
    is_wanted,
    locked_out,
    refuse,
    settle,
)
from crmbot.domain.members.access import access_of, sees
from crmbot.domain.members.guard import unguarded
from crmbot.domain.members.members import all_members, member_by_key
from crmbot.domain.members.rights import Access, rights_of
from crmbot.domain.outbox.bundles import without
from crmbot.domain.outbox.first_told import remember_told
from crmbot.domain.outbox.outbox import enqueue, is_channel
from crmbot.domain.outbox.threads import ANNOUNCEMENT, remember, thread_of
from crmbot.domain.records import OutboxItem
from crmbot.domain.records.work import Work
from crmbot.domain.search.lookup import by_number, by_numbers
from crmbot.shapes import Notice, Outcome, Reply, Text, Verbatim, t


class NotWanted(ValueError):
    """A message that has lost its sense before it was sent."""


def in_turn(now: datetime) -> ColumnElement[bool]:
    """The condition that an item is no channel's, or the channel's first of those that are due: what happened first is
    told first, and an answer never overtakes what it answers.
    """
    before = aliased(OutboxItem)
    due = or_(before.not_before.is_(None), before.not_before <= now, before.attempts > 0)
    ahead = select(before.id).where(
        before.recipient == OutboxItem.recipient, before.id < OutboxItem.id,
        or_(before.state == "sending", (before.state == "waiting") & due),
    )  # fmt: skip
    return or_(OutboxItem.recipient.not_like("#%"), ~ahead.exists())


def thread_for(session: Session, item: OutboxItem) -> str | None:
    """The message below which an announcement belongs."""
    if item.kind != ANNOUNCEMENT or item.about is None or not is_channel(item.recipient):
        return None
    return thread_of(session, item.about, item.recipient)


def content_for(session: Session, item: OutboxItem) -> Reply:
    """The content as it is to be sent now. News in a record's own channel come with who must not read them any more.

    Raises NotWanted for a channel that was taken back before it was made, for news of one that is gone, and where nothing is
    left to be announced.
    """
    content: Reply = codec.load(item.content)
    if item.kind == CHANNEL and not is_wanted(session, item):
        raise NotWanted("it was taken back")
    if item.kind == ANNOUNCEMENT:
        return _to_be_told(session, item.recipient, content)
    if item.kind != CHANNEL_NEWS or item.about is None:
        return content
    with unguarded(session):
        channel, record = channel_of(session, item.about), by_number(session, item.about)
        if channel is None or record is None or is_pending(channel):
            raise NotWanted("the record has no channel any more")
        people = invited(session, record) if channel.made else []
        plan = {"do": "post", "channel": channel.channel, "people": people, "out": locked_out(session, record)}
    return replace(content, totals={**content.totals, PLAN: plan})


def _to_be_told(session: Session, recipient: str, content: Reply) -> Reply:
    """What of an announcement is still true and no secret: since it was queued, a lead may have been taken back, or its contact
    protected.
    """
    with unguarded(session):
        member = member_by_key(session, recipient)
        access = access_of(session, member) if member is not None else Access(NOBODY, hides=True)
        numbers = {record.number for record in content.records}
        found = by_numbers(session, numbers)
        gone = {one for one in numbers if one not in found or not sees(session, access, found[one])}
    left = without(content, gone) if gone else content
    if left is None:
        raise NotWanted("it was taken back, or must not be told any more")
    return left


def follow_up(work: Work, notice: Notice, outcome: Outcome, state: str) -> None:
    """After an attempt, in the transaction that settles it."""
    if state == "sent":
        remember_told(work, notice, outcome)
    if not is_channel(notice.recipient) or state not in ("sent", "failed"):
        return
    item = work.session.get(OutboxItem, notice.id)
    if item is None:
        return
    if notice.kind == CHANNEL:
        if state == "sent":
            settle(work, item, outcome.reference or "")
        else:
            refuse(work, item, outcome.error or "")
    elif state == "failed":
        _tell_administrators(work, notice, outcome.error or "")
    elif notice.kind == ANNOUNCEMENT and notice.thread is None and outcome.reference:
        numbers = [record.number for record in notice.content.records]
        remember(work.session, numbers, notice.recipient, outcome.reference, work.now)


def _tell_administrators(work: Work, notice: Notice, error: str) -> None:
    """Once: not again for this channel before a message has reached it."""
    reached = (OutboxItem.recipient == notice.recipient, OutboxItem.state == "sent")
    last = work.session.scalars(select(OutboxItem.id).where(*reached).order_by(OutboxItem.id.desc()).limit(1)).first()
    content = Reply("error", _title(notice), lines=(_mend(notice.recipient, error),), ok=False)
    for member in all_members(work.session, active_only=True):
        if rights_of(member.rights, member.permissions)["admin"] != "none":
            key = f"unreached:{notice.recipient}:{last or 0}:{member.key}"
            enqueue(work, key=key, kind="question", recipient=member.key, content=content)


def _title(notice: Notice) -> Text:
    return t("An announcement did not reach {channel}", channel=Verbatim(notice.recipient))


def _mend(recipient: str, error: str) -> Text:
    channel, code = Verbatim(recipient), error.partition(":")[0]
    if code == "not_in_channel":
        return t("I am not in {channel}. Write /invite @crmbot in it; what failed you can send again.", channel=channel)
    if code == "channel_not_found":
        return t(
            "There is no {channel}, or it is private and I am not in it: then write /invite @crmbot in it.",
            channel=channel,
        )
    if code == "is_archived":
        return t("{channel} is archived: name another one in the settings.", channel=channel)
    return t("Slack says: {error}", error=Verbatim(error))
