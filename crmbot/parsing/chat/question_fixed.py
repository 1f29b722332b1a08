"""Questions for what there is one of: the process, the saved lists, the rights, the start page, one's own changes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from crmbot.parsing.chat.question_filters import amounts, pairs
from crmbot.parsing.chat.question_reading import Asked, Reading

_KINDS = ("customers", "prospects", "debtors", "suppliers", "partners", "contacts", "people", "companies", "leads")
_COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "process": "process", "segment": "segment", "whoami": "whoami", "home": "home", "workplace": "workplace", "notify": "notify",
        "learned": "learned", "settings": "settings", "digest": "digest", "mychanges": "changes", "today": "today",
    }
)  # fmt: skip
_SAID_WITH = ("count", "deals", "stages", "know", "owned", "did", "lately", "in", "when")


def fixed(r: Reading) -> Asked | None:
    """Commands that take no filter."""
    key = next((one for one in _COMMANDS if r.has(one)), None)
    if key is None or not r.only(key, *_SAID_WITH) or not _alone(r):
        return None
    return r.answer(_COMMANDS[key], asks="list")


def _alone(r: Reading) -> bool:
    return r.stretch is None and r.scan.span is None and r.bare and r.mine and not amounts(r.filters)


def by_role(r: Reading) -> Asked | None:
    """How many contacts stand in which role."""
    fits = (r.has("roles") or r.filters.group == "role") and r.only("roles", "count", "sum", "in", *_KINDS)
    plain = (
        all(pair == "by role" for pair in pairs(r.filters))
        and not amounts(r.filters)
        and not r.unknown
        and r.stretch is None
    )
    return r.answer("report", "roles", asks="list") if fits and plain else None


def by_priority(r: Reading) -> Asked | None:
    """Open deals in the order of their priority."""
    fits = r.has("bypriority") and r.only("bypriority", "deals", "customers", "contacts", "open", "sorted")
    return r.answer("priority", asks="list") if fits and _alone(r) else None


def inactive(r: Reading) -> Asked | None:
    """Products that are not sold any more."""
    fits = r.has("inactive") and r.only("inactive", "products", "count", "not", "won")
    return (
        r.answer("products", "inactive", asks="list")
        if fits and _alone(r) and (r.has("products") or "won" not in r.said)
        else None
    )


def late_closing(r: Reading) -> Asked | None:
    """Open deals whose day of closing has passed."""
    if not r.has("lateclose") or not r.only(
        "lateclose", "deals", "offers", "orders", "open", "owners", "count", "sum", "due", "overdue", "closing"
    ):
        return None
    if r.stretch is not None or r.unknown or pairs(r.filters, but=("owner", "stage", "source", "role", "tag")):
        return None
    stage = "stage:offer" if r.has("offers") and r.filters.stage is None else ""
    return r.answer("pipeline", stage, "state:open", *pairs(r.filters), *amounts(r.filters), f"closing:..{r.yesterday}")
