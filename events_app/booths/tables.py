"""The floor of an event: zones, booths, and who has which booth on which days."""

from datetime import UTC, datetime

from piccolo.columns import UUID, Boolean, Date, DoublePrecision, Integer, SmallInt, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from events_app.columns import Id, Localized, instant, maybe, of, says_vietnamese
from events_app.directory.tables import Organization
from events_app.events.tables import Event, Site


class BoothType(Table):
    """A kind of booth that an event offers."""

    id = Id()
    event = of(Event)
    name = Localized()
    price_vnd = Integer(default=0)
    version = Integer(default=1)

    a_booth_type_has_a_vietnamese_name = Check(says_vietnamese("name"))


class Zone(Table):
    """A themed part of a site; it may have an announced count of booths or none."""

    id = Id()
    site = of(Site)
    name = Localized()
    announced_booths = Integer(null=True, default=None)
    position = SmallInt(default=0)
    version = Integer(default=1)
    created_at = instant(null=False)

    a_zone_has_a_vietnamese_name = Check(says_vietnamese("name"))


class Booth(Table):
    """A numbered space; place and size in metres on the site's plan."""

    id = Id()
    site = of(Site)
    zone = of(Zone)
    booth_type = maybe(BoothType)
    number = Varchar(length=20)
    x_m = DoublePrecision(default=0.0)
    y_m = DoublePrecision(default=0.0)
    width_m = DoublePrecision(default=3.0)
    depth_m = DoublePrecision(default=3.0)
    corner = Boolean(default=False)
    power = Boolean(default=False)
    water = Boolean(default=False)
    cold = Boolean(default=False)
    price_vnd = Integer(default=0)
    sort = Varchar(length=40)
    version = Integer(default=1)
    created_at = instant(null=False)

    a_booth_number_is_used_once_at_a_site = Unique([site, number])
    a_booth_has_an_area = Check("width_m > 0 AND depth_m > 0")
    a_price_is_not_negative = Check("price_vnd >= 0")


UNTIL_NEW_DATES = datetime(9000, 1, 1, tzinfo=UTC)  # the limit of an offer while its fair has no dates


class Assignment(Table):
    """A booth taken by an organization on a range of days; a hold or an offer while ``held_until`` is set.

    The exclusion constraint ``booth_is_free_on_these_days`` (in the migration) makes two overlapping rows impossible.
    """

    id = Id()
    booth = of(Booth)
    organization = of(Organization)
    application_id = UUID(default=None)  # exhibitors.Application, which stands above this slice
    first_on = Date(default=None)
    last_on = Date(default=None)
    held_until = instant()
    offered = Boolean(default=False)  # a hold that the organizer made for the exhibitor to answer
    version = Integer(default=1)
    created_at = instant(null=False)

    an_assignment_ends_on_or_after_its_first_day = Check("last_on >= first_on")
