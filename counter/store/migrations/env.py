"""Runs the migrations on the connection that `counter.store.migrate` hands over."""

from alembic import context

from counter.store.record import Record

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Record.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
