"""Runs the migrations on the connection that `counter.store.migrate` hands over."""

from alembic import context

from counter.store.life_records import CalendarYear

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=CalendarYear.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
