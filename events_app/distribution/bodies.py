"""What is said of sales points and channels by programs and forms."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from events_app import reading, signs
from events_app.directory import checking, places
from events_app.distribution import asking, channelling, listing, pointing_out
from events_app.distribution.tables import ChannelKind, Funding
from events_app.errors import Wrong
from events_app.i18n import marked
from events_app.venues.bodies import Address, Latitude, Longitude, ProvinceCode

_RESTS_ON = {"operator_name": "operator", "province_code": "province_set"}
_SEVERAL = marked("Several organizations are called like this; choose one.")
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
    latitude: Latitude | None = None
    longitude: Longitude | None = None

    @classmethod
    def besides(cls, said: Mapping[str, Any]) -> list[Wrong]:
        """Whose it is, where and when, as far as that is said."""
        where: Any = {"province_code": None, **said, "province_set": said.get("province_set") or places.Set.NEW}
        unknown = {field for field, rests_on in _RESTS_ON.items() if rests_on not in said}
        return [wrong for wrong in pointing_out.wrongs(where) if wrong.field not in unknown]

    def described(self) -> pointing_out.Described:
        """As the verb takes it."""
        said: Any = {name: getattr(self, name) for name in type(self).model_fields}
        described: pointing_out.Described = said
        return described


def _one(found: list[UUID]) -> UUID:
    if not found:
        raise reading.wrong(pointing_out.NO_OPERATOR)
    if len(found) > 1:
        raise reading.wrong(_SEVERAL)
    return found[0]


class SalesPointForm(NewSalesPoint):
    """The form of a sales point: ``operator`` are those that may be meant by what was typed, of which there must be one."""

    operator: Annotated[list[UUID], AfterValidator(_one)] | None = None  # type: ignore[assignment]  # one, once it is read


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
    latitude: Latitude | None = None
    longitude: Longitude | None = None

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

    @classmethod
    def besides(cls, said: Mapping[str, Any]) -> list[Wrong]:
        """What a channel of this kind has and has not, once its kind is known."""
        described: Any = said
        return channelling.wrongs(said["kind"], described) if said.get("kind") else []


class ListingSaid(reading.Body):
    """From when to when a product is listed; without ``last_on`` until further notice."""

    ORDERS = (listing.DAYS,)

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


Note = Annotated[str, StringConstraints(max_length=2000), signs.LINES]


class NewShortlistItem(reading.Body):
    """A product to put on the shortlist."""

    product_id: UUID
    note: Note = ""


class Annotation(reading.Body):
    """What to remember of a product on the shortlist."""

    note: Note = ""


Message = Annotated[str, StringConstraints(min_length=1, max_length=5000), signs.LINES]


class Reached(reading.Body):
    """A person and how it is reached: by e-mail, by telephone, or both."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    email: checking.Email | None = None
    phone: checking.Phone | None = None

    @classmethod
    def besides(cls, said: Mapping[str, Any]) -> list[Wrong]:
        """Whether one of the two is there."""
        both: Any = said
        return asking.wrongs(both) if {"email", "phone"} <= said.keys() else []

    def reached(self) -> asking.Reached:
        """As the verb takes it."""
        return {"name": self.name, "email": self.email, "phone": self.phone}


class Asking(Reached):
    """The form in which a distributor asks for contact; ``name``, ``email`` and ``phone`` are those of the asker."""

    products: Annotated[list[UUID], Field(max_length=50)] = []
    message: Message
    consent: reading.Paragraph = ""

    @classmethod
    def besides(cls, said: Mapping[str, Any]) -> list[Wrong]:
        """Also what is asked about, and whether it was agreed to."""
        found = super().besides(said)
        if "products" in said:
            found += asking.unchosen(said["products"] or [])
        return found + asking.unagreed(said["consent"] or "") if "consent" in said else found


class NewContactRequest(Asking):
    """A request for contact about products of an entity."""

    entity: UUID


class Refused(reading.Body):
    """Why a request is declined."""

    reason: Annotated[str, StringConstraints(min_length=1, max_length=2000), signs.LINES]
