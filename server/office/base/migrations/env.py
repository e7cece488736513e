"""Alembic's entry: runs the migrations on the connection that `server.office.base.database.migrate` gives."""

from alembic import context

from server.office.base.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
context.run_migrations()
