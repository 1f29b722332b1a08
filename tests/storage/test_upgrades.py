"""A filled database of the previous version comes to the newest schema, and nothing in it is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine, inspect, make_url, text

import crmbot.storage.migrations
from crmbot.channels.terminal import render_text
from crmbot.domain.process import builtin_process
from crmbot.storage.engine import WRITE_OPTION, make_engine
from crmbot.storage.schema import HEAD, current_revision, ensure_schema, upgrade
from crmbot.storage.store import Store
from tests.assistant.talk import Talk
from tests.databases import Databases

_THEN = "2026-11-02 09:00:00"
_ROWS: list[tuple[str, dict[str, Any]]] = [
    *(("record_numbers", {"number": number, "type": kind}) for number, kind in (
        (1001, "member"), (1002, "company"), (1003, "person"), (1004, "deal"), (1005, "activity"), (1006, "followup"),
    )),
    ("members", {"number": 1001, "key": "anna", "name": "Anna Adler", "rights": "member", "active": True,
                 "capture_token": "tok", "created_at": _THEN}),
    ("member_emails", {"id": 1, "member_number": 1001, "email": "anna@firma.example"}),
    ("companies", {"number": 1002, "name": "Kolb Regalbau GmbH", "name_key": "kolb regalbau", "created_at": _THEN,
                   "address": "Lagerweg 3\n70173 Stuttgart"}),
    ("persons", {"number": 1003, "name": "Sabine Kolb", "name_key": "sabine kolb", "company_number": 1002,
                 "job_title": "Buyer", "address": "Hafenstr. 1, 20457 Hamburg", "created_at": _THEN,
                 "value_sources": '{"job_title":"signature"}'}),
    ("person_emails", {"id": 1, "person_number": 1003, "email": "s.kolb@kolb.example", "is_primary": True}),
    ("person_phones", {"id": 1, "person_number": 1003, "number": "+4971112345", "kind": "work", "is_primary": True}),
    ("deals", {"number": 1004, "name": "Regale", "name_key": "regale", "person_number": 1003, "company_number": 1002,
               "stage": "offer", "state": "open", "owner": "anna", "amount": 2000000, "currency": "EUR",
               "created_at": _THEN, "stage_since": _THEN, "last_activity_at": _THEN}),
    ("activities", {"number": 1005, "kind": "note", "medium": "note", "at": _THEN, "author": "anna",
                    "person_number": 1003, "company_number": 1002, "deal_number": 1004, "text": "likes oak",
                    "created_at": _THEN}),
    ("followups", {"number": 1006, "owner": "anna", "due_at": _THEN, "day_only": True, "text": "send the offer",
                   "record_number": 1004, "created_at": _THEN, "snoozed": 0}),
]  # fmt: skip


def _to(engine: Engine, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(crmbot.storage.migrations.__path__[0])))
    with engine.execution_options(**{WRITE_OPTION: True}).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


@pytest.fixture(params=["sqlite", "postgresql"])
def old(request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of a database at the first revision, with one record of each kind."""
    databases: Databases = request.getfixturevalue(f"{request.param.removesuffix('ql')}_databases")
    url = databases.fresh()
    _emptied(url)
    engine = make_engine(url)
    _to(engine, "0001")
    with engine.execution_options(**{WRITE_OPTION: True}).begin() as connection:
        for table, row in _ROWS:
            names, values = ", ".join(row), ", ".join(f":{name}" for name in row)
            connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({values})"), row)
        if connection.dialect.name == "postgresql":
            connection.execute(text("ALTER TABLE record_numbers ALTER COLUMN number RESTART WITH 1007"))
    engine.dispose()
    yield url
    databases.drop(url)


def _emptied(url: str) -> None:
    """A database as it is before the first start."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        Path(str(parsed.database)).unlink()
        return
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()


def test_a_filled_database_of_the_first_version_keeps_everything(old: str, now: Any) -> None:
    store = Store.open(old)
    upgrade(store.engine)
    assert current_revision(store.engine) == HEAD
    talk = Talk(store, now)
    card = talk.say("show Sabine Kolb")
    words = render_text(card, talk.reader, width=400)
    for kept in ("Kolb Regalbau GmbH", "Buyer", "s.kolb@kolb.example", "Hafenstr. 1", "send the offer", "likes oak"):
        assert kept in words
    assert talk.say("pipeline").totals["count"] == 1
    assert "likes oak" in talk.words(talk.say("find oak"))
    assert talk.say("note #1004 goes on").ok
    store.close()


def test_a_stage_that_a_deal_had_before_begins_its_history(old: str, now: Any) -> None:
    store = Store.open(old)
    upgrade(store.engine)
    with store.read() as session:
        rows = session.execute(text("SELECT deal_number, stage, process FROM stage_entries")).all()
    assert [tuple(row) for row in rows] == [(1004, "offer", builtin_process().key)]
    store.close()


def test_an_upgrade_that_is_broken_off_leaves_the_old_database(old: str, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store.open(old)

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("crmbot.storage.schema.rebuild_index", fail)
        with pytest.raises(KeyboardInterrupt):
            upgrade(store.engine)
    assert current_revision(store.engine) == "0001"
    assert "postal_addresses" not in inspect(store.engine).get_table_names()
    upgrade(store.engine)
    assert current_revision(store.engine) == HEAD
    store.close()


def test_an_older_database_is_not_used_before_it_is_upgraded(old: str) -> None:
    from crmbot.errors import SchemaMismatch

    store = Store.open(old)
    with pytest.raises(SchemaMismatch, match="crmbot db upgrade"):
        ensure_schema(store.engine)
    store.close()
