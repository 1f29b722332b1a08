"""`project`: a further sales project in the file of a contact we know."""

from __future__ import annotations

from crmbot.assistant.amounts import leading_amount
from crmbot.assistant.asking import Asking
from crmbot.assistant.moves import moved
from crmbot.assistant.process_choice import process_in
from crmbot.assistant.references import named
from crmbot.assistant.registry import Command
from crmbot.assistant.rows.rows import called, deal_row
from crmbot.domain.deals.deals import open_lead
from crmbot.domain.deals.views import deals_of
from crmbot.domain.records import Company, Deal, Person
from crmbot.domain.search.lookup import Contactable
from crmbot.errors import RequestFault
from crmbot.shapes import Action, Money, Reply, Section, Verbatim, t

_LONGEST_NAME = 80
_MOST_OTHERS = 5


def handle(ask: Asking) -> Reply:
    """Open a named project at the contact; the others there are shown below."""
    found = named(ask, create=True)
    person, company = _holders(found.record)
    holder = person or company
    if holder is None:
        raise RequestFault(t("Nobody stands behind #{number}: name a person or a company.", number=found.record.number))
    others = [deal for deal in deals_of(ask.session, holder) if deal.state == "open"]
    line, words = process_in(ask, found.rest)
    name, amount = _name_and_amount(ask, words)
    deal = open_lead(
        ask.work, line, name=name or holder.name, owner=ask.member.key, person=person, company=company,
        amount=amount.amount if amount else None, currency=amount.currency if amount else ask.settings.currency,
        source="manual",
    )  # fmt: skip
    if deal in others or deal.created_at != ask.work.now:
        title = t(
            "The project file is switched off: {who} has one file, #{number}.", who=called(holder), number=deal.number
        )
        return moved(ask, deal, title)
    reply = moved(
        ask,
        deal,
        t(
            "New project #{number} “{name}” for {who}.",
            number=deal.number,
            name=Verbatim(deal.name),
            who=called(holder),
        ),
    )
    also = Section(t("Also open there"), tuple(deal_row(ask, other) for other in others[:_MOST_OTHERS]))
    return Reply(
        "done", reply.title, lines=reply.lines, fields=reply.fields, records=reply.records,
        sections=(*reply.sections, *((also,) if others else ())),
        actions=(Action(t("Follow up tomorrow"), f"followup #{deal.number} tomorrow"),),
    )  # fmt: skip


def _holders(record: Contactable) -> tuple[Person | None, Company | None]:
    if isinstance(record, Deal):
        return record.person, record.company
    if isinstance(record, Company):
        return None, record
    return record, record.company


def _name_and_amount(ask: Asking, text: str) -> tuple[str, Money | None]:
    """`Halle 2, 30k`: what is no amount is the name."""
    names: list[str] = []
    amount: Money | None = None
    for part in (part.strip(' :–-“”"') for part in text.replace(";", ",").split(",")):
        value, rest = leading_amount(part, currency=ask.settings.currency) if part and amount is None else (None, part)
        if value is not None and not rest and not part[:1].isalpha():
            amount = value
        elif part:
            names.append(part)
    return ", ".join(names)[:_LONGEST_NAME], amount


COMMAND = Command(
    key="project",
    topic="log",
    names={"en": ("project", "new project"), "de": ("projekt", "neues projekt", "projektakte")},
    usage=t("project WHO NAME[, AMOUNT]"),
    summary=t("open a further sales project for a contact; what happens in it has its own history"),
    examples={
        "en": ("project Julia Brandt second hall, 30k",),
        "de": ("projekt Julia Brandt zweite Halle, 30k",),
    },
    writes=True,
    handler=handle,
)
