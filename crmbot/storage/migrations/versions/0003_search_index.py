"""The search index. It is filled by `crmbot.storage.schema.upgrade`, from the records as they are at the newest revision."""

import sqlalchemy as sa
from alembic import op

from crmbot.storage.search_tables import create_search_tables

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


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
