"""What each letter is called, and what becomes of it."""

from events_app import markup
from events_app.i18n import marked
from events_app.reminders.tables import DeliveryState, Purpose

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
    Purpose.CONTACT_REQUEST: marked("Request for contact"),
    Purpose.CONTACT_WAITING: marked("Requests for contact that wait"),
    Purpose.CONTACT_UNCLAIMED: marked("Request for contact to a record for which nobody acts"),
    Purpose.CONTACT_ANSWER: marked("Answer to a request for contact"),
    Purpose.CONTACT_GIVEN_UP: marked("Request for contact that was given up"),
    Purpose.NEWCOMER: marked("Confirmation of an address"),
    Purpose.KNOWN_ADDRESS: marked("Registration of a known address"),
    Purpose.INVITATION: marked("Invitation"),
    Purpose.PASSWORD: marked("Link for a new password"),
    Purpose.NEW_ADDRESS: marked("Confirmation of a new address"),
    Purpose.ACCOUNT_CHANGED: marked("Change of an account"),
    Purpose.APPROVED: marked("Approval of an organization"),
    Purpose.REFUSED: marked("Refusal of an organization"),
    Purpose.CLAIM_APPROVED: marked("Approval of a claim"),
    Purpose.CLAIM_REJECTED: marked("Rejection of a claim"),
    Purpose.CLAIM_WAITING: marked("Claim that waits"),
    Purpose.KEEPING_ENDED: marked("Record that has its own people now"),
    Purpose.OWNED_BY_ANOTHER: marked("Record that somebody has claimed"),
    Purpose.APPROVAL_WAITING: marked("Organization that waits for approval"),
    Purpose.LAPSE: marked("Certificates that lapse"),
    Purpose.LAPSES: marked("Certificates that lapse in the province"),
    Purpose.VERIFIED: marked("Verification of certificates"),
    Purpose.TAKEN_BACK: marked("Verification that was taken back"),
    Purpose.REVOKED: marked("Revocation of a certificate"),
    Purpose.MERGED: marked("Merger of two records"),
    Purpose.GIVEN_UP: marked("Booth that is free again"),
}


def states() -> list[str]:
    """What the states of a letter are called."""
    return [markup.badge("delivery", state) for state in DeliveryState]
