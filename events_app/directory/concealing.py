"""Twelve digits in a text that stands already may be the number of a person: they are masked. What is typed is refused at once."""

import re
from collections.abc import Callable

from events_app.directory.masking import HIDDEN
from events_app.revealing import DATED

_APART = re.compile(r"(?<!\d)(?:\d[\W_]{0,3}){9}((?:\d[\W_]{0,3}){2}\d)(?!\d)")


def masked(written: str, is_known: Callable[[str], bool] = lambda number: False) -> str:
    """A text in which a number of twelve digits shows only its last three, whatever stands between them; dates are none, and
    what ``is_known`` as something else."""
    if len(written) < 12:
        return written
    return _APART.sub(lambda number: number.group() if is_known(number.group()) else _last_three(number), written)


def _last_three(number: re.Match[str]) -> str:
    whole = number.group()
    return whole if DATED.search(whole) else HIDDEN + "".join(filter(str.isdigit, number[1]))
