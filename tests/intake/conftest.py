"""An office for each test of intake, on both databases."""

from __future__ import annotations

import pytest

from crmbot.domain.records import Member
from crmbot.storage.store import Store
from tests.intake.office import Office


@pytest.fixture
def office(store: Store, team: dict[str, Member]) -> Office:
    """An intake with the team of firma.example."""
    assert set(team) == {"anna", "ben", "clara"}
    return Office(store)
