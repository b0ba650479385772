"""Summaries: frozen when a fair is over and its grace time has passed, printed when they are frozen."""

from uuid import UUID

from events_app.summaries import freezing, printing
from events_app.values import now
from tasks.celery import task
from tasks.loop import run


@task("summaries.freeze_due")
def freeze_due() -> None:
    """Freeze the summaries that are due."""
    run(freezing.freeze_due(at=now()))


@task("summaries.keep_pdf")
def keep_pdf(route_id: str) -> None:
    """Print the summary that a message speaks of, and keep the bytes."""
    run(printing.keep(UUID(route_id), at=now()))
