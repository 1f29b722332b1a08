"""Where values come from: which source is better, what a weaker one says, what was declined."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbot.domain.people.value_sources import (
    STRENGTH,
    Source,
    by_member,
    decline,
    note_source,
    offer,
    offered,
    read_source,
    replaces,
    source_of,
)
from crmbot.domain.records import Person

AT = datetime(2026, 11, 12, 9, 0, tzinfo=UTC)
KINDS = st.sampled_from(sorted(STRENGTH))
SIGNATURE = Source("signature", AT, mail=7)


def person() -> Person:
    return Person(name="Julia Brandt", name_key="julia brandt", job_title="Buyer")


@given(KINDS, KINDS)
def test_a_value_gives_way_to_a_stronger_source_and_to_a_person_only(new: str, old: str) -> None:
    assert replaces(Source(new), "x", Source(old)) is (new == "hand" or STRENGTH[new] > STRENGTH[old])


@given(KINDS)
def test_no_value_gives_way_to_any_and_one_without_source_counts_as_typed(kind: str) -> None:
    assert replaces(Source(kind), None, None)
    assert replaces(Source(kind), "x", None) is (kind == "hand")


@pytest.mark.parametrize("source", [SIGNATURE, by_member("anna", AT), Source("domain")])
def test_a_source_is_stored_and_read_again(source: Source) -> None:
    assert read_source(source.to_json()) == source


def test_the_bare_kinds_of_the_first_version_are_understood() -> None:
    assert read_source("signature") == Source("signature")
    assert read_source(None) is None
    assert read_source({"other": 1}) is None


def test_what_another_source_says_waits_until_it_is_taken_or_declined() -> None:
    julia = person()
    note_source(julia, "job_title", by_member("anna", AT))
    offer(julia, "job_title", "Head of purchasing", SIGNATURE)
    assert [(one.field, one.value, one.source) for one in offered(julia)] == [
        ("job_title", "Head of purchasing", SIGNATURE)
    ]
    assert source_of(julia, "job_title") == by_member("anna", AT)
    note_source(julia, "job_title", by_member("ben", AT))
    assert list(offered(julia)) == []


def test_what_was_declined_is_not_offered_again_but_another_value_is() -> None:
    julia = person()
    offer(julia, "job_title", "Head of purchasing", SIGNATURE)
    assert decline(julia, "job_title")
    assert not decline(julia, "job_title")
    offer(julia, "job_title", "HEAD of Purchasing", SIGNATURE)
    assert list(offered(julia)) == []
    offer(julia, "job_title", "Managing director", SIGNATURE)
    assert [one.value for one in offered(julia)] == ["Managing director"]


@pytest.mark.parametrize("kind", ["text", "domain", "header"])
def test_weak_sources_are_not_worth_a_question(kind: str) -> None:
    julia = person()
    offer(julia, "job_title", "Other", Source(kind))
    assert list(offered(julia)) == []
