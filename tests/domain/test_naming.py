from __future__ import annotations

import pytest

from crmbot.domain.people.contacts import ContactFacts, add_person
from crmbot.domain.search.naming import longest_name, longest_name_part, names_like


@pytest.fixture
def people(store, team, now):
    """Three people of two companies."""
    with store.write(now) as work:
        for name, company in (
            ("Julia Brandt", "Nordlicht GmbH"),
            ("Julia", "Nordlicht GmbH"),
            ("Otto Springer", "Ring & Co KG"),
        ):
            add_person(work, ContactFacts(name=name, company=company))
            work.session.flush()
    return store


@pytest.mark.parametrize(
    ("words", "name", "used"),
    [
        ("Julia Brandt hat angerufen", "Julia Brandt", 2), ("julia hat angerufen", "Julia", 1),
        ("nordlicht zahlt", "Nordlicht GmbH", 1), ("Nordlicht GmbH zahlt", "Nordlicht GmbH", 2),
        ("Ring & Co. KG zahlt", "Ring & Co KG", 4),
    ],
)  # fmt: skip
def test_the_longest_exact_name_is_taken(people, words, name, used):
    with people.read() as session:
        found, count = longest_name(session, words.split())
    assert ([record.name for record in found], count) == ([name], used)


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Brandt hat", ["Julia Brandt"]), ("Spring an", ["Otto Springer"]), ("ring", ["Ring & Co KG"]),
        ("randt", ["Julia Brandt"]), ("Zebra", []), ("% _", []), ("", []),
    ],
)  # fmt: skip
def test_a_part_of_a_name_is_found_by_its_best_fit(people, words, names):
    with people.read() as session:
        found, _ = longest_name_part(session, words.split())
    assert [record.name for record in found] == names


def test_names_with_letters_in_common_are_near(people):
    with people.read() as session:
        assert "Otto Springer" in [record.name for record in names_like(session, "Sprimger")]
        assert names_like(session, "") == []
