"""Products whose certificates lapse, who is told of it, and in which words."""

from datetime import datetime, timedelta
from typing import Any

from events_app import db, values
from events_app.directory.tables import Certificate, Kind, Organization, Product
from events_app.reminders.tables import Purpose
from tests import make
from tests.reminders import posting

LONG_AGO = make.NOW - timedelta(days=400)
TODAY = values.today(make.NOW)


async def product(entity: Organization, name: str, left: int, *, known: datetime = LONG_AGO, **said: Any) -> Product:
    """A product whose certificate lapses in so many days, recorded long ago."""
    ends = TODAY + timedelta(left)
    certified = {"issued_on": ends - timedelta(days=1095), "valid_to": ends, "created_at": known, **said}
    return await make.product(entity, name, certified=certified)


async def certificate(of: Product) -> Certificate:
    """The first certificate of the product."""
    row = await Certificate.objects().where(Certificate.product == of.id).order_by(Certificate.id).first()
    assert row
    return row


async def office(code: str = "01", which: str = "34") -> make.Person:
    """Somebody of the authority of a province."""
    authority = await make.organization(Kind.AUTHORITY, f"Sở {code}", province_set=which, province_code=code)
    return await make.person("Giang", authority)


async def told(purpose: str = Purpose.LAPSE) -> list[tuple[str | None, int, list[str]]]:
    """Who was told, at which threshold, of which products."""
    rows = await posting.deliveries(purpose)
    names = {
        str(row["id"]): row["name"]
        for row in await db.fetch(
            "SELECT certificate.id, product.name FROM certificate JOIN product ON product.id = certificate.product"
        )
    }
    return sorted(
        (
            row["organization_name"],
            row["facts"]["threshold"],
            sorted(names[one] for one in row["facts"]["certificates"]),
        )
        for row in rows
    )


async def words(purpose: str = Purpose.LAPSE, at: datetime = make.NOW) -> list[str]:
    """The text and HTML of every letter that is still true."""
    return [
        f"{one.subject}\n{one.text}\n{one.html}" for one in await posting.written(await posting.deliveries(purpose), at)
    ]
