"""What is said in tests of an organization that has a record already, and that record."""

from typing import Any

from events_app.directory.tables import Organization
from tests import door, make

CODE = "0100109106"
SAID: dict[str, Any] = {**door.SEN, "tax_code": CODE}
ENTERED: dict[str, Any] = {**SAID, "on_behalf": True, "contact": {"name": "Bà Tư", "phone": "0912345678"}}


async def left_by_an_import() -> Organization:
    """A record as an import leaves it: nobody acts for it."""
    return await make.organization(name="Hợp tác xã Vải Thiều", tax_code=CODE, phone="+84912345678")
