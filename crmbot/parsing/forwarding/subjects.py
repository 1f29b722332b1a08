"""Prefixes of subjects: `FW:`, `WG:`, `[EXTERNAL] RE: Fwd:` … in the mail clients' languages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

from crmbot.parsing.forwarding.labels import fold, vocabulary

Prefix: TypeAlias = Literal["forward", "reply", "either"]

_MOST_PREFIXES = 30
_REMEMBERED = 300  # characters of a subject
_TAG = re.compile(r"\s*\[[^\[\]]{1,60}\]\s*")
_PREFIX = re.compile(r"\s*([^\s:：\[\]()][^:：\[\]()]{0,18}?)\s?(?:[\[(]\d{1,4}[\])])?\s?[:：]\s*")


@dataclass(frozen=True, slots=True)
class SubjectLine:
    """A subject taken apart: what its prefixes say, outermost first, and the words behind them."""

    prefixes: tuple[Prefix, ...]
    words: str

    @property
    def forwards(self) -> bool:
        """Whether any prefix may announce a forwarded message."""
        return "forward" in self.prefixes or "either" in self.prefixes

    @property
    def replies(self) -> bool:
        """Whether the outermost prefix announces an answer."""
        return bool(self.prefixes) and self.prefixes[0] == "reply"


def read_subject(subject: str | None) -> SubjectLine:
    """`subject` without its prefixes and the tags in brackets among them, and what the prefixes announce."""
    words = (subject or "").strip()
    return _read(words) if len(words) <= _REMEMBERED else _read.__wrapped__(words)


@lru_cache(maxsize=128)  # several rules ask it of the subject of a mail
def _read(words: str) -> SubjectLine:
    prefixes: list[Prefix] = []
    while len(prefixes) < _MOST_PREFIXES:
        bare = _without_bracket(_without_tags(words))
        match = _PREFIX.match(bare)
        kind = _kind(match.group(1)) if match else None
        if match is None or kind is None:
            break
        prefixes.append(kind)
        words = bare[match.end() :].strip()
    return SubjectLine(tuple(prefixes), words)


def _without_bracket(words: str) -> str:
    """Netscape set the whole subject in brackets: `[Fwd: Shelves]`."""
    if words[:1] != "[" or words[-1:] != "]":
        return words
    match = _PREFIX.match(words, 1)
    return words[1:-1] if match is not None and _kind(match.group(1)) else words


def _without_tags(words: str) -> str:
    for _ in range(_MOST_PREFIXES):
        tag = _TAG.match(words)
        if tag is None or tag.end() >= len(words):
            break
        words = words[tag.end() :]
    return words


def _kind(prefix: str) -> Prefix | None:
    known = vocabulary()
    word = fold(prefix)
    forward, reply = word in known.forward_prefixes, word in known.reply_prefixes
    if forward and reply:
        return "either"
    return "forward" if forward else "reply" if reply else None
