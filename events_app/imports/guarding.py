"""What a file is allowed to be, looked at before anything unpacks it: limits, and the few ways in which a file is refused.

The reader of files runs in a process of its own (``reader.py``); nothing here knows the database or a language.
"""

from typing import Any

MOST_ROWS = 120_000
TITLE = 200  # rows and blank ones that do not count
MOST_COLUMNS = 200
MOST_UNPACKED = 400 << 20  # bytes of a part of a zip once it is unpacked; counted, not believed
LONGEST_CELL = 32_767  # letters, as in Excel
LONGEST_ROW = 4 << 20  # bytes


class Unreadable(Exception):
    """The file is not read, for the reason ``code``; ``facts`` fill the sentence about it."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


def column_number(letters: str) -> int:
    """The number of a column, from 0: ``A`` is 0, ``AA`` is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
