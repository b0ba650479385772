"""What changes together: the verbs that run in the very transaction of a message, so that all of it is true or none.

The slices below record; they do not know who follows. ``tasks/outbox.py`` is the other half: what may happen later.
"""

from collections.abc import Mapping, Sequence

from events_app import outbox

FOLLOWERS: Mapping[str, Sequence[outbox.Follower]] = {}


def tie() -> None:
    """Let the followers follow; every process that runs verbs calls this once."""
    outbox.let_follow(FOLLOWERS)
