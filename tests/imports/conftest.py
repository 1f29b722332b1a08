"""A store with the team on it."""

from __future__ import annotations

from datetime import datetime

import pytest

from crmbot.storage.store import Store
from tests.conftest import add_team


@pytest.fixture
def db(sqlite_store: Store, now: datetime) -> Store:
    """A store with Anna, Ben and Clara."""
    add_team(sqlite_store, now)
    return sqlite_store


@pytest.fixture
def each_db(store: Store, now: datetime) -> Store:
    """The same, on each database."""
    add_team(store, now)
    return store
