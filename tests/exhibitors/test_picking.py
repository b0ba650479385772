"""What there is to pick from on a range of days, worked out without a database."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from events_app.booths.schemas import BoothDay, Plan, PlannedBooth, PlannedSite, PlannedZone, Standing
from events_app.exhibitors import picking
from events_app.values import Days, new_id

FIRST = date(2026, 12, 16)
WEEK = [FIRST + timedelta(days=n) for n in range(5)]
ZONE = new_id()
FREE, HELD, TAKEN = Standing.FREE, Standing.HELD, Standing.TAKEN


def booth(*standings: Standing, mine: bool = False) -> PlannedBooth:
    return PlannedBooth(
        id=new_id(),
        zone_id=ZONE,
        number="A001",
        type=None,
        x_m=0,
        y_m=0,
        width_m=3,
        depth_m=3,
        corner=False,
        power=False,
        water=False,
        cold=False,
        price_vnd=0,
        version=1,
        days=[
            BoothDay(on=on, standing=standing, mine=mine and standing != FREE)
            for on, standing in zip(WEEK, standings, strict=True)
        ],
    )


def site(*booths: PlannedBooth, days: list[date] | None = None) -> PlannedSite:
    return PlannedSite(
        id=new_id(),
        venue="Trung tâm",
        hall=None,
        announced_booths=None,
        announced_by_zones=None,
        computed_booths=len(booths),
        days=WEEK if days is None else days,
        zones=[PlannedZone(id=ZONE, name={"vi": "Khu"}, announced_booths=None, computed_booths=0, version=1)],
        booths=list(booths),
    )


def plan(*sites: PlannedSite) -> Plan:
    return Plan(event_id=new_id(), announced_booths=None, computed_booths=0, sites=list(sites))


def asked(
    of: Plan, site_id: UUID | None = None, first_on: date | None = None, last_on: date | None = None
) -> picking.Choice:
    found = picking.choice(of, site_id, first_on, last_on)
    assert found is not None
    return found


def test_a_booth_is_free_only_when_it_is_free_on_every_day() -> None:
    found = asked(
        plan(
            site(
                booth(FREE, FREE, FREE, FREE, FREE),
                booth(FREE, HELD, FREE, FREE, FREE),
                booth(HELD, TAKEN, FREE, FREE, FREE),
            )
        )
    )
    assert [pick.standing for pick in found.picks] == [FREE, HELD, TAKEN]
    assert found.free == 1
    assert found.picks[1].free_on == [WEEK[0], *WEEK[2:]]


def test_only_the_days_asked_for_count() -> None:
    found = asked(plan(site(booth(TAKEN, HELD, FREE, FREE, FREE, mine=True))), None, WEEK[2], WEEK[4])
    assert [(pick.standing, pick.mine) for pick in found.picks] == [(FREE, False)]
    found = asked(plan(site(booth(TAKEN, HELD, FREE, FREE, FREE, mine=True))), None, WEEK[1], WEEK[2])
    assert [(pick.standing, pick.mine) for pick in found.picks] == [(HELD, True)]


@pytest.mark.parametrize(
    ("first_on", "last_on", "days"),
    [
        (None, None, Days(WEEK[0], WEEK[4])),
        (WEEK[1], None, Days(WEEK[1], WEEK[4])),
        (None, WEEK[1], Days(WEEK[0], WEEK[1])),
        (date(2020, 1, 1), date(2030, 1, 1), Days(WEEK[0], WEEK[4])),
        (date(2030, 1, 1), date(2031, 1, 1), Days(WEEK[4], WEEK[4])),
    ],
)
def test_days_that_make_no_sense_become_the_nearest_that_do(
    first_on: date | None, last_on: date | None, days: Days
) -> None:
    assert asked(plan(site(booth(FREE, FREE, FREE, FREE, FREE))), None, first_on, last_on).days == days


def test_of_days_the_wrong_way_round_there_is_nothing_to_pick() -> None:
    found = asked(plan(site(booth(FREE, FREE, FREE, FREE, FREE))), None, WEEK[3], WEEK[1])
    assert (found.days, found.backwards, found.picks) == (Days(WEEK[3], WEEK[1]), True, [])
    assert not asked(plan(site(booth(FREE, FREE, FREE, FREE, FREE))), None, WEEK[1], WEEK[1]).backwards


def test_the_site_asked_for_is_shown_else_the_first_with_booths_and_days() -> None:
    bare, closed = site(), site(booth(FREE, FREE, FREE, FREE, FREE), days=[])
    first, second = site(booth(FREE, FREE, FREE, FREE, FREE)), site(booth(FREE, FREE, FREE, FREE, FREE))
    whole = plan(bare, closed, first, second)
    assert asked(whole).site.id == first.id
    assert asked(whole, second.id).site.id == second.id
    assert asked(whole, bare.id).site.id == first.id
    assert asked(whole, new_id()).site.id == first.id
    assert picking.choice(plan(bare, closed)) is None


def test_a_zone_has_its_own_booths() -> None:
    found = asked(plan(site(booth(FREE, FREE, FREE, FREE, FREE))))
    assert len(found.in_zone(ZONE)) == 1
    assert found.in_zone(new_id()) == []
