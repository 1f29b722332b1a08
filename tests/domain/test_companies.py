"""Companies: contact persons by department, mothers and daughters; tags and links of any record."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from crmbot.domain.deals.deals import open_lead, win
from crmbot.domain.people.companies import (
    contact_for,
    daughters_of,
    group_of,
    group_sums,
    make_daughter,
    offer_recipient,
)
from crmbot.domain.people.contacts import ContactFacts, add_person, find_or_add_company
from crmbot.domain.people.links import link, links_of, unlink
from crmbot.domain.people.tags import add_tag, remove_tag, tagged, tags_of
from crmbot.domain.process import Process
from crmbot.domain.records import Deal
from crmbot.domain.records.work import Work
from crmbot.errors import Conflict
from crmbot.storage.store import Store


def _people(work: Work) -> None:
    for name, department, job in (
        ("Ada Sommer", "Kundendienst", None), ("Bea Winter", None, "Purchasing Manager"), ("Cem Herbst", "Buchhaltung", None),
    ):  # fmt: skip
        add_person(work, ContactFacts(name=name, company="Nordlicht GmbH", department=department, job_title=job))


@pytest.mark.parametrize(
    ("purpose", "name"),
    [("sales", "Bea Winter"), ("service", "Ada Sommer"), ("billing", "Cem Herbst"), ("press", None)],
)
def test_the_contact_person_for_a_purpose(sqlite_store: Store, now: datetime, purpose: str, name: str | None) -> None:
    with sqlite_store.write(now) as work:
        _people(work)
        company = find_or_add_company(work, "Nordlicht GmbH")
        found = contact_for(work.session, company, purpose)
        assert (found.name if found else None) == name


def test_an_offer_at_a_company_without_a_person_goes_to_its_buyer(
    sqlite_store: Store, now: datetime, process: Process
) -> None:
    with sqlite_store.write(now) as work:
        _people(work)
        deal = open_lead(work, process, name="x", owner="anna", company=find_or_add_company(work, "Nordlicht GmbH"))
        recipient = offer_recipient(work.session, deal)
        assert recipient is not None
        assert recipient.name == "Bea Winter"


def test_a_group_is_a_tree_and_its_deals_add_up_once(store: Store, now: datetime, process: Process) -> None:
    with store.write(now) as work:
        mother, daughter, grandchild, other = (
            find_or_add_company(work, name) for name in ("Mutter", "Tochter", "Enkel", "Fremd")
        )
        work.session.flush()
        make_daughter(work.session, daughter, mother)
        make_daughter(work.session, grandchild, daughter)
        for company, amount in ((mother, 10), (daughter, 20), (grandchild, 40), (other, 80)):
            open_lead(work, process, name="x", owner="anna", company=company, amount=Decimal(amount))
        won = open_lead(work, process, name="y", owner="anna", company=grandchild, amount=Decimal("0.50"))
        win(work, won, process)
        work.session.flush()
        assert daughters_of(work.session, mother) == [daughter]
        assert group_of(work.session, [mother.number]) == [mother.number, daughter.number, grandchild.number]
        assert [(s.open, s.won) for s in group_sums(work.session, mother)] == [(Decimal(70), Decimal("0.50"))]


def test_nobody_is_his_own_mother(sqlite_store: Store, now: datetime) -> None:
    with sqlite_store.write(now) as work:
        mother, daughter = (find_or_add_company(work, name) for name in ("Mutter", "Tochter"))
        work.session.flush()
        make_daughter(work.session, daughter, mother)
        work.session.flush()
        for child, above in ((mother, daughter), (mother, mother)):
            with pytest.raises(Conflict):
                make_daughter(work.session, child, above)
        make_daughter(work.session, daughter, None)
        assert daughter.parent_number is None


def test_private_tags_are_their_owners_and_may_repeat_a_public_one(
    store: Store, now: datetime, process: Process
) -> None:
    with store.write(now) as work:
        deal = open_lead(work, process, name="x", owner="anna")
        assert add_tag(work, deal.number, "Messe")
        assert not add_tag(work, deal.number, "MESSE")
        assert add_tag(work, deal.number, "heiß", owner="anna")
        work.session.flush()
        assert [tag.name for tag in tags_of(work.session, deal.number, "anna")] == ["heiß", "Messe"]
        assert [tag.name for tag in tags_of(work.session, deal.number, "ben")] == ["Messe"]
        found = [
            work.session.query(Deal).filter(tagged(Deal, "heiss", member)).count() for member in ("anna", "ben", None)
        ]
        assert found == [1, 0, 0]
        assert not remove_tag(work, deal.number, "heiß", "ben")
        assert remove_tag(work, deal.number, "heiß", "anna")


def test_a_link_is_seen_from_both_ends_and_taken_from_either(store: Store, now: datetime, process: Process) -> None:
    with store.write(now) as work:
        one, two = (open_lead(work, process, name=name, owner="anna") for name in ("x", "y"))
        assert link(work, one, two, "sister")
        work.session.flush()
        assert not link(work, two, one, "sister")
        assert [linked.other for linked in links_of(work.session, one.number)] == [two]
        assert [linked.other for linked in links_of(work.session, two.number)] == [one]
        assert unlink(work, two, one)
        work.session.flush()
        assert links_of(work.session, one.number) == []
        assert not unlink(work, one, two)
