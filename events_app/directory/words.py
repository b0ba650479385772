"""What the kinds and facts of the directory are called on a page."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from events_app.directory import claim_queries
from events_app.directory.certificates import Validity
from events_app.directory.places import Set
from events_app.directory.supplying import Audience, Fact, PaperKind
from events_app.directory.tables import EntityKind, Kind
from events_app.i18n import marked, text

KINDS = {
    Kind.ORGANIZER: marked("Organizer of fairs"),
    Kind.ENTITY: marked("OCOP entity"),
    Kind.DISTRIBUTOR: marked("Distributor"),
    Kind.AUTHORITY: marked("Authority"),
}
ENTITY_KINDS = {
    EntityKind.ENTERPRISE: marked("Enterprise"),
    EntityKind.COOPERATIVE: marked("Cooperative"),
    EntityKind.COOPERATIVE_GROUP: marked("Cooperative group"),
    EntityKind.HOUSEHOLD: marked("Household or production facility"),
}
FACTS = {
    Fact.VOLUME: marked("Volume a month"),
    Fact.SEASON: marked("Season"),
    Fact.PACK: marked("Pack"),
    Fact.BARCODE: marked("Barcode"),
    Fact.SHELF_LIFE: marked("Shelf life"),
    Fact.COLD_CHAIN: marked("Cold chain"),
    Fact.PLACE: marked("Place"),
    Fact.BOOKING: marked("Contact for bookings"),
    Fact.PAPERS: marked("Papers"),
}
AUDIENCES = {
    Audience.EVERYBODY: marked("Everybody"),
    Audience.DISTRIBUTORS: marked("Distributors who are signed in"),
    Audience.NOBODY: marked("Nobody"),
}
PAPERS = {
    PaperKind.TRACEABILITY: marked("Traceability"),
    PaperKind.FOOD_SAFETY: marked("Food safety certificate or commitment"),
    PaperKind.SELF_DECLARATION: marked("Self-declaration of quality"),
    PaperKind.PRACTICE: marked("Good practice (VietGAP, HACCP, organic)"),
}
VALIDITIES = {
    Validity.VALID: marked("Valid"),
    Validity.COMING: marked("Not valid yet"),
    Validity.SUPERSEDED: marked("Replaced by a newer one"),
    Validity.LAPSED: marked("Lapsed"),
    Validity.REVOKED: marked("Revoked"),
    Validity.UNKNOWN: marked("Without dates"),
}
PROOFS = {  # by what a record was claimed
    "code": marked("the code of the letter"),
    "tax_code": marked("the tax code"),
    claim_queries.UNPROVED: marked("nothing: neither the tax code nor the code of a letter was given"),
}
ROLES = {"owner": marked("Owner"), "staff": marked("Staff"), "viewer": marked("Viewer")}
GROUPS = {
    1: marked("Food"),
    2: marked("Drinks"),
    3: marked("Medicinal plants and products"),
    4: marked("Handicrafts"),
    5: marked("Ornamental species"),
    6: marked("Community tourism, eco-tourism and destinations"),
}
SETS = {Set.NEW: marked("the 34 since 1 July 2025"), Set.OLD: marked("the 63 of before 1 July 2025")}
RATINGS = {
    "5": marked("5 stars"),
    "potential_five": marked("Potential 5-star"),
    "4": marked("4 stars"),
    "3": marked("3 stars"),
}
STANDINGS = {"declared": marked("Declared"), "verified": marked("Verified")}


def paper(one: Mapping[str, Any], on: date) -> str:
    """A paper about origin or safety with its days, in the language being spoken; of one that has lapsed it says so."""
    said = [f"{text(PAPERS[one['kind']])}: {one['number']}"]
    if one["issued_on"]:
        said.append(text("issued on %(day)s", day=one["issued_on"]))
    if one["valid_to"]:
        lapsed = one["valid_to"] < on
        said.append(text("valid to %(day)s, lapsed" if lapsed else "valid to %(day)s", day=one["valid_to"]))
    return ", ".join(said)
