"""Imports: lists are read when they arrive, brought in and undone when somebody says so."""

from uuid import UUID

from events_app.imports import forgetting, reading, running, undoing
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


@task("imports.take_back")
def take_back(route_id: str) -> None:
    """Undo the list that a message speaks of."""
    run(undoing.take_back(UUID(route_id), at=now()))


@task("imports.forget_old")
def forget_old() -> None:
    """Forget the lists that nobody has brought in for a month, and the rows of those that have been in for three."""
    run(forgetting.sweep(at=now()))
