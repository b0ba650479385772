"""What requests about zones and booths may say."""

import re
from typing import Annotated, Any
from uuid import UUID

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from events_app import reading
from events_app.booths.arranging import Grid
from events_app.i18n import marked

MOST_AT_ONCE = 1000


def _unsaid() -> Any:
    return None


def _dotted(written: Any) -> Any:
    """A number as people write it here: 3,5 metres."""
    return written.replace(",", ".") if isinstance(written, str) else written


def _ungrouped(written: Any) -> Any:
    """An amount as people write it here: 5.000.000."""
    if isinstance(written, str) and _GROUPED.fullmatch(written):
        return re.sub(r"\D", "", written)
    return written


UNSAID: Any = Field(default_factory=_unsaid)  # a field that a change may leave out but not take away
_GROUPED = re.compile(r"\d{1,3}([., \u00a0]\d{3})+")
Number = Annotated[str, StringConstraints(min_length=1, max_length=20)]
Prefix = Annotated[str, StringConstraints(max_length=12)]
Metres = Annotated[float, Field(ge=0, le=10_000, allow_inf_nan=False), BeforeValidator(_dotted)]
Side = Annotated[float, Field(ge=0.5, le=500, allow_inf_nan=False), BeforeValidator(_dotted)]
Aisle = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False), BeforeValidator(_dotted)]
# VND, as a 32-bit column keeps it
Price = Annotated[int, Field(ge=0, le=2_000_000_000), BeforeValidator(_ungrouped)]


class NewZone(reading.Body):
    """A themed part of a site."""

    name: reading.LocalizedText
    announced_booths: reading.Count | None = None
    position: Annotated[int, Field(ge=0, le=1000)] = 0


class ChangedZone(reading.Body):
    """What changes of a zone."""

    name: reading.LocalizedText = UNSAID
    announced_booths: reading.Count | None = None
    position: Annotated[int, Field(ge=0, le=1000)] = UNSAID


class Features(reading.Body):
    """What booths have and cost."""

    corner: bool | None = None
    power: bool = False
    water: bool = False
    cold: bool = False
    price_vnd: Price = 0


class NewBooth(Features):
    """One numbered space; without a place it goes below what stands there already."""

    number: Number
    x_m: Metres | None = None
    y_m: Metres | None = None
    width_m: Side = 3.0
    depth_m: Side = 3.0


class NewBooths(Features):
    """A grid of equal booths, numbered along its rows, or a list of booths (also as a bare JSON array).

    Without a place the grid goes below what stands there already; ``gap_m`` is the aisle between rows.
    """

    rows: Annotated[int, Field(ge=1, le=100)] | None = None
    columns: Annotated[int, Field(ge=1, le=100)] | None = None
    prefix: Prefix = "A"
    first: Annotated[int, Field(ge=0, le=99_999)] = 1
    width_m: Side = 3.0
    depth_m: Side = 3.0
    gap_m: Aisle = 3.0
    space_m: Aisle = 0.0
    x_m: Metres | None = None
    y_m: Metres | None = None
    booths: Annotated[list[NewBooth], Field(min_length=1, max_length=MOST_AT_ONCE)] | None = None

    @model_validator(mode="before")
    @classmethod
    def _listed(cls, raw: Any) -> Any:
        return {"booths": raw} if isinstance(raw, list) else raw

    @model_validator(mode="after")
    def _one_of_the_two(self) -> "NewBooths":
        if self.booths is not None:
            if len(self.model_fields_set) > 1:
                raise reading.wrong(marked("Give either a list of booths or a grid."))
        elif self.rows is None or self.columns is None:
            raise reading.wrong(marked("Say how many rows and columns, or list the booths."))
        elif self.rows * self.columns > MOST_AT_ONCE:
            raise reading.wrong(marked("Make at most %(most)s booths at once."), most=MOST_AT_ONCE)
        return self

    def grid(self) -> Grid:
        """The grid on paper, where no list is given."""
        return Grid(
            rows=self.rows or 0,
            columns=self.columns or 0,
            prefix=self.prefix,
            first=self.first,
            width_m=self.width_m,
            depth_m=self.depth_m,
            gap_m=self.gap_m,
            space_m=self.space_m,
        )


class ChangedBooth(reading.Body):
    """What changes of a booth."""

    zone_id: UUID = UNSAID
    number: Number = UNSAID
    x_m: Metres = UNSAID
    y_m: Metres = UNSAID
    width_m: Side = UNSAID
    depth_m: Side = UNSAID
    corner: bool = UNSAID
    power: bool = UNSAID
    water: bool = UNSAID
    cold: bool = UNSAID
    price_vnd: Price = UNSAID


class ZoneAtSite(NewZone):
    """The form for a zone: at which site."""

    site_id: UUID


class BoothForm(NewBooth):
    """The form of a booth: everything about it at once."""

    zone_id: UUID
    x_m: Metres
    y_m: Metres
