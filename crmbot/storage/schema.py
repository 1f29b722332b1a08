"""The database schema: which version this program needs, and bringing a database to it."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine, inspect, text

from crmbot.errors import SchemaMismatch
from crmbot.storage.engine import WRITE_OPTION
from crmbot.storage.search_index import rebuild_index

HEAD = "0007"  # newest revision; a test compares it with the migrations
KNOWN = ("0001", "0002", "0003", "0004", "0005", "0006", "0007")
_SEARCHABLE = "0003"  # the first revision with a search index


def current_revision(engine: Engine) -> str | None:
    """The revision a database stands at; None for an empty one."""
    if not inspect(engine).has_table("alembic_version"):
        return None
    with engine.connect() as connection:
        revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return revision


def ensure_schema(engine: Engine) -> None:
    """Create the tables of an empty database; refuse one that is older or newer.

    Raises SchemaMismatch with what to do.
    """
    revision = current_revision(engine)
    if revision == HEAD:
        return
    if revision is None:
        upgrade(engine)
    elif revision in KNOWN:
        raise SchemaMismatch(f"the database is at revision {revision}, crmbot needs {HEAD}: run `crmbot db upgrade`")
    else:
        raise SchemaMismatch(
            f"the database is at revision {revision}, which is newer than this crmbot knows: update crmbot"
        )


def upgrade(engine: Engine) -> None:
    """Bring the database to HEAD, in one transaction.

    Raises SchemaMismatch for a database of a newer crmbot.
    """
    from alembic import command
    from alembic.config import Config

    revision = current_revision(engine)
    if revision is not None and revision not in KNOWN:
        raise SchemaMismatch(
            f"the database is at revision {revision}, which is newer than this crmbot knows: update crmbot"
        )
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with engine.execution_options(**{WRITE_OPTION: True}).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(4072001)"))  # two starting processes
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        if revision is not None and revision < _SEARCHABLE:
            rebuild_index(connection)
