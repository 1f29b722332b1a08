"""The team: keys, addresses, tokens, leaving."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from crmbot.domain.calendar.appointments import Guest, NewAppointment, Slot, add_appointment
from crmbot.domain.deals.deals import open_lead
from crmbot.domain.members.members import (
    add_member,
    identify,
    leave,
    member_by_email,
    member_by_token,
    new_token,
    require_member,
)
from crmbot.domain.people.contacts import ContactFacts, add_person
from crmbot.domain.process import Process
from crmbot.domain.records import Appointment, Deal, Member, SenderRule
from crmbot.errors import NotFound, RequestFault
from crmbot.parsing.directives import is_tag
from crmbot.storage.store import Store


@pytest.mark.parametrize("key", ["anna2", "Berg", "a.berg", "jörg", "eva-maria"])
def test_keys_are_words_and_kept_in_lower_case(store: Store, now: datetime, key: str) -> None:
    with store.write(now) as work:
        assert add_member(work, key, "Somebody", [f"{len(key)}@firma.example"]).key == key.lower()


@pytest.mark.parametrize("key", ["", "anna b", "me", "a+b", "x" * 41, "-a"])
def test_other_keys_are_refused(store: Store, now: datetime, key: str) -> None:
    with pytest.raises(RequestFault), store.write(now) as work:
        add_member(work, key, "Somebody", ["a@firma.example"])


def test_an_address_belongs_to_one_member(store: Store, team: dict[str, Member], now: datetime) -> None:
    assert team
    with pytest.raises(RequestFault), store.write(now) as work:
        add_member(work, "dora", "Dora", ["Anna@Firma.example"])


def test_a_token_never_looks_like_a_tag() -> None:
    assert not any(is_tag(new_token()) for _ in range(2000))


def test_a_member_is_known_by_key_address_and_slack_id(store: Store, team: dict[str, Member], now: datetime) -> None:
    with store.write(now) as work:
        require_member(work.session, "anna").slack = "U1"
    with store.read() as session:
        for user, email in (
            ("anna", None),
            ("ANNA", None),
            ("anna@firma.example", None),
            ("U1", None),
            ("U9", "anna@firma.example"),
        ):
            found = identify(session, user, email)
            assert found is not None
            assert found.key == "anna"
        assert identify(session, "U9", None) is None
        assert team["anna"].active


def test_who_left_is_nobody_any_more_and_his_deals_go_on(
    store: Store, team: dict[str, Member], process: Process, now: datetime
) -> None:
    token = team["anna"].capture_token
    with store.write(now) as work:
        deal = open_lead(work, process, name="x", owner="anna").number
        person = add_person(work, ContactFacts(name="Julia Brandt"), owner="anna")
        assert leave(work, require_member(work.session, "anna"), require_member(work.session, "ben")) == 2
        assert person.owner == "ben"
    with store.read() as session:
        assert member_by_token(session, token) is None
        assert member_by_email(session, "anna@firma.example") is None
        assert identify(session, "anna") is None
        found = session.get(Deal, deal)
        assert found is not None
        assert found.owner == "ben"
        with pytest.raises(NotFound):
            require_member(session, "anna")


def test_his_appointments_and_the_senders_that_are_his_go_to_who_follows(
    store: Store, team: dict[str, Member], now: datetime
) -> None:
    slot = Slot(now + timedelta(days=1), now + timedelta(days=1, hours=1))
    with store.write(now) as work:
        coming, held = (
            add_appointment(work, NewAppointment(title, slot), owner="anna", record_number=None)
            for title in ("Visit", "Demo")
        )
        held.state = "held"
        for what, value in (("owner", "anna"), ("record", "1042")):
            work.session.add(SenderRule(address="kolb.example", what=what, value=value, created_at=now))
        assert leave(work, require_member(work.session, "anna"), require_member(work.session, "ben")) == 1
    with store.read() as session:
        owners = {one.number: one.owner for one in session.query(Appointment)}
        assert owners == {coming.number: "ben", held.number: "anna"}
        assert {rule.what: rule.value for rule in session.query(SenderRule)} == {"owner": "ben", "record": "1042"}


def test_what_is_over_stays_his_and_where_he_takes_part_his_successor_does(
    store: Store, team: dict[str, Member], now: datetime
) -> None:
    tomorrow, yesterday = (now + timedelta(days=days) for days in (1, -1))
    anna, ben, eva = (Guest(team["anna"].name, member="anna"), Guest(team["ben"].name, member="ben"), Guest("Eva Lang"))
    planned = {
        "over": ("anna", yesterday, [anna]),
        "his": ("anna", tomorrow, [anna, ben]),
        "of another": ("clara", tomorrow, [anna, eva]),
        "of his successor": ("ben", tomorrow, [anna]),
        "of others": ("clara", tomorrow, [eva]),
    }
    with store.write(now) as work:
        for title, (owner, at, guests) in planned.items():
            new = NewAppointment(title, Slot(at, at + timedelta(hours=1)), guests=guests)
            add_appointment(work, new, owner=owner, record_number=None)
        assert leave(work, require_member(work.session, "anna"), require_member(work.session, "ben")) == 1
    with store.read() as session:
        assert {one.title: (one.owner, one.attendees) for one in session.query(Appointment)} == {
            "over": ("anna", [anna.as_json()]),
            "his": ("ben", [ben.as_json()]),
            "of another": ("clara", [ben.as_json(), eva.as_json()]),
            "of his successor": ("ben", None),
            "of others": ("clara", [eva.as_json()]),
        }


def test_nobody_takes_over_from_himself(store: Store, team: dict[str, Member], now: datetime) -> None:
    with pytest.raises(RequestFault), store.write(now) as work:
        leave(work, require_member(work.session, "anna"), require_member(work.session, "Anna"))
    with store.read() as session:
        assert require_member(session, "anna").active
