"""Imports: lists are read when they arrive, and brought in when somebody says so."""

from uuid import UUID

from events_app.imports import reading, running, uploading
from events_app.values import now
from tasks.celery import task
from tasks.loop import run


@task("imports.read")
def read(route_id: str) -> None:
    """Read the list that a message speaks of."""
    run(reading.read(UUID(route_id), at=now()))


@task("imports.bring_in")
def bring_in(route_id: str) -> None:
    """Bring in the list that a message speaks of."""
    run(running.run(UUID(route_id), at=now()))


@task("imports.forget_old")
def forget_old() -> None:
    """Forget the lists that nobody has brought in for a month."""
    run(uploading.sweep(at=now()))
