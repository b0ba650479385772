"""The plan: what is free, held and taken on each day, in two queries however many booths there are."""

import asyncio
from datetime import timedelta

import pytest

from events_app import db, values
from events_app.booths import booking, plan
from events_app.booths.schemas import Plan, Standing
from events_app.booths.tables import BoothType
from events_app.directory.tables import Kind
from events_app.errors import NotFound
from events_app.exhibitors.tables import Application
from events_app.values import Days
from tests import make

pytestmark = pytest.mark.usefixtures("database")
AT = make.NOW
UNTIL = AT + timedelta(minutes=15)
FREE, HELD, TAKEN = Standing.FREE, Standing.HELD, Standing.TAKEN


def standings(found: Plan, booth: int = 0) -> list[Standing]:
    return [day.standing for day in found.sites[0].booths[booth].days]


async def busy(booths: int = 1) -> tuple[make.Fair, Application, Application]:
    """A fair whose first booth is taken on day 1 and held on days 2 and 3."""
    fair = await make.fair(await make.organization(Kind.ORGANIZER), booths=booths)
    first = await make.application(fair.event, await make.organization(name="Sen Việt"))
    second = await make.application(fair.event, await make.organization(name="Trà Xanh"))
    booth, on = fair.booths[0].id, make.FIRST_ON
    await booking.hold(first.id, first.organization, booth, Days(on, on), until=UNTIL, at=AT)
    await booking.confirm(first.id, None, at=AT)
    days = Days(on + timedelta(days=1), on + timedelta(days=2))
    await booking.hold(second.id, second.organization, booth, days, until=UNTIL, at=AT)
    return fair, first, second


async def test_each_day_of_each_booth_is_free_held_or_taken() -> None:
    fair, _, _ = await busy(2)
    found = await plan.plan(fair.id, at=AT)
    assert found.sites[0].days == list(Days(make.FIRST_ON, make.LAST_ON))
    assert standings(found) == [TAKEN, HELD, HELD, FREE, FREE]
    assert standings(found, 1) == [FREE] * 5


async def test_a_hold_that_has_run_out_is_free_without_anybody_sweeping() -> None:
    fair, _, _ = await busy()
    assert standings(await plan.plan(fair.id, at=UNTIL - timedelta(microseconds=1))) == [TAKEN, HELD, HELD, FREE, FREE]
    assert standings(await plan.plan(fair.id, at=UNTIL)) == [TAKEN, FREE, FREE, FREE, FREE]


async def test_ones_own_days_are_marked_and_nobody_is_named() -> None:
    fair, _first, second = await busy()
    found = await plan.plan(fair.id, at=AT, for_organization=second.organization)
    days = found.sites[0].booths[0].days
    assert [day.mine for day in days] == [False, True, True, False, False]
    assert {day.holder for day in days} == {None}
    stranger = await plan.plan(fair.id, at=AT)
    assert not any(day.mine for day in stranger.sites[0].booths[0].days)
    named = await plan.plan(fair.id, at=AT, naming=True)
    assert [day.holder for day in named.sites[0].booths[0].days] == ["Sen Việt", "Trà Xanh", "Trà Xanh", None, None]


async def test_a_dropped_day_is_not_on_the_plan() -> None:
    fair, _, _ = await busy()
    await db.fetch("UPDATE opening_day SET dropped_at = $1 WHERE held_on = $2", AT, make.FIRST_ON)
    assert standings(await plan.plan(fair.id, at=AT)) == [HELD, HELD, FREE, FREE]


async def test_announced_and_computed_totals_stand_side_by_side() -> None:
    fair = await make.fair(await make.organization(Kind.ORGANIZER), booths=3, announced_booths=66)
    await make.zone(fair.site, "Đồ uống", announced_booths=10, position=1)
    await make.zone(fair.site, "Làng nghề", announced_booths=5, position=2)
    found = await plan.plan(fair.id, at=AT)
    site = found.sites[0]
    assert (found.announced_booths, found.computed_booths) == (66, 3)
    assert (site.announced_booths, site.announced_by_zones, site.computed_booths) == (60, 15, 3)
    assert [(zone.name["vi"], zone.announced_booths, zone.computed_booths) for zone in site.zones] == [
        ("Thực phẩm", None, 3),
        ("Đồ uống", 10, 0),
        ("Làng nghề", 5, 0),
    ]


async def test_a_booth_says_its_type_size_and_price() -> None:
    fair = await make.fair(await make.organization(Kind.ORGANIZER), booths=0)
    kind = BoothType(event=fair.id, name={"vi": "Tiêu chuẩn"})
    await kind.save()
    await make.booth(fair.zone, "A1", booth_type=kind.id, x_m=1.5, y_m=2.0, width_m=6.0, price_vnd=5_000_000, cold=True)
    (booth,) = (await plan.plan(fair.id, at=AT)).sites[0].booths
    assert (booth.number, booth.type, booth.x_m, booth.y_m, booth.width_m, booth.depth_m, booth.price_vnd) == (
        ("A1", {"vi": "Tiêu chuẩn"}, 1.5, 2.0, 6.0, 3.0, 5_000_000)
    )
    assert (booth.corner, booth.power, booth.water, booth.cold) == (False, False, False, True)


async def test_several_sites_have_a_plan_each() -> None:
    fair = await make.fair(await make.organization(Kind.ORGANIZER), booths=1)
    second = await make.site(fair.event, await make.venue(await make.organization(Kind.ORGANIZER), "An Phú"), days=2)
    await make.booth(await make.zone(second), "B1")
    found = await plan.plan(fair.id, at=AT)
    assert [(site.venue, len(site.days), len(site.booths)) for site in found.sites] == [
        ("Trung tâm thương mại Mẫu", 5, 1),
        ("An Phú", 2, 1),
    ]


async def test_an_event_without_booths_or_sites_has_an_empty_plan() -> None:
    event = await make.event(await make.organization(Kind.ORGANIZER))
    found = await plan.plan(event.id, at=AT)
    assert (found.computed_booths, found.sites) == (0, [])
    with pytest.raises(NotFound):
        await plan.plan(values.new_id(), at=AT)


@pytest.mark.parametrize("booths", [1, 3, 60])
async def test_the_plan_takes_two_queries(booths: int) -> None:
    fair, _, _ = await busy(booths)
    current = db.engine().current_transaction.get()
    assert current is not None
    sent: list[str] = []
    with current.connection.query_logger(lambda query: sent.append(query.query)):
        await plan.plan(fair.id, at=AT)
        await asyncio.sleep(0)  # the logger hears of a statement a turn later
    assert len(sent) == 2
