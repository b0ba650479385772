"""The channels in which products are sold: a part above knows them and gives search a condition; the directory does not know it."""

from collections.abc import Callable, Mapping

import msgspec

from events_app.errors import Wrong
from events_app.i18n import marked

_NO_CHANNEL = marked("There is no such kind of channel.")


class Channels(msgspec.Struct, frozen=True):
    """What each kind of channel is called, and the condition that ``product`` is listed: (number of day, number of kind)."""

    kinds: Mapping[str, str]
    listed_in_sql: Callable[[int, int], str]


_channels: Channels | None = None


def let_list(channels: Channels) -> None:
    """Say which channels there are; called once by ``together.py``."""
    global _channels
    _channels = channels


def kinds() -> Mapping[str, str]:
    """The kinds of channels, and what each is called on a page."""
    return _channels.kinds if _channels else {}


def wrongs(asked: str | None) -> list[Wrong]:
    """What is wrong with a kind of channel that is asked for."""
    return [Wrong("channel", _NO_CHANNEL)] if asked and asked not in kinds() else []


def listed_in_sql(on: int, kind: int) -> str:
    """The condition that ``product`` is listed on the day ``$on`` in a channel of the kind ``$kind``."""
    assert _channels is not None
    return _channels.listed_in_sql(on, kind)
