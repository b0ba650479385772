"""The frozen, numbered accounts of what was signed at an event."""

from piccolo.columns import Bytea, Integer, SmallInt
from piccolo.constraints import Unique
from piccolo.table import Table

from events_app.columns import Facts, Id, instant, of
from events_app.events.tables import Event


class Summary(Table):
    """The agreements of an event as they stood at ``frozen_at``; never changed, the next one has the next number."""

    id = Id()
    event = of(Event)
    number = SmallInt(default=1)
    frozen_at = instant(null=False)
    facts = Facts(default="{}")
    pdf = Bytea(null=True, default=None)
    version = Integer(default=1)

    a_number_is_used_once_for_an_event = Unique([event, number])
