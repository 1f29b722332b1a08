"""A store with records of every kind, some of them hard to write down."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from sqlalchemy import select

from crmbot.domain.catalogue.products import add_product
from crmbot.domain.deals.deals import move_to_stage, open_lead
from crmbot.domain.deals.offers import NewOffer, record_offer
from crmbot.domain.followups.followups import add_followup
from crmbot.domain.history.history import log_activity, place_of
from crmbot.domain.people.tags import add_tag
from crmbot.domain.process import builtin_process
from crmbot.domain.records import Company, Competitor, Deal, DealProduct, Person, Stakeholder
from crmbot.storage.store import Store
from tests.imports import programs
from tests.imports.reading import NOW, load

HARD = (
    "Name,Email,Company,Job title,Phone,Address,Tags\n"
    '"=cmd|\' /C calc\'!A0",evil@bad.example,+SUM(1) GmbH,@risk,+49 711 5553322,"-5 Street, 70173 Stuttgart","-x;=y"\n'
    '"Zoë; ""O\'Neil"", Ärztin",zoe@neil.example,\'quoted AG,"a, b",,"Weg 1, 70173 Stuttgart",\n'
)


def fill(store: Store, path: Path) -> None:
    """People and companies of other programs, hard names, and a deal with everything that hangs on one."""
    for text in (
        programs.SALESFORCE_ACCOUNTS, programs.SALESFORCE_CONTACTS, programs.SALESFORCE_OPPORTUNITIES, programs.OUTLOOK,
        programs.GERMAN_DEALS, HARD,
    ):  # fmt: skip
        load(store, path, text)
    with store.write(NOW + timedelta(hours=1), actor="anna", channel="say", action="test") as work:
        klaus = work.session.scalars(select(Person).where(Person.family_name == "Huber")).one()
        klaus.standing_roles, klaus.risk_attitude, klaus.custom = (
            ["partner"],
            "averse",
            {"shirt": "l", "gone": "was here"},
        )
        product = add_product(work, "R-1", "Regal", Decimal("99.90"), "EUR", unit="piece")
        deal = open_lead(
            work,
            builtin_process(),
            name="Werkhalle Süd",
            owner="anna",
            person=klaus,
            company=klaus.company,
            amount=Decimal("1250.50"),
        )
        deal.need, deal.probability, deal.priority, deal.steps_done = (
            "Racks,\nmany",
            35,
            2,
            {"contact": NOW.isoformat()},
        )
        record_offer(work, deal, NewOffer(Decimal(1_400), "EUR", NOW.date(), note="first"))
        log_activity(
            work,
            place_of(deal),
            kind="call",
            medium="phone",
            text="He called.\nAgain.",
            direction="in",
            author="anna",
            minutes=5,
        )
        add_followup(
            work,
            owner="anna",
            due_at=NOW + timedelta(days=3),
            day_only=True,
            text="Call back",
            record_number=deal.number,
        )
        work.session.add(
            DealProduct(
                deal_number=deal.number,
                product_number=product.number,
                quantity=Decimal(3),
                price=Decimal("99.90"),
                discount=Decimal("2.5"),
            )
        )
        work.session.add(Competitor(deal_number=deal.number, name="Rival Ltd", name_key="rival ltd", strengths="cheap"))
        other = work.session.scalars(select(Person).where(Person.name_key.contains("neil"))).one()
        work.session.add(
            Stakeholder(deal_number=deal.number, person_number=other.number, function="pays", attitude="for")
        )
        add_tag(work, deal.number, "big one")
        add_tag(work, klaus.number, "secret", owner="anna")
        company = work.session.scalars(select(Company).where(Company.number == klaus.company_number)).one()
        company.employees, company.business = 12, "b2b"
    with store.write(NOW + timedelta(days=2), actor="anna", channel="say", action="test") as work:
        deal = work.session.scalars(select(Deal).where(Deal.name == "Werkhalle Süd")).one()
        stage = builtin_process().stage("offer")
        assert stage is not None
        move_to_stage(work, builtin_process(), deal, stage)
