"""A follow-up announced inside the text of a note or a call: `… follow up friday 10:00 send offer`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time
from itertools import islice

from crmbot.parsing.chat.recurrence import Recurrence, find_recurrence
from crmbot.parsing.chat.words import FOLLOWUP_TRIGGERS
from crmbot.parsing.phrases.date_values import local
from crmbot.parsing.phrases.dates import FoundDate, When, find_date, leading_date


@dataclass(frozen=True, slots=True)
class FollowupPhrase:
    """When to follow up, what about (may be empty), and the text of the note without the phrase.

    Of one that is to come again, `again` says how often, and `when` is the day from which on.
    """

    when: When
    text: str
    cleaned: str
    again: Recurrence | None = None


_TRIGGER = re.compile(
    rf"(?:#|\b)(?:{'|'.join(re.escape(t).replace(' ', ' {1,3}') for t in sorted(FOLLOWUP_TRIGGERS, key=len, reverse=True))})\b"
    r"(?: (?:an|daran))?[\s:,–-]{0,4}",
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"(?:\b(?:no|kein|keine|keinen|nicht|without|ohne|not|don't|dont)(?: need to)?)\s*$", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"\n|[.!?]\s+(?=[A-ZÄÖÜ„\"])")
_JOINTS = re.compile(r"(?:[\s,;:–-]|\b(?:and|und|then|dann|please|bitte)\b)+$", re.IGNORECASE)
_MOST = 50  # announcements in one text that are looked at
_REACH = 200  # characters behind the announcement in which its date must stand


def _sentence(text: str, start: int, known: int) -> int:
    """Where the sentence ends that runs on at `start`; dots before `known` belong to a date."""
    end = _SENTENCE_END.search(text, max(start, known))
    return end.start() if end else len(text)


def _dated(text: str, start: int, now: datetime) -> tuple[FoundDate, int] | None:
    """The date of the follow-up announced before `start`: right there, else within the sentence."""
    found, offset = leading_date(text[start : start + _REACH], now=now), start
    if found is None:
        clause = text[start : start + _REACH]
        found = find_date(clause[: _sentence(clause, 0, 0)], now=now)
    return (found, offset) if found is not None and found.when.at.date() >= now.date() else None


def _recurring(text: str, trigger: re.Match[str], now: datetime) -> FollowupPhrase | None:
    """`follow up every monday`: what is announced to come again."""
    clause = text[trigger.end() : trigger.end() + _REACH]
    end = _sentence(clause, 0, 0)
    again = find_recurrence(clause[:end], now=now)
    if again is None or again.start < now.date():
        return None
    when = When(local(again.start, again.clock or time(), now), day_only=again.clock is None, text="")
    return FollowupPhrase(when, again.rest, _without(text, trigger, trigger.end() + end), again)


def _without(text: str, trigger: re.Match[str], end: int) -> str:
    """The text without the announcement that ends there."""
    head = text[: trigger.start()]
    kept = head[:-_REACH] + _joined(head, text[end:]) if len(head) > _REACH else _joined(head, text[end:])
    return kept.strip()


def _joined(before: str, after: str) -> str:
    """What remains of a text from which the middle was cut: two sentences."""
    before, after = _JOINTS.sub("", before[-_REACH:]).strip(), after.strip(" \t\n,;:–-").removeprefix(". ").strip()
    if not before or not after:
        return before or after.removeprefix(".")
    return f"{before} {after}" if before.endswith((".", "!", "?")) else f"{before}. {after}"


def find_followup_phrase(text: str, *, now: datetime) -> FollowupPhrase | None:
    """The first follow-up that the text announces with a date; None without, or where it says that none is needed."""
    for trigger in islice(_TRIGGER.finditer(text), _MOST):
        if _NEGATED.search(text[max(0, trigger.start() - 20) : trigger.start()]):
            continue
        if (recurring := _recurring(text, trigger, now)) is not None:
            return recurring
        dated = _dated(text, trigger.end(), now)
        if dated is None:
            continue
        found, offset = dated
        first, last = offset + found.start, offset + found.end
        end = _sentence(text, trigger.end(), last)
        about = f"{text[trigger.end() : first]} {text[last:end]}".strip(" \t\n.,;:–-")
        about = re.sub(r"^to\s+(?=\S)", "", about, flags=re.IGNORECASE)
        return FollowupPhrase(found.when, " ".join(about.split()), _without(text, trigger, end))
    return None
