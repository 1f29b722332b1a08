"""How each member wants to hear of what: at once, collected once a day, or not at all.

What a person answers for is never held back: reminders, digests, questions, deals handed over and what failed come at once,
whatever he chose for the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Literal, TypeAlias

from crmbot import codec
from crmbot.domain.announcing.rules import Telling
from crmbot.domain.calendar.schedule import Schedule
from crmbot.domain.members.members import member_by_key
from crmbot.domain.outbox.bundles import Piece, put
from crmbot.domain.outbox.outbox import is_channel, never_queued, queued_now
from crmbot.domain.records import Member, OutboxItem
from crmbot.domain.records.work import Work
from crmbot.shapes import Field, Reply, Row, Value, t

Way: TypeAlias = Literal["direct", "digest", "off"]
WAYS: tuple[Way, ...] = ("direct", "digest", "off")
PREFIX = "notify."  # of the keys among a member's preferences
COLLECTED = "collected"  # kind of the outbox item that holds a day's news

# Kind of outbox item to category. What is not named here always comes at once.
CATEGORIES: Mapping[str, str] = MappingProxyType(
    {"receipt": "receipts", "news": "news", "mention": "mentions", "announcement": "announcements"}
)
CHOOSABLE = tuple(CATEGORIES.values())


def way_of(member: Member, category: str, ways: Mapping[str, str]) -> Way:
    """What a member chose for a category, else what holds for the team, else at once."""
    chosen = (member.preferences or {}).get(PREFIX + category) or ways.get(category)
    return next((way for way in WAYS if way == chosen), "direct")


def choose(member: Member, category: str, way: Way | None) -> None:
    """From now on he is told that way; None: as the team is."""
    others = {key: value for key, value in (member.preferences or {}).items() if key != PREFIX + category}
    member.preferences = {**others, PREFIX + category: way} if way is not None else others or None


def heed_wishes(work: Work, telling: Telling) -> None:
    """What this unit of work has queued for members goes the way each of them chose; right before it commits."""
    # In one order of recipients, so that two units of work never wait for each other.
    for item in sorted(queued_now(work), key=lambda one: one.recipient):
        category = CATEGORIES.get(item.kind)
        if category is None or is_channel(item.recipient) or not codec.load(item.content).ok:
            continue
        member = member_by_key(work.session, item.recipient)
        way = way_of(member, category, telling.ways) if member is not None else "direct"
        if member is None or way == "direct":
            continue
        if way == "digest":
            _collect(work, telling.schedule.of(member), member, item)
        never_queued(work, item)
    queued_now(work)  # what was collected just now


def next_digest(schedule: Schedule, now: datetime) -> datetime:
    """The next hour at which somebody gets his digest."""
    day = schedule.day(now)
    if schedule.digest_at(schedule.next_working(day)) <= now:
        day += timedelta(days=1)
    return schedule.digest_at(schedule.next_working(day))


def _collect(work: Work, schedule: Schedule, member: Member, item: OutboxItem) -> None:
    content: Reply = codec.load(item.content)
    for place, row in enumerate(_rows(content)):
        key = f"{COLLECTED}:{place}:{item.key}"
        put(work, Piece(key, COLLECTED, member.key, row, not_before=next_digest(schedule, work.now)))


def _rows(content: Reply) -> tuple[Row, ...]:
    """A message in lines: what it says, what of it matters most, and its buttons."""
    if content.kind == "list" and content.sections:
        return content.sections[0].rows
    first = [*content.lines[:1], *(_field(one) for one in content.fields[:1])]
    return (Row(content.title, first[0] if first else None, content.actions),)


def _field(one: Field) -> Value:
    return t("{label}: {value}", label=one.label, value=one.value)
