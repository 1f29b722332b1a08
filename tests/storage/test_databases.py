from __future__ import annotations

from sqlalchemy import func, select

from crmbot.domain.records import Member, RecordNumber
from crmbot.storage.schema import HEAD, current_revision


def test_a_fresh_database_has_the_newest_schema_and_no_records(store):
    with store.read() as session:
        assert session.scalar(select(func.count()).select_from(RecordNumber)) == 0
    assert current_revision(store.engine) == HEAD


def test_what_one_test_wrote_another_does_not_see(store, team):
    with store.read() as session:
        assert [member.key for member in session.scalars(select(Member))] == ["anna", "ben", "clara"]


def test_numbers_begin_at_1001_on_both_engines(team):
    assert sorted(member.number for member in team.values()) == [1001, 1002, 1003]
