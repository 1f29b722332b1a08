"""Contacts in full, processes with versions, products and offers, what ties records together."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_TRUE = "CAST(1 AS BOOLEAN)"  # SQLite knows no word for it


def upgrade() -> None:
    op.create_table(
        "process_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_by", sa.String(length=40), nullable=True),
        sa.Column("teams", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_process_versions")),
        sa.UniqueConstraint("key", "version", name=op.f("uq_process_versions_key_version")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "products",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("name_key", sa.String(length=300), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("unit", sa.String(length=30), nullable=True),
        sa.Column("process", sa.String(length=40), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["number"], ["record_numbers.number"], name=op.f("fk_products_number")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_products")),
        sa.UniqueConstraint("key", name=op.f("uq_products_key")),
    )
    op.create_index(op.f("ix_products_name_key"), "products", ["name_key"], unique=False)

    op.create_table(
        "record_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("from_number", sa.Integer(), nullable=False),
        sa.Column("to_number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["from_number"], ["record_numbers.number"], name=op.f("fk_record_links_from_number")),
        sa.ForeignKeyConstraint(["to_number"], ["record_numbers.number"], name=op.f("fk_record_links_to_number")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_links")),
    )
    op.create_index(op.f("ix_record_links_from_number"), "record_links", ["from_number"], unique=False)
    op.create_index(op.f("ix_record_links_to_number"), "record_links", ["to_number"], unique=False)

    op.create_table(
        "tags",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("name_key", sa.String(length=60), nullable=False),
        sa.Column("owner", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["record_number"], ["record_numbers.number"], name=op.f("fk_tags_record_number")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tags")),
    )
    op.create_index("ix_tags_name_key", "tags", ["name_key", "record_number"], unique=False)
    op.create_index(op.f("ix_tags_record_number"), "tags", ["record_number"], unique=False)

    op.create_table(
        "watchers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_number", sa.Integer(), nullable=False),
        sa.Column("member", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["record_number"], ["record_numbers.number"], name=op.f("fk_watchers_record_number")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watchers")),
        sa.UniqueConstraint("record_number", "member", "kind", name=op.f("uq_watchers_record_number_member_kind")),
    )
    op.create_index(op.f("ix_watchers_member"), "watchers", ["member"], unique=False)
    op.create_index(op.f("ix_watchers_record_number"), "watchers", ["record_number"], unique=False)

    op.create_table(
        "company_emails",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_number", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("is_primary", sa.Boolean(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["company_number"], ["companies.number"], name=op.f("fk_company_emails_company_number")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company_emails")),
        sa.UniqueConstraint("email", name=op.f("uq_company_emails_email")),
    )
    op.create_index(op.f("ix_company_emails_company_number"), "company_emails", ["company_number"], unique=False)

    op.create_table(
        "company_phones",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_number", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("is_primary", sa.Boolean(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["company_number"], ["companies.number"], name=op.f("fk_company_phones_company_number")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company_phones")),
    )
    op.create_index(op.f("ix_company_phones_company_number"), "company_phones", ["company_number"], unique=False)
    op.create_index(op.f("ix_company_phones_number"), "company_phones", ["number"], unique=False)

    op.create_table(
        "postal_addresses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_number", sa.Integer(), nullable=True),
        sa.Column("company_number", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("street", sa.String(length=200), nullable=True),
        sa.Column("postcode", sa.String(length=20), nullable=True),
        sa.Column("city", sa.String(length=100), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("is_primary", sa.Boolean(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["company_number"], ["companies.number"], name=op.f("fk_postal_addresses_company_number")
        ),
        sa.ForeignKeyConstraint(["person_number"], ["persons.number"], name=op.f("fk_postal_addresses_person_number")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_postal_addresses")),
    )
    op.create_index(op.f("ix_postal_addresses_company_number"), "postal_addresses", ["company_number"], unique=False)
    op.create_index(op.f("ix_postal_addresses_person_number"), "postal_addresses", ["person_number"], unique=False)
    op.create_index(op.f("ix_postal_addresses_postcode"), "postal_addresses", ["postcode"], unique=False)

    op.create_table(
        "competitors",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deal_number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_key", sa.String(length=200), nullable=False),
        sa.Column("strengths", sa.Text(), nullable=True),
        sa.Column("weaknesses", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["deal_number"], ["deals.number"], name=op.f("fk_competitors_deal_number")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_competitors")),
    )
    op.create_index(op.f("ix_competitors_deal_number"), "competitors", ["deal_number"], unique=False)
    op.create_index(op.f("ix_competitors_name_key"), "competitors", ["name_key"], unique=False)

    op.create_table(
        "deal_products",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deal_number", sa.Integer(), nullable=False),
        sa.Column("product_number", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("discount", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["deal_number"], ["deals.number"], name=op.f("fk_deal_products_deal_number")),
        sa.ForeignKeyConstraint(["product_number"], ["products.number"], name=op.f("fk_deal_products_product_number")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deal_products")),
    )
    op.create_index(op.f("ix_deal_products_deal_number"), "deal_products", ["deal_number"], unique=False)
    op.create_index(op.f("ix_deal_products_product_number"), "deal_products", ["product_number"], unique=False)

    op.create_table(
        "stage_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deal_number", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=60), nullable=False),
        sa.Column("process", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["deal_number"], ["deals.number"], name=op.f("fk_stage_entries_deal_number")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_entries")),
    )
    op.create_index("ix_stage_entries_deal_number_at", "stage_entries", ["deal_number", "at"], unique=False)

    op.create_table(
        "stakeholders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deal_number", sa.Integer(), nullable=False),
        sa.Column("person_number", sa.Integer(), nullable=False),
        sa.Column("function", sa.String(length=100), nullable=True),
        sa.Column("attitude", sa.String(length=10), nullable=True),
        sa.ForeignKeyConstraint(["deal_number"], ["deals.number"], name=op.f("fk_stakeholders_deal_number")),
        sa.ForeignKeyConstraint(["person_number"], ["persons.number"], name=op.f("fk_stakeholders_person_number")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stakeholders")),
    )
    op.create_index(op.f("ix_stakeholders_deal_number"), "stakeholders", ["deal_number"], unique=False)
    op.create_index(op.f("ix_stakeholders_person_number"), "stakeholders", ["person_number"], unique=False)

    op.create_table(
        "offers",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("deal_number", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("offered_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("person_number", sa.Integer(), nullable=True),
        sa.Column("activity_number", sa.Integer(), nullable=True),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["activity_number"], ["activities.number"], name=op.f("fk_offers_activity_number")),
        sa.ForeignKeyConstraint(["deal_number"], ["deals.number"], name=op.f("fk_offers_deal_number")),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("fk_offers_file_id")),
        sa.ForeignKeyConstraint(["number"], ["record_numbers.number"], name=op.f("fk_offers_number")),
        sa.ForeignKeyConstraint(["person_number"], ["persons.number"], name=op.f("fk_offers_person_number")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_offers")),
    )
    op.create_index("ix_offers_code", "offers", ["code", "version"], unique=False)
    op.create_index(op.f("ix_offers_deal_number"), "offers", ["deal_number"], unique=False)
    op.create_index(op.f("ix_offers_state"), "offers", ["state"], unique=False)

    op.add_column("activities", sa.Column("reason", sa.String(length=200), nullable=True))
    op.add_column("activities", sa.Column("touchpoint", sa.String(length=60), nullable=True))
    op.add_column("activities", sa.Column("link", sa.String(length=1000), nullable=True))
    op.add_column("activities", sa.Column("private", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("activities", sa.Column("pinned", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("activities", sa.Column("owner", sa.String(length=40), nullable=True))
    op.add_column("activities", sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("activities", sa.Column("resolved_by", sa.String(length=40), nullable=True))
    op.add_column("activities", sa.Column("details", sa.Text(), nullable=True))

    op.add_column("change_sets", sa.Column("group_id", sa.Integer(), nullable=True))
    op.create_index(op.f("ix_change_sets_group_id"), "change_sets", ["group_id"], unique=False)

    op.add_column("companies", sa.Column("value_sources", sa.Text(), nullable=True))
    # Inline, because SQLite cannot add a constraint to a table that stands.
    op.execute(
        "ALTER TABLE companies ADD COLUMN parent_number INTEGER CONSTRAINT fk_companies_parent_number REFERENCES companies (number)"
    )
    op.add_column("companies", sa.Column("industry", sa.String(length=100), nullable=True))
    op.add_column("companies", sa.Column("employees", sa.Integer(), nullable=True))
    op.add_column("companies", sa.Column("business", sa.String(length=10), nullable=True))
    op.add_column("companies", sa.Column("protected", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("companies", sa.Column("custom", sa.Text(), nullable=True))
    op.create_index(
        "ix_companies_protected", "companies", ["protected"], unique=False,
        sqlite_where=sa.text("protected = 1"), postgresql_where=sa.text("protected"),
    )  # fmt: skip
    op.create_index(op.f("ix_companies_parent_number"), "companies", ["parent_number"], unique=False)

    op.add_column("deals", sa.Column("grade_reason", sa.Text(), nullable=True))
    op.add_column("deals", sa.Column("chance", sa.Integer(), nullable=True))
    op.add_column("deals", sa.Column("regrade_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("deals", sa.Column("assigned_by", sa.String(length=60), nullable=True))
    op.create_index(op.f("ix_deals_regrade_at"), "deals", ["regrade_at"], unique=False)
    op.add_column("deals", sa.Column("process", sa.String(length=40), nullable=False, server_default="sales"))
    op.add_column("deals", sa.Column("unnamed", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("deals", sa.Column("need", sa.Text(), nullable=True))
    op.add_column("deals", sa.Column("priority", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("deals", sa.Column("steps_done", sa.Text(), nullable=True))
    op.add_column("deals", sa.Column("custom", sa.Text(), nullable=True))
    op.add_column("deals", sa.Column("disqualified", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("deals", sa.Column("closing_note", sa.Text(), nullable=True))
    op.add_column("deals", sa.Column("qualified_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f("ix_deals_process"), "deals", ["process"], unique=False)

    op.create_table(
        "merged_records",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("into_number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["number"], ["record_numbers.number"], name=op.f("fk_merged_records_number")),
        sa.ForeignKeyConstraint(["into_number"], ["record_numbers.number"], name=op.f("fk_merged_records_into_number")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merged_records")),
        sa.UniqueConstraint("number", name=op.f("uq_merged_records_number")),
    )
    op.create_index(op.f("ix_merged_records_into_number"), "merged_records", ["into_number"], unique=False)

    op.create_table(
        "outside_ids",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_number", sa.Integer(), nullable=False),
        sa.Column("system", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("outside_id", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_number"], ["record_numbers.number"], name=op.f("fk_outside_ids_record_number")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_ids")),
        sa.UniqueConstraint("system", "kind", "outside_id", name=op.f("uq_outside_ids_system_kind_outside_id")),
    )
    op.create_index(op.f("ix_outside_ids_record_number"), "outside_ids", ["record_number"], unique=False)

    op.create_table(
        "refused_senders",
        sa.Column("address", sa.String(length=320), nullable=False),
        sa.Column("refused_by", sa.String(length=200), nullable=False),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_refused_senders")),
    )
    op.add_column("inbox", sa.Column("mailbox", sa.String(length=320), nullable=True))
    op.add_column("inbox", sa.Column("quiet", sa.Boolean(), nullable=False, server_default=sa.false()))

    op.add_column("followups", sa.Column("origin", sa.String(length=60), nullable=True))

    op.add_column("members", sa.Column("permissions", sa.Text(), nullable=True))
    op.add_column("members", sa.Column("absent_from", sa.Date(), nullable=True))
    op.add_column("members", sa.Column("absent_until", sa.Date(), nullable=True))
    op.add_column("members", sa.Column("substitute", sa.String(length=40), nullable=True))
    op.add_column("members", sa.Column("takes_leads", sa.Boolean(), nullable=False, server_default=sa.true()))

    op.add_column("persons", sa.Column("department", sa.String(length=100), nullable=True))
    op.add_column("persons", sa.Column("function", sa.String(length=100), nullable=True))
    op.add_column("persons", sa.Column("birthday", sa.Date(), nullable=True))
    op.add_column("persons", sa.Column("age_group", sa.String(length=60), nullable=True))
    op.add_column("persons", sa.Column("income_group", sa.String(length=60), nullable=True))
    op.add_column("persons", sa.Column("buying_behaviour", sa.String(length=200), nullable=True))
    op.add_column("persons", sa.Column("education", sa.String(length=100), nullable=True))
    op.add_column("persons", sa.Column("risk_attitude", sa.String(length=60), nullable=True))
    op.add_column("persons", sa.Column("protected", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("persons", sa.Column("custom", sa.Text(), nullable=True))
    op.create_index(
        "ix_persons_protected", "persons", ["protected"], unique=False,
        sqlite_where=sa.text("protected = 1"), postgresql_where=sa.text("protected"),
    )  # fmt: skip

    # Each deal that stands has entered its stage: the history of its roles begins there.
    op.execute(
        "INSERT INTO stage_entries (deal_number, stage, process, version, at) "
        "SELECT number, stage, 'sales', 1, stage_since FROM deals"
    )

    # Addresses are rows of their own, with the text as it was written.
    op.add_column("person_emails", sa.Column("source", sa.Text(), nullable=True))
    op.add_column("person_phones", sa.Column("source", sa.Text(), nullable=True))
    for table, owner in (("persons", "person_number"), ("companies", "company_number")):
        op.execute(
            f"INSERT INTO postal_addresses ({owner}, kind, text, is_primary) "  # noqa: S608 (names of our own)
            f"SELECT number, 'work', address, {_TRUE} FROM {table} WHERE address <> ''"
        )
        op.drop_column(table, "address")
