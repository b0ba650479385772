"""The machinery: what is kept for a while only."""

from events_app import idempotency
from events_app.accounts import limiting, signing_in
from events_app.directory import arriving
from events_app.values import now
from tasks.celery import task
from tasks.loop import run


@task("housekeeping.forget_answers")
def forget_answers() -> None:
    """Delete the answers to requests that are older than a day."""
    run(idempotency.sweep(at=now()))


@task("housekeeping.forget_sign_ins")
def forget_sign_ins() -> None:
    """Delete the sessions that are over."""
    run(signing_in.sweep(at=now()))


@task("housekeeping.forget_newcomers")
def forget_newcomers() -> None:
    """Forget the newcomers who never came, and links that ran out."""
    run(arriving.sweep(at=now()))


@task("housekeeping.forget_tries")
def forget_tries() -> None:
    """Delete the counts of tries whose time is over."""
    run(limiting.sweep(at=now()))
