"""In a guarded session no statement of any form shows or writes what the member may not."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from crmbot.domain.deals.deals import open_lead
from crmbot.domain.history.history import log_activity, place_of
from crmbot.domain.members.access import access_of, allows, forget_access
from crmbot.domain.members.guard import guard, unguarded
from crmbot.domain.members.hanging import HOLDERS, ROOTS
from crmbot.domain.members.members import add_member
from crmbot.domain.members.rights import read_rights
from crmbot.domain.members.visibility import EVERYBODY
from crmbot.domain.process import builtin_process
from crmbot.domain.records import (
    Activity,
    Base,
    Company,
    CompanyDomain,
    Deal,
    Member,
    Person,
    PersonEmail,
    RecordNumber,
    Tag,
    Tracked,
    Watcher,
)
from crmbot.domain.records.work import Work
from crmbot.errors import NotAllowed
from crmbot.storage.store import Store

NOW = datetime(2026, 11, 18, 9, tzinfo=UTC)


@pytest.fixture
def work(store: Store):
    """Ben, who sees his own, in a guarded session; a customer of Anna's and one of his."""
    with store.rehearse(NOW) as work:
        for key in ("anna", "ben"):
            add_member(work, key, key.title(), [f"{key}@firma.example"])
            customer(work, key)
        ben = work.session.scalars(select(Member).where(Member.key == "ben")).one()
        ben.rights, ben.permissions = read_rights("own")
        work.session.flush()
        guard(work.session, access_of(work.session, ben))
        work.session.expunge_all()
        yield work


def customer(work: Work, owner: str) -> None:
    company = Company(number=work.next_number("company"), name=owner, name_key=owner, created_at=NOW)
    company.domains = [CompanyDomain(domain=f"{owner}.example")]
    person = Person(number=work.next_number("person"), name=owner, name_key=owner, owner=owner, created_at=NOW)
    person.company, person.emails = company, [PersonEmail(email=f"{owner}@{owner}.example")]
    work.session.add_all([company, person])
    deal = open_lead(work, builtin_process(), name=owner, owner=owner, person=person, company=company)
    log_activity(work, place_of(deal), kind="note", medium="note", text=owner, author=owner)
    work.session.add(Tag(record_number=deal.number, name="public", name_key="public"))
    work.session.flush()


def annas(session: Session, model: type[Deal | Person | Company | Activity]) -> int:
    """The number of a record that Ben does not see."""
    column = {Deal: Deal.owner, Person: Person.owner, Company: Company.name, Activity: Activity.author}[model]
    statement = select(model.number).where(column == "anna").limit(1)
    return session.scalars(statement, execution_options=EVERYBODY).one()


Other = aliased(Deal)
STATEMENTS: dict[str, Any] = {
    "entities": select(Deal.owner),
    "whole": select(Deal),
    "count": select(func.count()).select_from(Deal),
    "count of a column": select(func.count(Deal.number)),
    "groups": select(Deal.owner, func.count()).group_by(Deal.owner),
    "alias": select(Other.owner),
    "join": select(Person.name, Deal.owner).join(Deal, Deal.person_number == Person.number),
    "join of aliases": select(Deal.owner, Other.owner).join(Other, Other.number >= Deal.number),
    "outer join": select(RecordNumber.number, Deal.owner).outerjoin(Deal, Deal.number == RecordNumber.number).where(Deal.owner.is_not(None)),
    "subquery": select(func.count()).select_from(select(Deal.number).subquery()),
    "common table": select(func.count()).select_from(select(Deal.number).cte()),
    "in": select(RecordNumber.number).where(RecordNumber.number.in_(select(Deal.number))),
    "exists": select(RecordNumber.number).where(exists().where(Deal.number == RecordNumber.number)),
    "union": select(Deal.owner).union_all(select(Person.owner)),
    "children": select(PersonEmail.email),
    "domains": select(CompanyDomain.domain),
    "tags": select(func.count()).select_from(Tag),
    "history": select(Activity.text),
    "companies": select(Company.name),
}  # fmt: skip


@pytest.mark.parametrize("name", STATEMENTS)
def test_no_form_of_query_shows_what_is_hidden(work: Work, name: str) -> None:
    rows = work.session.execute(STATEMENTS[name]).all()
    seen = {str(getattr(value, "owner", value)) for row in rows for value in row}
    assert seen
    assert not any("anna" in value for value in seen)
    assert "2" not in seen


@pytest.mark.parametrize("model", [Deal, Person, Company, Activity])
def test_a_hidden_record_is_not_got_by_its_number(work: Work, model: type[Deal | Person | Company | Activity]) -> None:
    assert work.session.get(model, annas(work.session, model)) is None


@pytest.fixture
def protected(work: Work) -> Work:
    """Ben's deal is with a protected contact of Anna's."""
    with unguarded(work.session):
        person = work.session.get(Person, annas(work.session, Person))
        mine = work.session.scalars(select(Deal).where(Deal.owner == "ben")).one()
        assert person is not None
        person.protected, mine.person_number = True, person.number
    forget_access(work.session)
    guard(work.session, access_of(work.session, member(work, "ben")))
    work.session.expunge_all()
    return work


@pytest.mark.parametrize("way", [joinedload, selectinload])
def test_what_is_loaded_along_is_hidden_too(protected: Work, way) -> None:
    (deal,) = protected.session.scalars(select(Deal).options(way(Deal.person))).unique().all()
    assert (deal.owner, deal.person) == ("ben", None)


def test_a_relationship_is_followed_only_to_what_may_be_seen(protected: Work) -> None:
    assert protected.session.scalars(select(Deal)).one().person is None


def test_where_it_is_lifted_everything_is_found(work: Work) -> None:
    with unguarded(work.session):
        assert len(work.session.scalars(select(Deal)).all()) == 2
    assert len(work.session.scalars(select(Deal)).all()) == 1


def test_a_hidden_record_cannot_be_written_however_it_was_loaded(work: Work) -> None:
    with unguarded(work.session):
        deal = work.session.get(Deal, annas(work.session, Deal))
    assert deal is not None
    deal.name = "changed"
    with pytest.raises(NotAllowed):
        work.session.flush()


def test_lifting_the_guard_does_not_let_through_what_was_changed_before(work: Work) -> None:
    with unguarded(work.session):
        deal = work.session.get(Deal, annas(work.session, Deal))
    assert deal is not None
    deal.name = "changed"
    with pytest.raises(NotAllowed), unguarded(work.session):
        pass


@pytest.mark.parametrize("model", [Tag, Watcher])
def test_nothing_is_hung_on_a_hidden_record(work: Work, model: type[Tag | Watcher]) -> None:
    number = annas(work.session, Deal)
    row = (
        Tag(record_number=number, name="x", name_key="x")
        if model is Tag
        else Watcher(record_number=number, member="anna", kind="follower", since=NOW)
    )
    work.session.add(row)
    with pytest.raises(NotAllowed):
        work.session.flush()


def test_a_hidden_record_is_not_deleted(work: Work) -> None:
    with unguarded(work.session):
        tag = work.session.scalars(select(Tag).where(Tag.record_number == annas(work.session, Deal))).one()
    work.session.delete(tag)
    with pytest.raises(NotAllowed):
        work.session.flush()


def test_who_hands_a_record_over_may_finish_what_he_does_with_it(work: Work) -> None:
    deal = work.session.scalars(select(Deal)).one()
    deal.owner = "anna"
    work.session.flush()
    deal.name = "and named it"
    work.session.flush()
    assert not allows(work.session, access_of(work.session, member(work, "ben")), "write", deal)


def test_the_team_is_changed_by_administrators_only(work: Work) -> None:
    member(work, "anna").name = "changed"
    with pytest.raises(NotAllowed):
        work.session.flush()


def test_everybody_may_note_his_own_absence(work: Work) -> None:
    member(work, "ben").absent_from = NOW.date()
    work.session.flush()


def test_a_private_tag_is_its_owners_alone(work: Work) -> None:
    """B7."""
    with unguarded(work.session):
        number = work.session.scalars(select(Deal.number).where(Deal.owner == "ben")).one()
        work.session.add_all(Tag(record_number=number, name=key, name_key=key, owner=key) for key in ("anna", "ben"))
    assert set(work.session.scalars(select(Tag.name))) == {"public", "ben"}


def test_a_private_tag_needs_no_right_to_change_the_record(work: Work) -> None:
    """B7."""
    work.session.add(Tag(record_number=annas(work.session, Deal), name="mine", name_key="mine", owner="ben"))
    work.session.flush()


def member(work: Work, key: str) -> Member:
    return work.session.scalars(select(Member).where(Member.key == key)).one()


def test_every_tracked_table_that_names_a_record_is_guarded() -> None:
    """A new table that hangs on a record is a hole until it stands in `HOLDERS`."""
    guarded = {model.__tablename__ for model in (*ROOTS, *HOLDERS)}
    records = {model.__tablename__ for model in ROOTS} | {"record_numbers"}
    own_life = {"members", "products", "offers", "segments", "merged_records"} & {
        mapper.class_.__tablename__ for mapper in Base.registry.mappers
    }
    for mapper in Base.registry.mappers:
        if issubclass(mapper.class_, Tracked):
            named = {key.column.table.name for key in mapper.local_table.foreign_keys}
            assert not named & records or mapper.local_table.description in guarded | own_life, mapper.class_
