"""The processing log, hashes of erased addresses, and marks of what was erased."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "processing_log",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=True),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.Integer(), nullable=True),
        sa.Column("details", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_processing_log")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_processing_log_subject"), "processing_log", ["subject"], unique=False)
    op.create_table(
        "erased_addresses",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("person_number", sa.Integer(), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_erased_addresses")),
    )
    op.create_index(op.f("ix_erased_addresses_person_number"), "erased_addresses", ["person_number"], unique=False)
    op.add_column("persons", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("change_sets", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
