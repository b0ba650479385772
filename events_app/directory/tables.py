"""Organizations and the people in them, their OCOP products and certificates."""

from enum import StrEnum

from piccolo.columns import Boolean, Date, Integer, SmallInt, Text, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from events_app.accounts.tables import Link, User
from events_app.columns import Facts, Id, instant, maybe, of
from events_app.lifecycle import moves


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
    """Whether the authority of the entity's province has checked a certificate."""

    DECLARED = "declared"
    VERIFIED = "verified"


class OrganizationState(StrEnum):
    """Whether an organization may do what its kind does: organizers and authorities wait until an admin approves."""

    WAITING = "waiting"
    ACTIVE = "active"
    REFUSED = "refused"


class ClaimState(StrEnum):
    """What became of somebody's claim to a record."""

    WAITING = "waiting"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Organization(Table):
    """A legal or natural body, by its present name.

    ``address`` is the street line; an address of before 1 July 2025 has a district, one since has none. ``alike`` is what two
    records of one organization have in common: the accent-free name and the province as it is today.
    """

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
    commune = Varchar(length=100)
    district = Varchar(length=100)
    province_set = Varchar(length=2, null=True, default=None)
    province_code = Varchar(length=2, null=True, default=None)
    state = Varchar(length=10, choices=OrganizationState, default=OrganizationState.ACTIVE)
    state_reason = Text()  # why it was refused, kept while it waits again
    keeper = maybe("self")  # the organizer that entered it and speaks for it until it has a member of its own
    version = Integer(default=1)
    created_at = instant(null=False)
    search = Text()
    sort = Text()
    alike = Text()

    an_entity_has_a_kind = Check("(kind = 'entity') = (entity_kind IS NOT NULL)")
    a_province_code_has_a_set = Check("(province_set IS NULL) = (province_code IS NULL)")
    a_tax_code_is_no_personal_number = Check("tax_code !~ '^[0-9]{12}$'")
    a_district_is_of_before_the_merger = Check("district = '' OR province_set IS DISTINCT FROM '34'")

    MOVES = moves(
        approve=({OrganizationState.WAITING}, OrganizationState.ACTIVE),
        refuse=({OrganizationState.WAITING}, OrganizationState.REFUSED),
        wait=({OrganizationState.REFUSED}, OrganizationState.WAITING),
    )


class PersonalNumber(Table):
    """The 12-digit number of a household's representative, which is its tax code: personal data, kept apart from every list."""

    id = Id()
    organization = of(Organization)
    number = Varchar(length=12, secret=True)
    created_at = instant(null=False)

    a_household_has_one_personal_number = Unique([organization])
    a_personal_number_has_12_digits = Check("number ~ '^[0-9]{12}$'")


class OrganizationName(Table):
    """What an organization was called before, and when; the address that the name made leads to the present one.

    ``alike``: what it has in common with the same one typed otherwise. ``lay_in``: where, of the 34, a merged record lay.
    """

    id = Id()
    organization = of(Organization)
    name = Varchar(length=300)
    first_on = Date(null=True, default=None)
    last_on = Date(null=True, default=None)
    slug = Varchar(length=90, null=True, default=None, unique=True)
    version = Integer(default=1)
    created_at = instant(null=False)
    alike = Text()
    lay_in = Varchar(length=2, null=True, default=None)

    a_name_ends_after_it_began = Check("first_on IS NULL OR last_on IS NULL OR last_on >= first_on")


class MergedOrganization(Table):
    """A record that turned out to be another's duplicate: ``id`` is the id that it had."""

    id = Id()
    organization = of(Organization)
    created_at = instant(null=False)


class Distinction(Table):
    """Two records that look like one organization, of which somebody who decides about them said that they are two."""

    id = Id()
    one = of(Organization)
    other = of(Organization)
    said_by = of(User)
    version = Integer(default=1)
    created_at = instant(null=False)

    nobody_is_another_than_itself = Check("one <> other")


class Membership(Table):
    """A person acting for an organization in a role."""

    id = Id()
    user = of(User)
    organization = of(Organization)
    role = Varchar(length=10)
    version = Integer(default=1)
    created_at = instant(null=False)

    a_person_is_a_member_once = Unique([user, organization])
    a_member_has_a_role = Check("role IN ('owner', 'staff', 'viewer')")


class Registration(Table):
    """A newcomer whose address is not confirmed yet, and the organization that comes into being with it.

    ``personal`` is a household's 12-digit number, kept apart from all else that it says.
    """

    id = Id()
    link = of(Link)
    name = Varchar(length=200)
    organization = Facts(default="{}")  # its kind and what it says about itself; empty for a person alone
    personal = Varchar(length=12, null=True, default=None, secret=True)
    following = Text(default="")  # the path of ours where the newcomer wants to go

    a_link_confirms_one_registration = Unique([link])


class Claim(Table):
    """Somebody says that a record without members is its own organization; an authority or the admin decides."""

    id = Id()
    organization = of(Organization)
    user = of(User)
    proof = Varchar(length=10)  # by what it was claimed: tax_code, code, or none
    note = Text()
    state = Varchar(length=10, choices=ClaimState, default=ClaimState.WAITING)
    reason = Text()  # what who rejected it wrote
    because = Text()  # why it ended where nobody decided: a message id, said in the language of who reads it
    decided_at = instant()
    version = Integer(default=1)
    created_at = instant(null=False)

    MOVES = moves(
        approve=({ClaimState.WAITING}, ClaimState.APPROVED),
        reject=({ClaimState.WAITING}, ClaimState.REJECTED),
        withdraw=({ClaimState.WAITING}, ClaimState.WITHDRAWN),
    )


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
    """An OCOP product as its entity describes it; what it is rated stands in its certificates.

    ``older_classification`` is kept as given: certificates of before 24 February 2023 name the groups of Decision 1048.
    """

    id = Id()
    organization = of(Organization)
    name = Varchar(length=300)
    group = SmallInt(db_column_name="product_group")
    subgroup = Varchar(length=10, null=True, default=None)
    older_classification = Varchar(length=300)
    version = Integer(default=1)
    created_at = instant(null=False)
    search = Text()
    sort = Text()

    a_group_is_one_of_six = Check("product_group BETWEEN 1 AND 6")
    a_subgroup_is_within_its_group = Check("subgroup IS NULL OR subgroup LIKE product_group::text || '.%'")


class MergedProduct(Table):
    """A product that turned out to be another one of its entity: ``id`` is the id that it had."""

    id = Id()
    product = of(Product)
    created_at = instant(null=False)


class Certificate(Table):
    """One rating of a product; a new rating is a new row, so that what was valid on a day can be asked.

    ``counts_from`` is the day of issue; where only the end is known, the day 36 months before it.
    """

    id = Id()
    product = of(Product)
    stars = SmallInt(null=True, default=None)
    potential_five = Boolean(default=False)
    number = Varchar(length=100)
    issuer = Varchar(length=300)
    issued_on = Date(null=True, default=None)
    valid_to = Date(null=True, default=None)
    counts_from = Date(null=True, default=None)
    revoked_on = Date(null=True, default=None)
    revocation_reason = Varchar(length=500)
    revoked_for = maybe(Organization)  # the authority that revoked it; none where the entity itself says so
    standing = Varchar(length=10, choices=Standing, default=Standing.DECLARED)
    verified_by = maybe(User)
    verified_for = maybe(Organization)
    verified_at = instant()
    decision_number = Varchar(length=100)
    redated_at = instant()  # when it was given another end than it was recorded with
    version = Integer(default=1)
    created_at = instant(null=False)

    stars_are_three_to_five = Check("stars IS NULL OR stars BETWEEN 3 AND 5")
    a_potential_five_star_product_has_four_stars = Check("NOT potential_five OR stars IS NULL OR stars = 4")
    a_certificate_ends_after_it_was_issued = Check("valid_to IS NULL OR issued_on IS NULL OR valid_to > issued_on")
    a_certificate_that_was_issued_ends = Check("issued_on IS NULL OR valid_to IS NOT NULL")
    a_certificate_counts_from_its_issue = Check(
        "counts_from IS NOT DISTINCT FROM coalesce(issued_on, (valid_to - interval '36 months')::date)"
    )
    a_revocation_has_a_day = Check("revoked_on IS NOT NULL OR (revocation_reason = '' AND revoked_for IS NULL)")
    who_verified_is_known = Check(
        "(standing = 'verified') = (verified_at IS NOT NULL) AND (standing = 'verified') = (verified_by IS NOT NULL)"
        " AND (standing = 'verified') = (verified_for IS NOT NULL)"
    )
    a_decision_is_of_a_verification = Check("standing = 'verified' OR decision_number = ''")
