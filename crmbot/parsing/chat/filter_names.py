"""What a single word of a filter stands for: an owner, a role, a source, a grade, or one of some names."""

from __future__ import annotations

from collections.abc import Mapping

from crmbot.folding import fold
from crmbot.parsing.chat.list_words import GRADES
from crmbot.parsing.chat.verbs import Vocabulary
from crmbot.parsing.chat.words import MINE, ROLE_WORDS

_ENDINGS = ("", "s", "e", "n", "en", "er", "es")  # of plurals


def look_up(word: str, names: Mapping[str, str]) -> str | None:
    """What a word or its singular stands for among folded names: `Angebote` finds `angebot`."""
    folded = fold(word)
    for ending in _ENDINGS:
        stem = folded.removesuffix(ending) if ending else folded
        if stem in names and (not ending or len(stem) > 2):
            return names[stem]
    return names.get(folded.removesuffix("ies") + "y") if folded.endswith("ies") else None


def source_key(word: str, vocabulary: Vocabulary) -> str | None:
    """One of the known sources; any word where none are known."""
    known = (*vocabulary.sources, *vocabulary.further_sources)
    return listed(word, known) if known else word


def listed(word: str, keys: tuple[str, ...]) -> str | None:
    """One of `keys`, or its plural."""
    folded = fold(word)
    return next(
        (key for key in keys if fold(key) in {folded, folded.removesuffix("s"), folded.removesuffix("n")}), None
    )


def role_key(word: str, vocabulary: Vocabulary) -> str | None:
    """A role, by its own key or what people call it."""
    role = ROLE_WORDS.get(fold(word))
    return role if role in vocabulary.roles else listed(word, vocabulary.roles)


def owner_key(word: str, vocabulary: Vocabulary) -> str | None:
    """A member by any of his names, also in the genitive; `me` for the asker."""
    folded = fold(word).lstrip("@")
    if folded in MINE:
        return "me"
    return vocabulary.members.get(folded) or vocabulary.members.get(folded.removesuffix("s").removesuffix("'"))


def grade_key(word: str, vocabulary: Vocabulary) -> str | None:
    """A grade, also by words such as hot."""
    folded = GRADES.get(fold(word), fold(word))
    return next((grade for grade in vocabulary.grades if fold(grade) == folded), None)
