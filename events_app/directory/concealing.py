"""Twelve digits in a text may be the number of a person, who did not mean to show it to everybody: they are refused or masked."""

import re
from collections.abc import Callable

from events_app import reading
from events_app.directory.masking import HIDDEN
from events_app.i18n import marked

PERSONAL = marked("This holds a number of 12 digits, as a person's is, and everybody would see it: leave it out here.")
_APART = re.compile(r"(?<!\d)(?:\d[\W_]{0,3}){9}((?:\d[\W_]{0,3}){2}\d)(?!\d)")
_MANY = re.compile(r"[0-9](?:[ .\-\u00a0]?[0-9]){11}")  # seldom there, and sooner looked for
_TOGETHER = re.compile(r"(?<![0-9])[0-9](?:[ .\-\u00a0]?[0-9]){11}(?![0-9])")
_DATED = re.compile(r"(?<!\d)(?:[0-3]?\d([/.-])[01]?\d\1(?:19|20)\d\d|(?:19|20)\d\d([/.-])[01]?\d\2[0-3]?\d)(?!\d)")


def masked(written: str, is_known: Callable[[str], bool] = lambda number: False) -> str:
    """A text in which a number of twelve digits shows only its last three, whatever stands between them; dates are none, and
    what ``is_known`` as something else."""
    if len(written) < 12:
        return written
    return _APART.sub(lambda number: number.group() if is_known(number.group()) else _last_three(number), written)


def _last_three(number: re.Match[str]) -> str:
    whole = number.group()
    return whole if _DATED.search(whole) else HIDDEN + "".join(filter(str.isdigit, number[1]))


def is_told(written: str) -> bool:
    """Whether twelve digits stand together in a text, as a person's number is written; dates are none."""
    return _MANY.search(written) is not None and any(
        not _DATED.search(found.group()) for found in _TOGETHER.finditer(written)
    )


def public(written: str) -> str:
    """A text that everybody may read. Raises an error of a validator where a person's number may be in it."""
    if is_told(written):
        raise reading.wrong(PERSONAL)
    return written
