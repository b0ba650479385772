"""What is looked for how often; a sweep finds what is due, the verb checks again, so two beats at once do no harm.

A sweep that waited longer than its turn is dropped, because the next one does its work.
"""

from typing import Any


def _every(seconds: float, task: str) -> dict[str, Any]:
    return {"task": task, "schedule": seconds, "options": {"expires": max(seconds, 5.0)}}


ENTRIES = {
    "send the letters that are due": _every(2, "reminders.send_due"),
    "take back letters whose lease ran out": _every(10, "reminders.take_back"),
    "give back booths whose holds ran out": _every(5, "booths.release_lapsed"),
    "return applications whose offers ran out": _every(10, "exhibitors.lapse_due"),
    "end the events that are over": _every(15, "events.end_due"),
    "freeze the summaries that are due": _every(15, "summaries.freeze_due"),
    "warn of certificates that lapse": _every(60, "reminders.warn_due"),
    "forget lists that nobody brings in": _every(3600, "imports.forget_old"),
    "forget kept answers": _every(600, "housekeeping.forget_answers"),
    "forget sessions that are over": _every(600, "housekeeping.forget_sign_ins"),
    "forget newcomers who never came": _every(3600, "housekeeping.forget_newcomers"),
    "forget tries whose time is over": _every(600, "housekeeping.forget_tries"),
}
