"""Stars as people type them among other words of a search: ``sản phẩm OCOP 4 sao``, ``cà phê hạng bốn sao``.

What is called so comes first. Where nothing is, the stars are what the filter would say, and words that only go along with them
(that something is a product, of OCOP, or rated) are not looked for.
"""

import re
import unicodedata
from collections.abc import Awaitable, Callable, Iterable, Iterator
from typing import Any, TypeVar

import msgspec

from events_app.directory import finding
from events_app.directory.finding import Rating, Wanted
from events_app.values import plain

T = TypeVar("T")
_NUMBERS = {
    Rating.THREE: ("3", "ba", "three", "tiga"),
    Rating.FOUR: ("4", "bốn", "four", "empat"),
    Rating.FIVE: ("5", "năm", "five", "lima"),
}
_POTENTIAL = ("tiềm năng", "potential", "potensial", "potensi")
_SAYING_NOTHING = ("sản phẩm", "sp", "ocop", "products", "product", "produk")  # unless a name has it
_RATED = (  # just before stars
    "hạng", "xếp hạng", "phân hạng", "loại", "các loại", "đạt", "chuẩn", "tiêu chuẩn", "chứng nhận", "danh hiệu",
    "rated", "certified", "peringkat",
)  # fmt: skip


class Heard(msgspec.Struct, frozen=True):
    """What was looked for where nothing is called as the words say: the stars that they name, and those beside."""

    stars: Rating | None
    q: str


def _any(phrases: Iterable[str]) -> str:
    """An expression for one of these, with accents or without."""
    ways = {way for one in phrases for way in (one, plain(one))}
    return f"(?:{'|'.join(sorted(map(re.escape, ways), key=len, reverse=True))})"


def _starred(numbers: Iterable[str]) -> str:
    return rf"(?:{_any(numbers)}(?:[ -]?(?:sao|stars?|bintang)|[ ]?[*★⭐]\ufe0f?)|bintang[ -]?{_any(numbers)})"


_NOTHING = re.compile(rf"(?<!\w){_any(_SAYING_NOTHING)}(?!\w)", re.IGNORECASE)
_BEFORE = rf"(?:{_any((*_RATED, *_SAYING_NOTHING))}[\s:-]+)*"
_FIVE = _starred(_NUMBERS[Rating.FIVE])
_NAMED = re.compile(
    rf"(?<!\w)(?<!\d[.,-])(?P<before>{_BEFORE})(?:"  # between two numbers it is a range, or no number of stars
    rf"(?P<POTENTIAL_FIVE>{_any(_POTENTIAL)}[\s-]+{_BEFORE}{_FIVE}|{_FIVE}[\s(-]+{_any(_POTENTIAL)}\)?)|"
    rf"{'|'.join(f'(?P<{rating.name}>{_starred(numbers)})' for rating, numbers in _NUMBERS.items())})(?!\w)",
    re.IGNORECASE,
)
_SIGNS = re.compile(  # those that are missing to five may follow
    r"(?<!\d)(?<!\d )(?<![*★⭐\ufe0f])(?<![*★⭐\ufe0f] )([*★⭐])(?:\ufe0f?[ ]?\1){2,4}\ufe0f?(?:[ ]?[☆✩])*(?![ ]?[*★⭐\ufe0f])"
)
_EMPTY = re.compile(r"\(\W*\)")  # brackets around what was taken


def _left(words: str) -> str:
    """What is left of words of which some were taken; nothing where that has neither letter nor digit."""
    left = " ".join(_EMPTY.sub(" ", words).split()).rstrip(" ,.;:?!(-")
    return left if any(map(str.isalnum, left)) else ""


def spelled(q: str | None) -> str | None:
    """The words with stars that are drawn spelled as a number of them: nothing is called by signs, and a search drops them."""
    return q and _SIGNS.sub(lambda drawn: f" {drawn.group().count(drawn[1])} sao ", q).strip()


def readings(q: str, *, starred: bool = False) -> Iterator[Heard]:
    """What the words may mean where nothing is called so, one after the other; nothing where they only name things.

    Words that say nothing are a search only beside stars: those of the words, or chosen ones (``starred``).
    """
    words = unicodedata.normalize("NFC", q)
    stars, rest = None, words
    if found := _NAMED.search(words):
        stars = Rating[str(found.lastgroup)]
        beside = " ".join(_NOTHING.findall(found["before"]))  # which a name may have
        rest = f"{words[: found.start()]} {beside} {words[found.end() :]}"
    rest = _left(rest)
    less = _left(_NOTHING.sub(" ", rest))
    if stars and less and less != rest:
        yield Heard(stars, rest)
    if stars or (less != rest and (less or starred)):
        yield Heard(stars, less)


async def instead(
    q: str, look: Callable[[Heard], Awaitable[tuple[list[T], str | None]]], *, starred: bool, have_stars: bool = True
) -> tuple[list[T], str | None, Heard | None]:
    """What ``look`` finds by the first reading of the words that finds anything, and that reading, without its stars where some
    are chosen (``starred``); nothing by stars where what is looked for does not ``have_stars``."""
    rows: list[T] = []
    following = heard = None
    for one in readings(q, starred=starred):
        if one.stars and not have_stars:
            break
        heard = one
        rows, following = await look(one)
        if rows:
            break
    return rows, following, Heard(None, heard.q) if heard and starred else heard


async def find(wanted: Wanted) -> tuple[list[finding.Found], str | None, Heard | None]:
    """A page of what is found, and what was looked for instead of the words, where that was done; stars that are chosen stay.

    With stars of the words the entities that have such a product are found too, where words are left to name them.
    """
    wanted = msgspec.structs.replace(wanted, q=spelled(wanted.q))
    rows, following = await finding.find(wanted)
    if rows:
        return rows, following, None

    async def look(one: Heard) -> tuple[list[finding.Found], str | None]:
        said: dict[str, Any] = {"stars": wanted.stars or one.stars, "q": one.q, "taken": True, "with_entities": True}
        return await finding.find(msgspec.structs.replace(wanted, **said))

    have_stars = wanted.kind in (None, *finding.HAVE_PRODUCTS)
    return await instead(wanted.q or "", look, starred=bool(wanted.stars), have_stars=have_stars)
