"""Alembic's way in: runs on the connection that `crmbot.storage.schema` hands over."""

from alembic import context

from crmbot.domain.records import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection, target_metadata=Base.metadata, render_as_batch=connection.dialect.name == "sqlite"
)
with context.begin_transaction():
    context.run_migrations()
