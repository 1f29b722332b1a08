"""Words that fit into a picture: shortened, in few lines, without signs that the font lacks."""

from __future__ import annotations

import textwrap
from functools import lru_cache


def fitted(text: str, width: int, lines: int) -> str:
    """`text` in at most so many lines of so many characters; what is left out is marked."""
    shown = " ".join(known_signs(text).split())
    wrapped = textwrap.wrap(shown, width, max_lines=lines, placeholder=" …", break_long_words=True)
    return "\n".join(wrapped)


def known_signs(text: str) -> str:
    """`text` with a question mark for each sign that the font has no picture of."""
    signs = _signs()
    return "".join(" " if sign.isspace() else sign if ord(sign) in signs else "?" for sign in text)


@lru_cache(maxsize=1)
def _signs() -> frozenset[int]:
    """The signs of the font that comes with the library."""
    from matplotlib.font_manager import FontProperties, findfont, get_font

    return frozenset(get_font(findfont(FontProperties())).get_charmap())
