"""Who is away, and who stands in."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from crmbot.domain.members.absence import absence_words, in_charge, is_absent, set_absence, stand_in, stood_in_for
from crmbot.domain.records import Member
from crmbot.errors import RequestFault
from crmbot.storage.store import Store
from tests.conftest import add_team

DAY = date(2026, 12, 24)
LAST = date(2027, 1, 2)


def member(key: str, *, away: bool = False, substitute: str | None = None, manager: str | None = None) -> Member:
    return Member(
        key=key, name=key.title(), active=True, manager=manager, substitute=substitute,
        absent_from=DAY if away else None, absent_until=LAST if away else None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("day", "away"), [(DAY - timedelta(1), False), (DAY, True), (LAST, True), (LAST + timedelta(1), False)]
)
def test_first_and_last_day_count(day: date, away: bool) -> None:
    assert is_absent(member("anna", away=True), day) is away


def test_without_a_last_day_an_absence_lasts() -> None:
    anna = member("anna", away=True)
    anna.absent_until = None
    assert is_absent(anna, LAST + timedelta(300))


def test_the_substitute_of_the_substitute_stands_in_where_he_is_away_too() -> None:
    anna, ben, clara = (
        member("anna", away=True, substitute="ben"),
        member("ben", away=True, substitute="clara"),
        member("clara"),
    )
    assert stand_in([anna, ben, clara], anna, DAY) is clara
    assert stood_in_for([anna, ben, clara], clara, DAY) == [anna, ben]


def test_the_manager_stands_in_where_no_substitute_is_there() -> None:
    anna, ben, clara = (
        member("anna", away=True, substitute="ben", manager="clara"),
        member("ben", away=True),
        member("clara"),
    )
    assert stand_in([anna, ben, clara], anna, DAY) is clara


def test_two_who_stand_in_for_each_other_and_are_both_away_leave_nobody() -> None:
    anna, ben = member("anna", away=True, substitute="ben"), member("ben", away=True, substitute="anna")
    assert stand_in([anna, ben], anna, DAY) is None


def test_who_is_there_needs_nobody() -> None:
    anna, ben = member("anna", substitute="ben"), member("ben")
    assert stand_in([anna, ben], anna, DAY) is None


def test_who_left_stands_in_for_nobody() -> None:
    anna, ben = member("anna", away=True, substitute="ben"), member("ben")
    ben.active = False
    assert stand_in([anna, ben], anna, DAY) is None


def test_new_leads_go_to_the_substitute(store: Store, now) -> None:
    add_team(store, now)
    with store.rehearse(now) as work:
        team = {one.key: one for one in work.session.query(Member)}
        set_absence(team["anna"], DAY, LAST, team["ben"])
        work.session.flush()
        assert (in_charge(work.session, "anna", DAY), in_charge(work.session, "anna", LAST + timedelta(1))) == (
            "ben",
            "anna",
        )
        assert in_charge(work.session, "nobody", DAY) == "nobody"


def test_an_absence_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(RequestFault):
        set_absence(member("anna"), LAST, DAY, None)


def test_nobody_stands_in_for_himself() -> None:
    anna = member("anna")
    with pytest.raises(RequestFault):
        set_absence(anna, DAY, LAST, anna)


def test_who_is_back_is_not_absent_and_keeps_his_substitute() -> None:
    anna = member("anna", away=True, substitute="ben")
    set_absence(anna, None, None, None)
    assert (is_absent(anna, DAY), anna.substitute, absence_words(anna, None)) == (False, "ben", None)
