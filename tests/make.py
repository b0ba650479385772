"""Rows that tests need, with sensible defaults; each call may say what matters to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from events_app import values
from events_app.accounts import queries, tokens
from events_app.accounts.tables import User
from events_app.actor import Actor, Role
from events_app.booths.tables import Assignment, Booth, Zone
from events_app.directory import certificates, joining
from events_app.directory.tables import Certificate, EntityKind, Kind, Organization, Product, Standing
from events_app.events.tables import Event, EventKind, EventState, OpeningDay, Session, Site
from events_app.exhibitors.tables import Application, ApplicationState
from events_app.venues.tables import Venue

NOW = datetime(2026, 12, 7, 2, 0, tzinfo=UTC)  # Monday, 09:00 in Viet Nam
FIRST_ON, LAST_ON = date(2026, 12, 16), date(2026, 12, 20)

_count = 0


def _next() -> int:
    global _count
    _count += 1
    return _count


@dataclass
class Person:
    """One of the cast: the person, the organization, the Actor, and a token for the API."""

    user: User
    belongs_to: Organization | None
    actor: Actor
    token: str

    @property
    def organization(self) -> Organization:
        """The person's organization; Chi has none."""
        assert self.belongs_to is not None
        return self.belongs_to

    @property
    def headers(self) -> dict[str, str]:
        """What a program of this person sends."""
        return {"Authorization": f"Bearer {self.token}"}


@dataclass
class Cast:
    """The people that tests speak of."""

    an: Person
    binh: Person
    chi: Person
    dung: Person
    em: Person


async def organization(kind: Kind = Kind.ENTITY, name: str | None = None, **given: Any) -> Organization:
    """An organization; entities are cooperatives unless said otherwise."""
    called = name or f"Hợp tác xã {_next()}"
    row = Organization(
        **{
            "kind": kind,
            "entity_kind": EntityKind.COOPERATIVE if kind == Kind.ENTITY else None,
            "name": called,
            "slug": values.slug_of(f"{called} {_next()}"),
            "province_set": "34",
            "province_code": "01",
            "created_at": NOW,
            "search": values.searched(called),
            "sort": values.sort_key(called),
            **given,
        }
    )
    await row.save()
    return row


async def person(
    name: str, organization: Organization | None = None, role: Role = Role.OWNER, language: str = "vi"
) -> Person:
    """A person, a member of ``organization`` where one is given, with a token."""
    email = f"{values.slug_of(name)}-{_next()}@fairs.example"
    user = await joining.person(email, name, at=NOW, language=language)
    if organization is not None:
        await joining.join(user, organization, role, at=NOW)
    who = await queries.actor_of(user.id, None, ("read", "write"))
    return Person(user, organization, who, await tokens.make(email, at=NOW))


async def admin(name: str = "Quân") -> Person:
    """Somebody who runs the platform."""
    someone = await person(name)
    await User.update({User.admin: True}).where(User.id == someone.user.id)
    someone.actor = await queries.actor_of(someone.user.id, None, ("read", "write"))
    return someone


async def officer(province_code: str = "01", name: str = "Hà", **given: Any) -> Person:
    """Somebody of the authority of a province."""
    department = await organization(Kind.AUTHORITY, f"Sở {_next()}", province_code=province_code, **given)
    return await person(name, department)


async def cast() -> Cast:
    """The five of them."""
    return Cast(
        an=await person("An", await organization(Kind.ORGANIZER, "Trung tâm Xúc tiến Thương mại")),
        binh=await person("Bình", await organization(Kind.ENTITY, "Hợp tác xã Sen Việt")),
        chi=await person("Chi"),
        dung=await person("Dũng", await organization(Kind.DISTRIBUTOR, "Siêu thị Mẫu")),
        em=await person("Em", await organization(Kind.ENTITY, "Hợp tác xã Trà Xanh")),
    )


async def product(
    organization: Organization, name: str = "Trà sen", *, certified: Mapping[str, Any] | None = None, **given: Any
) -> Product:
    """A product with a four-star certificate that outlasts the fair; ``certified`` says otherwise of the certificate."""
    row = Product(
        **{
            "organization": organization.id,
            "name": name,
            "group": 1,
            "created_at": NOW,
            "search": values.searched(name),
            "sort": values.sort_key(name),
            **given,
        }
    )
    await row.save()
    await certificate(row, **(certified or {}))
    return row


async def certificate(of_product: Product, **given: Any) -> Certificate:
    """A four-star certificate of 10 January 2025, declared; one that is ``verified`` was so by somebody of an authority."""
    said = {"issued_on": date(2025, 1, 10), **given}
    said.setdefault("valid_to", certificates.valid_to(said["issued_on"]) if said["issued_on"] else None)
    if said.pop("verified", False):
        authority = await organization(Kind.AUTHORITY, "Sở Nông nghiệp và Môi trường Mẫu")
        officer = await person("Giang", authority)
        said |= {
            "standing": Standing.VERIFIED,
            "verified_by": officer.user.id,
            "verified_for": authority.id,
            "verified_at": NOW,
        }
    row = Certificate(
        **{
            "product": of_product.id,
            "stars": 4,
            "number": f"QD-{_next()}",
            "counts_from": certificates.counts_from(said["issued_on"], said["valid_to"]),
            "created_at": NOW,
            **said,
        }
    )
    await row.save()
    return row


async def venue(keeper: Organization, name: str = "Trung tâm thương mại Mẫu", **given: Any) -> Venue:
    """A venue in Hà Nội."""
    row = Venue(
        **{
            "name": name,
            "slug": values.slug_of(f"{name} {_next()}"),
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
            "slug": values.slug_of(f"{title} {_next()}"),
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


async def zone(of_site: Site, name: str = "Thực phẩm", **given: Any) -> Zone:
    """A zone of a site."""
    row = Zone(**{"site": of_site.id, "name": {"vi": name}, "created_at": NOW, **given})
    await row.save()
    return row


async def booth(in_zone: Zone, number: str | None = None, **given: Any) -> Booth:
    """A booth of 3 x 3 m; each stands apart from the others."""
    n = _next()
    number = number or f"A{n:03d}"
    row = Booth(
        **{
            "site": in_zone.site,
            "zone": in_zone.id,
            "number": number,
            "x_m": float(n % 20 * 4),
            "y_m": float(n // 20 * 4),
            "sort": number,
            "created_at": NOW,
            **given,
        }
    )
    await row.save()
    return row


async def application(
    event: Event, organization: Organization, state: ApplicationState = ApplicationState.SUBMITTED, **given: Any
) -> Application:
    """A submitted application."""
    row = Application(
        **{
            "event": event.id,
            "organization": organization.id,
            "state": state,
            "submitted_at": NOW,
            "created_at": NOW,
            **given,
        }
    )
    await row.save()
    return row


async def assignment(application: Application, of_booth: Booth, first_on: date, last_on: date) -> Assignment:
    """A booth that is the exhibitor's for good."""
    row = Assignment(
        booth=of_booth.id,
        organization=application.organization,
        application_id=application.id,
        first_on=first_on,
        last_on=last_on,
        created_at=NOW,
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
