"""Stakeholders and competitors of a deal, as lines of a card or a report."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from crmbot.assistant.words import joined
from crmbot.domain.process.deal_rows import DealRows
from crmbot.domain.records import Competitor, Deal, Person, Stakeholder
from crmbot.shapes import Row, Section, Text, Verbatim, t

ATTITUDES: Mapping[str, Text] = MappingProxyType(
    {"for": t("for it"), "neutral": t("neutral"), "against": t("against it")}
)


def party_sections(rows: DealRows, deal: Deal) -> tuple[Section, ...]:
    """Both lists with their headings; none for a deal without."""
    people = tuple(stakeholder_row(one, person) for one, person in rows.stakeholders[deal.number] if person is not None)
    rivals = tuple(competitor_row(one) for one in rows.competitors[deal.number])
    parts = ((t("Stakeholders"), people), (t("Competitors"), rivals))
    return tuple(Section(heading, rows) for heading, rows in parts if rows)


def stakeholder_row(stakeholder: Stakeholder, person: Person) -> Row:
    """Name, function and attitude."""
    name = t("{name} (#{number})", name=Verbatim(person.name), number=person.number)
    function = Verbatim(stakeholder.function) if stakeholder.function else None
    attitude = ATTITUDES.get(stakeholder.attitude) if stakeholder.attitude else None
    return Row(name, joined([function, attitude]))


def competitor_row(competitor: Competitor) -> Row:
    """Name, what they are good at, what not."""
    strong = t("strong in {what}", what=Verbatim(competitor.strengths)) if competitor.strengths else None
    weak = t("weak in {what}", what=Verbatim(competitor.weaknesses)) if competitor.weaknesses else None
    return Row(Verbatim(competitor.name), joined([strong, weak]))
