"""Colleagues named in a request: by key, name, address or mention."""

from __future__ import annotations

import re

from crmbot.assistant.asking import Asking
from crmbot.assistant.vocabulary import filter_words
from crmbot.domain.members.members import require_member
from crmbot.domain.records import Member
from crmbot.errors import RequestFault
from crmbot.parsing.chat.filter_names import owner_key
from crmbot.shapes import Text

_MENTION = re.compile(r"<@([UW][A-Z0-9]{1,30})(?:\|[^>]{0,80})?>")
_PREPOSITIONS = frozenset(
    {"with", "to", "from", "for", "of", "by", "mit", "an", "für", "von", "vor", "wieder", "again"}
)
_COURTESY = frozenset({"please", "bitte", "danke", "thanks"})
_ME = frozenset({"me", "mir", "mich", "myself", "ich", "selbst"})
_BETWEEN = re.compile(r"\s*(?:,|&|\+|\band\b|\bund\b)\s*", re.IGNORECASE)


def colleagues(ask: Asking, text: str, question: Text) -> list[Member]:
    """Everybody named in `text`, prepositions aside. Raises RequestFault with `question` for nobody, NotFound."""
    words = _MENTION.sub(r"\1", text).strip(" .!").split()
    while words and words[-1].lower() in _COURTESY:
        words.pop()
    while words and words[0].lower() in _PREPOSITIONS:
        words = words[1:]
    named = [one.lstrip("@") for one in _BETWEEN.split(" ".join(words)) if one.strip(" @")]
    if not named:
        raise RequestFault(question)
    found = [require_member(ask.session, ask.member.key if one.lower() in _ME else one) for one in named]
    return list({member.key: member for member in found}.values())


def owner_asked(ask: Asking, text: str) -> str | None:
    """The key of the member whose list is asked for (`mine`, `ben`, `owner:ben`, `of Ben`); None for everybody's.

    Raises NotFound for words that name no member.
    """
    words = text.strip(" .!?").split()
    while words and words[0].lower() in _PREPOSITIONS:
        words = words[1:]
    said = re.sub(r"^(?:owner|besitzer|betreuer)\s*:\s*", "", " ".join(words), flags=re.IGNORECASE)
    if not said:
        return None
    key = owner_key(said, filter_words(ask.session, ask.process)) or require_member(ask.session, said).key
    return ask.member.key if key == "me" else key


def colleague(ask: Asking, text: str, question: Text) -> Member:
    """As `colleagues`, of one."""
    return colleagues(ask, text, question)[0]
