"""Stakeholders and competitors in chat: `Karl Weber, head of purchasing, against`, `Müller AG stark im Preis, schwach im Service`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crmbot.folding import fold

_LONGEST = 1_000  # characters
_ATTITUDES = {
    "for": (
        "for", "in favour", "in favor", "supporter", "supports it", "supports us", "champion", "ally", "positive", "pro",
        "dafür", "dafuer", "für uns", "fuer uns", "befürworter", "befuerworter", "befürworterin", "fürsprecher",
        "unterstützer", "positiv", "für", "fuer",
    ),
    "against": (
        "against", "opponent", "blocker", "opposed", "sceptical", "skeptical", "sceptic", "skeptic", "negative", "contra",
        "dagegen", "gegner", "gegnerin", "gegen uns", "skeptisch", "skeptiker", "negativ", "gegen", "ablehnend",
    ),
    "neutral": ("neutral", "undecided", "open", "indifferent", "unentschieden", "unentschlossen", "offen"),
}  # fmt: skip
_BY_WORD = {fold(word): attitude for attitude, words in _ATTITUDES.items() for word in words}
_LABEL = re.compile(r"^(?:attitude|haltung|einstellung|is|ist|steht|stance)\b[:= ]{0,3}", re.IGNORECASE)
_FUNCTION = re.compile(
    r"[,;:]?\s*\b(?:function|funktion|role|rolle|position|job|as|als)\b[:= ]{1,3}(?P<function>[^,;]{1,100})",
    re.IGNORECASE,
)
_REMOVE = re.compile(
    r"^(?:remove|delete|entferne[n]?|lösche[n]?|streiche[n]?)\s+|[,; ]+(?:remove|delete|entfernen|löschen|streichen|weg)\s*$",
    re.IGNORECASE,
)
_STRONG = re.compile(
    r"[,;:.(]?\s*\b(?:(?:is |ist )?(?:strong|good|better|cheap|stark|gut|besser)\s+(?:in|at|on|im|bei|beim|with|mit)\b"
    r"|strengths?\b|stärken?\b|staerken?\b|pro\b|plus\b)[:= ]{0,3}",
    re.IGNORECASE,
)
_WEAK = re.compile(
    r"[,;:.(]?\s*(?:\b(?:and|und|but|aber)\s+)?\b(?:(?:is |ist )?(?:weak|bad|poor|worse|schwach|schlecht|schlechter)\s+(?:in|at|on|im|bei|beim|with|mit)\b"
    r"|weaknesse?s?\b|schwächen?\b|schwaechen?\b|contra\b|minus\b)[:= ]{0,3}",
    re.IGNORECASE,
)
_JOINT = re.compile(r"[,; ]+(?:but|and|aber|und|sondern)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class StakeholderWords:
    """`name` is as written; the words behind it may still hold the function where nothing set it off."""

    name: str
    function: str | None = None
    attitude: str | None = None
    remove: bool = False


@dataclass(frozen=True, slots=True)
class CompetitorWords:
    """A firm with what it is good and bad at, in words."""

    name: str
    strengths: str | None = None
    weaknesses: str | None = None
    remove: bool = False


def attitude_of(text: str) -> str | None:
    """For, neutral or against, where the words are nothing else."""
    return _BY_WORD.get(fold(_LABEL.sub("", text.strip())).strip(" .!"))


def read_stakeholder(text: str) -> StakeholderWords:
    """Name, function and attitude; a function may also stand between name and attitude without a word before it."""
    rest = text[:_LONGEST].strip()
    remove = _REMOVE.search(rest)
    if remove is not None:
        return StakeholderWords((rest[: remove.start()] + rest[remove.end() :]).strip(" ,;"), remove=True)
    rest, attitude = _attitude_at_end(rest)
    labelled = _FUNCTION.search(rest)
    if labelled is not None:
        rest, inner = f"{rest[: labelled.start()]} {rest[labelled.end() :]}".strip(" ,;"), labelled["function"].strip()
        if attitude is None:
            inner, attitude = _attitude_at_end(inner)
        return StakeholderWords(rest, inner or None, attitude)
    parts = [part.strip() for part in re.split(r"[,;(]", rest.replace(")", "")) if part.strip()]
    return StakeholderWords(parts[0] if parts else "", ", ".join(parts[1:]) or None, attitude)


def _attitude_at_end(text: str) -> tuple[str, str | None]:
    """The longest attitude that the text ends with, and the text before it."""
    words = text.split()
    for count in (3, 2, 1):
        attitude = attitude_of(" ".join(words[-count:]).strip("(),;")) if len(words) >= count else None
        if attitude is not None:
            before = " ".join(words[:-count]).rstrip(" ,;:(")
            return re.sub(r"[,; ]+(?:attitude|haltung|einstellung|is|ist)$", "", before, flags=re.IGNORECASE), attitude
    return text, None


def read_competitor(text: str) -> CompetitorWords:
    """Name, strengths and weaknesses, in either order."""
    rest = text[:_LONGEST].strip()
    remove = _REMOVE.search(rest)
    if remove is not None:
        return CompetitorWords((rest[: remove.start()] + rest[remove.end() :]).strip(" ,;"), remove=True)
    strong, weak = _STRONG.search(rest), _WEAK.search(rest)
    marks = sorted((match for match in (strong, weak) if match), key=lambda match: match.start())
    name = rest[: marks[0].start()] if marks else rest
    found: dict[bool, str] = {}
    for place, match in enumerate(marks):
        end = marks[place + 1].start() if place + 1 < len(marks) else len(rest)
        found[match is strong] = _JOINT.sub("", rest[match.end() : end].strip(" ,;.)"))
    return CompetitorWords(name.strip(" ,;:.("), found.get(True) or None, found.get(False) or None)
