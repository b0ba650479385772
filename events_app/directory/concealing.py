"""Twelve digits in a text that stands already may be the number of a person: they are masked. What is typed is refused at once."""

from collections.abc import Callable

from events_app import identifying
from events_app.directory.masking import HIDDEN


def masked(written: str, is_known: Callable[[str], bool] = lambda number: False) -> str:
    """A text in which a number of twelve digits shows only its last three, wherever it would be refused; what ``is_known`` as
    something else stays."""
    shown, after = [], 0
    for start, end in identifying.told(written):
        if not is_known(number := written[start:end]):
            shown += [written[after:start], HIDDEN, "".join(filter(str.isdecimal, number))[-3:]]
            after = end
    return "".join([*shown, written[after:]]) if shown else written
