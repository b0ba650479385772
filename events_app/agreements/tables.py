"""What was signed at a fair, and by whom."""

from enum import StrEnum

from piccolo.columns import BigInt, Date, Integer, SmallInt, Text, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from events_app.columns import Id, instant, maybe, of
from events_app.directory.tables import Organization, Product
from events_app.events.tables import Event


class AgreementKind(StrEnum):
    """What sort of paper was signed."""

    MEMORANDUM = "memorandum"
    FRAMEWORK = "framework"
    SUPPLY = "supply"
    COOPERATION = "cooperation"
    CREDIT = "credit"


class PartyRole(StrEnum):
    """In which role somebody signed."""

    PRODUCER = "producer"
    DISTRIBUTOR = "distributor"
    INTERMEDIARY = "intermediary"
    AUTHORITY = "authority"
    BANK = "bank"


class Scope(StrEnum):
    """How far an agreement reaches."""

    STORE = "store"
    CHAIN = "chain"
    EXPORT = "export"
    ONLINE = "online"


class Agreement(Table):
    """An agreement signed at an event or in its wake; memoranda usually state no value."""

    id = Id()
    event = of(Event)
    kind = Varchar(length=12, choices=AgreementKind)
    title = Varchar(length=300)
    value_vnd = BigInt(null=True, default=None)
    scope = Varchar(length=10, choices=Scope, null=True, default=None)
    signed_on = Date(default=None)
    valid_to = Date(null=True, default=None)
    note = Text()
    version = Integer(default=1)
    created_at = instant(null=False)
    search = Text()

    a_value_is_not_negative = Check("value_vnd IS NULL OR value_vnd >= 0")
    an_agreement_ends_on_or_after_it_was_signed = Check("valid_to IS NULL OR valid_to >= signed_on")


class Party(Table):
    """Who signed, in which role; in the directory or named only."""

    id = Id()
    agreement = of(Agreement)
    organization = maybe(Organization)
    name = Varchar(length=300)
    role = Varchar(length=12, choices=PartyRole)
    position = SmallInt(default=0)


class AgreementProduct(Table):
    """What is to be delivered; in the directory or named only."""

    id = Id()
    agreement = of(Agreement)
    product = maybe(Product)
    name = Varchar(length=300)
    position = SmallInt(default=0)
