"""What the kinds of this part are called on a page."""

from events_app.distribution.tables import ChannelKind, Funding, RequestState
from events_app.i18n import marked

FUNDING = {
    Funding.CENTRAL_PROGRAMME: marked("The central OCOP programme"),
    Funding.PROVINCE: marked("The province"),
    Funding.OWN: marked("Its own means"),
}
CHANNELS = {
    ChannelKind.STORE: marked("Store"),
    ChannelKind.CHAIN: marked("All stores of the chain"),
    ChannelKind.ECOMMERCE: marked("E-commerce floor"),
    ChannelKind.EXPORT: marked("Export"),
}
REQUESTS = {
    RequestState.OPEN: ("waiting", marked("Not answered yet")),
    RequestState.ACCEPTED: ("good", marked("Accepted")),
    RequestState.DECLINED: ("bad", marked("Request declined")),
    RequestState.WITHDRAWN: ("plain", marked("Taken back")),
    RequestState.GIVEN_UP: ("plain", marked("Given up")),
}  # the kind of badge, and what it says
