"""The words that feeds add of their own, in the language being spoken."""

from events_app.calendars.tables import EntryStatus
from events_app.i18n import marked
from events_app.i18n import text as _

_PREFIXES = {EntryStatus.CANCELLED: marked("[CANCELLED]"), EntryStatus.TENTATIVE: marked("[POSTPONED]")}
_WHYS = {
    EntryStatus.CANCELLED: marked("This has been cancelled."),
    EntryStatus.TENTATIVE: marked("This has been postponed; the new dates are not known yet."),
}
_KINDS = {
    "week": marked("OCOP week"),
    "fair": marked("Trade fair"),
    "conference": marked("Conference"),
    "promotion": marked("Promotion"),
    "opening": marked("Opening ceremony"),
    "matching": marked("Business matching"),
    "livestream": marked("Livestream sale"),
    "training": marked("Training"),
    "contest": marked("Contest"),
    "award": marked("Certificate award"),
    "signing": marked("Signing ceremony"),
    "closing": marked("Closing ceremony"),
}
_OTHERWISE = marked("Programme")


def prefix(status: EntryStatus) -> str:
    """What stands before the summary of what is not going to happen as it stands there; empty for what is."""
    return _(_PREFIXES[status]) if status in _PREFIXES else ""


def why(status: EntryStatus) -> str:
    """The same as a sentence."""
    return _(_WHYS[status]) if status in _WHYS else ""


def kind(name: str) -> str:
    """The kind of an event or of a session as a category."""
    return _(_KINDS.get(name, _OTHERWISE))
