"""Words for values, made last: when the reader, the language and the time zone are known.

English messages are the gettext keys; the catalogues stand in `locale/LANGUAGE/LC_MESSAGES/crmbot.mo` and are
compiled by `scripts/catalogue.py`. A message without a translation is shown in English.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable
from datetime import date, datetime, tzinfo
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from crmbot.shapes import Moment, Money, Reader, Text, Value, Verbatim, Worded

if TYPE_CHECKING:
    from babel import Locale

Escape = Callable[[str], str]

_PLACEHOLDER = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]{0,63})\}")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
# What no channel can show or carry: C0 and C1 controls but line feed and tab (a terminal would obey them), lone surrogates.
_UNSHOWABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]|[\ud800-\udfff]")
# Plain English follows neither the American nor the British order of CLDR: the weekday and the month in words leave no doubt.
_DAY_PATTERNS = {"en": "EEE d MMM y"}
_SHORT_DAY_PATTERNS = {"en": "d MMM yy"}
_TIME_PATTERNS = {"en": "HH:mm"}
_MOST_DIGITS = (
    18  # longer numbers are shown as they are: Babel fails on them, and writing out 1E+999999 fills the memory
)


def render(value: Value, reader: Reader, *, escape: Escape | None = None) -> str:
    """`value` in the words of `reader`'s language, zone and number format; the empty string for None.

    `escape` is applied once to every value that may come from outside: `Verbatim` and `str`, also as arguments.
    """
    if isinstance(value, Text):
        return _message(value, reader, escape)
    if isinstance(value, Worded):
        value = Verbatim(_in_language(value, reader.language))
    if isinstance(value, Verbatim | str):
        shown = clean(value.text if isinstance(value, Verbatim) else value)
        return escape(shown) if escape else shown
    return "" if value is None else _formatted(value, reader)


def brief(value: Value, reader: Reader) -> str:
    """Like `render`, with days as short as they stay clear: for the cells of tables."""
    if isinstance(value, Moment):
        return _moment(value, reader, short=True)
    if isinstance(value, date):
        return _day(value, _locale(reader.language), short=True)
    return render(value, reader)


def month_words(month: date, reader: Reader) -> str:
    """A month with its year, as short as it stays clear: `Nov 2026`."""
    from babel.dates import format_date

    return format_date(month, "LLL y", locale=_locale(reader.language))


def clean(text: str) -> str:
    """`text` without control characters and lone surrogates, with line feeds as the only line ends."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNSHOWABLE.sub(lambda found: "\N{REPLACEMENT CHARACTER}" if found[0] >= "\ud800" else "", unified)


def zone(reader: Reader) -> tzinfo:
    """The reader's time zone; UTC when the name is not known here."""
    try:
        return ZoneInfo(reader.timezone)
    except (KeyError, ValueError, OSError):  # OSError: the name is a directory of the database, such as "Europe"
        return ZoneInfo("UTC")


def _in_language(worded: Worded, language: str) -> str:
    """The reader's language, else English, else any."""
    words = worded.words
    return words.get(language[:2]) or words.get("en") or next(iter(words.values()), "")


def _formatted(value: Moment | Money | date | Decimal | int, reader: Reader) -> str:
    if isinstance(value, Moment):
        return _moment(value, reader)
    if isinstance(value, Money):
        return _money(value, reader.language)
    if isinstance(value, date):
        return _day(value, _locale(reader.language))
    if isinstance(value, Decimal):
        return _decimal(value, reader.language)
    return str(value)  # whole numbers name records and places: never grouped


def _message(text: Text, reader: Reader, escape: Escape | None) -> str:
    def filled(found: re.Match[str]) -> str:
        if found[1] not in text.args:
            return found[0]
        return render(text.args[found[1]], reader, escape=escape)

    # One pass only: braces within an argument stay as written.
    own = reader.terms.get(text.message) if reader.terms else None
    return _PLACEHOLDER.sub(filled, own or _translated(text, reader.language))


def _translated(text: Text, language: str) -> str:
    if not text.message:
        return ""  # the empty key would answer with the catalogue's header
    catalogue = _catalogue(language)
    if text.plural is None:
        return catalogue.gettext(text.message)
    n = text.args.get("n")
    return catalogue.ngettext(text.message, text.plural, n if isinstance(n, int) else 2)


@lru_cache(maxsize=32)
def _catalogue(language: str) -> gettext.NullTranslations:
    base = re.split(r"[-_]", language.lower(), maxsplit=1)[0]
    if not _LANGUAGE.fullmatch(base):
        return gettext.NullTranslations()
    from importlib import resources

    compiled = resources.files("crmbot") / "locale" / base / "LC_MESSAGES" / "crmbot.mo"
    if not compiled.is_file():
        return gettext.NullTranslations()
    with compiled.open("rb") as stream:
        return gettext.GNUTranslations(stream)


@lru_cache(maxsize=32)
def _locale(language: str) -> Locale:
    from babel import Locale, UnknownLocaleError

    tag = language.replace("_", "-")
    for candidate in (tag, tag.split("-", maxsplit=1)[0]):
        try:
            return Locale.parse(candidate, sep="-")
        except (UnknownLocaleError, ValueError, TypeError):
            continue
    return Locale("en")


def _moment(moment: Moment, reader: Reader, *, short: bool = False) -> str:
    local, locale = moment.at.astimezone(zone(reader)), _locale(reader.language)
    day = _day(local.date(), locale, short=short)
    return day if moment.day_only else f"{day}{' ' if short else ', '}{_time_of_day(local, locale)}"


def _time_of_day(local: datetime, locale: Locale) -> str:
    from babel.dates import format_time

    return format_time(local.time(), _TIME_PATTERNS.get(str(locale), "short"), locale=locale)


def _day(day: date, locale: Locale, *, short: bool = False) -> str:
    from babel.dates import format_date, format_skeleton

    if short:
        return format_date(day, _SHORT_DAY_PATTERNS.get(str(locale), "short"), locale=locale)
    pattern = _DAY_PATTERNS.get(str(locale))
    return format_date(day, pattern, locale=locale) if pattern else format_skeleton("yMMMEd", day, locale=locale)


def _money(money: Money, language: str) -> str:
    from babel.numbers import format_currency

    if not _writable(money.amount):
        return f"{money.amount} {money.currency}"
    locale = _locale(language)
    if money.amount != money.amount.to_integral_value():
        return format_currency(money.amount, money.currency, locale=locale)
    # Whole amounts read better without ",00".
    whole = locale.currency_formats["standard"].pattern.replace(".00", "")
    return format_currency(money.amount, money.currency, whole, locale=locale, currency_digits=False)


def _decimal(number: Decimal, language: str) -> str:
    from babel.numbers import format_decimal

    return format_decimal(number, locale=_locale(language)) if _writable(number) else str(number)


def _writable(number: Decimal) -> bool:
    return number.is_finite() and abs(number.adjusted()) < _MOST_DIGITS
