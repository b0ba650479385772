"""Stars as people type them among other words of a search: ``cà phê 4 sao``."""

import re
import unicodedata

_NAMED = re.compile(
    r"(?<!\w)(?:(?P<potential>(?:tiềm năng|tiem nang|potential|potensi(?:al)?)[ -]?5)|(?P<stars>[345]))[ -]?(?:sao|stars?|bintang)"
    r"(?!\w)",
    re.IGNORECASE,
)


def named(q: str) -> tuple[str | None, str]:
    """The stars that the words name, as a filter has them, and the words without them; None and the words where they name none."""
    words = unicodedata.normalize("NFC", q)
    found = _NAMED.search(words)
    if found is None:
        return None, q
    left = f"{words[: found.start()]} {words[found.end() :]}"
    return "potential_five" if found["potential"] else found["stars"], " ".join(left.split())
