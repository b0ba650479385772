"""Forms that are looked for in texts with accents, and as they are in texts that were typed without any."""

import re
import unicodedata

_BARRED = str.maketrans("đĐ", "dD")


def bared(form: str) -> str:
    """A regular expression as it is without accents; its classes and capitals stay."""
    letters = unicodedata.normalize("NFD", form)
    return "".join(one for one in letters if not unicodedata.combining(one)).translate(_BARRED)


def both(form: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What finds a form with its accents, and what finds it without them; capitals or not."""
    return re.compile(form, re.I), re.compile(bared(form), re.I)
