"""How a sample fair is put together: a plan in a few lines, carried out by the verbs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from events_app import actor, values
from events_app.agreements import signing
from events_app.agreements.schemas import NewAgreement
from events_app.booths import laying_out
from events_app.booths.bodies import NewBooths, NewZone
from events_app.booths.tables import Booth
from events_app.directory.tables import Organization, Product
from events_app.events import programming, publishing, scheduling, siting
from events_app.events.bodies import Hours, NewEvent, NewSession, NewSite
from events_app.events.tables import Event, OpeningDay, Site
from events_app.exhibitors import applying, choosing
from events_app.exhibitors.tables import Application
from events_app.reading import LocalizedText
from events_app.sample.people import Cast
from events_app.sample.places import Places

CONFIRMED_AFTER = timedelta(minutes=5)  # after it has applied


@dataclass
class ZonePlan:
    """A zone: its name, what was announced for it, and its grid of booths (none without rows)."""

    vi: str
    en: str
    id: str
    announced: int | None = None
    rows: int = 0
    columns: int = 0
    prefix: str = "A"


@dataclass
class SitePlan:
    """A site: where, how many booths were announced, its zones, and hours (of single days where they differ)."""

    venue: str
    announced: int | None = None
    zones: Sequence[ZonePlan] = ()
    opens: time = time(8)
    closes: time = time(21)
    hours: dict[date, tuple[time, time]] = field(default_factory=dict)


@dataclass
class SessionPlan:
    """A session: kind, titles, venue, day and times, who speaks."""

    kind: str
    vi: str
    en: str
    id: str
    venue: str
    on: date
    starts: time
    ends: time
    speakers: Sequence[tuple[str, str]] = ()


@dataclass
class FairPlan:
    """A fair as it was announced."""

    kind: str
    vi: str
    en: str
    id: str
    first_on: date
    last_on: date
    announced_at: datetime
    sites: Sequence[SitePlan] = ()
    sessions: Sequence[SessionPlan] = ()
    said: dict[str, Any] = field(default_factory=dict)  # further fields of NewEvent


@dataclass
class Built:
    """A published fair."""

    event: Event
    sites: list[Site]
    booths: list[list[Booth]]  # of each site


async def build(plan: FairPlan, cast: Cast, places: Places) -> Built:
    """Carry the plan out in An's name: a draft ten days before the announcement, published at it."""
    made = plan.announced_at - timedelta(days=10)
    with actor.as_actor(cast.an):
        event = await scheduling.create_event(
            cast.organizer.id,
            NewEvent(
                kind=plan.kind,
                title=LocalizedText(vi=plan.vi, en=plan.en, id=plan.id),
                first_on=plan.first_on,
                last_on=plan.last_on,
                contact="Trung tâm Xúc tiến Thương mại Mẫu, an@fairs.example",
                **plan.said,
            ),
            at=made,
        )
        sites, booths = [], []
        for site_plan in plan.sites:
            site = await _site(event, plan, site_plan, places, at=made)
            sites.append(site)
            booths.append(await _floor(site, site_plan, at=made))
        for session in plan.sessions:
            await _session(event, session, places, at=made)
        await publishing.publish(event, at=plan.announced_at)
    return Built(event, sites, booths)


async def exhibit(built: Built, cast: Cast, entity: Organization, booth: Booth | None, *, at: datetime) -> Application:
    """Let an entity apply, and have a booth on every day of its site; An does it for an entity that has no e-mail."""
    who = cast.actors.get(entity.id, cast.an)
    own = entity.id in cast.actors
    with actor.as_actor(who):
        application = await applying.apply(
            built.event.id,
            entity.id,
            products=[product.id for product in cast.products[entity.id]],
            consent=applying.consent_text() if own else None,
            record=None if own else "Phiếu đăng ký có chữ ký (mẫu)",
            at=at,
        )
        if booth is not None:
            days = await OpeningDay.objects().where(OpeningDay.site == booth.site).order_by(OpeningDay.held_on)
            span = values.Days(days[0].held_on, days[-1].held_on)
            await choosing.hold(application, booth.id, span, at=at + timedelta(minutes=3))
            await choosing.confirm(application, at=at + CONFIRMED_AFTER)
        return application


async def agree(
    built: Built,
    cast: Cast,
    kind: str,
    title: str,
    parties: Sequence[tuple[str, Organization]],
    *,
    on: date,
    products: Sequence[Product] = (),
    value_vnd: int | None = None,
    at: datetime,
) -> None:
    """Let An record an agreement."""
    with actor.as_actor(cast.an):
        await signing.record(
            built.event,
            NewAgreement.model_validate(
                {
                    "kind": kind,
                    "title": title,
                    "signed_on": on,
                    "value_vnd": value_vnd,
                    "scope": "chain",
                    "products": [{"product_id": product.id} for product in products],
                    "parties": [{"role": role, "organization_id": who.id} for role, who in parties],
                }
            ),
            at=at,
        )


async def _site(event: Event, plan: FairPlan, site_plan: SitePlan, places: Places, *, at: datetime) -> Site:
    site = await siting.add_site(
        event, NewSite(venue_id=places[site_plan.venue].id, announced_booths=site_plan.announced), at=at
    )
    days = []
    for on in values.Days(plan.first_on, plan.last_on):
        opens, closes = site_plan.hours.get(on, (site_plan.opens, site_plan.closes))
        days.append(Hours(on=on, opens=opens, closes=closes))
    await siting.add_days(site, days, at=at)
    return site


async def _floor(site: Site, site_plan: SitePlan, *, at: datetime) -> list[Booth]:
    booths: list[Booth] = []
    for position, zone_plan in enumerate(site_plan.zones):
        zone = await laying_out.add_zone(
            site.id,
            NewZone(
                name=LocalizedText(vi=zone_plan.vi, en=zone_plan.en, id=zone_plan.id),
                announced_booths=zone_plan.announced,
                position=position,
            ),
            at=at,
        )
        if zone_plan.rows:
            grid = NewBooths(rows=zone_plan.rows, columns=zone_plan.columns, prefix=zone_plan.prefix, power=True)
            booths += await laying_out.add_booths(zone, grid, at=at)
    return booths


async def _session(event: Event, session: SessionPlan, places: Places, *, at: datetime) -> None:
    await programming.add_session(
        event,
        NewSession.model_validate(
            {
                "kind": session.kind,
                "title": {"vi": session.vi, "en": session.en, "id": session.id},
                "venue_id": places[session.venue].id,
                "starts_at": values.local(session.on, session.starts),
                "ends_at": values.local(session.on, session.ends),
                "speakers": [{"name": name, "affiliation": of} for name, of in session.speakers],
            }
        ),
        at=at,
    )
