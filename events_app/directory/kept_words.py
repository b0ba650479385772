"""What the page about one's own data calls the facts that are kept, what was done, and to what.

The file that one takes along holds every id and name of a column; the page says what a person understands.
"""

from typing import Any

from events_app import i18n
from events_app.i18n import marked
from events_app.i18n import text as _

FACTS = {
    "address": marked("Address"),
    "admin": marked("Admin of the platform"),
    "agreed_to": marked("Agreed to"),
    "asked_as": marked("Asked in the name of"),
    "asked_from": marked("E-mail address given"),
    "asked_from_phone": marked("Telephone given"),
    "at": marked("When"),
    "browser": marked("Browser"),
    "created_at": marked("Entered"),
    "decided_at": marked("Decided"),
    "distributor": marked("Distributor"),
    "due_at": marked("Due"),
    "email": marked("E-mail address"),
    "entity": marked("OCOP entity"),
    "event": marked("Event"),
    "expires_at": marked("Good until"),
    "given_at": marked("Given"),
    "language": marked("Language"),
    "name": marked("Name"),
    "named_as": marked("Named as contact"),
    "note": marked("Note"),
    "organization": marked("Organization"),
    "personal_number": marked("Personal number"),
    "phone": marked("Telephone"),
    "proof": marked("Proved by"),
    "purpose": marked("Letter"),
    "reason": marked("Reason"),
    "representative": marked("Representative"),
    "revoked_at": marked("Ended"),
    "role": marked("Role"),
    "scopes": marked("What it may do"),
    "second_step_since": marked("Second step of signing in"),
    "seen_at": marked("Last seen"),
    "sent_at": marked("Sent"),
    "state": marked("State"),
    "text": marked("Text"),
    "text_version": marked("Version of the text"),
    "used_at": marked("Last used"),
    "what": marked("For what"),
    "withdrawn_at": marked("Withdrawn"),
}
THINGS = {
    "agreement": marked("Agreement"),
    "application": marked("Application"),
    "assignment": marked("Place at a booth"),
    "booth": marked("Booth"),
    "calendar": marked("Calendar"),
    "certificate": marked("Certificate"),
    "channel": marked("Channel"),
    "claim": marked("Claim"),
    "claim_code": marked("Code of a letter"),
    "contact": marked("Contact"),
    "contact_request": marked("Request for contact"),
    "delivery": marked("Letter"),
    "distinction": marked("Records that are not one organization"),
    "event": marked("Event"),
    "hall": marked("Hall"),
    "import": marked("List of products"),
    "invitation": marked("Invitation"),
    "link": marked("Link of a letter"),
    "listing": marked("Listing"),
    "membership": marked("Membership"),
    "opening_day": marked("Opening day"),
    "organization": marked("Organization"),
    "organization_name": marked("Name of an organization"),
    "picture": marked("Picture"),
    "product": marked("Product"),
    "registration": marked("Registration"),
    "reminder_rule": marked("Reminder"),
    "sales_point": marked("Sales point"),
    "series": marked("Series"),
    "session": marked("Session"),
    "shortlist_item": marked("Product on the shortlist"),
    "sign_in": marked("Sign-in"),
    "site": marked("Site"),
    "summary": marked("Summary"),
    "supply": marked("Supply"),
    "token": marked("Token"),
    "user": marked("Account"),
    "users": marked("Account"),
    "venue": marked("Venue"),
    "zone": marked("Zone"),
}
DEEDS = {
    "accept": marked("accepted"),
    "approve": marked("approved"),
    "cancel": marked("cancelled"),
    "confirm": marked("confirmed"),
    "create": marked("entered"),
    "decline": marked("declined"),
    "delete": marked("removed"),
    "drop": marked("removed"),
    "enter": marked("entered"),
    "give_up": marked("given up"),
    "hold": marked("held"),
    "merge": marked("merged"),
    "move": marked("moved"),
    "offer": marked("offered"),
    "postpone": marked("postponed"),
    "publish": marked("published"),
    "refuse": marked("refused"),
    "reject": marked("rejected"),
    "release": marked("given back"),
    "rename": marked("renamed"),
    "reschedule": marked("moved"),
    "revoke": marked("revoked"),
    "submit": marked("submitted"),
    "take_back": marked("removed"),
    "verify": marked("verified"),
    "verify_by_list": marked("verified"),
    "wait": marked("put before the admins"),
    "withdraw": marked("withdrawn"),
}
STATES = {
    "open": marked("Not answered yet"),
    "accepted": marked("Accepted"),
    "declined": marked("Declined"),
    "withdrawn": marked("Withdrawn"),
    "given_up": marked("Given up"),
}
_OTHER_DEED = marked("changed")
_TELEPHONES = ("phone", "asked_from_phone")
_IDS = ("id", "ids", "version")


def shown(key: str) -> bool:
    """Whether a fact says something to a person: an id or a version does not."""
    return key not in _IDS and not key.endswith("_id")


def deed(topic: str) -> str:
    """What was done, as ``product.create`` of the audit trail says it."""
    thing, _dot, verb = topic.partition(".")
    return _("%(thing)s: %(deed)s", thing=_(THINGS.get(thing, thing)), deed=_(DEEDS.get(verb, _OTHER_DEED)))


def plain(key: str, value: Any) -> str:
    """A code that stands for a word, said as the word."""
    if key == "language":
        return i18n.OWN_NAMES[i18n.Language(value)]
    if key in _TELEPHONES:
        return i18n.phone(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)
