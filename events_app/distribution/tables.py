"""Where OCOP products are shown and sold between the fairs: sales points, and the channels of distributors."""

from enum import StrEnum

from piccolo.columns import Array, Date, DoublePrecision, Integer, Text, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from events_app.accounts.tables import User
from events_app.columns import Id, instant, maybe, of
from events_app.directory.tables import Organization, Product
from events_app.lifecycle import moves
from events_app.venues.tables import Venue


class Funding(StrEnum):
    """Who paid for a sales point."""

    CENTRAL_PROGRAMME = "central_programme"
    PROVINCE = "province"
    OWN = "own"


class ChannelKind(StrEnum):
    """What a channel of a distributor is."""

    STORE = "store"
    CHAIN = "chain"
    ECOMMERCE = "ecommerce"
    EXPORT = "export"


class SalesPoint(Table):
    """A point of introduction and sale of OCOP products (*điểm giới thiệu và bán sản phẩm OCOP*).

    ``operator`` is in the directory, or only named; ``criteria`` are the published ones that it meets, in the words of whoever
    entered it.
    """

    id = Id()
    name = Varchar(length=300)
    address = Varchar(length=500)
    province_set = Varchar(length=2, default="34")
    province_code = Varchar(length=2)
    operator = maybe(Organization)
    operator_name = Varchar(length=300)
    criteria = Array(base_column=Varchar(length=300), default=list)
    opened_on = Date(null=True, default=None)
    closed_on = Date(null=True, default=None)
    funded_by = Varchar(length=20, choices=Funding, null=True, default=None)
    latitude = DoublePrecision(null=True, default=None)
    longitude = DoublePrecision(null=True, default=None)
    keeper = of(Organization)  # the organization that entered it
    version = Integer(default=1)
    created_at = instant(null=False)
    search = Text()
    sort = Text()

    a_sales_point_has_one_operator = Check("(operator IS NULL) = (operator_name <> '')")
    a_sales_point_closes_after_it_opened = Check("closed_on IS NULL OR opened_on IS NULL OR closed_on >= opened_on")
    a_sales_point_on_the_map_has_two_coordinates = Check("(latitude IS NULL) = (longitude IS NULL)")


class Channel(Table):
    """A way in which a distributor sells: a store, all of its stores, a floor of e-commerce, a market abroad."""

    id = Id()
    distributor = of(Organization)
    kind = Varchar(length=10, choices=ChannelKind)
    name = Varchar(length=300)
    venue = maybe(Venue)
    url = Varchar(length=500)
    market = Varchar(length=100)
    version = Integer(default=1)
    created_at = instant(null=False)
    sort = Text()

    a_channel_is_of_a_kind = Check("kind IN ('store', 'chain', 'ecommerce', 'export')")
    a_store_is_a_venue = Check("(kind = 'store') = (venue IS NOT NULL)")
    a_floor_of_e_commerce_has_an_address = Check("(kind = 'ecommerce') = (url <> '')")
    an_export_names_its_market = Check("(kind = 'export') = (market <> '')")
    a_channel_of_a_distributor_is_named_once = Unique([distributor, name])
    a_store_is_a_channel_once = Unique([distributor, venue])


class Listing(Table):
    """A product in a channel from a day to another, or until further notice."""

    id = Id()
    channel = of(Channel)
    product = of(Product)
    first_on = Date(default=None)
    last_on = Date(null=True, default=None)
    version = Integer(default=1)
    created_at = instant(null=False)

    a_listing_ends_on_or_after_it_began = Check("last_on IS NULL OR last_on >= first_on")


class ShortlistItem(Table):
    """A product that a distributor keeps in view; its people share one list."""

    id = Id()
    organization = of(Organization)
    product = of(Product)
    note = Text()
    added_by = maybe(User)
    version = Integer(default=1)
    created_at = instant(null=False)

    a_product_is_on_a_shortlist_once = Unique([organization, product])


class RequestState(StrEnum):
    """Where a request for contact stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    GIVEN_UP = "given_up"  # as two records became one, to which or by which both were open


class ContactRequest(Table):
    """A distributor asks an entity for contact about products; one open request for each pair of them.

    A person without a name has been forgotten.
    """

    id = Id()
    distributor = of(Organization)
    entity = of(Organization)
    state = Varchar(length=10, choices=RequestState, default=RequestState.OPEN)
    message = Text()
    asked_by = maybe(User)
    asker_name = Varchar(length=200)
    asker_email = Varchar(length=254, null=True, default=None)
    asker_phone = Varchar(length=20, null=True, default=None)
    consent_text = Text()  # the text by which the asker let its contact be passed on, word for word
    consent_at = instant(null=False)
    answered_by = maybe(User)
    answered_at = instant()
    reason = Text()
    instead = maybe("self")  # the request that stays where this one was given up
    contact_name = Varchar(length=200)
    contact_email = Varchar(length=254, null=True, default=None)
    contact_phone = Varchar(length=20, null=True, default=None)
    version = Integer(default=1)
    created_at = instant(null=False)

    MOVES = moves(
        accept=({RequestState.OPEN}, RequestState.ACCEPTED),
        decline=({RequestState.OPEN}, RequestState.DECLINED),
        withdraw=({RequestState.OPEN}, RequestState.WITHDRAWN),
        give_up=({RequestState.OPEN}, RequestState.GIVEN_UP),
    )

    who_asks_can_be_reached = Check("asker_name = '' OR asker_email IS NOT NULL OR asker_phone IS NOT NULL")
    an_accepted_request_names_a_contact = Check(
        "state = 'accepted' AND (contact_name = '' OR contact_email IS NOT NULL OR contact_phone IS NOT NULL)"
        " OR state <> 'accepted' AND contact_email IS NULL AND contact_phone IS NULL"
    )
    a_declined_request_has_a_reason = Check("(state = 'declined') = (reason <> '')")
    a_request_that_was_given_up_names_the_one_that_stays = Check("(state = 'given_up') = (instead IS NOT NULL)")


class RequestedProduct(Table):
    """A product about which a distributor asks."""

    id = Id()
    request = of(ContactRequest)
    product = of(Product)

    a_product_is_asked_about_once = Unique([request, product])
