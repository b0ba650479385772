"""Where, what and when: venues, events, their sites, opening days and sessions; and a whole fair."""

from dataclasses import dataclass
from datetime import UTC, time, timedelta
from typing import Any
from uuid import UUID

from events_app import values
from events_app.booths.tables import Booth, Zone
from events_app.directory.tables import Organization
from events_app.events.tables import Event, EventKind, EventState, OpeningDay, Session, Site
from events_app.venues.tables import Venue
from tests.make.floor import booth, zone
from tests.make.given import FIRST_ON, LAST_ON, NOW, nth


async def venue(keeper: Organization, name: str = "Trung tâm thương mại Mẫu", **given: Any) -> Venue:
    """A venue in Hà Nội."""
    row = Venue(
        **{
            "name": name,
            "slug": values.slug_of(f"{name} {nth()}"),
            "address": "1 Phố Mẫu",
            "province_set": "34",
            "province_code": "01",
            "keeper": keeper.id,
            "created_at": NOW,
            "search": values.searched(name),
            "sort": values.sort_key(name),
            **given,
        }
    )
    await row.save()
    return row


async def event(organizer: Organization, title: str = "Tuần lễ OCOP", **given: Any) -> Event:
    """A published week of five days, open for registration, in pick mode."""
    row = Event(
        **{
            "organization": organizer.id,
            "kind": EventKind.WEEK,
            "title": {"vi": title, "en": "OCOP Week"},
            "slug": values.slug_of(f"{title} {nth()}"),
            "first_on": FIRST_ON,
            "last_on": LAST_ON,
            "state": EventState.PUBLISHED,
            "published_at": NOW - timedelta(days=30),
            "registration_opens_at": NOW - timedelta(days=20),
            "registration_closes_at": NOW + timedelta(days=5),
            "filing_required": False,
            "filing_exempt_decision": "123/QĐ-UBND",
            "created_at": NOW - timedelta(days=40),
            "search": values.searched(title),
            "sort": values.sort_key(title),
            **given,
        }
    )
    await row.save()
    return row


async def site(event: Event, at_venue: Venue, days: int = 5) -> Site:
    """A site with ``days`` opening days from the event's first, 08:00 to 21:00."""
    row = Site(event=event.id, venue=at_venue.id, announced_booths=60, created_at=NOW)
    await row.save()
    for n in range(days):
        await OpeningDay(
            site=row.id,
            held_on=event.first_on + timedelta(days=n),
            opens=time(8),
            closes=time(21),
            created_at=NOW,
        ).save()
    return row


async def session(event: Event, at_venue: Venue, title: str = "Hội nghị kết nối", **given: Any) -> Session:
    """A conference session on the event's first day, 09:00 to 11:00."""
    row = Session(
        **{
            "event": event.id,
            "kind": "conference",
            "title": {"vi": title},
            "venue": at_venue.id,
            "starts_at": values.local(event.first_on, time(9)).astimezone(UTC),
            "ends_at": values.local(event.first_on, time(11)).astimezone(UTC),
            "created_at": NOW,
            **given,
        }
    )
    await row.save()
    return row


@dataclass
class Fair:
    """A published week at one site with booths."""

    event: Event
    venue: Venue
    site: Site
    zone: Zone
    booths: list[Booth]

    @property
    def id(self) -> UUID:
        """The event's id."""
        return self.event.id


async def fair(organizer: Organization, booths: int = 3, **given: Any) -> Fair:
    """A whole fair, ready to be applied for."""
    at_venue = await venue(organizer)
    held = await event(organizer, **given)
    of_site = await site(held, at_venue, days=(held.last_on - held.first_on).days + 1)
    in_zone = await zone(of_site)
    return Fair(held, at_venue, of_site, in_zone, [await booth(in_zone) for _ in range(booths)])
