"""How long a mail server that is away is left alone, in this process; pure, but for what it remembers."""

from datetime import datetime, timedelta

SHORTEST, LONGEST = timedelta(seconds=1), timedelta(seconds=30)


class Outage:
    """A second, then twice as long each time, half a minute at most: letters leave within that of the server's return."""

    def __init__(self) -> None:
        self._wait = timedelta(0)
        self._until: datetime | None = None

    @property
    def lasts(self) -> bool:
        """Whether the server was away when it was asked last."""
        return self._until is not None

    def waits(self, *, at: datetime) -> bool:
        """Whether it is too early to ask again; a clock that was put back makes nobody wait."""
        return self._until is not None and timedelta(0) < self._until - at <= self._wait

    def goes_on(self, *, at: datetime) -> timedelta:
        """The server was asked and is away; how long it is left alone now."""
        self._wait = min(max(self._wait * 2, SHORTEST), LONGEST)
        self._until = at + self._wait
        return self._wait

    def ends(self) -> None:
        """The server answers."""
        self._wait, self._until = timedelta(0), None
