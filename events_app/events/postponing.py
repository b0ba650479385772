"""An announced event is put off without a new date: new holds and unsent reminders wait until it has one."""

from datetime import datetime

from events_app import db, lifecycle
from events_app.events.tables import Event


async def postpone(event: Event, reason: str, *, at: datetime) -> Event:
    """Put ``event`` off; ``reason`` is told to exhibitors and the public. Raises WrongState."""
    async with db.transaction():
        await lifecycle.lock(event)
        return await lifecycle.move(event, "postpone", at=at, reason=reason)
