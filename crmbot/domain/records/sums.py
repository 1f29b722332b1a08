"""Sums over the deals that the database keeps itself, by triggers, so that totals need not look at every deal.

Not a record: it has no number, is never written by hand and stands outside the metadata of the records.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, MetaData, String, Table

DEAL_SUMS = Table(
    "deal_sums",
    MetaData(),
    Column("state", String(10)),
    Column("stage", String(60)),
    Column("owner", String(40)),
    Column("source", String(60)),  # empty for none
    Column("grade", String(10)),  # empty for none
    Column("currency", String(3)),
    Column("deals", Integer),
    Column("cents", BigInteger),  # of all of them
    Column("by_stage", BigInteger),  # cents of those whose chance is the stage's
    Column("weighted", BigInteger),  # cents times percent of those that have a chance of their own
)
"""By each of the first six columns together. On PostgreSQL there may be several rows of a kind, to be added up: there a
change only ever adds rows, so that two who change deals at once never wait for each other.
"""
