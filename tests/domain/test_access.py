"""Who sees what: by scope of rights, as collaborator, and around protected contacts."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from crmbot.domain.deals.deals import open_lead
from crmbot.domain.history.history import log_activity, place_of
from crmbot.domain.members.access import access_of, allows, forget_access, require, sees, visible
from crmbot.domain.members.members import add_member
from crmbot.domain.members.rights import Access, read_rights
from crmbot.domain.process import builtin_process
from crmbot.domain.records import Activity, Company, Deal, Followup, Member, Person, Watcher
from crmbot.domain.records.work import Work
from crmbot.errors import NotAllowed, NotFound
from crmbot.storage.store import Store

NOW = datetime(2026, 11, 18, 9, tzinfo=UTC)
MODELS = (Deal, Person, Company, Activity, Followup)


@pytest.fixture
def work(store: Store):
    with store.rehearse(NOW) as work:
        for key, department in (("anna", "sales"), ("ben", "sales"), ("carla", "billing"), ("dora", "marketing")):
            member = add_member(work, key, key.title(), [f"{key}@firma.example"])
            member.department = department
        work.session.flush()
        member_of(work, "carla").manager = "dora"
        for key in ("anna", "ben", "carla"):
            customer(work, key)
        yield work


def customer(work: Work, owner: str) -> Deal:
    """A company, a person, a deal, an entry of its history and a follow-up, all of one owner."""
    company = Company(
        number=work.next_number("company"), name=f"Firm {owner}", name_key=f"firm {owner}", created_at=NOW
    )
    person = Person(
        number=work.next_number("person"), name=f"P {owner}", name_key=f"p {owner}", owner=owner, created_at=NOW
    )
    person.company = company
    work.session.add_all([company, person])
    deal = open_lead(work, builtin_process(), name=f"Deal {owner}", owner=owner, person=person, company=company)
    log_activity(work, place_of(deal), kind="note", medium="note", text=owner, author=owner)
    work.session.add(
        Followup(
            number=work.next_number("followup"), owner=owner, due_at=NOW, record_number=deal.number, created_at=NOW
        )
    )
    work.session.flush()
    return deal


def member_of(work: Work, key: str) -> Member:
    return work.session.scalars(select(Member).where(Member.key == key)).one()


def access(work: Work, key: str, rights: str = "member") -> Access:
    member = member_of(work, key)
    member.rights, member.permissions = read_rights(rights)
    forget_access(work.session)
    work.session.flush()
    return access_of(work.session, member)


def owners_seen(work: Work, seen: Access, right="read") -> dict[str, set[str]]:
    """Of each kind of record, whose are seen."""
    names = {
        Deal: Deal.owner,
        Person: Person.owner,
        Company: Company.name,
        Activity: Activity.author,
        Followup: Followup.owner,
    }
    return {
        model.__tablename__: {
            (value or "").removeprefix("Firm ")
            for value in work.session.scalars(select(names[model]).where(*visible(seen, model, right)))
        }
        for model in MODELS
    }


@pytest.mark.parametrize(
    ("key", "rights", "expected"),
    [
        ("anna", "member", {"anna", "ben", "carla"}),
        ("anna", "own", {"anna"}),
        ("anna", "team", {"anna", "ben"}),
        ("dora", "team", {"carla"}),
        ("dora", "none", set()),
        ("anna", "read:team,write:own", {"anna", "ben"}),
    ],
)
def test_each_scope_reaches_the_same_records_of_every_kind(
    work: Work, key: str, rights: str, expected: set[str]
) -> None:
    seen = owners_seen(work, access(work, key, rights))
    assert seen["followups"] - {key} == expected - {key}
    assert {name: owners for name, owners in seen.items() if name != "followups"} == dict.fromkeys(
        ("deals", "persons", "companies", "activities"), expected
    )


def test_the_right_to_write_may_be_narrower_than_to_read(work: Work) -> None:
    seen = access(work, "anna", "read:all,write:own")
    deal = work.session.scalars(select(Deal).where(Deal.owner == "ben")).one()
    assert sees(work.session, seen, deal)
    with pytest.raises(NotAllowed):
        require(work.session, seen, "write", deal)


def test_what_may_not_be_seen_is_not_found_whatever_is_wanted(work: Work) -> None:
    deal = work.session.scalars(select(Deal).where(Deal.owner == "ben")).one()
    for right in ("read", "write", "delete"):
        with pytest.raises(NotFound):
            require(work.session, access(work, "anna", "own"), right, deal)


def test_a_collaborator_reads_that_record_and_no_other(work: Work) -> None:
    """B12."""
    deal = work.session.scalars(select(Deal).where(Deal.owner == "ben")).one()
    work.session.add(Watcher(record_number=deal.number, member="dora", kind="collaborator", since=NOW))
    seen = access(work, "dora", "none")
    assert owners_seen(work, seen) == {
        "deals": {"ben"}, "persons": set(), "companies": set(), "activities": {"ben"}, "followups": {"ben"},
    }  # fmt: skip
    assert not allows(work.session, seen, "write", deal)


@pytest.mark.parametrize("kind", [Person, Company])
def test_a_protected_contact_is_hidden_with_all_that_hangs_on_it(work: Work, kind: type[Person | Company]) -> None:
    """A74."""
    names = {Person: "P anna", Company: "Firm anna"}
    contact: Any = work.session.scalars(select(kind).where(kind.name == names[kind])).one()
    contact.protected, contact.owner = True, "anna"
    for rights in ("member", "admin"):
        seen = owners_seen(work, access(work, "ben", rights))
        companies = seen.pop("companies")
        assert seen == {key: {"ben", "carla"} for key in ("deals", "persons", "activities", "followups")}
        assert companies == ({"ben", "carla"} if kind is Company else {"anna", "ben", "carla"})
    assert owners_seen(work, access(work, "anna"))["deals"] == {"anna", "ben", "carla"}


def test_a_collaborator_of_a_protected_contact_sees_what_hangs_on_it(work: Work) -> None:
    person = work.session.scalars(select(Person).where(Person.name == "P anna")).one()
    person.protected = True
    work.session.add(Watcher(record_number=person.number, member="ben", kind="collaborator", since=NOW))
    seen = owners_seen(work, access(work, "ben"))
    assert seen == {
        key: {"anna", "ben", "carla"} for key in ("deals", "persons", "companies", "activities", "followups")
    }


def test_the_owner_of_a_deal_sees_it_also_at_a_protected_contact(work: Work) -> None:
    deal = work.session.scalars(select(Deal).where(Deal.owner == "ben")).one()
    assert deal.person is not None
    deal.person.protected, deal.person.owner = True, "anna"
    seen = access(work, "ben", "own")
    assert sees(work.session, seen, deal)
    assert not sees(work.session, seen, deal.person)


def test_access_is_read_once_in_a_unit_of_work(work: Work) -> None:
    member = member_of(work, "anna")
    assert access_of(work.session, member) is access_of(work.session, member)
