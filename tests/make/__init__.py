"""Rows that tests need, with sensible defaults; each call may say what matters to it."""

from tests.make.fairs import Fair, event, fair, session, site, venue
from tests.make.floor import application, assignment, booth, zone
from tests.make.given import FIRST_ON, LAST_ON, NOW
from tests.make.people import Cast, Person, admin, cast, officer, organization, person
from tests.make.products import certificate, product

__all__ = [
    "FIRST_ON",
    "LAST_ON",
    "NOW",
    "Cast",
    "Fair",
    "Person",
    "admin",
    "application",
    "assignment",
    "booth",
    "cast",
    "certificate",
    "event",
    "fair",
    "officer",
    "organization",
    "person",
    "product",
    "session",
    "site",
    "venue",
    "zone",
]
