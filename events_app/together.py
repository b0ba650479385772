"""What changes together: the verbs that run in the very transaction of a message, so that all of it is true or none.

The slices below record; they do not know who follows. ``tasks/outbox.py`` is the other half: what may happen later.
"""

from collections.abc import Mapping, Sequence

from events_app import outbox
from events_app.agreements import settling as agreements
from events_app.booths import laying_out, shifting
from events_app.calendars import following as calendars
from events_app.directory import merging
from events_app.directory import settling as directory
from events_app.events import publishing
from events_app.events import settling as events
from events_app.exhibitors import settling as exhibitors
from events_app.reminders import due as reminders

_SLICES: Sequence[Mapping[str, Sequence[outbox.Follower]]] = (
    shifting.FOLLOWERS,  # first: the others read the days that assignments have by then
    calendars.FOLLOWERS,
    reminders.FOLLOWERS,
)

FOLLOWERS: Mapping[str, Sequence[outbox.Follower]] = {
    topic: [follow for part in _SLICES for follow in part.get(topic, ())]
    for topic in sorted({topic for part in _SLICES for topic in part})
}

# Hundreds take booths in the same second; their letters may leave a second later.
QUIET = frozenset({"application", "assignment"})


def tie() -> None:
    """Let the followers follow and the checks check; every process that runs verbs calls this once."""
    outbox.let_follow(FOLLOWERS, QUIET)
    publishing.let_check([laying_out.unpublishable])
    merging.let_settle({**directory.SETTLERS, **events.SETTLERS, **exhibitors.SETTLERS, **agreements.SETTLERS})
