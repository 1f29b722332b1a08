"""After an erasure nothing deleted is left in the files of the database."""

from __future__ import annotations

from sqlalchemy import event, inspect

from crmbot.storage.scrub import scrub
from crmbot.storage.store import Store


def test_every_table_is_cleared_of_dead_rows(store: Store) -> None:
    statements: list[str] = []
    event.listen(store.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    assert scrub(store.engine)
    tables = set(inspect(store.engine).get_table_names()) - {"alembic_version", "deal_sums"}  # these name nobody
    vacuumed = {one.split()[1].strip('"') for one in statements if one.startswith("VACUUM ")}
    assert vacuumed == (tables if store.shared else set())
