"""What the words of a logged call, meeting or complaint say besides its content: direction, reason, touchpoint, link.

`eingehend 12min will Preise, Grund: Messeprospekt, Kontaktpunkt: Messe Köln` is a call that came in, for a reason, at a
touchpoint. What was read as an option is taken out of the text; a link and the names of colleagues stay in it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from crmbot.folding import fold

_DIRECTIONS: Mapping[str, Literal["in", "out"]] = {
    "incoming": "in", "inbound": "in", "eingehend": "in", "eingehender": "in", "eingehende": "in",
    "outgoing": "out", "outbound": "out", "ausgehend": "out", "ausgehender": "out", "ausgehende": "out",
}  # fmt: skip
_OPTIONS: Mapping[str, str] = {
    "reason": "reason", "grund": "reason", "anlass": "reason", "because of": "reason",
    "touchpoint": "touchpoint", "kontaktpunkt": "touchpoint", "ort": "touchpoint", "place": "touchpoint",
    "medium": "medium", "kanal": "medium", "channel": "medium",
    "network": "network", "netzwerk": "network",
    "direction": "direction", "richtung": "direction",
}  # fmt: skip
_MEDIA: Mapping[str, str] = {
    "phone": "phone", "telefon": "phone", "telephone": "phone", "mail": "mail", "e-mail": "mail", "email": "mail",
    "video": "video", "teams": "video", "zoom": "video", "letter": "letter", "brief": "letter", "post": "letter",
    "chat": "chat", "whatsapp": "chat", "sms": "chat", "fax": "fax", "personal": "meeting", "persoenlich": "meeting",
}  # fmt: skip
_LONGEST = 200  # characters of an option's value
_NAMES = "|".join(sorted((re.escape(name) for name in _OPTIONS), key=len, reverse=True))
_OPTION = re.compile(
    rf"(?:^|[\s,;.(])(?P<name>{_NAMES})\s?:\s?(?P<value>\"[^\"\n]{{1,200}}\"|(?:(?!\shttps?://)[^,;\n]){{1,200}})",
    re.IGNORECASE,
)
_LINK = re.compile(r"https?://[^\s<>\"]{3,900}", re.IGNORECASE)
_MENTION = re.compile(r"(?<![\w.@])@([^\W_][\w.-]{0,38}[\w])")
_ENDS = " \t\n,;:–—"


@dataclass(frozen=True, slots=True)
class EntryWords:
    """What was read. `mentions` are the words behind an `@`, whose they are is for the caller to look up."""

    text: str
    direction: Literal["in", "out"] | None = None
    reason: str | None = None
    touchpoint: str | None = None
    medium: str | None = None
    network: str | None = None
    link: str | None = None
    mentions: tuple[str, ...] = ()


def read_entry(text: str) -> EntryWords:
    """The options of an entry and its text without them; of two of one name the first counts, the other stays text."""
    direction, rest = leading_direction(text.strip())
    found: dict[str, str] = {}
    kept, place = [], 0
    for match in _OPTION.finditer(rest):
        name, value = _OPTIONS[fold(match["name"])], match["value"].strip().strip('"').rstrip(" .")
        if name in found or not value:
            continue
        found[name] = value[:_LONGEST]
        kept.append(rest[place : match.start()])
        place = match.end()
    kept.append(rest[place:])
    said = _joined(kept)
    link = _LINK.search(said)
    return EntryWords(
        said, _direction(found.get("direction")) or direction, found.get("reason"), found.get("touchpoint"),
        _medium(found.get("medium")), found.get("network"), link[0].rstrip(".,;)") if link else None,
        tuple(dict.fromkeys(match[1] for match in _MENTION.finditer(said))),
    )  # fmt: skip


def leading_direction(text: str) -> tuple[Literal["in", "out"] | None, str]:
    """Who rang whom, where the first word says so (`incoming`, `ausgehend`), and the rest."""
    first, _, rest = text.partition(" ")
    direction = _DIRECTIONS.get(fold(first.strip(_ENDS)))
    return (direction, rest.lstrip(_ENDS)) if direction else (None, text)


def _joined(parts: list[str]) -> str:
    """The text around the options; a comma left over at a seam goes with its option."""
    present = [part.strip(_ENDS) if place else part.rstrip(_ENDS) for place, part in enumerate(parts)]
    return ", ".join(part for part in present if part) if len(parts) > 1 else parts[0].strip()


def _direction(word: str | None) -> Literal["in", "out"] | None:
    if word is None:
        return None
    folded = fold(word)
    return _DIRECTIONS.get(folded) or ("in" if folded in {"in", "ein"} else "out" if folded in {"out", "aus"} else None)


def _medium(word: str | None) -> str | None:
    """A known medium by its key, another one as it was written."""
    return None if word is None else _MEDIA.get(fold(word), word[:20])
