"""What changes together: the verbs that run in the very transaction of a message, so that all of it is true or none.

The slices below record; they do not know who follows. ``tasks/outbox.py`` is the other half: what may happen later.
"""

from collections.abc import Mapping, Sequence

from events_app import outbox
from events_app.agreements import queries as agreements
from events_app.agreements import settling as settling_agreements
from events_app.booths import laying_out, shifting
from events_app.calendars import following as calendars
from events_app.directory import beside, channels, conflicting, privacy, uniting
from events_app.directory import settling as settling_records
from events_app.distribution import channel_queries, panels
from events_app.distribution import forgetting as forgetting_requests
from events_app.distribution import settling as settling_channels
from events_app.distribution import uniting as uniting_listings
from events_app.events import publishing
from events_app.events import queries as events
from events_app.events import settling as settling_events
from events_app.exhibitors import lapsing
from events_app.exhibitors import queries as exhibitors
from events_app.exhibitors import settling as settling_applications
from events_app.imports import queries as imports
from events_app.reminders import due as reminders
from events_app.reminders import forgetting, wording

_SLICES: Sequence[Mapping[str, Sequence[outbox.Follower]]] = (
    shifting.FOLLOWERS,  # first: the others read the days that assignments have by then
    lapsing.FOLLOWERS,
    calendars.FOLLOWERS,
    reminders.FOLLOWERS,
    forgetting.FOLLOWERS,
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
    beside.let_show(panels.PRODUCTS, panels.ORGANIZATIONS)
    channels.let_list(channel_queries.CHANNELS)
    conflicting.let_settle(
        {
            **settling_records.SETTLERS,
            **settling_channels.SETTLERS,
            **settling_events.SETTLERS,
            **settling_applications.SETTLERS,
            **settling_agreements.SETTLERS,
        }
    )
    uniting.let_make_way([uniting_listings.join_notes, uniting_listings.join_listings])
    privacy.let_know(
        [events.obliged, exhibitors.obliged, agreements.obliged],
        {"letters": forgetting.told, "contact_requests": forgetting_requests.told, "imports": imports.told},
        [forgetting.forget, forgetting_requests.forget],
        wording.PURPOSES,
    )
