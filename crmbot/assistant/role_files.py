"""The file of a contact in one role: what matters for that role, its evaluation, its own history."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from crmbot.assistant.asking import Asking
from crmbot.assistant.leads.grades import grade_name
from crmbot.assistant.references import named
from crmbot.assistant.rows.roles import role_name, spans_of
from crmbot.assistant.rows.rows import activity_row, called, deal_row, followup_row
from crmbot.assistant.words import joined
from crmbot.domain.deals.deals import probability
from crmbot.domain.deals.role_files import deals_in_file, entries_in_file, holder_of
from crmbot.domain.deals.roles import STANDING, roles_held
from crmbot.domain.deals.views import activity_view, deal_view, deals_of, view
from crmbot.domain.followups.followups import open_followups_of
from crmbot.domain.records import Activity, Company, Deal, Person
from crmbot.folding import fold
from crmbot.shapes import Action, Field, Moment, Money, Reply, Section, Text, Value, t

_LATEST = 10
_MOST_DEALS = 10
FILE_NAMES: Mapping[str, Text] = {
    "contact": t("Contact file"), "sales": t("Sales file"), "customer": t("Customer file"), "debtor": t("Debtor file"),
    "supplier": t("Supplier file"), "partner": t("Partner file"), "employee": t("Personnel file"),
}  # fmt: skip
_WORDS = {
    "contact": ("contact", "kontakt", "kontaktakte"),
    "sales": ("sales", "lead", "prospect", "vertrieb", "vertriebsakte", "interessent", "verkauf"),
    "customer": ("customer", "kunde", "kundenakte", "kunden"),
    "debtor": ("debtor", "debitor", "debitorenakte", "billing", "rechnungen"),
    "supplier": ("supplier", "lieferant", "lieferantenakte", "lieferanten", "vendor"),
    "partner": ("partner", "partnerakte"),
    "employee": ("employee", "personnel", "personal", "personalakte", "mitarbeiter", "staff"),
}
_FILLERS = frozenset({"file", "akte", "as", "als", "the", "die", "of", "von", "role", "rolle", "tab", "reiter"})
_AS_ROLE = re.compile(r"^\s*(?:as|als)\s+(?:an?\s+|einem?\s+)?(\w{3,20})\s*[:,;]?\s+(?=\S)", re.IGNORECASE)


def file_named(words: str) -> str | None:
    """The file that words name in either language; None for other words."""
    said = [fold(word.strip(".,:!?")) for word in words.split()]
    wanted = " ".join(word for word in said if word not in _FILLERS)
    return next((file for file, names in _WORDS.items() if wanted in {fold(name) for name in names}), None)


def said_role(text: str) -> tuple[str | None, str]:
    """`as supplier: …` in front of an entry: the file it belongs to, and the entry itself."""
    found = _AS_ROLE.match(text)
    file = file_named(found[1]) if found else None
    return (file, text[found.end() :]) if found and file else (None, text)


def asked_file(ask: Asking) -> Reply | None:
    """`file Kolb GmbH supplier` means the file, though `file` alone moves an entry; None for other words."""
    words = ask.rest.split()
    file = file_named(words[-1]) if len(words) > 1 else None
    holder = holder_of(named(ask, " ".join(words[:-1])).record) if file else None
    return role_file(ask, holder, file) if file and holder is not None else None


def role_file(ask: Asking, holder: Person | Company, file: str) -> Reply:
    """One file, with buttons to the others."""
    deals = deals_of(ask.session, holder)
    mine = deals_in_file(ask.process, deals, file)
    standing = tuple(holder.standing_roles or ())
    alone = not deals and standing == (file,)
    count, entries = entries_in_file(ask.session, ask.access, holder, mine, file, alone=alone, limit=_LATEST)
    title = t("{file}: {who}", file=FILE_NAMES[file], who=called(holder))
    return Reply(
        "card", title, fields=tuple(_fields(ask, holder, file, mine, count, entries)),
        sections=tuple(_sections(ask, mine, entries, holder if file not in {"sales", "customer", "debtor"} else None)),
        records=(
            view(ask.session, holder, ask.process), *(deal_view(deal, ask.process) for deal in mine),
            *(activity_view(entry) for entry in entries),
        ),
        actions=tuple(_tabs(ask, holder, file)),
    )  # fmt: skip


def files_of(ask: Asking, holder: Person | Company) -> list[str]:
    """The files that a contact has: its contact file, and one for each role it holds or held."""
    deals = deals_of(ask.session, holder)
    kept = [file for file in ("sales", "customer", "debtor") if deals_in_file(ask.process, deals, file)]
    return ["contact", *kept, *(role for role in STANDING if role in (holder.standing_roles or ()))]


def _tabs(ask: Asking, holder: Person | Company, file: str) -> Iterator[Action]:
    for other in files_of(ask, holder):
        if other != file:
            yield Action(FILE_NAMES[other], f"dossier #{holder.number} {other}")
    if file in STANDING and file not in (holder.standing_roles or ()):
        yield Action(t("Make it {role}", role=role_name(ask, file)), f"role #{holder.number} {file}")


def _fields(
    ask: Asking, holder: Person | Company, file: str, deals: list[Deal], count: int, entries: list[Activity]
) -> Iterator[Field]:
    """What is evaluated for this role, and only that."""
    since = _since(ask, holder, file)
    if since is not None:
        yield Field(t("Since"), since)
    if file == "sales":
        open_ = [deal for deal in deals if deal.state == "open"]
        yield Field(t("Open"), _sums(open_))
        yield Field(t("Weighted"), _sums(open_, ask))
        if grades := [deal.grade for deal in open_ if deal.grade]:
            yield Field(t("Grade"), joined(grade_name(grade) for grade in grades))
    elif file == "customer":
        yield Field(t("Ordered"), _sums(deals))
    elif file == "debtor":
        yield Field(t("To be paid"), _sums(deals))
    yield Field(t("Entries"), count)
    if entries:
        yield Field(t("Last contact"), Moment(entries[0].at))


def _since(ask: Asking, holder: Person | Company, file: str) -> Value:
    held = roles_held(spans_of(ask, holder))
    roles = {"sales": ("prospect", "lead")}.get(file, (file,))
    dates = [held[role].since for role in roles if role in held]
    return Moment(min(dates), day_only=True) if dates else None


def _sums(deals: list[Deal], ask: Asking | None = None) -> Value:
    """The amounts by currency; with `ask` weighted by their chance."""
    sums: dict[str, Decimal] = {}
    for deal in deals:
        share = Decimal(probability(deal, ask.process)) / 100 if ask is not None else Decimal(1)
        sums[deal.currency] = sums.get(deal.currency, Decimal()) + (deal.amount or Decimal()) * share
    return joined(Money(amount.quantize(Decimal("0.01")), currency) for currency, amount in sorted(sums.items())) or 0


def _sections(
    ask: Asking, deals: list[Deal], entries: list[Activity], holder: Person | Company | None
) -> Iterator[Section]:
    numbers = [deal.number for deal in deals] or ([holder.number] if holder is not None else [])
    followups = open_followups_of(ask.session, numbers)
    if followups:
        yield Section(t("Open follow-ups"), tuple(followup_row(ask, one) for one in followups))
    if deals:
        yield Section(t("Projects"), tuple(deal_row(ask, deal) for deal in deals[-_MOST_DEALS:]))
    if entries:
        yield Section(t("History"), tuple(activity_row(ask, entry) for entry in entries))
