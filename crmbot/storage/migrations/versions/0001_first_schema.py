"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "blobs",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_blobs")),
    )
    op.create_table(
        "change_sets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=40), nullable=True),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.Integer(), nullable=True),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("undone_by", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_sets")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_change_sets_actor"), "change_sets", ["actor", "id"], unique=False)

    op.create_table(
        "conversations",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("numbers", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_conversations")),
    )
    op.create_table(
        "handled_requests",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_handled_requests")),
    )
    op.create_index(op.f("ix_handled_requests_at"), "handled_requests", ["at"], unique=False)

    op.create_table(
        "inbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("sender", sa.String(length=320), nullable=False),
        sa.Column("recipients", sa.Text(), nullable=False),
        sa.Column("peer", sa.String(length=60), nullable=True),
        sa.Column("helo", sa.String(length=255), nullable=True),
        sa.Column("submitter", sa.String(length=200), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(length=998), nullable=True),
        sa.Column("from_address", sa.String(length=320), nullable=True),
        sa.Column("subject", sa.String(length=1000), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("verdicts", sa.Text(), nullable=True),
        sa.Column("deal_number", sa.Integer(), nullable=True),
        sa.Column("person_number", sa.Integer(), nullable=True),
        sa.Column("activity_number", sa.Integer(), nullable=True),
        sa.Column("first_id", sa.Integer(), nullable=True),
        sa.Column("change_set_id", sa.Integer(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_by", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_inbox_message_id"), "inbox", ["message_id"], unique=False)
    op.create_index(op.f("ix_inbox_sha256"), "inbox", ["sha256"], unique=False)
    op.create_index(op.f("ix_inbox_state_id"), "inbox", ["state", "id"], unique=False)

    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("recipient", sa.String(length=100), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("local_date", sa.String(length=10), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claimed_by", sa.String(length=120), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("reference", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_outbox_state_id"), "outbox", ["state", "id"], unique=False)

    op.create_table(
        "record_numbers",
        sa.Column("number", sa.Integer(), sa.Identity(always=False, start=1001), nullable=False),
        sa.Column("type", sa.String(length=12), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_record_numbers")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("change_set_id", sa.Integer(), nullable=False),
        sa.Column("op", sa.String(length=6), nullable=False),
        sa.Column("table_name", sa.String(length=40), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=60), nullable=True),
        sa.Column("old", sa.Text(), nullable=True),
        sa.Column("new", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["change_set_id"], ["change_sets.id"], name=op.f("fk_changes_change_set_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_changes")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_changes_change_set_id"), "changes", ["change_set_id"], unique=False)
    op.create_index(op.f("ix_changes_row"), "changes", ["table_name", "row_id"], unique=False)

    op.create_table(
        "companies",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("name_key", sa.String(length=300), nullable=False),
        sa.Column("website", sa.String(length=300), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("owner", sa.String(length=40), nullable=True),
        sa.Column("standing_roles", sa.Text(), nullable=True),
        sa.Column("source", sa.String(length=60), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["number"], ["record_numbers.number"], name=op.f("fk_companies_number")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_companies")),
    )
    op.create_index(op.f("ix_companies_name_key"), "companies", ["name_key"], unique=False)
    op.create_index(op.f("ix_companies_owner"), "companies", ["owner"], unique=False)

    op.create_table(
        "followups",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(length=40), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("day_only", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("record_number", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=40), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.String(length=40), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("snoozed", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["number"], ["record_numbers.number"], name=op.f("fk_followups_number")),
        sa.ForeignKeyConstraint(["record_number"], ["record_numbers.number"], name=op.f("fk_followups_record_number")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_followups")),
    )
    op.create_index(op.f("ix_followups_open"), "followups", ["done_at", "owner", "due_at"], unique=False)
    op.create_index(op.f("ix_followups_record_number"), "followups", ["record_number"], unique=False)

    op.create_table(
        "inbox_raw",
        sa.Column("inbox_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["inbox_id"], ["inbox.id"], name=op.f("fk_inbox_raw_inbox_id")),
        sa.PrimaryKeyConstraint("inbox_id", name=op.f("pk_inbox_raw")),
    )
    op.create_table(
        "mail_keys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("sent_at", sa.String(length=40), nullable=True),
        sa.Column("inbox_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["inbox_id"], ["inbox.id"], name=op.f("fk_mail_keys_inbox_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_keys")),
    )
    op.create_index(op.f("ix_mail_keys_inbox_id"), "mail_keys", ["inbox_id"], unique=False)
    op.create_index(op.f("ix_mail_keys_key"), "mail_keys", ["kind", "key"], unique=False)

    op.create_table(
        "members",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("slack", sa.String(length=40), nullable=True),
        sa.Column("timezone", sa.String(length=60), nullable=True),
        sa.Column("language", sa.String(length=20), nullable=True),
        sa.Column("department", sa.String(length=60), nullable=True),
        sa.Column("manager", sa.String(length=40), nullable=True),
        sa.Column("rights", sa.String(length=20), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("capture_token", sa.String(length=40), nullable=False),
        sa.Column("preferences", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["number"], ["record_numbers.number"], name=op.f("fk_members_number")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_members")),
        sa.UniqueConstraint("capture_token", name=op.f("uq_members_capture_token")),
        sa.UniqueConstraint("key", name=op.f("uq_members_key")),
    )
    op.create_index(op.f("ix_members_slack"), "members", ["slack"], unique=False)

    op.create_table(
        "thread_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("activity_number", sa.Integer(), nullable=False),
        sa.Column("inbox_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_number"], ["record_numbers.number"], name=op.f("fk_thread_links_activity_number")
        ),
        sa.ForeignKeyConstraint(["inbox_id"], ["inbox.id"], name=op.f("fk_thread_links_inbox_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread_links")),
    )
    op.create_index(op.f("ix_thread_links_activity_number"), "thread_links", ["activity_number"], unique=False)
    op.create_index(op.f("ix_thread_links_inbox_id"), "thread_links", ["inbox_id"], unique=False)
    op.create_index(op.f("ix_thread_links_message_id"), "thread_links", ["message_id"], unique=False)

    op.create_table(
        "company_domains",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_number", sa.Integer(), nullable=False),
        sa.Column("domain", sa.String(length=255), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_number"], ["companies.number"], name=op.f("fk_company_domains_company_number")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company_domains")),
        sa.UniqueConstraint("domain", name=op.f("uq_company_domains_domain")),
    )
    op.create_index(op.f("ix_company_domains_company_number"), "company_domains", ["company_number"], unique=False)

    op.create_table(
        "member_emails",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_number", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.ForeignKeyConstraint(["member_number"], ["members.number"], name=op.f("fk_member_emails_member_number")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_emails")),
        sa.UniqueConstraint("email", name=op.f("uq_member_emails_email")),
    )
    op.create_index(op.f("ix_member_emails_member_number"), "member_emails", ["member_number"], unique=False)

    op.create_table(
        "persons",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("name_key", sa.String(length=300), nullable=False),
        sa.Column("given_name", sa.String(length=150), nullable=True),
        sa.Column("family_name", sa.String(length=150), nullable=True),
        sa.Column("title", sa.String(length=60), nullable=True),
        sa.Column("job_title", sa.String(length=200), nullable=True),
        sa.Column("website", sa.String(length=300), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("company_number", sa.Integer(), nullable=True),
        sa.Column("owner", sa.String(length=40), nullable=True),
        sa.Column("standing_roles", sa.Text(), nullable=True),
        sa.Column("source", sa.String(length=60), nullable=True),
        sa.Column("value_sources", sa.Text(), nullable=True),
        sa.Column("language", sa.String(length=20), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["company_number"], ["companies.number"], name=op.f("fk_persons_company_number")),
        sa.ForeignKeyConstraint(["number"], ["record_numbers.number"], name=op.f("fk_persons_number")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_persons")),
    )
    op.create_index(op.f("ix_persons_company_number"), "persons", ["company_number"], unique=False)
    op.create_index(op.f("ix_persons_name_key"), "persons", ["name_key"], unique=False)
    op.create_index(op.f("ix_persons_owner"), "persons", ["owner"], unique=False)

    op.create_table(
        "deals",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("name_key", sa.String(length=300), nullable=False),
        sa.Column("person_number", sa.Integer(), nullable=True),
        sa.Column("company_number", sa.Integer(), nullable=True),
        sa.Column("stage", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("owner", sa.String(length=40), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("budget", sa.BigInteger(), nullable=True),
        sa.Column("probability", sa.Integer(), nullable=True),
        sa.Column("expected_close", sa.Date(), nullable=True),
        sa.Column("source", sa.String(length=60), nullable=True),
        sa.Column("grade", sa.String(length=10), nullable=True),
        sa.Column("lost_reason", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stage_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_activity_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["company_number"], ["companies.number"], name=op.f("fk_deals_company_number")),
        sa.ForeignKeyConstraint(["number"], ["record_numbers.number"], name=op.f("fk_deals_number")),
        sa.ForeignKeyConstraint(["person_number"], ["persons.number"], name=op.f("fk_deals_person_number")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_deals")),
    )
    op.create_index(op.f("ix_deals_company_number"), "deals", ["company_number"], unique=False)
    op.create_index(op.f("ix_deals_last_activity_at"), "deals", ["last_activity_at"], unique=False)
    op.create_index(op.f("ix_deals_name_key"), "deals", ["name_key"], unique=False)
    op.create_index(op.f("ix_deals_person_number"), "deals", ["person_number"], unique=False)
    op.create_index(op.f("ix_deals_stage"), "deals", ["stage"], unique=False)
    op.create_index(op.f("ix_deals_state_owner"), "deals", ["state", "owner"], unique=False)

    op.create_table(
        "person_emails",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_number", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("is_primary", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_number"], ["persons.number"], name=op.f("fk_person_emails_person_number")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_emails")),
        sa.UniqueConstraint("email", name=op.f("uq_person_emails_email")),
    )
    op.create_index(op.f("ix_person_emails_person_number"), "person_emails", ["person_number"], unique=False)

    op.create_table(
        "person_phones",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_number", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("is_primary", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_number"], ["persons.number"], name=op.f("fk_person_phones_person_number")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_phones")),
    )
    op.create_index(op.f("ix_person_phones_number"), "person_phones", ["number"], unique=False)
    op.create_index(op.f("ix_person_phones_person_number"), "person_phones", ["person_number"], unique=False)

    op.create_table(
        "activities",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("medium", sa.String(length=20), nullable=False),
        sa.Column("direction", sa.String(length=10), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author", sa.String(length=40), nullable=True),
        sa.Column("person_number", sa.Integer(), nullable=True),
        sa.Column("company_number", sa.Integer(), nullable=True),
        sa.Column("deal_number", sa.Integer(), nullable=True),
        sa.Column("subject", sa.String(length=1000), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("full_text", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("inbox_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["company_number"], ["companies.number"], name=op.f("fk_activities_company_number")),
        sa.ForeignKeyConstraint(["deal_number"], ["deals.number"], name=op.f("fk_activities_deal_number")),
        sa.ForeignKeyConstraint(["number"], ["record_numbers.number"], name=op.f("fk_activities_number")),
        sa.ForeignKeyConstraint(["person_number"], ["persons.number"], name=op.f("fk_activities_person_number")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_activities")),
    )
    op.create_index(op.f("ix_activities_company_number_at"), "activities", ["company_number", "at"], unique=False)
    op.create_index(op.f("ix_activities_deal_number_at"), "activities", ["deal_number", "at"], unique=False)
    op.create_index(op.f("ix_activities_inbox_id"), "activities", ["inbox_id"], unique=False)
    op.create_index(op.f("ix_activities_person_number_at"), "activities", ["person_number", "at"], unique=False)

    op.create_table(
        "activity_people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_number", sa.Integer(), nullable=False),
        sa.Column("person_number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_number"], ["activities.number"], name=op.f("fk_activity_people_activity_number")
        ),
        sa.ForeignKeyConstraint(["person_number"], ["persons.number"], name=op.f("fk_activity_people_person_number")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_people")),
    )
    op.create_index(op.f("ix_activity_people_activity_number"), "activity_people", ["activity_number"], unique=False)
    op.create_index(
        op.f("ix_activity_people_person_number"), "activity_people", ["person_number", "activity_number"], unique=False
    )

    op.create_table(
        "files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_number", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(length=300), nullable=False),
        sa.Column("content_type", sa.String(length=150), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("inline", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["activity_number"], ["activities.number"], name=op.f("fk_files_activity_number")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_files")),
    )
    op.create_index(op.f("ix_files_activity_number"), "files", ["activity_number"], unique=False)
    op.create_index(op.f("ix_files_sha256"), "files", ["sha256"], unique=False)

    if op.get_context().dialect.name == "sqlite":  # PostgreSQL starts its identity there by itself
        op.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('record_numbers', 1000)")
