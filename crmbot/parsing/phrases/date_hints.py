"""Where in a text a date might stand: the cheap first look that spares most of a long text the grammar."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crmbot.folding import fold
from crmbot.parsing.phrases.date_feasts import FEASTS
from crmbot.parsing.phrases.date_weekdays import COMPOUNDS
from crmbot.parsing.phrases.date_words import (
    AFTER_NEXT,
    APPROXIMATE,
    COMPOUND_PERIODS,
    DAYS,
    LAST,
    MONTHS,
    NEXT,
    ORDINAL_WORDS,
    PARTS,
    POSITIONS,
    RISKY_WEEKDAYS,
    SHORT_WEEKDAYS,
    THIS,
    TODAY_PARTS,
    WEEKDAYS,
)
from crmbot.parsing.phrases.number_words import SMALL_NUMBERS

_OTHERS = frozenset(
    """
    day week weekend wochenende kw kalenderwoche calendar cw q half halb viertel dreiviertel quarter few couple paar einigen
    anderthalb eineinhalb zweieinhalb dreieinhalb viereinhalb einundeinhalb viertelstunde dreiviertelstunde fortnight
    vierteljahr halbjahr new neuen close
    """.split()  # noqa: SIM905
)
_HINTS = frozenset().union(
    DAYS, TODAY_PARTS, WEEKDAYS, SHORT_WEEKDAYS, RISKY_WEEKDAYS, COMPOUNDS, MONTHS, PARTS, POSITIONS, COMPOUND_PERIODS,
    NEXT, THIS, LAST, AFTER_NEXT, APPROXIMATE, ORDINAL_WORDS, FEASTS, SMALL_NUMBERS, _OTHERS,
)  # fmt: skip
_PIECE = re.compile(r"\d+|[^\W\d_]+")


def is_hint(word: str) -> bool:
    """Whether a phrase may have its day or hour at this folded word or number."""
    return word in _HINTS or (len(word) < 5 and word.isdigit())


def hints(text: str) -> Iterator[int]:
    """The places of all words and numbers of `text` at which a day or an hour may stand."""
    for match in _PIECE.finditer(text):
        piece = match.group()
        if is_hint(piece.lower() if piece.isascii() else fold(piece[:40])):
            yield match.start()
