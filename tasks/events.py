"""Events: those whose last day has passed end."""

from events_app.events import ending
from events_app.values import now
from tasks.celery import task
from tasks.loop import run


@task("events.end_due")
def end_due() -> None:
    """End the events that are over."""
    run(ending.end_due(at=now()))
