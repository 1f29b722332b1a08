"""Single arguments of chat requests: which record is meant, how long a call took."""

from __future__ import annotations

import re
from decimal import Decimal

from crmbot.folding import fold
from crmbot.parsing.phrases.number_words import small_number

_QUOTES = {'"': '"', "“": "”", "„": "“", "»": "«", "«": "»", "'": "'", "‘": "’", "‚": "‘"}
_NUMBER = re.compile(r"#?\d{1,12}(?![\w@])(?!\.\w)")
_MAIL = re.compile(r"<?([^\s<>,;:\"()]{1,128}@[^\s<>,;:\"()]{1,253}?)>?(?=[.,;:]?(?:\s|$))")
_PHONE = re.compile(r"(?:\+|00?(?=[1-9]))\d(?:[\s()/.-]{0,3}\d){5,16}(?!\w)")
_MENTION = re.compile(r"<@[UW][A-Z0-9]{1,30}(?:\|[^>]{0,80})?>")
_SEPARATORS = " \t\n,:;–—"


def _quoted(text: str) -> tuple[str, str] | None:
    closing = _QUOTES.get(text[:1])
    end = text.find(closing, 1, 300) if closing else -1
    if end < 0 and text[:1] == "„":
        end = text.find('"', 1, 300)
    return (text[1:end].strip(), text[end + 1 :]) if end > 1 else None


def split_reference(text: str) -> tuple[str, str]:
    """What names a record at the start of `text`, and the rest.

    A number (`#1042`, `1042`), a mail address, a phone number, a "quoted name"; else the first word: where a longer
    name ends is settled by whoever can look it up.
    """
    text = text.strip()
    if quoted := _quoted(text):
        return quoted[0], quoted[1].lstrip(_SEPARATORS)
    for pattern in (_MENTION, _PHONE, _NUMBER, _MAIL):
        match = pattern.match(text)
        if match:
            return (match[1] if pattern is _MAIL else match[0]), text[match.end() :].lstrip(_SEPARATORS + ".")
    word, _, rest = text.partition(" ") if not re.search(r"\s", text[:200]) else _at_white_space(text)
    return word.rstrip(",:;"), rest.strip()


def _at_white_space(text: str) -> tuple[str, str, str]:
    parts = text.split(None, 1)
    return parts[0], " ", parts[1] if len(parts) > 1 else ""


_HOUR = r"(?:h|hrs?|hours?|std|stunden?)"
_MINUTE = r"(?:min|mins|minuten?|minutes?|m|')"
_CLOCKED = re.compile(
    rf"(\d{{1,2}})(?::(\d\d)\s?{_HOUR}|\s?h\s?(\d{{1,2}})(?:\s?{_MINUTE})?)(?![\w.,]\w)(?!\w)", re.IGNORECASE
)
_COUNTED = re.compile(
    rf"(?P<count>\d{{1,4}}(?:[.,]\d{{1,2}})?)\s?(?:(?P<hours>{_HOUR})|(?P<minutes>{_MINUTE}))\b\.?", re.IGNORECASE
)
_TICKED = re.compile(r"(\d{1,3})'(?!\w)")
_WORD = re.compile(r"([^\W\d_]{1,20})\.?(?:\s|$)")
_COMBINED = re.compile(rf"\s?(?:und|and)?\s?(\d{{1,2}})\s?{_MINUTE}\b\.?", re.IGNORECASE)
_HALVES = {
    "halbe": Decimal(30), "eine halbe": Decimal(30), "half an": Decimal(30), "anderthalb": Decimal(90),
    "eineinhalb": Decimal(90), "one and a half": Decimal(90), "zweieinhalb": Decimal(150), "dreiviertel": Decimal(45),
    "eine dreiviertel": Decimal(45),
}  # fmt: skip
_UNITS = {
    "stunde": 60, "stunden": 60, "std": 60, "hour": 60, "hours": 60, "minute": 1, "minuten": 1, "minutes": 1, "min": 1,
    "viertelstunde": 15, "dreiviertelstunde": 45,
}  # fmt: skip
_LONGEST = 24 * 60  # minutes; a longer call is a typo
_ABSURD = re.compile(rf"\d{{1,12}}(?:[.,]\d{{1,2}})?\s?(?:{_HOUR}|mins?|minuten?|minutes?)\b", re.IGNORECASE)


def _clocked(text: str) -> tuple[Decimal, int] | None:
    match = _CLOCKED.match(text)
    return (Decimal(int(match[1]) * 60 + int(match[2] or match[3])), match.end()) if match else None


def _counted(text: str) -> tuple[Decimal, int] | None:
    match = _COUNTED.match(text)
    if match is None:
        ticked = _TICKED.match(text)
        return (Decimal(ticked[1]), ticked.end()) if ticked else None
    count = Decimal(match["count"].replace(",", "."))
    if match["minutes"]:
        return count, match.end()
    more = _COMBINED.match(text, match.end())
    return (count * 60 + int(more[1]), more.end()) if more else (count * 60, match.end())


def _worded(text: str) -> tuple[Decimal, int] | None:
    """A duration in up to five words, the unit the last of them: `one and a half hours`."""
    words, place = list[str](), 0
    for _ in range(5):
        match = _WORD.match(text, place)
        if match is None:
            return None
        unit, place = _UNITS.get(fold(match[1])), match.end()
        if unit is not None and words:
            return _in_minutes(" ".join(words), unit, place)
        words.append(fold(match[1]))
    return None


def _in_minutes(words: str, unit: int, place: int) -> tuple[Decimal, int] | None:
    if words in _HALVES and unit == 60:
        return _HALVES[words], place
    number = small_number(words)
    return (Decimal(number * unit), place) if number else None


def read_duration(text: str) -> tuple[int | None, str]:
    """Minutes named at the start of `text` (`12min`, `1h30`, `1,5 Std.`, `eine halbe Stunde`) and the rest; None without."""
    text = text.strip()
    hit = _clocked(text) or _counted(text) or _worded(text)
    if hit is None or not 0 < hit[0] <= _LONGEST:
        return None, text
    return int(hit[0]), text[hit[1] :].lstrip(_SEPARATORS)


def absurd_duration(text: str) -> str | None:
    """What is said like a duration at the start of `text` and is none that `read_duration` takes: `99999 min`, `0 h`."""
    match = _ABSURD.match(text.strip())
    return match[0] if match is not None and read_duration(text)[0] is None else None
