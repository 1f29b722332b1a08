"""Dates and hours in chat and mail, in German and English: `nächste Woche Mittwoch um halb drei`, `a week from monday`.

Three questions are answered here: the first date in prose (`find_date`, where precision comes before recall), a phrase that
is a date as a whole (`parse_date`), and a request that begins with one (`leading_date`). How ambiguous phrases are read is
told in the modules they belong to: weekdays in `date_weekdays`, periods in `date_periods`, hours in `date_clock`.
An hour without a day is the coming one. Recurring days and working hours are not read here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from crmbot.parsing.phrases.date_clock import Clock, clock_at, day_part, hour_may_end_here
from crmbot.parsing.phrases.date_days import day_at
from crmbot.parsing.phrases.date_guards import cut_off, greets, labelled_number, misread_day, of_many_days, points_back
from crmbot.parsing.phrases.date_hints import hints, is_hint
from crmbot.parsing.phrases.date_tokens import Reading, tokenise
from crmbot.parsing.phrases.date_values import FoundDate, Hit, When, local
from crmbot.parsing.phrases.date_words import (
    CLOCK_INTROS,
    MAIN_PREPOSITIONS,
    MEASURES,
    PAIRED_PREPOSITIONS,
    PREPOSITIONS,
)

__all__ = ["FoundDate", "When", "find_date", "leading_date", "parse_date"]

_WINDOW, _OVERLAP = 1500, 200  # characters read at a time, and how far a phrase may reach over its window
_EFFORT = 6_000  # places of a text that are looked at before giving up
_LONGEST_PHRASE = 200  # characters
_HYPHENATED = re.compile(r"[^\W_]{1,20}(?:[-_][^\W_]{1,20}){1,6}")  # the tags of mail addresses have no blanks


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A date phrase in tokens: from `start` to `end`, with what it means."""

    start: int
    end: int
    at: datetime
    day_only: bool


def _behind_intro(r: Reading, i: int) -> tuple[int, bool]:
    """The place of an hour behind `, um`, `at`, `zwischen` …, and whether such a word stood there."""
    start, introduced = i, False
    while i < start + 4 and (r.word(i) in CLOCK_INTROS or r.word(i) == "," or (r.word(i) == "." and introduced)):
        introduced = introduced or r.word(i) != ","
        i += 1
    return i, introduced


def _hour_behind_day(r: Reading, i: int) -> Clock | None:
    """The hour that follows a day at place `i`."""
    place, introduced = _behind_intro(r, i)
    clock = clock_at(r, place)
    if clock is None:
        return None
    if clock.bare:
        ends = hour_may_end_here(r, clock.end)
        alone = not r.free and clock.end == len(r.tokens)
        return clock if ends and (introduced or alone) else None
    return clock


def _clock_behind_day(r: Reading, i: int) -> Clock | None:
    """Part of the day and hour behind a day: `Nachmittag um 4`, `at 10`, `in the morning`, `früh um 8`."""
    place = i + 1 if r.word(i) == "," else i
    part = day_part(r, place, after_day=True)
    if part is None:
        return _hour_behind_day(r, i)
    hour = _hour_behind_day(r, part.end)
    if hour is None:
        return part
    return Clock(hour.end, hour.hour, hour.minute, hour.open_half, part=hour.part or part.part)


def _time_of(hit: Hit, clock: Clock | None) -> time | None:
    """The hour of a day: as named behind it, in the half of the day that the day's own word names."""
    if clock is None:
        return hit.clock
    if hit.clock and not clock.only_part and clock.part is None:
        clock = Clock(clock.end, clock.hour, clock.minute, clock.open_half, part=hit.clock)
    return clock.resolve()


def _with_clock(r: Reading, start: int, hit: Hit) -> _Phrase | None:
    """The phrase that a day and the hour behind it make."""
    if hit.at is not None and hit.day == hit.at.date():
        return _Phrase(start, hit.end, hit.at, day_only=False)
    if hit.day is None:
        return None
    clock = _clock_behind_day(r, hit.end)
    hour = _time_of(hit, clock)
    end = clock.end if clock else hit.end
    end = end + 1 if r.word(end) in {"noch", "sometime"} else end
    return _Phrase(start, end, local(hit.day, hour or time(0), r.now), day_only=hour is None)


def _day_behind_clock(r: Reading, start: int, core: int, clock: Clock) -> _Phrase | None:
    """`3pm on friday`, `noon tomorrow`: the day that follows an hour."""
    place = clock.end
    if clock.bare and r.word(place) not in {"on", "am"} and start == core:
        return None
    while place < clock.end + 3 and (r.word(place) in {",", "on", "am", "the", "of", "den"}):
        place += 1
    hit = day_at(r, place)
    if hit is None or hit.day is None or hit.at is not None or not (hit.firm or not r.free or place > clock.end):
        return None
    if misread_day(r, place, place, hit.end, name=hit.name):
        return None
    return _Phrase(start, hit.end, local(hit.day, _time_of(hit, clock) or time(0), r.now), day_only=False)


def _coming_hour(r: Reading, clock: time) -> datetime:
    """The next time that it is this hour."""
    at = local(r.today, clock, r.now)
    return at if at > r.now else local(r.today + timedelta(days=1), clock, r.now)


def _hour_alone(r: Reading, start: int, i: int, clock: Clock) -> _Phrase | None:
    """An hour without a day, where it can be nothing else."""
    if r.free and not _hour_is_firm(r, i, clock):
        return None
    if clock.bare and (r.word(i - 1) not in CLOCK_INTROS or i == start):
        return None
    if clock.only_part and r.free and not clock.firm:
        return None
    return _Phrase(start, clock.end, _coming_hour(r, clock.resolve()), day_only=False)


def _hour_is_firm(r: Reading, i: int, clock: Clock) -> bool:
    following = r.at(clock.end)
    if (r.at(i).is_number and labelled_number(r, i)) or of_many_days(r, i, clock.end):
        return False
    if clock.bare:
        return r.word(i - 1) in {"um", "at", "@"} and not following.is_word and following.word not in MEASURES
    if clock.firm and not r.at(i).is_number and r.word(i) in {"halb", "viertel", "dreiviertel"}:
        return not following.capital or not following.is_word
    colon = r.word(i + 1) == ":" and clock.end == i + 3
    return clock.firm and not (colon and _is_ratio(r, i))


def _is_ratio(r: Reading, i: int) -> bool:
    """`16:10`, `1920:1080`, `9001:2015` are no hours without a word beside them that says so."""
    return r.at(i + 2).text == "10" and r.number(i) == 16 and r.word(i - 1) not in CLOCK_INTROS


def _core(r: Reading, start: int) -> int:
    """The place behind the prepositions at `start`."""
    place, main = start, ""
    while place < start + 4 and (r.word(place) in PREPOSITIONS or (r.word(place) == "." and r.word(place - 1) == "ca")):
        if r.word(place) in MAIN_PREPOSITIONS:
            if main and (main, r.word(place)) not in PAIRED_PREPOSITIONS:
                break
            main = r.word(place)
        place += 1
    return place


def _phrase_from(r: Reading, start: int, core: int) -> _Phrase | None:
    """The phrase that opens at `start` and whose day or hour stands at `core`."""
    candidates: list[_Phrase | None] = []
    hit = day_at(r, core)
    if hit is not None and _is_meant(r, start, core, hit):
        candidates.append(_with_clock(r, start, hit))
    clock = clock_at(r, core) or day_part(r, core, after_day=False)
    if clock is not None and not greets(r, core):
        candidates += [_day_behind_clock(r, start, core, clock), _hour_alone(r, start, core, clock)]
    found = [phrase for phrase in candidates if phrase is not None and not (r.free and cut_off(r, start, phrase.end))]
    return max(found, key=lambda phrase: phrase.end, default=None)


def _is_meant(r: Reading, start: int, core: int, hit: Hit) -> bool:
    """Whether the day is believed: always where a date was asked for, with good reason in prose."""
    if not r.free:
        return True
    if misread_day(r, start, core, hit.end, name=hit.name):
        return False
    if hit.yearless and points_back(r, start, core):
        return False
    return hit.firm or _confirmed(r, core, hit)


def _confirmed(r: Reading, core: int, hit: Hit) -> bool:
    """Whether an hour behind it, or the word before it, makes a doubtful day a date: `fr 10 uhr`, `am 24.12 um 9`."""
    number = r.at(core).is_number
    clock = _clock_behind_day(r, hit.end)
    if clock is not None and not clock.only_part:
        announced = r.at(core).capital and "um" in {r.word(hit.end), r.word(hit.end + 1)}
        if clock.firm or number or announced:
            return True
    return number and hit.yearless and r.word(core - 1) in {"am", "zum", "bis", "on", "by", "until", "ab", "vor"}


def _phrase_at(r: Reading, start: int) -> _Phrase | None:
    """The longest date phrase that begins at token `start`."""
    last = _core(r, start)
    found = [phrase for core in range(start, last + 1) if (phrase := _phrase_from(r, start, core))]
    return max(found, key=lambda phrase: phrase.end, default=None)


def _opens(r: Reading, i: int) -> bool:
    """Whether a phrase may begin at token `i`: not within a number or word."""
    token = r.at(i)
    return not (token.glued and (r.at(i - 1).is_word or r.at(i - 1).is_number))


def _first_start(r: Reading, core: int) -> int:
    """The first token of the prepositions before a core."""
    start = core
    while start > max(0, core - 4) and (
        r.word(start - 1) in PREPOSITIONS or (r.word(start - 1) == "." and r.word(start - 2) == "ca")
    ):
        start -= 1
    return start


def _found(text: str, r: Reading, phrase: _Phrase, offset: int) -> FoundDate:
    start, end = r.at(phrase.start).start, r.at(phrase.end - 1).end
    return FoundDate(When(phrase.at, phrase.day_only, text[start:end]), offset + start, offset + end)


def _is_american(language: str | None) -> bool:
    return (language or "").replace("_", "-").lower() == "en-us"


def _search(r: Reading, fresh: int, beyond: int, effort: list[int]) -> _Phrase | None:
    """The first phrase whose core begins between the places `fresh` and `beyond` of the text."""
    tried = -1
    for core, token in enumerate(r.tokens):
        if not fresh <= token.start < beyond or not is_hint(token.word):
            continue
        for start in range(max(tried + 1, _first_start(r, core)), core + 1):
            tried, effort[0] = start, effort[0] - 1
            if _opens(r, start) and (phrase := _phrase_at(r, start)) is not None:
                return phrase
        if effort[0] <= 0:
            return None
    return None


def find_date(text: str, *, now: datetime, language: str | None = None) -> FoundDate | None:
    """The first date or hour in prose; None when there is none that is beyond doubt.

    `now` is aware, in the zone of the reader, and the result keeps that zone. `language` (BCP 47) matters for en-US only.
    After some thousand places that might have been a date the search is given up.
    """
    done, effort = 0, [_EFFORT]
    for hint in hints(text):
        if hint < done:
            continue
        begin, done = max(0, hint - _OVERLAP), hint + _WINDOW
        window = text[begin : done + _OVERLAP]
        r = Reading(tokenise(window), now, free=True, month_first=_is_american(language))
        phrase = _search(r, hint - begin, done - begin, effort)
        if phrase is not None:
            return _found(window, r, phrase, begin)
        if effort[0] <= 0:
            return None
    return None


def leading_date(text: str, *, now: datetime, language: str | None = None) -> FoundDate | None:
    """The longest date phrase that `text` begins with, short forms such as `3d` and `mi` included; the rest is for the caller."""
    r = Reading(tokenise(text[:_LONGEST_PHRASE]), now, free=False, month_first=_is_american(language))
    phrase = _phrase_at(r, 0) if r.tokens else None
    if phrase is None or (phrase.end < len(r.tokens) and _torn(r, phrase.end)):
        return None
    return _found(text, r, phrase, 0)


def _torn(r: Reading, end: int) -> bool:
    """Whether a phrase stops inside a word or number."""
    after = r.at(end)
    return after.glued and (after.is_word or after.is_number or after.text in {"%", "€", "$", "@", "-", "/"})


def parse_date(phrase: str, *, now: datetime, language: str | None = None) -> When | None:
    """The date that the whole of `phrase` names; None when there is anything else in it."""
    stripped = phrase.strip().rstrip("!?;")
    if len(stripped) > _LONGEST_PHRASE:
        return None
    found = leading_date(stripped, now=now, language=language)
    if found is None and _HYPHENATED.fullmatch(stripped):
        found = leading_date(re.sub(r"[-_]", " ", stripped), now=now, language=language)
    if found is None or stripped[found.end :].strip(" .,"):
        return None
    return When(found.when.at, found.when.day_only, stripped)
