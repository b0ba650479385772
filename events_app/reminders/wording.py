"""What each letter is called."""

from events_app.i18n import marked
from events_app.reminders.tables import Purpose

PURPOSES = {
    Purpose.CONFIRMATION: marked("Confirmation"),
    Purpose.REMINDER: marked("Reminder"),
    Purpose.OFFER: marked("Offer of a booth"),
    Purpose.CHANGES: marked("Request for changes"),
    Purpose.REJECTION: marked("Rejection"),
    Purpose.POSTPONEMENT: marked("Postponement"),
    Purpose.RESCHEDULING: marked("New dates"),
    Purpose.ALTERATION: marked("Change of place or hours"),
    Purpose.CANCELLATION: marked("Cancellation"),
    Purpose.SUMMARY: marked("Summary of agreements"),
    Purpose.AGREEMENTS: marked("Own agreements"),
}
