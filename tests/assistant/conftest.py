from __future__ import annotations

from datetime import datetime

import pytest

from crmbot.storage.store import Store
from tests.assistant.talk import Talk
from tests.conftest import add_team


@pytest.fixture
def talk(sqlite_store: Store, now: datetime) -> Talk:
    """Anna talks to an empty CRM on SQLite."""
    add_team(sqlite_store, now)
    return Talk(sqlite_store, now)


@pytest.fixture
def both(store: Store, now: datetime) -> Talk:
    """Anna talks to an empty CRM; the test runs once on each engine."""
    add_team(store, now)
    return Talk(store, now)


@pytest.fixture
def kolb(talk: Talk) -> Talk:
    """Anna has a lead of Sabine Kolb: person, company and a deal over 20,000 euros."""
    talk.say("lead Sabine Kolb, Kolb Regalbau GmbH, s.kolb@kolb.example, +49 711 123456, 20k")
    return talk
