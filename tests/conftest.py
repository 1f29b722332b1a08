"""What every test may ask for: a fresh database (on both engines), the hour, the team, the process."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import settings

from crmbot.domain.members.members import add_member
from crmbot.domain.process import Process, builtin_process
from crmbot.domain.records import Member
from crmbot.storage.store import Store
from tests import programs
from tests.databases import Databases, PostgresDatabases, SqliteDatabases, open_quickly

if TYPE_CHECKING:
    from tests.example_talk import Examples

BERLIN = ZoneInfo("Europe/Berlin")

# How long an example takes says more about the machine than about the code; hypothesis keeps its profile of CI otherwise.
settings.register_profile("unhurried", settings.get_profile(settings.get_current_profile_name()), deadline=None)
settings.load_profile("unhurried")


_SHARES = 4
_SLOW = frozenset({"faults", "test_end_to_end.py", "test_mailboxes.py", "test_serve.py"})
_SLOWEST = frozenset({"test_kills.py", "test_restarts.py"})


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The tests that wait for processes come first in each share of the workers, so that the quick ones fill the gaps; those
    whose program is missing are left out.
    """
    if not os.environ.get("CI"):
        left_out = [item for item in items if programs.missing(item)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]
    slow = [item for item in items if _SLOW.intersection(item.path.parts)]
    slow.sort(key=lambda item: item.path.name not in _SLOWEST)
    chosen = set(slow)
    quick = [item for item in items if item not in chosen]
    step = -(-len(quick) // _SHARES)
    shares = ((*slow[n::_SHARES], *quick[n * step : (n + 1) * step]) for n in range(_SHARES))
    items[:] = [item for share in shares for item in share]


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Where the project is checked, nothing may be missing."""
    if names := programs.missing(item):
        pytest.fail(f"this test needs {programs.remedies(names)}", pytrace=False)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What a developer did not try."""
    names = [name for name, (is_here, _) in programs.PROGRAMS.items() if not is_here()]
    if names and not os.environ.get("CI"):
        terminalreporter.write_line(f"Left out are the tests that need {programs.remedies(names)}")


@pytest.fixture(scope="session")
def sqlite_databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    databases = SqliteDatabases(tmp_path_factory.mktemp("sqlite"))
    yield databases
    databases.close()


@pytest.fixture(scope="session")
def postgres_databases() -> Iterator[Databases]:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", f"p{os.getpid()}")
    databases = PostgresDatabases(worker, run[:12])
    yield databases
    databases.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A fresh migrated database; the test runs once on each engine."""
    databases: Databases = request.getfixturevalue(f"{request.param.removesuffix('ql')}_databases")
    url = databases.fresh()
    yield url
    databases.drop(url)


@pytest.fixture(scope="session")
def stores() -> dict[str, Store]:
    """Stores by URL, kept over the tests: an engine compiles each statement once, which takes longer than running it."""
    return {}


def _fresh_store(databases: Databases, stores: dict[str, Store]) -> Iterator[Store]:
    url = databases.fresh("store")
    store = stores.setdefault(url, open_quickly(url))
    yield store
    store.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, stores: dict[str, Store]) -> Iterator[Store]:
    """A store on a fresh migrated database; the test runs once on each engine."""
    yield from _fresh_store(request.getfixturevalue(f"{request.param.removesuffix('ql')}_databases"), stores)


@pytest.fixture
def sqlite_store(sqlite_databases: Databases, stores: dict[str, Store]) -> Iterator[Store]:
    """A store on a fresh SQLite file, for tests where the engine makes no difference."""
    yield from _fresh_store(sqlite_databases, stores)


@pytest.fixture(scope="session")
def examples(sqlite_databases: Databases) -> Iterator[Examples]:
    """The company in which the examples of the help and the documents are said."""
    from tests.example_talk import prepared  # it imports this module

    found = prepared(sqlite_databases)
    yield found
    found.store.close()


@pytest.fixture
def now() -> datetime:
    """Wednesday 18 November 2026, ten in the morning in Berlin."""
    return datetime(2026, 11, 18, 10, 0, tzinfo=BERLIN)


@pytest.fixture
def process() -> Process:
    """The built-in process."""
    return builtin_process()


def add_team(store: Store, now: datetime) -> dict[str, Member]:
    """Anna, Ben and Clara of firma.example, by key."""
    with store.write(now) as work:
        return {
            key: add_member(work, key, name, [f"{key}@firma.example"])
            for key, name in (("anna", "Anna Adler"), ("ben", "Ben Bauer"), ("clara", "Clara Cordes"))
        }


@pytest.fixture
def team(store: Store, now: datetime) -> dict[str, Member]:
    """The team on `store`, by key."""
    return add_team(store, now)
