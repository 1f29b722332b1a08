"""Small print about a company in the lines of a signature: register entry, tax number, names of its directors."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from crmbot.parsing.contact import words
from crmbot.parsing.wordlists import first_runs, runs

_SHORT: Final = 5  # letters of a register's word that must not be the beginning of another ("REA", "Real")
_REGISTER: Final = re.compile(
    r"(?<!\w)(?:"
    + "|".join(
        re.escape(w) + (r"(?![^\W\d_])" if w.isalpha() and len(w) <= _SHORT else "")
        for w in map(str.strip, words.REGISTER)
    )
    + r")",
    re.IGNORECASE,
)
_REGISTER_STARTS: Final = frozenset(run[:3] for run in first_runs(words.REGISTER))
_MAX_REMEMBERED: Final = 300  # characters of a line


def is_register(line: str) -> bool:
    """Whether a line is small print about the company: register entry, tax number, names of its directors."""
    return _is_register(line) if len(line) <= _MAX_REMEMBERED else bool(_REGISTER.search(line))


@lru_cache(maxsize=256)  # every search for a company asks it of the same lines
def _is_register(line: str) -> bool:
    begins = any(run[:3] in _REGISTER_STARTS or run[:2] in _REGISTER_STARTS for run in runs(line))
    return begins and bool(_REGISTER.search(line))
