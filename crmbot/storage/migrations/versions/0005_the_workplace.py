"""The daily workplace: series of follow-ups, appointments, rhythms of contact, channels, and what corrections taught."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "link_codes",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("user", sa.String(length=40), nullable=False),
        sa.Column("member", sa.String(length=40), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_link_codes")),
    )
    op.create_index(op.f("ix_link_codes_user"), "link_codes", ["user"], unique=False)

    op.create_table(
        "sender_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=320), nullable=False),
        sa.Column("what", sa.String(length=12), nullable=False),
        sa.Column("value", sa.String(length=60), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=40), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sender_rules")),
        sa.UniqueConstraint("address", "what", name=op.f("uq_sender_rules_address_what")),
    )
    op.create_index(op.f("ix_sender_rules_address"), "sender_rules", ["address"], unique=False)

    op.create_table(
        "record_channels",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_number", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("made", sa.Boolean(), nullable=False),
        sa.Column("pinned", sa.String(length=40), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["record_number"], ["record_numbers.number"], name=op.f("fk_record_channels_record_number")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_channels")),
        sa.UniqueConstraint("record_number", "channel", name=op.f("uq_record_channels_record_number_channel")),
    )
    op.create_index(op.f("ix_record_channels_channel"), "record_channels", ["channel"], unique=False)
    op.create_index(op.f("ix_record_channels_record_number"), "record_channels", ["record_number"], unique=False)

    op.create_table(
        "record_threads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_number", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=100), nullable=False),
        sa.Column("reference", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_number"], ["record_numbers.number"], name=op.f("fk_record_threads_record_number")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_threads")),
        sa.UniqueConstraint("record_number", "channel", name=op.f("uq_record_threads_record_number_channel")),
    )
    op.create_index(op.f("ix_record_threads_record_number"), "record_threads", ["record_number"], unique=False)

    op.create_table(
        "touch_rhythms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_number", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(length=40), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("timezone", sa.String(length=60), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_number"], ["record_numbers.number"], name=op.f("fk_touch_rhythms_record_number")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_touch_rhythms")),
        sa.UniqueConstraint("record_number", name=op.f("uq_touch_rhythms_record_number")),
    )
    op.create_index(op.f("ix_touch_rhythms_owner"), "touch_rhythms", ["owner"], unique=False)

    op.create_table(
        "followup_members",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("followup_number", sa.Integer(), nullable=False),
        sa.Column("member", sa.String(length=40), nullable=False),
        sa.Column("part", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["followup_number"], ["followups.number"], name=op.f("fk_followup_members_followup_number")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_followup_members")),
        sa.UniqueConstraint("followup_number", "member", name=op.f("uq_followup_members_followup_number_member")),
    )
    op.create_index(op.f("ix_followup_members_followup_number"), "followup_members", ["followup_number"], unique=False)
    op.create_index(op.f("ix_followup_members_member"), "followup_members", ["member"], unique=False)

    op.create_table(
        "appointments",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("record_number", sa.Integer(), nullable=True),
        sa.Column("owner", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("all_day", sa.Boolean(), nullable=False),
        sa.Column("uid", sa.String(length=300), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("organizer", sa.String(length=320), nullable=True),
        sa.Column("attendees", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("activity_number", sa.Integer(), nullable=True),
        sa.Column("inbox_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["activity_number"], ["activities.number"], name=op.f("fk_appointments_activity_number")
        ),
        sa.ForeignKeyConstraint(["number"], ["record_numbers.number"], name=op.f("fk_appointments_number")),
        sa.ForeignKeyConstraint(
            ["record_number"], ["record_numbers.number"], name=op.f("fk_appointments_record_number")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_appointments")),
        sa.UniqueConstraint("uid", name=op.f("uq_appointments_uid")),
    )
    op.create_index("ix_appointments_owner_starts_at", "appointments", ["owner", "starts_at"], unique=False)
    op.create_index(op.f("ix_appointments_record_number"), "appointments", ["record_number"], unique=False)

    op.create_table(
        "appointment_people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appointment_number", sa.Integer(), nullable=False),
        sa.Column("person_number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["appointment_number"], ["appointments.number"], name=op.f("fk_appointment_people_appointment_number")
        ),
        sa.ForeignKeyConstraint(
            ["person_number"], ["persons.number"], name=op.f("fk_appointment_people_person_number")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment_people")),
    )
    op.create_index(
        op.f("ix_appointment_people_appointment_number"), "appointment_people", ["appointment_number"], unique=False
    )
    op.create_index(op.f("ix_appointment_people_person_number"), "appointment_people", ["person_number"], unique=False)

    op.add_column("followups", sa.Column("recurrence", sa.String(length=300), nullable=True))
    op.add_column("followups", sa.Column("series", sa.Integer(), nullable=True))
    op.add_column("followups", sa.Column("regardless", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("followups", sa.Column("lead_minutes", sa.Text(), nullable=True))
    op.add_column("followups", sa.Column("delegated_by", sa.String(length=40), nullable=True))
    op.add_column("followups", sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("followups", sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("followups", sa.Column("part_of", sa.Integer(), nullable=True))
    op.add_column("followups", sa.Column("closed_by", sa.Integer(), nullable=True))
    op.add_column("followups", sa.Column("link", sa.Text(), nullable=True))
    op.create_index(op.f("ix_followups_part_of"), "followups", ["part_of"], unique=False)
    op.create_index(op.f("ix_followups_series"), "followups", ["series"], unique=False)

    op.add_column("outbox", sa.Column("about", sa.Integer(), nullable=True))
    op.create_index(op.f("ix_outbox_about"), "outbox", ["about"], unique=False)
