"""Laying out the floor: zones and booths, made, changed and taken away."""

import asyncio
import contextvars
from datetime import timedelta
from typing import Any

import pytest

from events_app import db, errors, values
from events_app.booths import bodies, booking, laying_out
from events_app.booths.tables import Booth, Zone
from events_app.directory.tables import Kind
from events_app.errors import Invalid, Stale, WrongState
from events_app.events import publishing
from events_app.events.tables import EventState
from events_app.reading import LocalizedText
from events_app.values import Days
from tests import make

pytestmark = pytest.mark.usefixtures("database")
AT = make.NOW


async def draft(booths: int = 0, **given: Any) -> make.Fair:
    return await make.fair(
        await make.organization(Kind.ORGANIZER), booths=booths, **{"state": EventState.DRAFT, **given}
    )


def listed(*booths: dict[str, Any]) -> bodies.NewBooths:
    return bodies.NewBooths.model_validate({"booths": list(booths)})


def grid(**given: Any) -> bodies.NewBooths:
    return bodies.NewBooths.model_validate({"rows": 2, "columns": 2, **given})


async def test_while_somebody_publishes_the_floor_stays_as_it_is(own_database: str) -> None:
    """The plan has been found right: a booth put onto another one now would be published with it."""
    fair = await draft(1)
    async with db.transaction():
        await publishing.publish(fair.event, at=AT)
        adding = laying_out.add_booths(fair.zone, listed({"number": "X1", "x_m": 0.0, "y_m": 0.0}), at=AT)
        with pytest.raises(errors.Busy):
            await asyncio.create_task(adding, context=contextvars.Context())


def wrongs(refused: pytest.ExceptionInfo[Invalid]) -> list[tuple[str, dict[str, Any]]]:
    return [(wrong.field, wrong.values) for wrong in refused.value.errors]


async def numbers(fair: make.Fair) -> list[str]:
    return [booth.number for booth in await laying_out.booths_of(fair.site.id)]


async def held(fair: make.Fair, booth: Booth) -> None:
    application = await make.application(fair.event, await make.organization())
    days = Days(make.FIRST_ON, make.FIRST_ON)
    until = AT + timedelta(minutes=15)
    await booking.hold(application.id, application.organization, booth.id, days, until=until, at=AT)


async def test_a_zone_is_made_changed_and_taken_away() -> None:
    fair = await draft()
    name = LocalizedText(vi="Đồ uống", en="Drinks")
    zone = await laying_out.add_zone(fair.site.id, bodies.NewZone(name=name, announced_booths=20), at=AT)
    assert (zone.name, zone.announced_booths) == ({"vi": "Đồ uống", "en": "Drinks"}, 20)
    await laying_out.edit_zone(zone, 1, at=AT, name=LocalizedText(vi="Trà"), announced_booths=None)
    assert (zone.name, zone.version) == ({"vi": "Trà"}, 2)
    assert zone.announced_booths is None
    with pytest.raises(Stale):
        await laying_out.delete_zone(zone, 1, at=AT)
    await laying_out.delete_zone(zone, 2, at=AT)
    assert not await Zone.exists().where(Zone.id == zone.id)
    topics = await db.fetch("SELECT topic FROM message WHERE topic LIKE 'zone.%' ORDER BY id")
    assert [row["topic"] for row in topics] == ["zone.create", "zone.edit", "zone.delete"]


async def test_a_zone_with_booths_stays() -> None:
    fair = await draft(1)
    with pytest.raises(laying_out.ZoneNotEmpty):
        await laying_out.delete_zone(fair.zone, 1, at=AT)
    assert await Zone.exists().where(Zone.id == fair.zone.id)


async def test_a_grid_goes_below_what_stands_there() -> None:
    fair = await draft()
    first = await laying_out.add_booths(fair.zone, grid(price_vnd=5_000_000, power=True), at=AT)
    assert [(b.number, b.x_m, b.y_m, b.corner, b.power, b.price_vnd) for b in first] == [
        ("A01", 0.0, 0.0, True, True, 5_000_000),
        ("A02", 3.0, 0.0, True, True, 5_000_000),
        ("A03", 0.0, 6.0, True, True, 5_000_000),
        ("A04", 3.0, 6.0, True, True, 5_000_000),
    ]
    second = await laying_out.add_booths(fair.zone, grid(prefix="B", rows=1, corner=False), at=AT)
    assert [(b.number, b.y_m, b.corner) for b in second] == [("B01", 12.0, False), ("B02", 12.0, False)]
    placed = await laying_out.add_booths(fair.zone, grid(prefix="C", rows=1, columns=1, x_m=50, y_m=4), at=AT)
    assert [(b.x_m, b.y_m) for b in placed] == [(50, 4)]
    assert await laying_out.unpublishable(fair.id) == []


async def test_a_list_keeps_its_places_and_sets_the_others_side_by_side() -> None:
    fair = await draft()
    made = await laying_out.add_booths(
        fair.zone,
        listed({"number": "1", "x_m": 5, "y_m": 5}, {"number": "2", "width_m": 6}, {"number": "3", "corner": True}),
        at=AT,
    )
    assert [(b.number, b.x_m, b.y_m, b.corner) for b in made] == [
        ("1", 5, 5, False),
        ("2", 0, 11, False),
        ("3", 6, 11, True),
    ]


async def test_every_number_that_is_used_or_given_twice_is_named_at_once() -> None:
    fair = await draft()
    await laying_out.add_booths(fair.zone, listed({"number": "A01"}, {"number": "A03"}), at=AT)
    again = listed({"number": "A01"}, {"number": "B1"}, {"number": "B1"}, {"number": "A03"})
    with pytest.raises(Invalid) as refused:
        await laying_out.add_booths(fair.zone, again, at=AT)
    assert wrongs(refused) == [
        ("booths.0.number", {"number": "A01"}),
        ("booths.2.number", {"number": "B1"}),
        ("booths.3.number", {"number": "A03"}),
    ]
    with pytest.raises(Invalid) as of_grid:
        await laying_out.add_booths(fair.zone, grid(), at=AT)
    assert wrongs(of_grid) == [("prefix", {"number": "A01"}), ("prefix", {"number": "A03"})]
    assert await numbers(fair) == ["A01", "A03"]


async def test_the_same_number_may_stand_at_another_site() -> None:
    fair = await draft()
    elsewhere = await make.zone(await make.site(fair.event, fair.venue))
    await laying_out.add_booths(fair.zone, grid(), at=AT)
    assert len(await laying_out.add_booths(elsewhere, grid(), at=AT)) == 4


async def test_a_booth_is_changed_and_its_number_stays_its_own() -> None:
    fair = await draft(2)
    booth, other = fair.booths
    await laying_out.edit_booth(booth, 1, at=AT, number="Z2", x_m=90.0, power=True, price_vnd=1)
    assert (booth.number, booth.sort, booth.x_m, booth.power, booth.version) == ("Z2", "z000002", 90.0, True, 2)
    with pytest.raises(laying_out.NumberUsed):
        await laying_out.edit_booth(other, 1, at=AT, number="Z2")
    with pytest.raises(Stale):
        await laying_out.edit_booth(booth, 1, at=AT, number="Z3")


async def test_a_booth_moves_to_another_zone_of_its_site_only() -> None:
    fair = await draft(1)
    beside = await make.zone(fair.site, "Đồ uống")
    elsewhere = await make.zone(await make.site(fair.event, fair.venue))
    await laying_out.edit_booth(fair.booths[0], 1, at=AT, zone_id=beside.id)
    assert fair.booths[0].zone == beside.id
    for zone_id in (elsewhere.id, values.new_id()):
        with pytest.raises(Invalid) as refused:
            await laying_out.edit_booth(fair.booths[0], 2, at=AT, zone_id=zone_id)
        assert wrongs(refused) == [("zone_id", {})]


async def test_overlapping_booths_keep_an_event_from_being_published() -> None:
    fair = await draft()
    await laying_out.add_booths(
        fair.zone, listed({"number": "1", "x_m": 0, "y_m": 0}, {"number": "2", "x_m": 2, "y_m": 0}), at=AT
    )
    with pytest.raises(publishing.NotReady) as refused:
        await publishing.publish(fair.event, at=AT)
    assert wrongs(refused) == [(f"sites.{fair.site.id}.booths", {"first": "1", "second": "2"})]
    moved = (await laying_out.booths_of(fair.site.id))[1]
    await laying_out.edit_booth(moved, 1, at=AT, x_m=3.0)
    assert (await publishing.publish(fair.event, at=AT)).state == EventState.PUBLISHED


async def test_a_published_plan_never_overlaps() -> None:
    fair = await draft(2, state=EventState.PUBLISHED)
    first, second = fair.booths
    with pytest.raises(Invalid) as refused:
        await laying_out.edit_booth(second, 1, at=AT, x_m=first.x_m, y_m=first.y_m)
    assert wrongs(refused) == [("booths", {"first": first.number, "second": second.number})]
    with pytest.raises(Invalid):
        await laying_out.add_booths(fair.zone, grid(prefix="N", x_m=first.x_m, y_m=first.y_m), at=AT)
    assert len(await numbers(fair)) == 2


@pytest.mark.parametrize("state", sorted(laying_out.OVER))
async def test_the_floor_of_an_event_that_is_over_stays_as_it_was(state: EventState) -> None:
    fair = await draft(1, state=state)
    name = LocalizedText(vi="Trà")
    for attempt in (
        laying_out.add_zone(fair.site.id, bodies.NewZone(name=name), at=AT),
        laying_out.edit_zone(fair.zone, 1, at=AT, name=name),
        laying_out.delete_zone(fair.zone, 1, at=AT),
        laying_out.add_booths(fair.zone, grid(), at=AT),
        laying_out.edit_booth(fair.booths[0], 1, at=AT, number="X"),
        laying_out.delete_booth(fair.booths[0], 1, at=AT),
    ):
        with pytest.raises(WrongState):
            await attempt


async def test_a_zone_of_no_site_cannot_be_made() -> None:
    with pytest.raises(errors.NotFound):
        await laying_out.add_zone(values.new_id(), bodies.NewZone(name=LocalizedText(vi="Trà")), at=AT)


async def test_a_booth_that_somebody_has_stays_until_the_hold_has_run_out() -> None:
    fair = await draft(1, state=EventState.PUBLISHED)
    booth = fair.booths[0]
    await held(fair, booth)
    with pytest.raises(laying_out.BoothAssigned):
        await laying_out.delete_booth(booth, 1, at=AT + timedelta(minutes=14))
    with pytest.raises(Stale):
        await laying_out.delete_booth(booth, 2, at=AT + timedelta(minutes=15))
    await laying_out.delete_booth(booth, 1, at=AT + timedelta(minutes=15))
    assert await numbers(fair) == []
