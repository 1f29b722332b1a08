"""Days by their number: `24.12.`, `24.12.2026`, `2026-12-01T14:30Z`, `24/12/2026`, `3. Dezember`, `Dec 3rd`, `am 15.`, `24dez`.

Days stand before months, as in Europe; 12/24/2026 can only be meant the other way. A day without year is the coming one.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time

from crmbot.parsing.phrases.date_tokens import Reading
from crmbot.parsing.phrases.date_values import Hit, add_months, coming, make_date
from crmbot.parsing.phrases.date_words import COUNTED_NOUNS, MONTHS, NAME_MONTHS, NEXT, ORDINAL_WORDS, THIS

RANGE_SIGNS = frozenset({"-", "–", "—", "bis", "to"})
"""Between two days these make a stretch, of which the first day counts."""
_ORDINALS = frozenset({"st", "nd", "rd", "th"})
_ZONE = re.compile(r"(?:Z|[+-]\d\d:?\d\d)", re.IGNORECASE)
_ON_DAY = frozenset({"am", "zum", "bis", "den", "dem", "ab", "on", "by", "until", "till", "spaetestens", "before", "after", "vor",
                     "nach", "from", "the", "der", "vom"})  # fmt: skip
_ENGLISH_ON_DAY = frozenset({"on", "by", "until", "till", "before", "after", "from", "for"})
_IN_MONTH = frozenset({"in", "im", "ab", "bis", "until", "till", "seit", "since", "fuer", "for", "by", "next", "this", "naechsten",
                       "diesen", "kommenden"})  # fmt: skip


def _year(r: Reading, i: int) -> int | None:
    """A year in four digits at place `i`, or in two behind an apostrophe or a dot."""
    year, length = r.number(i), len(r.at(i).text)
    if year is None:
        return None
    if length == 4 and 1900 <= year < 2200:
        return year
    return (2000 + year if year < 70 else 1900 + year) if length == 2 else None


def iso_at(r: Reading, i: int) -> Hit | None:
    """`2026-12-01`, with `14:30`, `T14:30:00Z` or an offset behind it (ISO 8601; RFC 3339)."""
    year, month, day = r.number(i), r.number(i + 2), r.number(i + 4)
    shaped = (
        len(r.at(i).text) == 4
        and r.word(i + 1) == r.word(i + 3)
        and r.word(i + 1) in {"-", "/"}
        and len(r.at(i + 4).text) < 3
    )
    if year is None or month is None or day is None or not shaped or not all(r.glued(i + n) for n in range(1, 5)):
        return None
    made = make_date(year, month, day)
    if made is None:
        return None
    if r.word(i + 5) == "t" and r.glued(i + 5):
        return _iso_moment(r, i, made)
    return Hit(i + 5, made)


def _iso_moment(r: Reading, i: int, day: date) -> Hit | None:
    """The moment that an ISO date with `T` names: in its own zone, else in that of `now`."""
    parts = [r.number(i + 6), r.number(i + 8), r.number(i + 10) if r.word(i + 9) == ":" else 0]
    if r.word(i + 7) != ":" or parts[0] is None or parts[1] is None or parts[2] is None:
        return None
    end = i + 11 if r.word(i + 9) == ":" else i + 9
    if r.word(end) == "." and r.glued(end) and r.number(end + 1) is not None:
        end += 2
    try:
        clock = time(parts[0], parts[1], parts[2])
        zone_text = "".join(r.at(n).text for n in range(end, end + 4) if r.glued(n))
        zone = _ZONE.match(zone_text)
        moment = datetime.fromisoformat(f"{day.isoformat()}T{clock.isoformat()}{zone[0] if zone else ''}")
        moment = moment.astimezone(r.now.tzinfo) if zone else moment.replace(tzinfo=r.now.tzinfo)
    except (ValueError, OverflowError):
        return None
    while zone and end < len(r.tokens) and r.at(end).start < r.at(end - 1).end + 1 and _zone_token(r, end):
        end += 1
    return Hit(end, moment.date(), at=moment)


def _zone_token(r: Reading, i: int) -> bool:
    return r.glued(i) and (r.word(i) in {"z", "+", "-", ":"} or r.number(i) is not None)


def _day_and_month(first: int, second: int, *, month_first: bool) -> tuple[int, int]:
    """Day and month of two numbers in the order of the reader, or in the only order that is possible."""
    swap = (month_first and first <= 12) or (second > 12 >= first)
    return (second, first) if swap else (first, second)


def dotted_at(r: Reading, i: int) -> Hit | None:
    """`24.12.2026`, `24.12.26`, `24.12.`, `24.12`, `24/12/2026`, `24-12-2026`."""
    first, sign, second = r.number(i), r.word(i + 1), r.number(i + 2)
    if (
        first is None
        or second is None
        or sign not in {".", "/", "-"}
        or len(r.at(i).text) > 2
        or len(r.at(i + 2).text) > 2
    ):
        return None
    spaced = sign == "." and not r.glued(i + 2)
    if not r.glued(i + 1) or (spaced and r.word(i + 3) != "."):
        return None
    day, month = (
        _day_and_month(first, second, month_first=r.month_first and sign == "/") if sign != "." else (first, second)
    )
    with_year = r.word(i + 3) == sign and r.glued(i + 3) and (r.glued(i + 4) or sign == ".")
    if with_year and (year := _year(r, i + 4)) and (r.glued(i + 4) or len(r.at(i + 4).text) == 4):
        made = make_date(year, month, day)
        return Hit(i + 5, made) if made else None
    if sign == "-" or not 1 <= month <= 12:
        return None
    made = coming(r.today, month, day)
    dot = sign == "." and r.word(i + 3) == "." and r.glued(i + 3)
    return Hit(i + 4 if dot else i + 3, made, firm=dot, yearless=True) if made else None


def _ordinal_end(r: Reading, i: int) -> tuple[int, bool]:
    """The place behind a day number and its dot, `st`, `nd`, `rd` or `th`; and whether there was one."""
    if r.word(i + 1) in _ORDINALS and r.glued(i + 1):
        return i + 2, True
    if r.word(i + 1) == "." and r.glued(i + 1):
        return i + 2, True
    return i + 1, False


def _behind_year(r: Reading, i: int) -> tuple[int | None, int]:
    """A year at place `i`, a comma before it allowed, and the place behind."""
    place = i + 1 if r.word(i) == "," else i
    year = _year(r, place) if len(r.at(place).text) == 4 else None
    if year is None and r.word(i) in {"'", "’"} and r.glued(i + 1):
        place, year = i + 1, _year(r, i + 1)
    return (year, place + 1) if year else (None, i)


def _dated(r: Reading, day: int, month: int, end: int, *, firm: bool) -> Hit | None:
    """The day of a month, with the year that may stand at `end`."""
    year, behind = _behind_year(r, end)
    made = make_date(year, month, day) if year else coming(r.today, month, day)
    return Hit(behind, made, firm=firm or year is not None, yearless=year is None) if made else None


def _month(r: Reading, i: int) -> tuple[int, int] | None:
    """The month at place `i` and the place behind it and its dot."""
    month = MONTHS.get(r.word(i))
    if month is None:
        return None
    dot = r.word(i + 1) == "." and r.glued(i + 1) and len(r.word(i)) < 5
    return month, i + 2 if dot else i + 1


def _spoken_ordinal(r: Reading, i: int) -> tuple[int, int] | None:
    """`ersten`, `twenty-first`: the number and the place behind it."""
    if r.word(i + 1) == "-" and (joined := ORDINAL_WORDS.get(f"{r.word(i)}-{r.word(i + 2)}")):
        return joined, i + 3
    number = ORDINAL_WORDS.get(f"{r.word(i)}-{r.word(i + 1)}")
    if number:
        return number, i + 2
    return (ORDINAL_WORDS[r.word(i)], i + 1) if r.word(i) in ORDINAL_WORDS else None


def _numbered_day(r: Reading, i: int) -> tuple[int, int, bool] | None:
    """A day of the month at place `i`, the place behind it, and whether it was written as an ordinal."""
    if spoken := _spoken_ordinal(r, i):
        return *spoken, True
    day = r.number(i)
    if day is None or not 1 <= day <= 31 or len(r.at(i).text) > 2:
        return None
    return day, *_ordinal_end(r, i)


def _single_day_month(r: Reading, i: int) -> Hit | None:
    """One day with its month behind it."""
    numbered = _numbered_day(r, i)
    if numbered is None:
        return None
    day, place, ordinal = numbered
    place = r.follow(place, "of") or place
    month = _month(r, place)
    if month is None:
        return None
    risky = r.word(place) in NAME_MONTHS and not ordinal and not r.at(place).capital
    return _dated(r, day, month[0], month[1], firm=not risky)


def day_month_at(r: Reading, i: int) -> Hit | None:
    """`3. Dezember 2026`, `3rd of December`, `24dez`, `erster März`; of `7. bis 9. Dezember` the first day."""
    numbered = _numbered_day(r, i)
    if numbered and r.word(numbered[1]) in RANGE_SIGNS:
        return _first_of_range(_single_day_month(r, numbered[1] + 1), numbered[0])
    return _single_day_month(r, i)


def _first_of_range(upper: Hit | None, day: int) -> Hit | None:
    """The hit of the last day moved to the first day of the same month."""
    if upper is None or upper.day is None or day >= upper.day.day:
        return None
    return Hit(upper.end, upper.day.replace(day=day), firm=upper.firm)


def month_day_at(r: Reading, i: int) -> Hit | None:
    """`December 3rd, 2026`, `Dec 3`."""
    month = _month(r, i)
    numbered = _numbered_day(r, r.follow(month[1], "the") or month[1]) if month else None
    if month is None or numbered is None:
        return None
    day, end, ordinal = numbered
    if r.word(end - 1) == ".":
        end, ordinal = end - 1, False
    if r.word(end) == ":" or (r.word(end) in {"uhr", "am", "pm"} and not ordinal):
        return None
    last = r.number(end + 1) if r.word(end) in {"-", "–"} else None
    end = end + 2 if last and day < last <= 31 else end
    risky = r.word(i) in NAME_MONTHS and not ordinal and r.word(i - 1) not in _ENGLISH_ON_DAY
    return _dated(r, day, month[0], end, firm=not risky)


def month_at(r: Reading, i: int) -> Hit | None:
    """A month alone stands for its first day: `im Januar`, `January 2027`. The running month stands for its last day."""
    month = _month(r, i)
    if month is None:
        return None
    year, end = _behind_year(r, month[1])
    opened = r.word(i - 1) in _IN_MONTH
    trusted = opened and not (r.word(i) in NAME_MONTHS and r.word(i - 1) in {"by", "for", "fuer"})
    if r.word(i) in {"may", "mar", "march"} and not r.at(i).capital:
        trusted = False
    if year is None and month[0] == r.today.month:
        first = r.today.replace(day=1)
        following = add_months(first, 1)
        return Hit(end, date.fromordinal(following.toordinal() - 1) if following else None, firm=trusted)
    made = make_date(year, month[0], 1) if year else coming(r.today, month[0], 1)
    return Hit(end, made, firm=year is not None or trusted, name=year is None) if made else None


def _counts_a_noun(r: Reading, day: int, end: int) -> bool:
    """Whether an ordinal counts what follows (`zum 2. Mal`) rather than the days of a month."""
    following = r.at(end)
    if not following.is_word or following.word in MONTHS:
        return False
    return following.word in COUNTED_NOUNS or (r.free and day <= 12 and following.capital)


def _month_ahead(r: Reading, i: int) -> tuple[int, int] | None:
    """`of next month`, `nächsten Monats`, `dieses Monats` at place `i`: months from this one, and the place behind."""
    i = r.follow(i, "of") or r.follow(i, "des") or i
    if r.word(i + 1) in {"month", "monats", "monat"}:
        return (1, i + 2) if r.word(i) in NEXT else (0, i + 2) if r.word(i) in THIS else None
    return None


def day_of_month_at(r: Reading, i: int) -> Hit | None:
    """`am 15.`, `on the 15th`, `5th of next month`: the coming such day, today included."""
    day = r.number(i)
    if day is None or not 1 <= day <= 31 or len(r.at(i).text) > 2:
        return None
    end, ordinal = _ordinal_end(r, i)
    if (r.word(end) == "." and r.word(end - 1) not in _ORDINALS) or (
        ordinal and r.number(end) is not None and r.glued(end)
    ):
        return None
    if ordinal and (ahead := _month_ahead(r, end)):
        return Hit(ahead[1], day_in_month(r.today, ahead[0], day))
    if not ordinal or _counts_a_noun(r, day, end):
        return None
    made = next((found for n in range(13) if (found := day_in_month(r.today, n, day)) and found >= r.today), None)
    return Hit(end, made, firm=_opens_a_day(r, i), yearless=True) if made else None


def _opens_a_day(r: Reading, i: int) -> bool:
    """Whether the words before an ordinal announce a day: `am`, `bis zum`, `on the`, but not `der` or `the` alone."""
    before, earlier = r.word(i - 1), r.word(i - 2)
    if before in {"the", "der", "den", "dem"}:
        return earlier in _ON_DAY - {"the", "der", "den", "dem"} or earlier == ","
    return before in _ON_DAY


def day_in_month(today: date, months: int, day: int) -> date | None:
    """The `day` of the month that lies `months` from that of `today`."""
    first = add_months(today.replace(day=1), months)
    return make_date(first.year, first.month, day) if first else None
