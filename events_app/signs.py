"""Signs that stand in no text of ours: those that nobody sees are dropped, those that cannot be printed are refused."""

import re
from typing import Any

from events_app.i18n import marked
from events_app.identifying import UNSEEN

LINES = "it may have several lines"  # of a text; any other is one line
ONE_LINE = marked("Write this on one line.")
UNPRINTABLE = marked("This holds signs that cannot be printed: leave them out.")
_UNSEEN = re.compile(f"[{UNSEEN}]+")
_BREAK, _CONTROL = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]"), re.compile(r"[\x00-\x1f\x7f-\x9f]")
_IN_LINES = str.maketrans("", "", "\n\r\t")


def seen(written: Any) -> Any:
    """A text, or each of a list of them, without the signs that nobody sees; anything else as it is."""
    if isinstance(written, list):
        return [seen(one) for one in written]
    return _UNSEEN.sub("", written) if isinstance(written, str) and not written.isprintable() else written


def printed(written: str) -> str:
    """A text without the signs that nobody sees, and with blanks for those that cannot be printed."""
    return _CONTROL.sub(" ", _UNSEEN.sub("", written))


def wrong(written: str, *, lines: bool) -> str | None:
    """What is wrong with the signs of a text, as a sentence; None where nothing is. Only ``lines`` may have breaks and tabs."""
    if written.isprintable():
        return None
    if lines:
        return UNPRINTABLE if _CONTROL.search(written.translate(_IN_LINES)) else None
    return ONE_LINE if _BREAK.search(written) else UNPRINTABLE if _CONTROL.search(written) else None
