"""Numbers written as words, in German and English, up to the hundred thousands."""

from __future__ import annotations

_GERMAN_UNITS = {
    "ein": 1, "eins": 1, "eine": 1, "einen": 1, "einem": 1, "einer": 1, "zwei": 2, "zwo": 2, "drei": 3, "vier": 4,
    "fuenf": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9, "zehn": 10, "elf": 11, "zwoelf": 12, "dreizehn": 13,
    "vierzehn": 14, "fuenfzehn": 15, "sechzehn": 16, "siebzehn": 17, "achtzehn": 18, "neunzehn": 19,
}  # fmt: skip
_GERMAN_TENS = {
    "zwanzig": 20, "dreissig": 30, "vierzig": 40, "fuenfzig": 50, "sechzig": 60, "siebzig": 70, "achtzig": 80,
    "neunzig": 90,
}  # fmt: skip
_ENGLISH = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip


def _german_below_hundred() -> dict[str, int]:
    """Every German number below a hundred, `einundzwanzig` and its like among them."""
    joined = {
        f"{unit}und{ten}": value + tens
        for ten, tens in _GERMAN_TENS.items()
        for unit, value in _GERMAN_UNITS.items()
        if value < 10
    }
    return _GERMAN_UNITS | _GERMAN_TENS | joined


SMALL_NUMBERS: dict[str, int] = _ENGLISH | _german_below_hundred()
"""Folded words for 1 to 99; `a` and `eine` count as 1."""


def small_number(word: str) -> int | None:
    """The value of one folded word below a hundred, or None."""
    return SMALL_NUMBERS.get(word)


def _part(word: str, unit: str, size: int) -> tuple[int, str]:
    """What stands before `unit` in a compound, times `size`, and what stands after it."""
    before, found, after = word.partition(unit)
    if not found:
        return 0, word
    if not before:
        return size, after
    count = compound_number(before)
    return (count * size if count else -1), after


def compound_number(word: str) -> int | None:
    """The value of one folded German word such as `zwoelftausendfuenfhundert`, or of any word below a hundred."""
    if len(word) > 60:
        return None
    if word in SMALL_NUMBERS:
        return SMALL_NUMBERS[word]
    for unit, size in (("tausend", 1000), ("hundert", 100)):
        if unit in word:
            high, rest = _part(word, unit, size)
            low = compound_number(rest.removeprefix("und")) if rest else 0
            return None if high < 0 or low is None or low >= size else high + low
    return None
