"""What the booths' part of the API says."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import msgspec

from events_app.booths.tables import UNTIL_NEW_DATES


class Standing(StrEnum):
    """How a booth stands on a day."""

    FREE = "free"
    HELD = "held"
    TAKEN = "taken"


class Zone(msgspec.Struct, frozen=True, kw_only=True):
    """A themed part of a site; ``announced_booths`` and the count of booths on the plan often disagree."""

    id: UUID
    site_id: UUID
    name: dict[str, str]
    announced_booths: int | None
    booths: int
    position: int
    version: int


class Zones(msgspec.Struct, frozen=True, kw_only=True):
    """The zones of a site."""

    items: list[Zone]
    next: str | None = None


class Booth(msgspec.Struct, frozen=True, kw_only=True):
    """A numbered space; place and size in metres from the corner of the site's plan."""

    id: UUID
    site_id: UUID
    zone_id: UUID
    number: str
    x_m: float
    y_m: float
    width_m: float
    depth_m: float
    corner: bool
    power: bool
    water: bool
    cold: bool
    price_vnd: int
    version: int


class Booths(msgspec.Struct, frozen=True, kw_only=True):
    """Booths of a zone."""

    items: list[Booth]
    next: str | None = None


class BoothDay(msgspec.Struct, frozen=True, kw_only=True):
    """A booth on one opening day; ``mine`` when it is the reader's own, ``holder`` named to the organizer only."""

    on: date
    standing: Standing
    mine: bool = False
    holder: str | None = None


class PlannedBooth(msgspec.Struct, frozen=True, kw_only=True):
    """A booth on the plan with its days."""

    id: UUID
    zone_id: UUID
    number: str
    type: dict[str, str] | None
    x_m: float
    y_m: float
    width_m: float
    depth_m: float
    corner: bool
    power: bool
    water: bool
    cold: bool
    price_vnd: int
    version: int
    days: list[BoothDay]


class PlannedZone(msgspec.Struct, frozen=True, kw_only=True):
    """A zone on the plan, with its announced and its computed count."""

    id: UUID
    name: dict[str, str]
    announced_booths: int | None
    computed_booths: int
    version: int


class PlannedSite(msgspec.Struct, frozen=True, kw_only=True):
    """The plan of one site."""

    id: UUID
    venue: str
    hall: str | None
    announced_booths: int | None
    announced_by_zones: int | None
    computed_booths: int
    days: list[date]
    zones: list[PlannedZone]
    booths: list[PlannedBooth]


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """The floor of an event; announced totals stand beside the computed ones, because they often disagree."""

    event_id: UUID
    announced_booths: int | None
    computed_booths: int
    sites: list[PlannedSite]


class Hold(msgspec.Struct, frozen=True, kw_only=True):
    """A booth on a range of days: held while ``held_until`` is set, confirmed when it is null."""

    id: UUID
    application_id: UUID
    booth_id: UUID
    number: str
    zone: dict[str, str]
    site_id: UUID
    price_vnd: int
    first_on: date
    last_on: date
    held_until: datetime | None
    offered: bool
    version: int

    @property
    def waits(self) -> bool:
        """Whether it is an offer that stands until its fair has new dates."""
        return self.held_until == UNTIL_NEW_DATES


class Lost(msgspec.Struct, frozen=True, kw_only=True):
    """Days on which an exhibitor no longer has its booth because the event moved."""

    at: datetime
    number: str
    organization: str
    days: list[date]
