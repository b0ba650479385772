"""Where an address lies: the province that it names, or may name, and the district of before, wherever in it these stand.

What an address was counts before what it is since July 2025, as it says more: the one of the 63, with the district. Nothing is
guessed: provinces that contradict each other are all told, and so is a name that may be that of a village as well.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from events_app.directory import districts, dividing, places
from events_app.directory.dividing import Kind, Part, When
from events_app.directory.places import Province, Set
from events_app.i18n import marked
from events_app.values import plain

ANOTHER = marked("This address names %(named)s, and the province is %(province)s: correct the one that is wrong.")
_DISTRICTS = {Kind.DISTRICT, Kind.TOWN}
_UNITS = {Kind.COMMUNE, *_DISTRICTS}
_LONGEST = 100  # letters of a district


class Situated(NamedTuple):
    """What an address says of where it is; of several addresses the one that is said to be the seat.

    ``named`` are the parts that name its province, ``perhaps`` provinces whose names may be something else there; ``district`` is
    the one district that it has, ``many`` whether it has several, ``parts`` all of it.
    """

    named: tuple[Part, ...] = ()
    perhaps: tuple[Province, ...] = ()
    district: Part | None = None
    many: bool = False
    parts: tuple[Part, ...] = ()

    @property
    def units(self) -> list[Province]:
        """The provinces that it names, one for each unit of the 34 in which they lie."""
        return list({one.provinces[0].became: one.provinces[0] for one in self.named}.values())

    @property
    def gone(self) -> list[Province]:
        """Those of the 63 that it names so that no other can be meant."""
        return list(dict.fromkeys(one.provinces[0] for one in self.named if one.provinces[0].set == Set.OLD))

    def may_be_district(self, of: str) -> Part | None:
        """The part that names a province without the word for it, where a district of this unit was called so."""
        within = {one.code for one in places.made_of(of)}
        bare = (one for one in self.named if one.kind == Kind.NAME and one.provinces[0].became != of)
        return next((one for one in bare if within & districts.having(one.name)), None)


_NOTHING = Situated()


def other_than(address: str, which: str | None, code: str | None) -> Province | None:
    """The province that an address names where it is another one than this; the unit that a province went into is the same."""
    said = places.province(which, code)
    if said is None or not address:
        return None
    return other_than_all(situated(address), said)


def other_than_all(seen: Situated, said: Province) -> Province | None:
    """The same of an address that was read."""
    if seen.may_be_district(said.became) or any(one.became == said.became for one in seen.units):
        return None
    return next(iter(seen.units), None)


@lru_cache(4096)
def situated(address: str) -> Situated:
    """What an address says of where it is."""
    whole = dividing.parts(address)
    seat = max((one.seat for one in whole if one.kind != Kind.OTHER), default=None)
    if seat is None:
        return _NOTHING
    of_it = _together([one for one in whole if one.seat == seat and not dividing.is_country(one)])
    doubtful = [one for n, one in enumerate(of_it) if one.kind == Kind.NAME and not _is_clear(of_it, n)]
    named = [one for one in of_it if one.provinces and one not in doubtful]
    units = {one.provinces[0].became for one in named}
    for one in doubtful:  # “tỉnh Đồng Tháp (Tiền Giang cũ)”
        first, beside = one.provinces[0], "(" in one.before or one.when == When.BEFORE
        if beside and first.set == Set.OLD and {first.became} == units:
            named.append(one)
    perhaps = () if named else (*(one.provinces[0] for one in doubtful), *_ended(of_it))
    district, many = _district(of_it)
    return Situated(tuple(named), perhaps, district, many, whole)


def _together(whole: Sequence[Part]) -> list[Part]:
    """Parts, with those that mean something else beside the others: a town that stands for its province, a city that was a town."""
    has_district = any(one.kind == Kind.DISTRICT for one in whole)
    old_hue = not has_district and any("thua thien" in plain(one.name) for one in whole if one.provinces)
    found = []
    for one in whole:
        if one.kind == Kind.TOWN and has_district:
            one = one._replace(kind=Kind.PROVINCE)
        elif one.kind == Kind.TOWN:
            one = one._replace(provinces=tuple(each for each in one.provinces if each.set == Set.OLD))
        elif old_hue and one.kind == Kind.PROVINCE and plain(one.name) == "hue":
            one = one._replace(kind=Kind.DISTRICT, provinces=())
        found.append(one)
    return found


def _is_clear(whole: Sequence[Part], n: int) -> bool:
    """Whether the name of a province, without the word for it, is one where it stands: a village and a commune may have it too."""
    one, before = whole[n], whole[:n]
    if "(" in one.before or (one.when == When.BEFORE and not before):
        return False
    after = [each for each in whole[n + 1 :] if each.when == one.when and each.kind != Kind.OTHER]
    if before and (before[-1].kind in _DISTRICTS or (not after and any(each.kind in _UNITS for each in before))):
        return True
    if not before:  # the largest first
        called = any(each.provinces for each in after)
        return bool(after) and not called and whole[1].kind in _DISTRICTS
    within = {each.code for each in places.made_of(one.provinces[0].became)}
    return not after and not within.isdisjoint(districts.having(before[-1].name))


def _ended(whole: Sequence[Part]) -> Iterator[Province]:
    """Provinces whose names stand behind that of a commune, with no sign between."""
    for one in whole:
        if one.kind == Kind.COMMUNE:
            yield from dividing.ended(one.name, 1 if one.name[0].isdigit() else 2)[1][:1]


def _district(whole: Sequence[Part]) -> tuple[Part | None, bool]:
    """The district in which an address is said to be, rather than that in which it was; and whether it has several."""
    for when in (When.NOW, When.UNSAID, When.BEFORE):
        found = {plain(one.name): one for one in whole if one.kind in _DISTRICTS and one.when == when}
        if found:
            one = next(iter(found.values()))
            return (one, False) if len(found) == 1 and len(one.said) <= _LONGEST else (None, len(found) > 1)
    return None, False
