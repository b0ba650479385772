"""What is said of a venue by programs and forms."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from events_app import reading
from events_app.directory import places
from events_app.venues import keeping

Address = Annotated[str, StringConstraints(min_length=1, max_length=500)]
ProvinceCode = Annotated[str, StringConstraints(min_length=1, max_length=2)]
Degrees = Annotated[float, Field(allow_inf_nan=False)]


def _latitude(value: float) -> float:
    if not keeping.SOUTH <= value <= keeping.NORTH:
        raise reading.wrong(keeping.LATITUDE)
    return value


def _longitude(value: float) -> float:
    if not keeping.WEST <= value <= keeping.EAST:
        raise reading.wrong(keeping.LONGITUDE)
    return value


Latitude = Annotated[Degrees, AfterValidator(_latitude)]
Longitude = Annotated[Degrees, AfterValidator(_longitude)]


class HallSaid(reading.Body):
    """A building or floor; ``id`` names one that is there."""

    id: UUID | None = None
    name: Annotated[str, StringConstraints(min_length=1, max_length=200)]


Halls = Annotated[list[HallSaid], Field(max_length=50)]


class NewVenue(reading.Body):
    """A venue to enter; ``chain`` is the distributor whose store it is. Coordinates are degrees (WGS 84)."""

    name: reading.Line
    address: Address
    province_set: places.Set = places.Set.NEW
    province_code: ProvinceCode
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    chain: UUID | None = None
    halls: Halls = []

    def described(self) -> keeping.Described:
        """As the verb takes it."""
        return {
            "name": self.name,
            "address": self.address,
            "province_set": self.province_set,
            "province_code": self.province_code,
            "latitude": self.latitude,
            "longitude": self.longitude,
            "chain": self.chain,
        }

    def kept_halls(self) -> list[keeping.HallSaid]:
        """The halls as the verb takes them."""
        return _halls(self.halls)


class VenueChange(reading.Body):
    """What is to be changed of a venue; ``halls`` replaces all of them."""

    name: reading.Line = ""
    address: Address = ""
    province_set: places.Set = places.Set.NEW
    province_code: ProvinceCode = ""
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    chain: UUID | None = None
    halls: Halls = []

    def described(self) -> keeping.Described:
        """As the verb takes it."""
        said = {name: value for name, value in self.given().items() if name != "halls"}
        changes: keeping.Described = said  # type: ignore[assignment]  # the names are those of the fields above
        return changes

    def kept_halls(self) -> list[keeping.HallSaid] | None:
        """The halls as the verb takes them; None where nothing was said of them."""
        return _halls(self.halls) if "halls" in self.model_fields_set else None


def _halls(halls: list[HallSaid]) -> list[keeping.HallSaid]:
    return [{"id": hall.id, "name": hall.name} for hall in halls]
