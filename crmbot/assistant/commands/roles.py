"""`roles` and `role`: which roles a contact holds and held; giving and taking those that stand without a deal."""

from __future__ import annotations

from crmbot.assistant.asking import Asking
from crmbot.assistant.references import named
from crmbot.assistant.registry import Command
from crmbot.assistant.rows.roles import role_history_section, role_name, roles_now
from crmbot.assistant.rows.rows import called
from crmbot.assistant.words import joined
from crmbot.domain.deals.roles import LEADING_ORDER, STANDING
from crmbot.domain.deals.views import view
from crmbot.domain.records import Company, Deal, Person
from crmbot.domain.search.lookup import Contactable
from crmbot.errors import RequestFault
from crmbot.folding import fold
from crmbot.shapes import Action, Reply, t

_WORDS = {
    "supplier": ("supplier", "vendor", "lieferant", "lieferantin"),
    "partner": ("partner", "partnerin", "reseller", "vertriebspartner"),
    "employee": ("employee", "staff", "personnel", "mitarbeiter", "mitarbeiterin", "personal", "angestellter"),
}
_BY_DEAL = {
    "lead": "lead", "interessent": "prospect", "prospect": "prospect", "kunde": "customer", "kundin": "customer",
    "customer": "customer", "debitor": "debtor", "debtor": "debtor",
}  # fmt: skip
_TAKEN = frozenset(
    {"-", "no", "not", "remove", "without", "kein", "keine", "nicht", "entfernen", "weg", "mehr", "longer", "none"}
)
_FILLERS = frozenset(
    {
        "to",
        "as",
        "a",
        "an",
        "is",
        "becomes",
        "role",
        "als",
        "zu",
        "zum",
        "ist",
        "wird",
        "ein",
        "eine",
        "rolle",
        "+",
        "any",
        "anymore",
    }
)


def handle_roles(ask: Asking) -> Reply:
    """The roles now, since when and by whom, and the whole history."""
    record = named(ask).record
    sections = (roles_now(ask, record), role_history_section(ask, record))
    shown = view(ask.session, record, ask.process)
    held = joined(role_name(ask, role) for role in shown.roles or ())
    title = t("{who}: {roles}", who=called(record), roles=held) if held else called(record)
    return Reply("card", title, sections=tuple(one for one in sections if one is not None), records=(shown,))


def handle_role(ask: Asking) -> Reply:
    """Give or take supplier, partner or employee; of a deal, to the people behind it."""
    found = named(ask)
    words = [fold(word.strip(".,:!+")) or word for word in found.rest.replace("-", "- ").split()]
    taken = any(word in _TAKEN for word in words)
    role = _role([word for word in words if word not in _TAKEN | _FILLERS], found.record)
    holders = _holders(found.record)
    for holder in holders:
        others = [one for one in holder.standing_roles or () if one != role]
        holder.standing_roles = (others if taken else [*others, role]) or None
    ask.session.flush()
    name = role_name(ask, role)
    said = (
        t("{who} is no {role} any more.", who=called(holders[0]), role=name)
        if taken
        else t("{who} is {role} now.", who=called(holders[0]), role=name)
    )
    return Reply(
        "done", said, sections=tuple(one for one in (roles_now(ask, holders[0]),) if one is not None),
        records=tuple(view(ask.session, holder, ask.process) for holder in holders),
        actions=_end_enquiry(found.record, role, taken=taken),
    )  # fmt: skip


def _role(words: list[str], record: Contactable) -> str:
    wanted = " ".join(words)
    for role, names in _WORDS.items():
        if wanted in names:
            return role
    number = record.number
    if wanted in _BY_DEAL:
        raise RequestFault(
            t("That role comes with the stage of a deal: nobody is given it by hand. Move a deal on instead."),
            (Action(t("Open a project"), f"project #{number}"),) if not isinstance(record, Deal) else (),
        )
    actions = tuple(Action(t("{role}", role=role), f"role #{number} {role}") for role in STANDING)
    raise RequestFault(t("Which role? Supplier, partner or employee stand without a deal."), actions)


def _holders(record: Contactable) -> list[Person | Company]:
    if not isinstance(record, Deal):
        return [record]
    holders = [one for one in (record.person, record.company) if one is not None]
    if not holders:
        raise RequestFault(t("Nobody stands behind #{number} whose role that could be.", number=record.number))
    return holders


def _end_enquiry(record: Contactable, role: str, *, taken: bool) -> tuple[Action, ...]:
    if taken or not isinstance(record, Deal) or record.state != "open":
        return ()
    return (Action(t("End the enquiry: it becomes no sales project"), f"convert #{record.number} to {role}"),)


ROLES = Command(
    key="roles",
    topic="ask",
    names={"en": ("roles", "role history"), "de": ("rollen", "rollenverlauf")},
    usage=t("roles WHO"),
    summary=t("the roles of a contact or deal, since when and by whom, and those it held before"),
    examples={"en": ("roles Julia Brandt", "roles #1042"), "de": ("rollen Julia Brandt", "rollen #1042")},
    writes=False,
    handler=handle_roles,
)
ROLE = Command(
    key="role",
    topic="deals",
    names={"en": ("role",), "de": ("rolle",)},
    usage=t("role WHO [no] supplier|partner|employee"),
    summary=t(
        "give or take a role that stands without a deal; {others} come with the stages of deals",
        others=", ".join(reversed(LEADING_ORDER)),
    ),
    examples={
        "en": ("role Nordlicht GmbH supplier", "role Julia Brandt no partner"),
        "de": ("rolle Nordlicht GmbH Lieferant", "rolle Julia Brandt kein Partner"),
    },
    writes=True,
    handler=handle_role,
)
