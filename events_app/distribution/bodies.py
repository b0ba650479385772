"""What is said of sales points and channels by programs and forms."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints

from events_app import reading
from events_app.directory import checking, places
from events_app.distribution import asking, channelling, listing, pointing_out
from events_app.distribution.tables import ChannelKind, Funding
from events_app.venues.bodies import Address, Degrees, ProvinceCode

Criteria = Annotated[list[reading.Line], Field(max_length=30)]


class NewSalesPoint(reading.Body):
    """A sales point to enter; the operator is an organization of the directory or only named. Coordinates are WGS 84."""

    name: reading.Line
    address: Address
    province_set: places.Set = places.Set.NEW
    province_code: ProvinceCode
    operator: UUID | None = None
    operator_name: reading.OptionalLine = ""
    criteria: Criteria = []
    opened_on: reading.Day | None = None
    closed_on: reading.Day | None = None
    funded_by: Funding | None = None
    latitude: Degrees | None = None
    longitude: Degrees | None = None

    def described(self) -> pointing_out.Described:
        """As the verb takes it."""
        said: Any = {name: getattr(self, name) for name in type(self).model_fields}
        described: pointing_out.Described = said
        return described


class SalesPointChange(reading.Body):
    """What is to be changed of a sales point."""

    name: reading.Line = ""
    address: Address = ""
    province_set: places.Set = places.Set.NEW
    province_code: ProvinceCode = ""
    operator: UUID | None = None
    operator_name: reading.OptionalLine = ""
    criteria: Criteria = []
    opened_on: reading.Day | None = None
    closed_on: reading.Day | None = None
    funded_by: Funding | None = None
    latitude: Degrees | None = None
    longitude: Degrees | None = None

    def described(self) -> pointing_out.Described:
        """As the verb takes it."""
        said: Any = self.given()
        described: pointing_out.Described = said
        return described


class ChannelChange(reading.Body):
    """What is to be changed of a channel: a store has a ``venue``, a floor of e-commerce a ``url``, an export a ``market``."""

    name: reading.Line = ""
    venue: UUID | None = None
    url: Annotated[str, StringConstraints(max_length=500)] = ""
    market: Annotated[str, StringConstraints(max_length=100)] = ""

    def described(self) -> channelling.Described:
        """As the verb takes it."""
        said: Any = {name: value for name, value in self.given().items() if name != "kind"}
        described: channelling.Described = said
        return described


class NewChannel(ChannelChange):
    """A channel: a store has a ``venue``, a floor of e-commerce a ``url``, an export a ``market``."""

    kind: ChannelKind
    name: reading.Line


class ListingSaid(reading.Body):
    """From when to when a product is listed; without ``last_on`` until further notice."""

    first_on: reading.Day
    last_on: reading.Day | None = None


class NewListing(ListingSaid):
    """A product to list in a channel."""

    product_id: UUID


class ListingChange(reading.Body):
    """Other days for a listing."""

    first_on: reading.Day = date.min
    last_on: reading.Day | None = None

    def days(self) -> listing.Days:
        """As the verb takes it."""
        said: Any = self.given()
        days: listing.Days = said
        return days


class Placing(ListingSaid):
    """The form in which a product is listed: in which channel, from when to when."""

    channel: UUID


Note = Annotated[str, StringConstraints(max_length=2000)]


class NewShortlistItem(reading.Body):
    """A product to put on the shortlist."""

    product_id: UUID
    note: Note = ""


class Annotation(reading.Body):
    """What to remember of a product on the shortlist."""

    note: Note = ""


Message = Annotated[str, StringConstraints(min_length=1, max_length=5000)]


class Reached(reading.Body):
    """A person and how it is reached: by e-mail, by telephone, or both."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    email: checking.Email | None = None
    phone: checking.Phone | None = None

    def reached(self) -> asking.Reached:
        """As the verb takes it."""
        return {"name": self.name, "email": self.email, "phone": self.phone}


class Asking(Reached):
    """The form in which a distributor asks for contact; ``name``, ``email`` and ``phone`` are those of the asker."""

    products: Annotated[list[UUID], Field(max_length=50)] = []
    message: Message
    consent: Annotated[str, StringConstraints(max_length=5000)] = ""


class NewContactRequest(Asking):
    """A request for contact about products of an entity."""

    entity: UUID


class Refused(reading.Body):
    """Why a request is declined."""

    reason: Annotated[str, StringConstraints(min_length=1, max_length=2000)]
