"""`absent from 24 Dec until 2 Jan, substitute ben`: when somebody is away, and who stands in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from crmbot.parsing.chat.periods import stretch_at_start
from crmbot.parsing.phrases.dates import leading_date

_BACK = re.compile(
    r"(?:i'?m |ich bin )?(?:wieder )?(?:back|off|no|ended|end|over|present|zurück|anwesend|da|beendet|beenden|ende|aufheben|nicht mehr)"
    r"(?: again| wieder| im dienst)?",
    re.IGNORECASE,
)
_SUBSTITUTE = re.compile(
    r"[,;]?\s*\b(?:(?:with|mit|and|und)\s+)?(?:(?:my |meine? )?(?:substitute|deputy|stand-?in|replacement|vertretung|vertreter(?:in)?|stellvertreter(?:in)?)"
    r"(?:\s+(?:ist|is|durch|von|macht|übernimmt)\b)?|covered by|represented by|replaced by|vertreten (?:durch|von))\s*[:=]?\s*",
    re.IGNORECASE,
)
_STANDS_IN = re.compile(
    r"[,;]?\s*(?:\b(?:with|mit|and|und)\s+)?(@?[^\W\d]\S{0,40})\s+(?:as (?:my )?(?:substitute|deputy)|als (?:meine? )?\w{0,7}vertret\w{1,5}"
    r"|vertritt(?: mich)?|stands in(?: for me)?|covers(?: for me)?|springt (?:für mich )?ein)\b",
    re.IGNORECASE,
)
_BEHIND = re.compile(r"[,;]|\s(?:from|vom|von|ab|until|till|bis|to|starting|stands|steht|springt)\b", re.IGNORECASE)
_FROM = re.compile(
    r"(?:from|vom|von|ab(?: dem)?|starting|beginning|since|seit(?: dem)?|on|am|with|mit|is|ist)\s+", re.IGNORECASE
)
_UNTIL = re.compile(
    r"(?:^|\s)(?:until|till?|to|through|up to|bis(?:\s+(?:zum|einschließlich|inkl\.?))?)\s+|\s[–-]\s|(?<=\.)[–-](?=\d)",
    re.IGNORECASE,
)
_FOR = re.compile(r"(?:^|\s)(?:for|für)\s+", re.IGNORECASE)
_DAY_ALONE = re.compile(r"\d{1,2}\.?")


@dataclass(frozen=True, slots=True)
class AbsenceWords:
    """What was said: the days, the words that name the substitute, or that the absence is over.

    `last` is None for an open end; `unread` are words that are no date.
    """

    first: date | None = None
    last: date | None = None
    substitute: str | None = None
    back: bool = False
    unread: str = ""


def read_absence(text: str, *, now: datetime) -> AbsenceWords:
    """Read it; whatever is not understood stands in `unread`."""
    words, substitute = _without_substitute(" ".join(text[:400].split()))
    if _BACK.fullmatch(words.strip(" .!")):
        return AbsenceWords(substitute=substitute, back=True)
    if not words:
        return AbsenceWords(substitute=substitute)
    days = _days(words, now)
    if days is None:
        return AbsenceWords(substitute=substitute, unread=words)
    return AbsenceWords(*days, substitute)


def _without_substitute(text: str) -> tuple[str, str | None]:
    if said := _STANDS_IN.search(text):
        return f"{text[: said.start()]} {text[said.end() :]}".strip(" ,;."), said[1].strip("@,;")
    match = _SUBSTITUTE.search(text)
    if match is None:
        return text.strip(" ,;"), None
    behind = text[match.end() :]
    end = _BEHIND.search(behind)
    name = (behind[: end.start()] if end else behind).strip(" .!,;@")
    rest = behind[end.start() :] if end else ""
    return f"{text[: match.start()]} {rest}".strip(" ,;."), name or None


def _days(words: str, now: datetime) -> tuple[date, date | None] | None:
    """First and last day; None for words that name no days. With `from` alone the end is open."""
    if until := _UNTIL.search(words):
        return _between(words[: until.start()], words[until.end() :], now)
    opened = _FROM.match(words)
    if lasting := _FOR.search(words):
        first = _day(words[: lasting.start()], now) if lasting.start() else now.date()
        return _lasting(first, words[lasting.end() :], now) if first else None
    if opened is not None:
        first = _day(words, now)
        return (first, None) if first else None
    stretch = stretch_at_start(words, now=now)
    if stretch is None or stretch.first is None or words[stretch.end :].strip(" ."):
        return None
    return max(stretch.first, now.date()), stretch.last


def _between(left: str, right: str, now: datetime) -> tuple[date, date] | None:
    left = _FROM.sub("", left.strip(" ,"), count=1)
    if _DAY_ALONE.fullmatch(left):  # `1. bis 15. Dezember`: the month stands at the last day
        left = " ".join([left, *right.split()[1:]])
    first = _day(left, now) if left else now.date()
    last = _day(right, _midnight(first, now)) if first else None
    return (first, last) if first and last else None


def _lasting(first: date, span: str, now: datetime) -> tuple[date, date | None] | None:
    begin = _midnight(first, now)
    stretch = stretch_at_start(span, now=begin)
    if stretch is None or stretch.last is None or span[stretch.end :].strip(" ."):
        return None
    return first, stretch.last - timedelta(days=1) if stretch.last > first else first


def _day(words: str, now: datetime) -> date | None:
    words = _FROM.sub("", words.strip(" ,."), count=1)
    found = leading_date(words, now=now)
    return found.when.at.date() if found and not words[found.end :].strip(" .") else None


def _midnight(day: date, now: datetime) -> datetime:
    return max(datetime.combine(day, time(), now.tzinfo), now)
