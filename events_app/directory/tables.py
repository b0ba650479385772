"""Organizations and the people in them, their OCOP products and certificates."""

from enum import StrEnum

from piccolo.columns import Boolean, Date, Integer, SmallInt, Text, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from events_app.accounts.tables import User
from events_app.columns import Id, instant, maybe, of


class Kind(StrEnum):
    """What an organization is in the trade."""

    ORGANIZER = "organizer"
    ENTITY = "entity"
    DISTRIBUTOR = "distributor"
    AUTHORITY = "authority"


class EntityKind(StrEnum):
    """The four kinds of OCOP entity (*chủ thể*)."""

    ENTERPRISE = "enterprise"
    COOPERATIVE = "cooperative"
    COOPERATIVE_GROUP = "cooperative_group"
    HOUSEHOLD = "household"


class Standing(StrEnum):
    """Whether somebody other than the entity has checked a product's certificate."""

    DECLARED = "declared"
    VERIFIED = "verified"


class Organization(Table):
    """A legal or natural body. A household's 12-digit tax code is personal data and is never shown elsewhere."""

    id = Id()
    kind = Varchar(length=20, choices=Kind)
    entity_kind = Varchar(length=20, choices=EntityKind, null=True, default=None)
    name = Varchar(length=300)
    slug = Varchar(length=90, unique=True)
    tax_code = Varchar(length=14, null=True, default=None)
    representative = Varchar(length=200)
    phone = Varchar(length=20, null=True, default=None)
    email = Varchar(length=254, null=True, default=None)
    address = Varchar(length=500)
    province_set = Varchar(length=2, null=True, default=None)
    province_code = Varchar(length=2, null=True, default=None)
    keeper = maybe("self")  # the organizer that entered it and speaks for it until it has a member of its own
    version = Integer(default=1)
    created_at = instant(null=False)
    search = Text()
    sort = Text()

    an_entity_has_a_kind = Check("(kind = 'entity') = (entity_kind IS NOT NULL)")
    a_province_code_has_a_set = Check("(province_set IS NULL) = (province_code IS NULL)")


class Membership(Table):
    """A person acting for an organization in a role."""

    id = Id()
    user = of(User)
    organization = of(Organization)
    role = Varchar(length=10)
    created_at = instant(null=False)

    a_person_is_a_member_once = Unique([user, organization])
    a_member_has_a_role = Check("role IN ('owner', 'staff', 'viewer')")


class Contact(Table):
    """A person to whom an organization's letters go; who has no e-mail address can be phoned.

    A contact that is removed is emptied and kept, because letters that went out refer to it.
    """

    id = Id()
    organization = of(Organization)
    user = maybe(User)
    name = Varchar(length=200)
    email = Varchar(length=254, null=True, default=None)
    phone = Varchar(length=20, null=True, default=None)
    language = Varchar(length=2, default="vi")
    removed_at = instant()
    version = Integer(default=1)
    created_at = instant(null=False)

    a_contact_can_be_reached = Check("removed_at IS NOT NULL OR email IS NOT NULL OR phone IS NOT NULL")


class Product(Table):
    """An OCOP product as its entity declares it; stars 3 to 5, group 1 to 6."""

    id = Id()
    organization = of(Organization)
    name = Varchar(length=300)
    group = SmallInt(db_column_name="product_group")
    stars = SmallInt(null=True, default=None)
    potential_five = Boolean(default=False)
    certificate_number = Varchar(length=100)
    issuer = Varchar(length=300)
    issued_on = Date(null=True, default=None)
    valid_to = Date(null=True, default=None)
    revoked_on = Date(null=True, default=None)
    standing = Varchar(length=10, choices=Standing, default=Standing.DECLARED)
    version = Integer(default=1)
    created_at = instant(null=False)
    search = Text()
    sort = Text()

    a_group_is_one_of_six = Check("product_group BETWEEN 1 AND 6")
    stars_are_three_to_five = Check("stars IS NULL OR stars BETWEEN 3 AND 5")
    a_certificate_ends_after_it_was_issued = Check("valid_to IS NULL OR issued_on IS NULL OR valid_to > issued_on")
