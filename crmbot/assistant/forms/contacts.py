"""The dialogs that make somebody new: a lead, a person, a company, with the fields of the process and of the installation."""

from __future__ import annotations

import re
from typing import Any

from crmbot.assistant.asking import Asking
from crmbot.assistant.forms.fields import editable, question_of
from crmbot.assistant.forms.questions import amount, choice, prose, words
from crmbot.assistant.forms.sheet import Question, Sheet, answers
from crmbot.domain.catalogue.sources import choices
from crmbot.domain.people.contact_fields import ContactField
from crmbot.errors import RequestFault
from crmbot.parsing.chat.requests import LeadWords
from crmbot.parsing.contact.phones import find_phones
from crmbot.parsing.parsed import Amount
from crmbot.shapes import FormField, Money, Option, Text, Verbatim, t

_MAIL = re.compile(r"[^\s<>,;:\"()@]{1,64}@[^\s<>,;:\"()@]{1,190}\.[^\s<>,;:\"()@.]{2,30}")
_ASKED_FIRST = frozenset({"name", "company", "email", "phone", "title", "given_name", "family_name"})


def asked_lead(ask: Asking, question: Text) -> tuple[LeadWords, str | None]:
    """The lead, and the key of its process where it was chosen. Raises Unanswered as `answers` does."""
    sources = [Option(key, name) for key, name in choices(ask.settings.sales.sources)]
    lines = [Option(line.key, Verbatim(line.name(ask.reader.language))) for line in ask.process.all]
    process = (choice("process", t("Process"), lines, initial=ask.process.key),) if len(lines) > 1 else ()
    sheet = Sheet(
        t("New lead"), t("Save"), "lead",
        (
            *_who(), amount("amount", t("Amount"), currency=ask.settings.currency),
            choice("source", t("Source"), sources, open_=True), prose("text", t("What is it about?")), *process,
        ),
        typed=t("lead NAME, COMPANY, MAIL or PHONE[, AMOUNT][, source SOURCE][, TEXT]"), check=_somebody,
    )  # fmt: skip
    found = answers(ask, sheet, question)
    said = LeadWords(
        name=found["name"], company=found["company"], email=found["email"], phone=found["phone"],
        amount=_amount(found["amount"]), source=found["source"], text=found["text"] or "",
    )  # fmt: skip
    return said, found.get("process")


def asked_person(ask: Asking, question: Text) -> tuple[LeadWords, list[tuple[str, str]]]:
    """Who it is, and what else is known by the keys of its fields."""
    further = [field for field in editable(ask, "person") if field.key not in _ASKED_FIRST]
    sheet = Sheet(
        t("New contact"), t("Save"), "person", (*_who(), *(question_of(ask, field) for field in further)),
        typed=t("person NAME[, COMPANY][, MAIL][, PHONE][, department X][, function Y]"), check=_somebody,
    )  # fmt: skip
    found = answers(ask, sheet, question)
    return _named(found), _further(ask, found, further)


def asked_company(ask: Asking, question: Text) -> tuple[str, list[tuple[str, str]]]:
    """What it is called, and what else is known by the keys of its fields."""
    further = [field for field in editable(ask, "company") if field.key != "name"]
    sheet = Sheet(
        t("New company"), t("Save"), "company",
        (words("name", t("Name"), required=True), *(question_of(ask, field) for field in further)),
        typed=t("company NAME[, PHONE][, industry X][, address Y]"),
    )  # fmt: skip
    found = answers(ask, sheet, question)
    return found["name"], _further(ask, found, further)


def _who() -> tuple[Question, ...]:
    return (
        words("name", t("Name")), words("company", t("Company")),
        Question(FormField("email", t("Mail")), _mail), Question(FormField("phone", t("Phone")), _phone),
    )  # fmt: skip


def _somebody(found: dict[str, Any]) -> dict[str, Text]:
    if any(found[key] for key in ("name", "company", "email", "phone")):
        return {}
    return {"name": t("Who is it? Give a name, a company, a mail address or a phone number.")}


def _mail(_ask: Asking, said: str) -> str:
    if not _MAIL.fullmatch(said):
        raise RequestFault(t("“{words}” is no mail address.", words=Verbatim(said[:80])))
    return said


def _phone(ask: Asking, said: str) -> str:
    if len(find_phones(said, ask.settings.region)) != 1:
        raise RequestFault(t("“{words}” is no phone number.", words=Verbatim(said[:80])))
    return said


def _named(found: dict[str, Any]) -> LeadWords:
    return LeadWords(name=found["name"], company=found["company"], email=found["email"], phone=found["phone"])


def _further(ask: Asking, found: dict[str, Any], fields: list[ContactField]) -> list[tuple[str, str]]:
    """What was answered, as it was said; of a choice what was chosen."""
    return [
        (field.key, str(found[field.key]) if field.kind == "choice" else ask.values[field.key].strip())
        for field in fields
        if found[field.key] is not None
    ]


def _amount(said: Money | None) -> Amount | None:
    return Amount(said.amount, said.currency) if said is not None else None
