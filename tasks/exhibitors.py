"""Exhibitors: offers that nobody answered."""

from events_app.exhibitors import lapsing
from events_app.values import now
from tasks.celery import task
from tasks.loop import run


@task("exhibitors.lapse_due")
def lapse_due() -> None:
    """Return the applications whose offers have run out to where they came from."""
    run(lapsing.lapse_due(at=now()))
