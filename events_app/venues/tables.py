"""Where fairs are held."""

from piccolo.columns import DoublePrecision, Integer, Text, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from events_app.columns import Id, instant, maybe, of
from events_app.directory.tables import Organization


class Venue(Table):
    """The grounds; ``chain`` is the distributor whose store it is."""

    id = Id()
    name = Varchar(length=300)
    slug = Varchar(length=90, unique=True)
    address = Varchar(length=500)
    province_set = Varchar(length=2, default="34")
    province_code = Varchar(length=2)
    latitude = DoublePrecision(null=True, default=None)
    longitude = DoublePrecision(null=True, default=None)
    chain = maybe(Organization)
    keeper = of(Organization)  # the organization that entered it and may change it
    version = Integer(default=1)
    created_at = instant(null=False)
    search = Text()
    sort = Text()

    a_point_has_two_coordinates = Check("(latitude IS NULL) = (longitude IS NULL)")


class Hall(Table):
    """A building or floor of a venue."""

    id = Id()
    venue = of(Venue)
    name = Varchar(length=200)

    a_hall_is_named_once = Unique([venue, name])
