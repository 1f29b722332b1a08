"""What a telephone number is in E.164, and whether it can be one at all, by the tables of phonenumbers.

A number that begins with its country's code and holds no prefix of that country needs no more than its figures; any
other is read by the library, which costs several times as much.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

_NO_FIGURES: Final = {code: None for code in range(128) if not chr(code).isdigit()}
_LONGEST_CODE: Final = 3
_NATIONAL: Final = range(2, 18)  # figures behind the country's code


class Number(NamedTuple):
    """A number as E.164, whether it is in use in its country, and whether its range is one of mobile phones."""

    e164: str
    is_valid: bool
    is_possible: bool
    is_mobile: bool


@cache  # one a country
def _prefix(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@lru_cache(maxsize=1024)  # the same people write again and again
def read_number(written: str, country: str) -> Number | None:
    """The number in `written` (figures, blanks and punctuation); national ones belong to `country` (ISO 3166).
    None where it is none."""
    import phonenumbers

    try:
        number = _international(written) or phonenumbers.parse(written, country)
    except phonenumbers.NumberParseException:
        return None
    kind = phonenumbers.number_type(number)  # unknown for exactly those numbers that are not valid
    is_valid = kind != phonenumbers.PhoneNumberType.UNKNOWN
    return Number(
        phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164),
        is_valid,
        is_valid or phonenumbers.is_possible_number(number),
        kind == phonenumbers.PhoneNumberType.MOBILE,
    )


@lru_cache(maxsize=1024)
def country_of(e164: str) -> str | None:
    """The country (ISO 3166) of a number in E.164; None for one that is none."""
    import phonenumbers

    try:
        return phonenumbers.region_code_for_number(phonenumbers.parse(e164))
    except phonenumbers.NumberParseException:
        return None


def _international(written: str) -> PhoneNumber | None:
    """The number behind `+` and a country's code, where nothing in it could be a prefix; else None."""
    import phonenumbers

    figures = written.translate(_NO_FIGURES)
    if written[:1] != "+" or not figures.isascii() or figures[:1] in {"", "0"}:
        return None
    codes = phonenumbers.COUNTRY_CODE_TO_REGION_CODE
    width = next((width for width in range(1, _LONGEST_CODE + 1) if int(figures[:width]) in codes), len(figures))
    code, national = int(figures[:width]), figures[width:]
    if national[:1] == "0" or len(national) not in _NATIONAL:
        return None
    metadata = phonenumbers.PhoneMetadata.metadata_for_region_or_calling_code(code, codes[code][0])
    prefix = metadata.national_prefix_for_parsing if metadata else None
    if metadata is None or (prefix and _prefix(prefix).match(national)):
        return None
    return phonenumbers.PhoneNumber(country_code=code, national_number=int(national))
