"""A merge loses nothing, and undo restores the exact records."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from crmbot.domain.changes.merge import merge
from crmbot.domain.changes.undo import undo
from crmbot.domain.deals.deals import open_lead
from crmbot.domain.followups.followups import add_followup
from crmbot.domain.history.history import Place, log_activity, place_of
from crmbot.domain.people.contact_fields import BUILT_IN_FIELDS
from crmbot.domain.people.contacts import ContactFacts, add_person
from crmbot.domain.process import builtin_process
from crmbot.domain.records import Activity, Deal, Followup, Person, Stakeholder, Tag, Watcher
from crmbot.domain.records.work import Work
from crmbot.storage.store import Store
from tests.domain.test_undo import everything

PEOPLE = 3
_doings = st.lists(
    st.tuples(st.sampled_from(["note", "deal", "followup", "tag", "watch", "shared"]), st.integers(0, PEOPLE - 1)),
    max_size=12,
)


def _people(work: Work) -> list[Person]:
    own = work.next_number("none")  # examples share one database
    names = (("Sabine Kolb", f"s{own}@a.example"), ("Bine Kolb", f"b{own}@b.example"), ("S. Kolb", f"k{own}@c.example"))
    phones = ((("+49711123", "work"),), (("+49711123", "work"), ("+49170999", "mobile")), ())
    people = [
        add_person(work, ContactFacts(name=name, email=email, phones=phone))
        for (name, email), phone in zip(names, phones, strict=True)
    ]
    work.session.flush()
    return people


def _do(work: Work, people: list[Person], what: str, who: int) -> None:
    person, now = people[who], work.now
    match what:
        case "note":
            log_activity(work, Place(person=person), kind="note", medium="note", text="x")
        case "shared":
            log_activity(work, Place(person=person), kind="mail", medium="mail", text="x", people=people)
        case "deal":
            open_lead(work, builtin_process(), name="Deal", owner="anna", person=person)
        case "followup":
            add_followup(work, owner="anna", due_at=now, day_only=True, text="x", record_number=person.number)
        case "tag":
            held = select(Tag.id).where(Tag.record_number == person.number)
            if work.session.scalar(held) is None:
                work.session.add(Tag(record_number=person.number, name="VIP", name_key="vip"))
        case _:
            held = select(Watcher.id).where(Watcher.record_number == person.number)
            if work.session.scalar(held) is None:
                work.session.add(Watcher(record_number=person.number, member="anna", kind="follower", since=now))
    work.session.flush()


def _counts(store: Store) -> dict[str, Any]:
    with store.read() as session:
        return {
            model.__tablename__: session.scalar(select(func.count()).select_from(model)) for model in (Activity, Deal, Followup)
        }  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(doings=_doings, pairs=st.lists(st.sampled_from([(0, 1), (1, 2), (2, 0), (1, 0)]), min_size=1, max_size=2))
def test_merges_lose_no_activity_and_undo_restores_the_exact_records(
    sqlite_store: Store, now: datetime, doings: list[tuple[str, int]], pairs: list[tuple[int, int]]
) -> None:
    with sqlite_store.write(now, actor="anna") as work:
        people = _people(work)
        for what, who in doings:
            _do(work, people, what, who)
        numbers = [person.number for person in people]
        whole = work.change_set()
    before, counts = everything(sqlite_store), _counts(sqlite_store)
    merged, gone = [], set[int]()
    for other, kept in pairs:
        if {other, kept} & gone:
            continue
        with sqlite_store.write(now + timedelta(minutes=1), actor="anna") as work:
            one, two = (work.session.get_one(Person, numbers[place]) for place in (other, kept))
            merge(work, one, two, BUILT_IN_FIELDS)
            merged.append(work.change_set())
        gone.add(other)
        assert _counts(sqlite_store) == counts
        assert all(numbers[other] not in _owners(sqlite_store, model) for model in (Activity, Deal))
    for change_set in reversed(merged):
        with sqlite_store.write(now + timedelta(minutes=2), actor="anna") as work:
            assert change_set is not None
            undo(work, change_set)
    assert everything(sqlite_store) == before
    with sqlite_store.write(now + timedelta(minutes=3), actor="anna") as work:
        assert whole is not None
        undo(work, whole)


def _owners(store: Store, model: type[Activity | Deal]) -> set[int | None]:
    with store.read() as session:
        return set(session.scalars(select(model.person_number)))


def test_two_deals_of_two_people_keep_the_second_one_as_a_stakeholder(store: Store, now: datetime) -> None:
    with store.write(now, actor="anna") as work:
        people = _people(work)
        deals = [open_lead(work, builtin_process(), name="Deal", owner="anna", person=one) for one in people[:2]]
        for deal in deals:
            log_activity(work, place_of(deal), kind="note", medium="note", text="x")
        merge(work, deals[1], deals[0], BUILT_IN_FIELDS)
        assert [row.person_number for row in work.session.scalars(select(Stakeholder))] == [people[1].number]
        at = work.session.scalars(select(Activity.deal_number)).all()
        assert set(at) == {deals[0].number}
