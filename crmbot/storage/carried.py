"""What a restored safety copy takes over from the database that it replaces: nothing acknowledged is lost by restoring.

Mail that came since is filed anew; messages since are known as sent; whoever was put out of the team stays out; numbers
that were given are not given again; who was erased is erased again. What people did in between is lost, and counted.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Engine, text

from crmbot.domain.records.outbox import REPEAT
from crmbot.storage.engine import WRITE_OPTION

_OF_DECISION = ("deal_number", "person_number", "activity_number", "first_id", "change_set_id", "done_at", "reason",
                "verdicts", "not_before")  # fmt: skip
_OF_MEMBER = ("rights", "permissions", "active", "capture_token", "takes_leads")


@dataclass(frozen=True, slots=True)
class Carried:
    """How much; `actions` of people that are lost, and the numbers of who had been erased meanwhile."""

    mails: int
    messages: int
    members: int
    actions: int
    erased: tuple[int, ...]


def carry(old: sqlite3.Connection, fresh: sqlite3.Connection) -> Carried:
    """Take over from `old`, inside the caller's transaction on `fresh`. Raises sqlite3.Error."""
    last = _last(fresh, "inbox")
    since = _last(fresh, "change_sets")
    actions = old.execute("SELECT count(*) FROM change_sets WHERE id > ? AND actor IS NOT NULL", (since,)).fetchone()[0]
    erased = _erased_since(old, _last(fresh, "processing_log"))
    mails = _copy(old, fresh, "inbox", "id > ?", last)
    _copy(old, fresh, "inbox_raw", "inbox_id > ?", last)
    _file_anew(fresh, last)
    messages = _sent_since(old, fresh)
    members = _members(old, fresh)
    _copy(old, fresh, "processing_log", "id > ?", _last(fresh, "processing_log"))
    for table in ("handled_requests", "erased_addresses", "refused_senders", "empty_digests"):
        _copy(old, fresh, table, "1 OR ?", 0)
    _go_on_counting(old, fresh)
    fresh.execute("UPDATE outbox SET error = ? WHERE state = 'sending'", (REPEAT,))
    return Carried(mails, messages, members, actions, tuple(erased))


def _last(connection: sqlite3.Connection, table: str) -> int:
    found = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
    return int(found[0]) if found else 0


def _columns(connection: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]


def _copy(old: sqlite3.Connection, fresh: sqlite3.Connection, table: str, condition: str, value: int) -> int:
    """Rows that the copy does not have, by the columns that both know."""
    names = [name for name in _columns(fresh, table) if name in _columns(old, table)]
    if not names:
        return 0
    listed, marks = ", ".join(f'"{name}"' for name in names), ", ".join("?" * len(names))
    rows = old.execute(f"SELECT {listed} FROM {table} WHERE {condition}", (value,))  # noqa: S608 (names of our own)
    before = fresh.total_changes
    fresh.executemany(f"INSERT OR IGNORE INTO {table} ({listed}) VALUES ({marks})", rows)  # noqa: S608
    return fresh.total_changes - before


def _file_anew(fresh: sqlite3.Connection, last: int) -> None:
    """What was filed meanwhile stands in no history any more: it waits again, under its id, for a receipt of its own."""
    kept = "id IN (SELECT inbox_id FROM inbox_raw)"
    empty = ", ".join(f"{name} = NULL" for name in _OF_DECISION)
    fresh.execute(
        f"UPDATE inbox SET state = 'received', attempts = attempts + 1, {empty} "  # noqa: S608 (names of our own)
        f"WHERE id > ? AND state IN ('done', 'duplicate') AND {kept}",
        (last,),
    )
    wrong = "deal_number = NULL, person_number = NULL, activity_number = NULL, change_set_id = NULL"
    fresh.execute(f"UPDATE inbox SET {wrong} WHERE id > ? AND state <> 'received'", (last,))  # noqa: S608


def _sent_since(old: sqlite3.Connection, fresh: sqlite3.Connection) -> int:
    """Messages of which the copy knows nothing, or knows not that they were sent."""
    count = _copy(old, fresh, "outbox", "id > ?", _last(fresh, "outbox"))
    waiting = dict(fresh.execute("SELECT key, id FROM outbox WHERE state IN ('waiting', 'sending')"))
    for key, state, sent_at, reference in _states(old):
        if key in waiting:
            fresh.execute(
                "UPDATE outbox SET state = ?, sent_at = ?, reference = ?, claimed_by = NULL WHERE id = ?",
                (state, sent_at, reference, waiting[key]),
            )
            count += 1
    return count


def _states(old: sqlite3.Connection) -> Iterator[tuple[str, str, str | None, str | None]]:
    yield from old.execute("SELECT key, state, sent_at, reference FROM outbox WHERE state IN ('sent', 'failed')")


def _members(old: sqlite3.Connection, fresh: sqlite3.Connection) -> int:
    """Rights and secrets as they are now: what was revoked does not come back with the copy."""
    names = [name for name in _OF_MEMBER if name in _columns(old, "members")]
    listed = ", ".join(names)
    changed = 0
    for key, *values in old.execute(f"SELECT key, {listed} FROM members").fetchall():  # noqa: S608
        assigned = ", ".join(f"{name} = ?" for name in names)
        differs = " OR ".join(f"{name} IS NOT ?" for name in names)
        statement = f"UPDATE members SET {assigned} WHERE key = ? AND ({differs})"  # noqa: S608
        changed += fresh.execute(statement, (*values, key, *values)).rowcount
    return changed


def _erased_since(old: sqlite3.Connection, last: int) -> list[int]:
    statement = "SELECT DISTINCT subject FROM processing_log WHERE id > ? AND action IN ('erase', 'retention') AND subject IS NOT NULL"
    return [row[0] for row in old.execute(statement, (last,))] if _columns(old, "processing_log") else []


def _go_on_counting(old: sqlite3.Connection, fresh: sqlite3.Connection) -> None:
    """Numbers and ids that were given mean what they meant, or nothing."""
    for name, last in old.execute("SELECT name, seq FROM sqlite_sequence").fetchall():
        done = fresh.execute("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?", (last, name)).rowcount
        if not done and _columns(fresh, name):
            fresh.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (name, last))


def mark_unknown(engine: Engine) -> None:
    """Nobody knows what was sent since the copy was made: what waits in it goes out marked as a repeat."""
    values = {"error": REPEAT}
    with engine.execution_options(**{WRITE_OPTION: True}).begin() as connection:
        connection.execute(text("UPDATE outbox SET state = 'waiting', claimed_by = NULL WHERE state = 'sending'"))
        connection.execute(text("UPDATE outbox SET error = :error WHERE state = 'waiting'"), values)
