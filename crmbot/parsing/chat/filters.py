"""Filters of lists: `owner:me stage:offer >10k closing this month`, and the same in words: `meine Angebote über 10k diesen Monat`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from crmbot.folding import fold
from crmbot.parsing.chat.filter_names import grade_key, listed, look_up, owner_key, role_key, source_key
from crmbot.parsing.chat.list_words import (
    GROUPS,
    MISSING,
    ORDERS,
    SPACED,
    STATES,
    priority_at_start,
    shown_at_start,
    state_of,
    tag_at_start,
)
from crmbot.parsing.chat.periods import Stretch, stretch_at_start
from crmbot.parsing.chat.verbs import Vocabulary
from crmbot.parsing.chat.words import AT_LEAST, AT_MOST, FILLERS, FILTER_KEYS
from crmbot.parsing.phrases.amounts import amount_at_start


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to. `owner` is a member key or `me`; bounds are counted in; `page` starts at 1.

    `text` holds the words that were not understood, for whoever wants to search by them.
    """

    owner: str | None = None
    stage: str | None = None
    role: str | None = None
    source: str | None = None
    grade: str | None = None
    tag: str | None = None
    product: str | None = None
    amount_min: Decimal | None = None
    amount_max: Decimal | None = None
    idle_days: int | None = None
    closing_from: date | None = None
    closing_to: date | None = None
    page: int = 1
    text: str = ""
    process: str | None = None
    priority: int | None = None  # stars
    priority_or_more: bool = False
    state: str | None = None  # open, won, lost, closed, all; None: what the list usually shows
    name: str = ""  # of a company or person that the deals belong to
    group: str | None = None  # by what the list is added up, see `list_words.GROUPS`
    order: str | None = None  # by what it is sorted, see `list_words.ORDERS`
    created_from: date | None = None
    created_to: date | None = None
    without: str | None = None  # what is missing, see `list_words.MISSING`


@dataclass(frozen=True, slots=True)
class _Scan:
    """The text with the place that reading has come to, and what is known by then."""

    text: str
    place: int
    filters: Filters
    now: datetime
    vocabulary: Vocabulary

    def step(self, length: int, **found: Any) -> _Scan:
        """Onwards by `length` characters, with the given filters set."""
        return replace(self, place=self.place + length, filters=replace(self.filters, **found))

    @property
    def rest(self) -> str:
        """What has not been read, a good piece of it."""
        return self.text[self.place : self.place + 300]


_PAIR = re.compile(r"([^\W\d_]{2,20})\s?[:=]\s?(?:\"([^\"]{1,100})\"|„([^“\"]{1,100})[“\"]|([^\s,]{1,100}))")
_SPACED = re.compile(r"([^\W\d_]{2,20})\s+(?:\"([^\"]{1,100})\"|„([^“\"]{1,100})[“\"]|([^\W\d_][^\s,]{0,99}))")
_PAGE = re.compile(r"(?:page|seite|p\.|s\.)\s?(\d{1,5})\b", re.IGNORECASE)
_IDLE = re.compile(
    r"(?:idle|ruhend|still|unberührt|unberuehrt|untouched|stalled|seit|since|no activity|ohne aktivität|ohne aktivitaet)"
    r"(?: for| since| seit| in)?(?: the last| den letzten)?(?: mehr als| more than| über| over)?[ :]{0,2}(\d{1,4})\s?"
    r"(d\b|t\b|days?\b|tage[ns]?\b|w\b|weeks?\b|wochen?\b|months?\b|monate?n?\b|)"
    r"(?: (?:idle|ruhend|still|unberührt|unberuehrt|untouched|stalled|ohne aktivität|ohne aktivitaet|without activity))?",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"(?:closing|closes?|close date|due to close|abschluss|abschließend|abschliessend|schließen|schliessen|zum abschluss|"
    r"mit abschluss|fällig|faellig|expected)\b[ :]{0,2}",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"(?:between|zwischen|von|from)\s+", re.IGNORECASE)
_AND = re.compile(r"\s{0,3}(?:\b(?:and|und|bis|to)\b|-|–)\s{0,3}", re.IGNORECASE)
_GRADE = re.compile(
    r"([A-Da-d])[- ](?=leads?\b|kunden?\b|deals?\b|kontakte?\b|customers?\b|contacts?\b)", re.IGNORECASE
)
_WORD = re.compile(r"[^\s,;]{1,100}")
_SKIP = re.compile(r"[\s,;]+")
_WEEK_DAYS = {"w": 7, "m": 30}


def _bound(words: tuple[str, ...]) -> re.Pattern[str]:
    spelled = sorted((re.escape(w).replace("ue", "(?:ü|ue)").replace("oe", "(?:ö|oe)").replace("ss", "(?:ß|ss)") for w in words), key=len, reverse=True)  # fmt: skip
    return re.compile(rf"(?:{'|'.join(spelled)})\s{{0,3}}(?=[\d€$£]|eur|chf|usd)", re.IGNORECASE)


_SO_MANY = re.compile(
    r"\d{1,3}\s(?:(?:offer|quote|deal|lead|call|meeting|task|customer|day|week|month|year)s?|(?:angebot|offerte|vorgang|vorg(?:ä|ae)ng|"
    r"auftrag|auftr(?:ä|ae)g|anruf|termin|kunde|aufgabe|tag|woche|monat|jahr)(?:e[ns]?|n)?)\b",
    re.IGNORECASE,
)
"""`more than 3 offers`, `60 days`: a number of them, no amount."""

_LEAST, _MOST = _bound(AT_LEAST), _bound(AT_MOST)


def _keyed(scan: _Scan) -> _Scan | None:
    """A `key:value` filter, or `key value`. A value that means nothing leaves it to the words not understood."""
    match = _PAIR.match(scan.rest) or _SPACED.match(scan.rest)
    kind = FILTER_KEYS.get(fold(match[1])) if match else None
    if match is None or kind is None or (match.re is _SPACED and kind not in SPACED):
        return None
    value = (match[2] or match[3] or match[4]).strip()
    vocabulary = scan.vocabulary
    readers: dict[str, Callable[[], str | None]] = {
        "owner": lambda: owner_key(value, vocabulary),
        "stage": lambda: look_up(value, vocabulary.stages),
        "role": lambda: role_key(value, vocabulary),
        "source": lambda: source_key(value, vocabulary),
        "grade": lambda: grade_key(value, vocabulary),
        "tag": lambda: value,
        "product": lambda: value,
        "name": lambda: value,
        "process": lambda: vocabulary.processes.get(fold(value)),
        "state": lambda: state_of(value),
        "group": lambda: GROUPS.get(fold(value)),
        "order": lambda: ORDERS.get(fold(value)),
        "without": lambda: MISSING.get(fold(value)),
    }
    if kind in readers:
        found = readers[kind]()
        return scan.step(match.end(), **{kind: found}) if found else None
    return _keyed_number(scan, kind, match, value)


def _keyed_number(scan: _Scan, kind: str, match: re.Match[str], value: str) -> _Scan | None:
    """`idle:14`, `page:2`, `closing:december`, `created:last week`, `amount:>10k`."""
    if kind in ("closing", "created"):
        stretch = stretch_at_start(scan.rest[match.start(4) :], now=scan.now) if match[4] else None
        return _with_stretch(scan, stretch, match.start(4), kind) if stretch else None
    if kind == "amount":
        return _amounts(replace(scan, place=scan.place + match.start(4))) if match[4] else None
    number = re.fullmatch(r"(\d{1,5})(d|t|w)?", fold(value))
    if number is None:
        return None
    count = int(number[1])
    if kind == "page":
        return scan.step(match.end(), page=max(1, count))
    return scan.step(match.end(), idle_days=count * _WEEK_DAYS.get(number[2] or "", 1))


def _with_stretch(scan: _Scan, stretch: Stretch, offset: int, kind: str = "closing") -> _Scan:
    found = {f"{kind}_from": stretch.first, f"{kind}_to": stretch.last}
    return scan.step(offset + stretch.end, **{name: day for name, day in found.items() if day is not None})


def _amounts(scan: _Scan) -> _Scan | None:
    """`>10k`, `über 10k`, `less than 5,000 €`, `between 5k and 10k`."""
    for pattern, side in ((_MOST, "amount_max"), (_LEAST, "amount_min")):
        match = pattern.match(scan.rest)
        found = amount_at_start(scan.rest[match.end() :]) if match else None
        if match and found and not _SO_MANY.match(scan.rest, match.end()):
            return scan.step(match.end() + found[1], **{side: found[0].amount})
    between = _BETWEEN.match(scan.rest)
    return _between(scan, between.end()) if between else None


def _between(scan: _Scan, start: int) -> _Scan | None:
    """`between 5k and 10k`, `zwischen 5 und 10k`: the multiplier of the upper bound counts for the lower one too."""
    text = scan.rest[start : start + 80]
    joint = _AND.search(text)
    first = amount_at_start(text[: joint.start()]) if joint else None
    second = amount_at_start(text[joint.end() :]) if joint else None
    if joint is None or first is None or second is None or first[1] != joint.start():
        return None
    low, high = first[0].amount, second[0].amount
    low = low * 1000 if low < 1000 <= high and low * 1000 <= high else low
    return scan.step(start + joint.end() + second[1], amount_min=low, amount_max=high)


def _idle(scan: _Scan) -> _Scan | None:
    match = _IDLE.match(scan.rest)
    if match is None:
        return None
    return scan.step(match.end(), idle_days=int(match[1]) * _WEEK_DAYS.get(match[2][:1].lower(), 1))


def _closing(scan: _Scan) -> _Scan | None:
    """A stretch of days, with `closing` before it or alone: deals have one date that people ask for."""
    opened = _CLOSING.match(scan.rest)
    offset = opened.end() if opened else 0
    stretch = stretch_at_start(scan.rest[offset:], now=scan.now)
    return _with_stretch(scan, stretch, offset) if stretch and stretch.end else None


def _page(scan: _Scan) -> _Scan | None:
    match = _PAGE.match(scan.rest)
    return scan.step(match.end(), page=max(1, int(match[1]))) if match else None


def _graded(scan: _Scan) -> _Scan | None:
    match = _GRADE.match(scan.rest)
    grade = grade_key(match[1], scan.vocabulary) if match else None
    return scan.step(match.end(), grade=grade) if match and grade else None


def _phrase(scan: _Scan) -> _Scan | None:
    """A name of several words: a stage such as `Angebot verschickt`, a member by full name."""
    words = _WORD.findall(scan.rest)[:4]
    for count in range(len(words), 1, -1):
        match = re.match(r"[\s,;]+".join(re.escape(word) for word in words[:count]), scan.rest)
        name = " ".join(words[:count])
        if match and (stage := look_up(name, scan.vocabulary.stages)):
            return scan.step(match.end(), stage=stage)
        if match and (member := scan.vocabulary.members.get(fold(name))):
            return scan.step(match.end(), owner=member)
    return None


def _single(scan: _Scan) -> _Scan | None:
    """One word that names an owner, a role, a stage or a source."""
    match = _WORD.match(scan.rest)
    word = match.group().strip(".?!") if match else ""
    if match is None or not word:
        return None
    vocabulary = scan.vocabulary
    found = {
        "state": STATES.get(fold(word)),
        "grade": grade_key(word, vocabulary),
        "owner": owner_key(word, vocabulary),
        "role": role_key(word, vocabulary),
        "stage": look_up(word, vocabulary.stages),
        "source": listed(word, vocabulary.sources),
    }
    kind = next((kind for kind, value in found.items() if value), None)
    return scan.step(match.end(), **{kind: found[kind]}) if kind else None


def _shown(scan: _Scan) -> _Scan | None:
    shown = shown_at_start(scan.rest)
    return scan.step(shown.length, **{shown.kind: shown.name}) if shown else None


def _priority(scan: _Scan) -> _Scan | None:
    found = priority_at_start(scan.rest)
    return scan.step(found[2], priority=found[0], priority_or_more=found[1]) if found else None


def _tagged(scan: _Scan) -> _Scan | None:
    found = tag_at_start(scan.rest)
    return scan.step(found[1], tag=found[0]) if found else None


def _contradicts(scan: _Scan, following: _Scan) -> bool:
    """Whether a second owner, source or the like is named, or bounds that no amount lies between: neither is forgotten."""
    had, has = scan.filters, following.filters
    if has.amount_min is not None and has.amount_max is not None and has.amount_min > has.amount_max:
        return True
    return any(getattr(had, name) not in (None, "", getattr(has, name)) for name in _ONCE)


_READERS = (_shown, _priority, _tagged, _keyed, _page, _idle, _amounts, _closing, _graded, _phrase, _single)
_ONCE = tuple(one.name for one in fields(Filters) if one.name not in {"page", "text", "priority_or_more"})
_LONGEST = 1000  # characters; a longer filter is no filter


def read_filters(text: str, *, now: datetime, vocabulary: Vocabulary) -> tuple[Filters, tuple[str, ...]]:
    """The filters in `text`, and the words that were not understood, as written and in order."""
    scan, unknown = _Scan(text[:_LONGEST], 0, Filters(), now, vocabulary), list[str]()
    while scan.place < len(scan.text):
        if blank := _SKIP.match(scan.text, scan.place):
            scan = replace(scan, place=blank.end())
            continue
        following = next((step for reader in _READERS if (step := reader(scan)) is not None), None)
        if following is None or following.place <= scan.place or _contradicts(scan, following):
            word = _WORD.match(scan.rest)
            taken = word.group() if word else scan.rest[:1]
            if fold(taken).strip(".?!:") not in FILLERS:
                unknown.append(taken)
            following = scan.step(len(taken))
        scan = following
    return replace(scan.filters, text=" ".join(unknown)), tuple(unknown)
