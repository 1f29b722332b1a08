"""Which verb a chat request begins with, forgiving case, umlauts and typos.

What may be done with a guess is not decided here: `guessed_from` says that one was made, `Verb.writes` what is at stake.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from crmbot.folding import fold
from crmbot.parsing.chat.words import COURTESIES, NEVER_A_TYPO


@dataclass(frozen=True, slots=True)
class Verb:
    """A command as it can be called: `names` in all languages, aliases included, the first being canonical."""

    key: str
    names: tuple[str, ...]
    writes: bool


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of this team that the chat grammar knows. Keys of the mappings are folded (see `folding`)."""

    verbs: tuple[Verb, ...] = ()
    stages: Mapping[str, str] = field(default_factory=dict)  # name or key to stage key
    members: Mapping[str, str] = field(default_factory=dict)  # key, name, first name or mail address to member key
    roles: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    processes: Mapping[str, str] = field(default_factory=dict)  # name or key to process key
    further_sources: tuple[str, ...] = ()  # understood as `source:WORD` only: no deal came from there yet
    tags: frozenset[str] = frozenset()  # those in use, folded


@dataclass(frozen=True, slots=True)
class Request:
    """A chat request taken apart. `rest` are the arguments as written.

    `verb` is the key of the verb, None when there is none: then `rest` is the whole text (perhaps a question in words),
    `unknown` its first word and `suggestions` the canonical names of the nearest verbs.
    `guessed_from` is what was typed where the verb is a guess; `certain` is False then.
    """

    verb: str | None
    guessed_from: str | None = None
    certain: bool = True
    rest: str = ""
    unknown: str | None = None
    suggestions: tuple[str, ...] = ()


_MENTION = re.compile(
    r"^\s*(?:<@[UW][A-Z0-9]{1,30}(?:\|[^>]{0,80})?>|@crmbot\b|/[a-z][\w-]{0,30}(?=\s|$))[\s:,]*", re.IGNORECASE
)
_SLACK_LINK = re.compile(r"<(?:mailto:([^|>\s]{1,254})(?:\|[^>]{0,254})?|tel:([^|>]{1,40})(?:\|[^>]{0,254})?)>")
_WORD = re.compile(r"\s*(\S+)")
_NUMBER_FIRST = re.compile(r"^\s*(#\d{1,12})\s+(\S.*)$", re.DOTALL)
_LOOSE = ".,:;!?"
_LONGEST_VERB = 40  # characters; a longer word is no misspelt verb


def clean_request(text: str) -> str:
    """`text` without what addresses the bot, and with Slack's links of mail addresses and phones as plain text."""
    text = _MENTION.sub("", text, count=1)
    text = _SLACK_LINK.sub(lambda link: link[1] or link[2], text)
    return text.strip()


def _first_words(text: str, count: int) -> tuple[str, str] | None:
    """The first `count` words of `text` and the rest; None when there are fewer."""
    place = 0
    for _ in range(count):
        match = _WORD.match(text, place)
        if match is None:
            return None
        place = match.end()
    return text[:place].strip(), text[place:].strip()


def _names(verbs: tuple[Verb, ...]) -> dict[str, Verb]:
    """Every folded name with its verb; the first verb that claims a name has it."""
    names: dict[str, Verb] = {}
    for verb in verbs:
        for name in verb.names:
            names.setdefault(fold(name), verb)
    return names


def _exact(text: str, names: Mapping[str, Verb]) -> tuple[Verb, str] | None:
    """The verb with the longest name that `text` begins with, and the rest."""
    longest = max((name.count(" ") + 1 for name in names), default=0)
    for count in range(longest, 0, -1):
        words = _first_words(text, count)
        verb = names.get(fold(words[0]).rstrip(_LOOSE)) if words else None
        if verb is not None and words is not None:
            return verb, words[1]
    return None


def _slips(word: str) -> int:
    """How many slips of the finger may lie between what was typed and what was meant."""
    return 0 if len(word) < 3 else 1 if len(word) < 6 else 2


def _nearest(word: str, names: Mapping[str, Verb]) -> Verb | None:
    """The one verb that `word` is a typo or an unmistakable beginning of; None when none or several fit."""
    if word in NEVER_A_TYPO or word[1:2] == "-" or not 3 <= len(word) <= _LONGEST_VERB:  # `B-Kunden` is no slip
        return None
    begun = {verb.key: verb for name, verb in names.items() if name.startswith(word)}
    if len(begun) == 1:
        return next(iter(begun.values()))
    near = {
        name: d
        for name in names
        if " " not in name and (d := OSA.distance(word, name)) <= min(_slips(word), _slips(name))
    }
    if not near:
        return None
    least = min(near.values())
    best = {names[name].key: names[name] for name, distance in near.items() if distance == least}
    return next(iter(best.values())) if len(best) == 1 else None


def _suggestions(word: str, names: Mapping[str, Verb]) -> tuple[str, ...]:
    """Canonical names of up to three verbs that resemble `word`, nearest first; none for a word of questions."""
    if word in NEVER_A_TYPO:
        return ()
    hits = process.extract(word[:_LONGEST_VERB], list(names), scorer=fuzz.ratio, limit=6, score_cutoff=50)
    return tuple(dict.fromkeys(names[name].names[0] for name, _score, _place in hits))[:3]


def _without_courtesy(text: str) -> str:
    """`text` without a leading `please`, `bitte`, `kannst du mir` and their like."""
    for _ in range(3):
        folded = fold(text[:40])
        courtesy = next((c for c in COURTESIES if folded.startswith((f"{c} ", f"{c},"))), None)
        words = _first_words(text, courtesy.count(" ") + 1) if courtesy else None
        if words is None or not words[1]:
            return text
        text = words[1]
    return text


def read_request(text: str, vocabulary: Vocabulary) -> Request:
    """The verb of a chat request and its arguments as written. `#1042 note …` is read as `note #1042 …`."""
    text, names = clean_request(text), _names(vocabulary.verbs)
    hit = _exact(text, names) or _exact(text := _without_courtesy(text), names)
    if hit:
        return Request(hit[0].key, rest=hit[1])
    if (numbered := _NUMBER_FIRST.match(text)) and (hit := _exact(numbered[2], names)):
        return Request(hit[0].key, rest=f"{numbered[1]} {hit[1]}".strip())
    words = _first_words(text, 1)
    if words is None:
        return Request(None, certain=False)
    typed = words[0].rstrip(_LOOSE)
    if nearest := _nearest(fold(typed), names):
        return Request(nearest.key, guessed_from=typed, certain=False, rest=words[1])
    return Request(None, certain=False, rest=text, unknown=typed, suggestions=_suggestions(fold(typed), names))
