"""Members in the words of a follow-up: `with ben and clara, cc dora: text`, `for ben`, `mit Ben und Clara`, `zur Info Dora`.

Only where every name is a member's, and nothing but a date or the text behind a colon or comma follows: what is to be done
may well speak of people.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from crmbot.assistant.asking import Asking
from crmbot.domain.members.members import all_members
from crmbot.folding import fold
from crmbot.parsing.phrases.dates import leading_date

_ROLES = {
    "with": "with", "together with": "with", "mit": "with", "zusammen mit": "with", "gemeinsam mit": "with",
    "for": "owner", "fuer": "owner", "owner": "owner", "assigned to": "owner",
    "cc": "told", "fyi": "told", "zur info": "told", "zur kenntnis": "told", "info an": "told", "informiere": "told",
    "subscriber": "told", "subscribers": "told", "subscribed by": "told", "abonnent": "told", "abonnenten": "told",
    "inform": "told", "tell": "told", "sage bescheid": "told",
}  # fmt: skip
_WORD = re.compile(r"\s*([^\s,:;&+]{1,60})")
_JOINT = re.compile(r"\s*(?:,\s*(?:and\s|und\s)?|&|\+|\b(?:and|und|sowie)\b)\s*", re.IGNORECASE)
_SLACK = re.compile(r"<@([UW][A-Z0-9]{1,30})(?:\|[^>]{0,80})?>")
_MOST = 20


@dataclass(frozen=True, slots=True)
class FollowupPeople:
    """Member keys, and the words without them."""

    owner: str | None = None
    responsible: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    rest: str = ""

    @property
    def anybody(self) -> bool:
        """Whether somebody was named."""
        return bool(self.owner or self.responsible or self.told)


def take_people(ask: Asking, text: str) -> FollowupPeople:
    """The members whom the first words name, as they take part; nobody where that is not beyond doubt."""
    words = _SLACK.sub(r"\1", text.strip())
    known, found, place = None, dict[str, list[str]](), 0
    for _ in range(_MOST):
        role, behind = _role(words, place)
        if role is None:
            break
        known = known if known is not None else _names(ask)
        keys, end = _members(words, behind, known)
        if not keys:
            break
        found.setdefault(role, []).extend(keys)
        place = end
    rest = words[place:]
    if not found or not _ends(ask, rest):
        return FollowupPeople(rest=text)
    owner = next(iter(found.get("owner", ())), None)
    responsible = (*found.get("with", ()), *found.get("owner", ())[1:])
    return FollowupPeople(
        owner, tuple(dict.fromkeys(responsible)), tuple(dict.fromkeys(found.get("told", ()))), rest.strip(" ,;:–-")
    )


def _ends(ask: Asking, rest: str) -> bool:
    return not rest.strip() or rest.lstrip()[:1] in ":,;–" or leading_date(rest.strip(), now=ask.now) is not None


def _role(words: str, place: int) -> tuple[str | None, int]:
    """How those named next take part, and the place behind the words for it."""
    place += len(words[place:]) - len(words[place:].lstrip(" ,;"))
    for count in (2, 1):
        end = place
        for _ in range(count):
            match = _WORD.match(words, end)
            end = match.end() if match else end
        role = _ROLES.get(fold(words[place:end].strip()))
        if role is not None:
            return role, end + (words[end : end + 1] == ":")
    return None, place


def _members(words: str, place: int, known: dict[str, str]) -> tuple[list[str], int]:
    """The members named in a row from `place` on, and the place behind the last one."""
    keys: list[str] = []
    start = place
    for _ in range(_MOST):
        key, end = _member(words, start, known)
        if key is None:
            break
        keys.append(key)
        place = end
        joint = _JOINT.match(words, place)
        if joint is None:
            break
        start = joint.end()
    return keys, place


def _member(words: str, place: int, known: dict[str, str]) -> tuple[str | None, int]:
    first = _WORD.match(words, place)
    if first is None:
        return None, place
    second = _WORD.match(words, first.end())
    if second is not None and (key := known.get(fold(f"{first[1]} {second[1]}".lstrip("@")))):
        return key, second.end()
    key = known.get(fold(first[1].lstrip("@").rstrip(".!")))
    return (key, first.end()) if key else (None, place)


def _names(ask: Asking) -> dict[str, str]:
    """Whatever the members of the team are called; me, too."""
    team = all_members(ask.session, active_only=True)
    names = {
        fold(word): one.key
        for one in team
        for word in (one.name.split(" ")[0], one.slack or one.key, one.name, one.key)
    }
    return {**names, **dict.fromkeys(("me", "mich", "mir"), ask.member.key)}
