"""The booths of one site on a range of days, as somebody picks from them."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec

from events_app.booths import schemas
from events_app.booths.schemas import Standing
from events_app.values import Days


class Pick(msgspec.Struct, frozen=True, kw_only=True):
    """A booth and how it stands on all of the days together: free only when it is free on each of them."""

    booth: schemas.PlannedBooth
    standing: Standing
    mine: bool
    free_on: Sequence[date]


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """What there is to pick from."""

    site: schemas.PlannedSite
    days: Days  # as they were asked for; of those that are ``backwards`` there is nothing to pick
    picks: Sequence[Pick]

    @property
    def backwards(self) -> bool:
        """Whether the last day is before the first."""
        return self.days.last_on < self.days.first_on

    def in_zone(self, zone_id: UUID) -> list[Pick]:
        """The booths of one zone."""
        return [pick for pick in self.picks if pick.booth.zone_id == zone_id]

    @property
    def free(self) -> int:
        """How many can be had."""
        return sum(pick.standing == Standing.FREE for pick in self.picks)


def choice(
    plan: schemas.Plan, site_id: UUID | None = None, first_on: date | None = None, last_on: date | None = None
) -> Choice | None:
    """The booths of the site asked for (else the first that is open and has booths), on the days asked for (else all of its days).

    None where there is nothing to pick from. Days on which the site is not open become the nearest of its own.
    """
    sites = [site for site in plan.sites if site.days and site.booths]
    site = next((site for site in sites if site.id == site_id), sites[0] if sites else None)
    if site is None:
        return None
    first, last = (
        min(max(asked, site.days[0]), site.days[-1]) for asked in (first_on or site.days[0], last_on or site.days[-1])
    )
    days = Days(first, last)
    return Choice(site=site, days=days, picks=[_pick(booth, days) for booth in site.booths if first <= last])


def _pick(booth: schemas.PlannedBooth, days: Days) -> Pick:
    wanted = [day for day in booth.days if days.first_on <= day.on <= days.last_on]
    standings = {day.standing for day in wanted}
    worst = next((one for one in (Standing.TAKEN, Standing.HELD) if one in standings), Standing.FREE)
    return Pick(
        booth=booth,
        standing=worst,
        mine=any(day.mine for day in wanted),
        free_on=[day.on for day in wanted if day.standing == Standing.FREE],
    )
