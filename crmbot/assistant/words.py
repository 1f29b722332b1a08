"""Words for the keys that records hold: roles, kinds of activity, sources, actions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce
from itertools import islice
from types import MappingProxyType

from crmbot.shapes import Text, Value, Verbatim, t

ROLES: Mapping[str, Text] = MappingProxyType(
    {
        "contact": t("Contact"), "lead": t("Lead"), "prospect": t("Prospect"), "customer": t("Customer"),
        "debtor": t("Debtor"), "supplier": t("Supplier"), "partner": t("Partner"), "employee": t("Employee"),
    }
)  # fmt: skip
TYPES: Mapping[str, Text] = MappingProxyType(
    {
        "deal": t("Deal"), "person": t("Person"), "company": t("Company"), "followup": t("Follow-up"),
        "activity": t("Activity"), "member": t("Member"), "offer": t("Offer"), "product": t("Product"), "appointment": t("Appointment"),
    }
)  # fmt: skip
SOURCES: Mapping[str, Text] = MappingProxyType(
    {"manual": t("by hand"), "email": t("mail"), "website": t("web form"), "import": t("import")}
)
ACTIONS: Mapping[str, Text] = MappingProxyType(
    {
        "mail": t("mail filed"),
        "backlog": t("backlog filed"),
        "import": t("import"),
        "undo": t("undo"),
        "member": t("team"),
    }
)

_MOST = 5  # words named in one answer
_LONGEST = 40  # characters of each


def word(table: Mapping[str, Text], key: str | None) -> Value:
    """The word for a key; the key itself where the table has none."""
    if key is None:
        return None
    return table.get(key) or Verbatim(key)


def words(table: Mapping[str, Text], keys: Iterable[str]) -> Text | None:
    """The words for several keys, separated by commas; None for none."""
    return joined(word(table, key) for key in keys)


def joined(parts: Iterable[Value]) -> Text | None:
    """Values one after the other, separated by commas; None for none."""
    present = [part for part in parts if part is not None and part != ""]
    if not present:
        return None
    first = present[0] if isinstance(present[0], Text) else t("{value}", value=present[0])
    return reduce(lambda left, right: t("{left}, {right}", left=left, right=right), present[1:], first)


def quoted(said: Iterable[str]) -> Text:
    """The first words of what somebody typed, in the reader's quotation marks."""
    shown = joined(t("“{word}”", word=Verbatim(word[:_LONGEST])) for word in islice(said, _MOST))
    return shown or t("nothing")
