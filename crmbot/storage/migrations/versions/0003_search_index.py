"""The search index, sums over the deals, saved segments, and the indexes that lists of deals are read from.

The search index is filled by `crmbot.storage.schema.upgrade`, from the records as they are at the newest revision.
"""

import sqlalchemy as sa
from alembic import op

from crmbot.storage.deal_sums import create_deal_sums
from crmbot.storage.search_tables import create_search_tables

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_KEYS = (("state", 10), ("stage", 60), ("owner", 40), ("source", 60), ("grade", 10), ("currency", 3))
# All that totals are narrowed by: they are read from this index alone.
_TOTALS = (
    "state", "stage", "owner", "currency", "amount", "probability", "chance", "source", "grade", "expected_close",
    "last_activity_at", "priority", "process",
)  # fmt: skip


def upgrade() -> None:
    for table in ("search_names", "search_details", "search_texts"):
        op.create_table(
            table,
            sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
            sa.Column("type", sa.String(length=12), nullable=False),
            sa.Column("text", sa.Text(), nullable=False),
            sa.PrimaryKeyConstraint("number", name=op.f(f"pk_{table}")),
        )
    op.create_table(
        "search_terms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "term", sa.String(length=50).with_variant(sa.String(length=50, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column("sound", sa.String(length=50), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_terms")),
        sa.UniqueConstraint("term", name=op.f("uq_search_terms_term")),
    )
    op.create_index(op.f("ix_search_terms_sound"), "search_terms", ["sound"], unique=False)
    create_search_tables(op.get_bind())

    op.create_table(
        "deal_sums",
        *(sa.Column(name, sa.String(length=length), nullable=False) for name, length in _KEYS),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("deals", "cents", "by_stage", "weighted")),
    )
    create_deal_sums(op.get_bind())
    op.create_index("ix_deals_stage_amount", "deals", _largest_first("stage"))
    op.create_index("ix_deals_owner_stage_amount", "deals", _largest_first("owner", "stage"))
    op.create_index("ix_deals_totals", "deals", [sa.text(name) for name in _TOTALS])

    op.create_table(
        "segments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("name_key", sa.String(length=100), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("owner", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_segments")),
        sa.UniqueConstraint("name_key", name=op.f("uq_segments_name_key")),
    )


def _largest_first(*columns: str) -> list[sa.TextClause]:
    """Read from its end on SQLite, which then puts those without an amount last, as PostgreSQL has to be told."""
    if op.get_bind().dialect.name == "sqlite":
        order = ["amount", "number"]
    else:
        order = ["amount DESC NULLS LAST", "number DESC"]
    return [sa.text(name) for name in (*columns, *order)]
