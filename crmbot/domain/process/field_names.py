"""The fields of a deal that gates and dialogs may name, with their words."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from crmbot.domain.process.model import Process
from crmbot.shapes import Text, Value, Verbatim, t

DEAL_FIELDS: Mapping[str, Text] = MappingProxyType(
    {
        "amount": t("Amount"), "expected_close": t("Expected close"), "budget": t("Budget"), "need": t("Need"),
        "source": t("Source"), "probability": t("Probability"), "name": t("Name"), "person": t("Person"),
        "company": t("Company"), "email": t("Mail"), "phone": t("Phone"), "products": t("Products"), "offer": t("Offer"),
        "stakeholders": t("Stakeholders"), "next_step": t("Next step"),
    }
)  # fmt: skip


def field_label(process: Process, key: str, language: str) -> Value:
    """What people call a field, of the deal itself or of the process."""
    if key in DEAL_FIELDS:
        return DEAL_FIELDS[key]
    spec = process.spec(key)
    return Verbatim(spec.name(language) if spec else key)
