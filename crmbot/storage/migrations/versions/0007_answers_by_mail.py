"""A message of ours is found by the reference that its answer names."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_outbox_reference"), "outbox", ["reference"], unique=False)
