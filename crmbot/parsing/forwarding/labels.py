"""The words mail clients write over a message they pass on: "From", "Sent", "Weitergeleitete Nachricht" …

They are data (`data/mail_labels.json`, one table a language, taken from what the clients themselves say), loaded once
when the first mail is read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal, TypeAlias, cast

from crmbot.parsing.quoting.quoted_lines import plain

Role: TypeAlias = Literal["from", "to", "cc", "bcc", "date", "subject", "reply_to", "other"]
ROLES: tuple[Role, ...] = ("from", "to", "cc", "bcc", "date", "subject", "reply_to", "other")
LONGEST_LABEL = 40  # characters; the longest in the table has 30

_DECORATION = " \t*_'\"|>#•·-–"
# A label at the start of a line, in bold or not, and what follows its colon.
_UNUSUAL = re.compile(r"[^\w .,/()'>*-]|\s\s|\t")
COLONS = ":：៖։﹕"  # Latin, full width, Khmer, Armenian, small
COLON = re.compile(f"[{COLONS}]")
_LABEL = re.compile(
    rf"[\s*_|>#•]{{0,12}}([^\s{COLONS}*_|<>@][^{COLONS}<>@\n]{{0,44}}?)\s{{0,4}}[*_]{{0,3}}\s{{0,3}}[{COLONS}]+[*_]{{0,3}}(?!//)(.*)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Label:
    """What a label can stand for, and in which languages."""

    roles: frozenset[Role]
    languages: Mapping[Role, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All languages' words in one, looked up by their folded form."""

    labels: Mapping[str, Label]
    forwarded: frozenset[str]  # phrases of lines that announce a forwarded message
    original: frozenset[str]  # phrases that announce a message, forwarded or answered
    wrote: Mapping[str, frozenset[str]]  # "schrieb" and the like, with their languages
    forward_prefixes: frozenset[str]
    reply_prefixes: frozenset[str]


def fold(words: str) -> str:
    """`words` for comparing: no decoration, single blanks, no case."""
    return " ".join(plain(words).split()).strip(_DECORATION).casefold()


@cache
def vocabulary() -> Vocabulary:
    """The table of `data/mail_labels.json`, read once."""
    table = json.loads((resources.files("crmbot.parsing") / "data" / "mail_labels.json").read_text("utf-8"))
    return Vocabulary(
        labels=_labels(table),
        forwarded=_phrases(table, "forwarded"),
        original=_phrases(table, "original"),
        wrote=_by_language(table, "wrote"),
        forward_prefixes=_phrases(table, "forward_prefix"),
        reply_prefixes=_phrases(table, "reply_prefix"),
    )


def _phrases(table: Mapping[str, Mapping[str, list[str]]], role: str) -> frozenset[str]:
    return frozenset(fold(word) for words in table.values() for word in words.get(role, ()))


def _by_language(table: Mapping[str, Mapping[str, list[str]]], role: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for language, words in table.items():
        for word in words.get(role, ()):
            found.setdefault(fold(word), set()).add(language)
    return {word: frozenset(languages) for word, languages in found.items()}


def _labels(table: Mapping[str, Mapping[str, list[str]]]) -> dict[str, Label]:
    seen: dict[str, dict[Role, set[str]]] = {}
    for language, words in table.items():
        for role in ROLES:
            for word in words.get(role, ()):
                seen.setdefault(fold(word), {}).setdefault(role, set()).add(language)
    return {
        word: Label(frozenset(roles), {role: frozenset(languages) for role, languages in roles.items()})
        for word, roles in seen.items()
    }


def leading_words(line: str) -> str:
    """What stands before the first colon of `line`, folded: a cheap first look at lines that may hold a label."""
    colon = COLON.search(line, 0, 90)
    if colon is None:
        return ""
    words = line[: colon.start()]
    return fold(words) if _UNUSUAL.search(words) else words.strip(_DECORATION).casefold()


def split_label(line: str) -> tuple[str, str] | None:
    """Label and value of a line `Label: value`, whatever the label says; None where there is no such label."""
    match = _LABEL.match(line)
    if match is None:
        return None
    value = cast("str", match.group(2)).strip()
    bold = line[: match.start(1)].strip(" \t>|")[:1] in ("*", "_")
    return cast("str", match.group(1)), value.strip(" *_") if bold else value


def known_label(words: str) -> Label | None:
    """What the clients mean by this label; None where none uses it."""
    if len(words) > LONGEST_LABEL:
        return None
    return vocabulary().labels.get(fold(words))
