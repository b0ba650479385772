"""What breaks in a sweep is left for the next one, and nothing waits behind it."""

from uuid import UUID

from events_app import values
from events_app.sweeping import each


async def test_what_raises_keeps_nothing_else_waiting_and_is_not_counted() -> None:
    broken, idle, good, last = (values.new_id() for _ in range(4))
    seen: list[UUID] = []

    async def verb(row_id: UUID) -> bool:
        seen.append(row_id)
        if row_id == broken:
            raise RuntimeError("one bad row")
        return row_id != idle

    assert await each([broken, idle, good, last], verb) == 2
    assert seen == [broken, idle, good, last]
