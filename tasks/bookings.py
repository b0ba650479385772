"""Booths: holds that have run out are swept away; nothing waits for it."""

from events_app.booths import booking
from events_app.values import now
from tasks.celery import task
from tasks.loop import run


@task("booths.release_lapsed")
def release_lapsed() -> None:
    """Give back the booths whose holds have run out."""
    run(booking.release_lapsed(at=now()))
