"""Letters: written when something has happened, sent when they are due."""

from uuid import UUID

from events_app.reminders import ledger, sending, telling, warning
from events_app.values import now
from tasks.celery import task
from tasks.loop import run


@task("reminders.tell")
def tell(route_id: str) -> None:
    """Write the letters that a message owes."""
    run(telling.tell(UUID(route_id), at=now()))


@task("reminders.send_due")
def send_due() -> None:
    """Send the letters that are due."""
    run(sending.send_due(at=now()))


@task("reminders.take_back")
def take_back() -> None:
    """Let letters whose lease ran out be sent again."""
    run(ledger.take_back(at=now()))


@task("reminders.warn_due")
def warn_due() -> None:
    """Write the letters about certificates that lapse."""
    run(warning.warn_due(at=now()))
