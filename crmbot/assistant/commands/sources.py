"""`sources`: where each value of a record was read, and what other sources say."""

from __future__ import annotations

from crmbot.assistant.asking import Asking
from crmbot.assistant.cards.provenance import decisions, field_label, shown_source, sourced_values
from crmbot.assistant.references import named
from crmbot.assistant.registry import Command
from crmbot.assistant.rows.rows import called
from crmbot.domain.deals.views import view
from crmbot.shapes import Column, Reply, Section, Table, t


def handle(ask: Asking) -> Reply:
    """A line for each value, with its source; below what is to be decided."""
    record = named(ask).record
    rows = tuple(
        (field_label(one.field), one.value, shown_source(ask, one.source)) for one in sourced_values(ask, record)
    )
    waiting = decisions(ask, record)
    sections = (Section(t("Said otherwise"), waiting),) if waiting else ()
    return Reply(
        "list",
        t("Where the values of {record} come from", record=called(record)),
        table=Table((Column(t("Field")), Column(t("Value")), Column(t("Source"))), rows),
        sections=sections,
        records=(view(ask.session, record, ask.process),),
    )


COMMAND = Command(
    key="sources",
    topic="contacts",
    names={"en": ("sources", "where from"), "de": ("quellen", "herkunft", "woher")},
    usage=t("sources WHO"),
    summary=t("where each value was read: signature, web form, by hand"),
    examples={"en": ("sources Julia Brandt",), "de": ("quellen Julia Brandt",)},
    writes=False,
    handler=handle,
)
