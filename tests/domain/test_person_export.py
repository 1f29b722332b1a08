"""What is gathered of one person for him to take along."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from crmbot.domain.changes.person_export import person_data
from crmbot.domain.people.contact_fields import custom_field, with_own
from crmbot.domain.people.contacts import ContactFacts, add_person
from crmbot.domain.people.field_values import write_value
from crmbot.domain.people.value_sources import Source
from crmbot.shapes import Money, Text
from crmbot.storage.store import Store

SALARY = custom_field("person", "salary", {"en": "Salary"}, "money")


def test_amounts_of_own_fields_are_in_the_currency_of_the_team(store: Store, now: datetime) -> None:
    with store.write(now) as work:
        person = add_person(work, ContactFacts(name="Urs Frei"))
        write_value(person, SALARY, Decimal(90_000), Source("hand"))
    with store.read() as session:
        card = person_data(session, session.merge(person), with_own([SALARY]), "CHF").text[0]
    shown = [row.text.args["value"] for row in card.rows if isinstance(row.text, Text)]
    assert Money(Decimal(90_000), "CHF") in shown
