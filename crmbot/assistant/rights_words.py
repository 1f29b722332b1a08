"""Rights in words, for whoever asks what he may do."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from crmbot.domain.members.rights import RIGHTS, Access, Right, Scope
from crmbot.shapes import Row, Section, Text, t

_REACH: Mapping[Scope, Text] = MappingProxyType(
    {"none": t("nothing"), "own": t("your own records"), "team": t("the records of your team"), "all": t("all records")}
)


def rights_rows(access: Access) -> Section:
    """One line for each right."""
    return Section(t("Your rights"), tuple(Row(_line(right, access.scope(right))) for right in RIGHTS))


def _line(right: Right, scope: Scope) -> Text:
    reach = _REACH[scope]
    match right:
        case "read":
            return t("read: {reach}", reach=reach)
        case "write":
            return t("change: {reach}", reach=reach)
        case "delete":
            return t("delete: {reach}", reach=reach)
        case "export":
            return t("export: {reach}", reach=reach)
        case _:
            return t("administer: yes") if scope != "none" else t("administer: no")
