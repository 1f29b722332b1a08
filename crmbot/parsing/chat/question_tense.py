"""Whether a question tells of what has been. Without that, appointments and offers are those to come, or open yet."""

from __future__ import annotations

from crmbot.parsing.chat.question_periods import Days
from crmbot.parsing.chat.question_spelling import Word

_PAST = frozenset(
    {"were", "had", "did", "been", "last", "latest", "previous", "happened", "ever", "met", "war", "waren", "hatte", "hatten", "gehabt", "letzte",
     "letzter", "letzten", "letztes", "zuletzt", "stattgefunden", "gewesen", "je", "jemals", "lief", "liefen", "gab", "gemacht", "kam", "kamen", "came", "went", "ging", "gingen", "dabei"}
)  # fmt: skip
_AFTER_WAS = frozenset({"there", "the", "my", "our", "a", "an", "any", "that", "it"})


def tells_of_the_past(words: tuple[Word, ...], days: Days | None) -> bool:
    """By its verbs and days. `Was` at the beginning asks in German; before an article it tells, in English."""
    said = [word.folded for word in words]
    was = "was" in said[1:] or (said[:1] == ["was"] and not _AFTER_WAS.isdisjoint(said[1:2]))
    return was or (days is not None and days.behind) or not _PAST.isdisjoint(said)
