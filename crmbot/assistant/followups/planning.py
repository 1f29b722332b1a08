"""Planning: from a date in words to a follow-up that falls due in its owner's zone."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time

from crmbot.assistant.asking import Asking
from crmbot.domain.calendar.schedule import Schedule
from crmbot.domain.filing.filing import Filing
from crmbot.domain.followups.followups import add_followup
from crmbot.domain.members.members import member_by_key
from crmbot.domain.records import Followup
from crmbot.errors import RequestFault
from crmbot.parsing.phrases.dates import When, leading_date
from crmbot.shapes import Action, Moment, Text, Value, t

_LONGEST_LINK = 1000  # characters
_MONTH = r"(?:jan|feb|m(?:ä|ae|a)r|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz])[a-zä]*\b"
_DAY_AND_MONTH = re.compile(rf"\d{{1,2}}(?:st|nd|rd|th|\.)?\s?{_MONTH}|{_MONTH}\.? (?:29|3\d)\b", re.IGNORECASE)
_LIKE_A_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]|\d{1,2}:\d")


def read_when(ask: Asking, text: str) -> tuple[When | None, str]:
    """The date phrase at the beginning of `text`, or at its very end, and the other words."""
    words = text.strip()
    found = leading_date(words, now=ask.now)
    named = _DAY_AND_MONTH.match(words)
    if named is not None and (found is None or found.end < named.end()):
        return None, words  # 30 February is no day, and not the first of the month either
    if found is not None:
        return found.when, words[found.end :].strip(" ,;:–-")
    if _LIKE_A_DATE.match(words):
        return None, words  # what begins like a date and is none must not be taken for words about another one
    starts = [place + 1 for place, character in enumerate(words) if character == " "]
    for start in starts[-6:]:  # the longest date phrases have six words
        found = leading_date(words[start:], now=ask.now)
        if found is not None and not words[start + found.end :].strip(" .!"):
            return found.when, words[:start].strip(" ,;:–-")
    return None, words


def due_at(ask: Asking, when: When, *, clock: time | None = None, owner: str | None = None) -> datetime:
    """The moment something falls due. A day is the day of who has to do it, at `clock` or at his own default hour."""
    if not when.day_only:
        return when.at
    day, schedule = when.at.astimezone(ask.zone).date(), schedule_of(ask, owner)
    if owner not in (None, ask.member.key):
        return schedule.at(day, clock or schedule.default_time)
    wall = datetime.combine(day, clock or schedule.default_time, ask.zone)
    return wall.astimezone(UTC).astimezone(ask.zone)  # an hour that a clock change skips comes after the gap


def schedule_of(ask: Asking, key: str | None = None) -> Schedule:
    """The working time and the default hour of who asks, or of the member with that key."""
    member = ask.member if key in (None, ask.member.key) else member_by_key(ask.session, key or "")
    return ask.settings.team.of(member)


def refuse_past(ask: Asking, when: When) -> None:
    """Raises RequestFault for a moment that is over; a day is over when it has ended."""
    over = when.at.astimezone(ask.zone).date() < ask.now.date() if when.day_only else when.at < ask.now
    if over:
        raise RequestFault(t("{when} is already over. When shall I remind you?", when=moment(when)))


def add_planned(ask: Asking, filing: Filing, when: When, text: str, *, owner: str | None = None) -> Followup:
    """A follow-up for the acting member at the place something is filed. Raises RequestFault for the past."""
    refuse_past(ask, when)
    followup = add_followup(
        ask.work, owner=owner or ask.member.key, due_at=due_at(ask, when, owner=owner), day_only=when.day_only, text=text.strip(),
        record_number=filing.number,
    )  # fmt: skip
    followup.link = ask.link[:_LONGEST_LINK] if ask.link else None
    return followup


def moment(when: When) -> Moment:
    """A date as it is shown: with weekday, and the hour where one was named."""
    return Moment(when.at, day_only=when.day_only)


def planned_words(followup: Followup, about: Value = None) -> Text:
    """What was understood of a date, with weekday."""
    due = Moment(followup.due_at, day_only=followup.day_only)
    if about is not None:
        return t("follow-up {due}: {about}", due=due, about=about)
    return t("follow-up {due}", due=due)


def change_actions(followup: Followup) -> tuple[Action, ...]:
    """Other dates, one click away."""
    number = followup.number
    return (
        Action(t("Rather tomorrow"), f"reschedule #{number} tomorrow"),
        Action(t("Rather in a week"), f"reschedule #{number} in 1 week"),
    )
