"""The machinery: answers that are kept for a day only."""

from events_app import idempotency
from events_app.values import now
from tasks.celery import task
from tasks.loop import run


@task("housekeeping.forget_answers")
def forget_answers() -> None:
    """Delete the answers to requests that are older than a day."""
    run(idempotency.sweep(at=now()))
