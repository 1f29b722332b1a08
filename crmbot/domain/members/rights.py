"""What a member may do: five rights, each for nothing, his own records, his team's or all. Presets, and their spelling."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal, TypeAlias

from crmbot.errors import RequestFault
from crmbot.folding import fold
from crmbot.shapes import Verbatim, t

Right: TypeAlias = Literal["read", "write", "delete", "export", "admin"]
Scope: TypeAlias = Literal["none", "own", "team", "all"]

RIGHTS: tuple[Right, ...] = ("read", "write", "delete", "export", "admin")
SCOPES: tuple[Scope, ...] = ("none", "own", "team", "all")
DEFAULT = "member"
CUSTOM = "custom"  # no preset: the rights stand in `Member.permissions`

_PRESETS: Mapping[str, tuple[Scope, ...]] = MappingProxyType(
    {
        "admin": ("all", "all", "all", "all", "all"),
        "manager": ("all", "all", "team", "all", "none"),
        "member": ("all", "all", "all", "all", "none"),
        "team": ("team", "team", "own", "team", "none"),
        "own": ("own", "own", "own", "own", "none"),
        "read": ("all", "none", "none", "none", "none"),
        "none": ("none", "none", "none", "none", "none"),
    }
)
PRESETS = tuple(_PRESETS)
_RIGHT_WORDS: Mapping[str, Right] = MappingProxyType(
    {
        **{right: right for right in RIGHTS},
        "lesen": "read", "schreiben": "write", "loeschen": "delete", "exportieren": "export", "verwalten": "admin",
    }
)  # fmt: skip
_SCOPE_WORDS: Mapping[str, Scope] = MappingProxyType(
    {
        **{scope: scope for scope in SCOPES},
        "no": "none", "nothing": "none", "nichts": "none", "keine": "none", "nein": "none",
        "eigene": "own", "mine": "own", "yes": "all", "ja": "all", "alle": "all", "alles": "all",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Access:
    """What one member may do. `team` are the keys of those whose records count as his team's, himself among them.

    `stands_in_for` are those who are away and whose records count as his meanwhile. `hides`: there are protected contacts, so that queries have to leave some out; `without` are the processes of other teams. Without a `member` crmbot itself acts.
    """

    member: str | None = None
    read: Scope = "all"
    write: Scope = "all"
    delete: Scope = "all"
    export: Scope = "all"
    admin: Scope = "all"
    team: frozenset[str] = frozenset()
    hides: bool = False
    stands_in_for: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()

    def scope(self, right: Right) -> Scope:
        """How far a right reaches."""
        scope: Scope = getattr(self, right)
        return scope

    def may(self, right: Right) -> bool:
        """Whether there is any record that the right could be used on."""
        return self.scope(right) != "none"

    def for_others(self) -> Access:
        """For an answer that others will read, too: whatever is protected stays hidden, also what is the member's own."""
        mine = self.stands_in_for if self.member is None else self.stands_in_for | {self.member}
        return replace(self, member="", stands_in_for=mine)

    @property
    def limited(self) -> bool:
        """Whether there are records that the member may not see."""
        return self.hides or bool(self.without) or self.keys("read") is not None

    def keys(self, right: Right) -> frozenset[str] | None:
        """Whose records the right reaches; None for everybody's."""
        if self.member is None:
            return None
        mine = self.stands_in_for | {self.member}
        return {"none": frozenset[str](), "own": mine, "team": self.team | mine, "all": None}[self.scope(right)]


EVERYTHING = Access()  # crmbot itself


def rights_of(preset: str, permissions: Mapping[str, str] | None) -> Mapping[Right, Scope]:
    """The scope of each right, as they stand at a member. What nobody knows any more gives nothing."""
    known = dict(zip(RIGHTS, _PRESETS.get(preset, _PRESETS["none"]), strict=True))
    for name, scope in (permissions or {}).items():
        if name in known and scope in SCOPES:
            known[name] = scope
    return known


def read_rights(text: str) -> tuple[str, dict[str, str] | None]:
    """A preset, or `read:all,write:own,export:none`, as a member holds it. A preset may go before single rights.

    Without a preset, a right that is not named is not given. Raises RequestFault.
    """
    parts = [part.strip() for part in text.split(",") if part.strip()]
    preset = fold(parts.pop(0)) if parts and fold(parts[0]) in _PRESETS else CUSTOM
    permissions: dict[str, str] = {}
    for part in parts:
        name, colon, value = part.replace("=", ":").partition(":")
        right, scope = _RIGHT_WORDS.get(fold(name.strip())), _SCOPE_WORDS.get(fold(value.strip()))
        if not colon or right is None or scope is None:
            raise _not_rights(part)
        permissions[right] = scope
    if preset == CUSTOM and not permissions:
        raise _not_rights(text)
    return preset, permissions or None


def spelled(preset: str, permissions: Mapping[str, str] | None) -> str:
    """The rights as `read_rights` takes them."""
    single = [f"{right}:{permissions[right]}" for right in RIGHTS if permissions and right in permissions]
    return ",".join(single if preset == CUSTOM else [preset, *single])


def _not_rights(text: str) -> RequestFault:
    known = Verbatim(", ".join(PRESETS))
    fault = t("“{text}” is no right. Write one of {known}, or read:all,write:own.", text=Verbatim(text), known=known)
    return RequestFault(fault)
