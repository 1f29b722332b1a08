"""The fields of a deal that gates and dialogs may name, with their words and what people type for them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from crmbot.domain.process.model import Process
from crmbot.folding import fold
from crmbot.shapes import Text, Value, Verbatim, t

DEAL_FIELDS: Mapping[str, Text] = MappingProxyType(
    {
        "amount": t("Amount"), "expected_close": t("Expected close"), "budget": t("Budget"), "need": t("Need"),
        "source": t("Source"), "probability": t("Probability"), "name": t("Name"), "person": t("Person"),
        "company": t("Company"), "email": t("Mail"), "phone": t("Phone"), "products": t("Products"), "offer": t("Offer"),
        "stakeholders": t("Stakeholders"), "next_step": t("Next step"),
    }
)  # fmt: skip
_TYPED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "amount": ("amount", "value", "betrag", "wert", "summe"),
        "expected_close": (
            "expected close", "close", "closing", "close date", "expected_close", "abschluss", "abschlussdatum",
            "voraussichtlicher abschluss",
        ),
        "budget": ("budget",),
        "need": ("need", "bedarf"),
        "source": ("source", "quelle"),
        "probability": ("probability", "chance", "wahrscheinlichkeit"),
        "name": ("name", "title", "titel"),
        "email": ("email", "mail", "e-mail"),
        "phone": ("phone", "telefon", "tel"),
        "company": ("company", "firma"),
    }
)  # fmt: skip
IN_ONE_LINE = tuple(_TYPED)  # the fields that can be given as words; the others have commands of their own


def field_label(process: Process, key: str, language: str) -> Value:
    """What people call a field, of the deal itself or of the process."""
    if key in DEAL_FIELDS:
        return DEAL_FIELDS[key]
    spec = process.spec(key)
    return Verbatim(spec.name(language) if spec else key)


def typed_fields(process: Process) -> dict[str, str]:
    """Folded words to the key of the field that they name."""
    words = {fold(word): key for key, names in _TYPED.items() for word in names}
    for line in process.all:
        for spec in line.fields:
            for word in (spec.key, *spec.names.values()):
                words.setdefault(fold(word), spec.key)
    return words
