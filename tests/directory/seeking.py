"""What a search finds, as tests ask for it."""

from typing import Any

from events_app import values
from events_app.directory import finding, starring
from tests import make

ON = values.today(make.NOW)


async def found(q: str | None = None, limit: int = 5, **filters: Any) -> list[str]:
    """The names that are found, in their order."""
    rows, _, _ = await starring.find(finding.Wanted(**{"on": ON, **filters}, q=q, limit=limit))
    return [row.product.product.name if row.product else row.organization["name"] for row in rows]
