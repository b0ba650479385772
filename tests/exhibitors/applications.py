"""What an application has and what was recorded of it."""

from uuid import UUID

from events_app import db
from events_app.exhibitors.tables import Application, ApplicationProduct


async def topics() -> list[str]:
    """What was recorded of applications, in order."""
    return [
        row["topic"] for row in await db.fetch("SELECT topic FROM message WHERE topic LIKE 'application.%' ORDER BY id")
    ]


async def shown_products(application: Application) -> set[UUID]:
    """The products that an application shows."""
    rows = await ApplicationProduct.select().where(ApplicationProduct.application == application.id)
    return {row["product"] for row in rows}
