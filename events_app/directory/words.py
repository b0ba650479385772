"""What the kinds of the directory are called on a page."""

from events_app.directory.tables import EntityKind, Kind
from events_app.i18n import marked

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
ROLES = {"owner": marked("Owner"), "staff": marked("Staff"), "viewer": marked("Viewer")}
GROUPS = {
    1: marked("Food"),
    2: marked("Drinks"),
    3: marked("Medicinal plants and products"),
    4: marked("Handicrafts"),
    5: marked("Ornamental species"),
    6: marked("Community tourism, eco-tourism and destinations"),
}
