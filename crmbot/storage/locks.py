"""Locks that hold until the transaction ends, over all processes that share a database."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

from sqlalchemy import text
from sqlalchemy.orm import Session


def one_at_a_time(session: Session, names: Iterable[str]) -> None:
    """Wait until no other transaction holds one of these names, then hold them. Taken in one order, so that two who
    want the same ones never wait for each other.

    SQLite has one writer anyway; there this does nothing.
    """
    if session.get_bind().dialect.name != "postgresql":
        return
    numbers = {
        int.from_bytes(blake2b(name.encode("utf-8", "replace"), digest_size=7).digest(), "big") for name in names
    }
    for number in sorted(numbers):
        session.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": number})
