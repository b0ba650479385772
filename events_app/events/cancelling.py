"""An announced event is called off; its followers release what was taken and stop what was about to be sent."""

from datetime import datetime

from events_app import db, lifecycle
from events_app.events.tables import Event


async def cancel(event: Event, reason: str, *, at: datetime) -> Event:
    """Call ``event`` off; ``reason`` is told to exhibitors and the public. Raises WrongState."""
    async with db.transaction():
        await lifecycle.lock(event)
        return await lifecycle.move(event, "cancel", at=at, reason=reason, cancelled_at=at)
