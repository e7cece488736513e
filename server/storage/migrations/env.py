"""Alembic's entry: runs the migrations of the office's database given by `migrate`."""

from alembic import context

from server.storage.database import office_metadata, open_engine

engine = open_engine(context.config.attributes["path"])
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=office_metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
