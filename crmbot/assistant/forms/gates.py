"""The dialog before a stage: exactly what its gate asks for and the deal does not have, by the process file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from crmbot.assistant.asking import Asking
from crmbot.assistant.changing import Wanted
from crmbot.assistant.edits import change, company_named
from crmbot.assistant.field_words import fields_of
from crmbot.assistant.followups.planning import add_planned
from crmbot.assistant.forms.fields import question_of, spelled
from crmbot.assistant.forms.questions import amount, moment, words
from crmbot.assistant.forms.sheet import Question, Sheet, wrong
from crmbot.assistant.forms.stale import marked
from crmbot.assistant.leads.leads import contact_of
from crmbot.assistant.rows.rows import called
from crmbot.domain.filing.filing import Filing
from crmbot.domain.history.history import place_of
from crmbot.domain.process import Stage
from crmbot.domain.process.field_names import field_label
from crmbot.domain.records import Deal
from crmbot.errors import RequestFault
from crmbot.parsing.chat.requests import read_lead
from crmbot.parsing.phrases.dates import When
from crmbot.shapes import Money, Text, Value, t

Write = Callable[[Asking, Deal, Any], None]


def gate_sheet(ask: Asking, deal: Deal, stage: Stage, missing: tuple[str, ...], command: str, typed: Value) -> Sheet:
    """What a stage asks for; `command` goes on where it stopped."""
    return Sheet(
        t("{stage}", stage=ask.stage_name(stage.key)),
        t("Save"),
        marked(ask, deal, command),
        tuple(_question(ask, deal, key) for key in missing),
        lines=(called(deal),),
        typed=typed,
    )


def write_gate(ask: Asking, deal: Deal, sheet: Sheet, found: Mapping[str, Any]) -> None:
    """Write the answers. Raises Unanswered with what is wrong beside its question."""
    errors: dict[str, Text] = {}
    for one in sheet.questions:
        if found.get(one.key) is None:
            continue
        try:
            _written(ask, deal, one.key, found[one.key])
        except RequestFault as fault:
            errors[one.key] = fault.text
    if errors:
        raise wrong(ask, sheet, errors)


def _question(ask: Asking, deal: Deal, key: str) -> Question:
    label = field_label(ask.process, key, ask.reader.language)
    if key == "next_step":
        return moment(key, label, required=True, picked=True)
    if key == "offer":
        return amount(key, t("Offer of"), currency=deal.currency, required=True, initial=spelled(deal.amount))
    field = fields_of(ask).get("deal", key)
    if field is not None:
        return question_of(ask, field, deal, required=True)
    return words(key, label, required=True, hint=_HINTS.get(key))


def _written(ask: Asking, deal: Deal, key: str, value: Any) -> None:
    field = fields_of(ask).get("deal", key)
    if key in _WRITERS:
        _WRITERS[key](ask, deal, value)
    elif field is not None:
        change(ask, Wanted(deal, field, field.key, ask.values[key].strip()))
    ask.session.flush()


def _person(ask: Asking, deal: Deal, said: str) -> None:
    contact = contact_of(ask, read_lead(said, currency=deal.currency, now=ask.now), "")
    deal.person = contact.person
    deal.company = deal.company or contact.company


def _company(ask: Asking, deal: Deal, said: str) -> None:
    deal.company = company_named(ask, said)


def _point(key: str) -> Write:
    def write(ask: Asking, deal: Deal, said: str) -> None:
        holder = deal.person or deal.company
        field = fields_of(ask).get("person" if deal.person is not None else "company", key)
        if holder is None or field is None:
            raise RequestFault(t("Nobody stands behind this deal yet: name the person first."))
        change(ask, Wanted(holder, field, key, said))

    return write


def _next_step(ask: Asking, deal: Deal, when: When) -> None:
    add_planned(ask, Filing(place_of(deal)), when, "")


def _by_command(verb: str) -> Write:
    """What another command writes."""

    def write(ask: Asking, deal: Deal, said: Any) -> None:
        given = f"{said.amount:f} {said.currency}" if isinstance(said, Money) else said
        ask.commands[verb].handler(replace(ask, verb=verb, rest=f"#{deal.number} {given}", values={}, since=None))

    return write


_WRITERS: Mapping[str, Write] = MappingProxyType(
    {
        "person": _person, "company": _company, "email": _point("email"), "phone": _point("phone"),
        "next_step": _next_step, "offer": _by_command("offer"), "products": _by_command("product"),
        "stakeholders": _by_command("stakeholder"),
    }
)  # fmt: skip
_HINTS: Mapping[str, Text] = MappingProxyType(
    {
        "person": t("name, company, mail address"), "products": t("for example 2 Shelf"),
        "stakeholders": t("for example Julia Brandt, buyer, decides"),
    }
)  # fmt: skip
