"""Where the entity of a row lies: as a column says, as its address ends, or as the whole list does; in its old form by district."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec

from events_app.directory import addresses, districts, dividing, places, spelling
from events_app.directory.addresses import Situated
from events_app.directory.dividing import Kind, When
from events_app.directory.places import Province, Set
from events_app.i18n import marked
from events_app.values import plain

_WHICH = marked("Say which set of provinces this belongs to: the 63 of before 1 July 2025 or the 34 since.")
_NO_PROVINCE = marked("There is no province of this name.")
_PERHAPS = marked(
    "This address may lie in another province than %(province)s, as it names %(named)s: write the province in its column, or at "
    "the end of the address with the word “tỉnh” before it."
)
_SEVERAL = marked(
    "This address names %(named)s and %(other)s: write the province in which the entity has its seat in the column of provinces, "
    "or leave in the address that of the seat alone."
)


class Lying(msgspec.Struct, frozen=True):
    """The province with its set, and the address without the district that was part of it; or why the province is none."""

    province_set: str | None
    province_code: str | None
    address: str
    district: str
    wrong: str | None = None
    told: Mapping[str, Any] = {}  # the values of that sentence


class _Unsure(Exception):
    """It cannot be said in which province an address lies, for the reason of the message."""

    def __init__(self, message: str, **told: Any) -> None:
        super().__init__(message)
        self.message, self.told = message, told


class _District(NamedTuple):
    """A district: the name by which it is known, and whether it stands in the address, as what this was before."""

    name: str
    in_address: bool = False
    before: bool = False


def lying(written: str, address: str, district: str, assumed: str, which: Set | None) -> Lying:
    """What a row says of the place, in a list whose entities are in the province ``assumed`` where they do not say otherwise."""
    seen = addresses.situated(address) if address else Situated()
    district = dividing.without_colon(district)
    within = _within(seen, district)
    try:
        if written:
            found = _named(written, which or (Set.OLD if within or seen.many else None))
            if isinstance(found, str):
                return Lying(None, None, address, district, found)
            lies: Province | None = _beside(seen, found, within, which)
        else:
            lies = _read(seen, within, assumed, which) if seen.named else _assumed(seen, within, assumed, which)
    except _Unsure as unsure:
        return Lying(None, None, address, district, unsure.message, unsure.told)
    set_of, code = (lies.set.value, lies.code) if lies else (None, None)
    if within and within.in_address and seen.district and lies and set_of == Set.OLD:
        address, district = _without(seen, lies), dividing.called(seen.district)
    elif district and set_of == Set.NEW:
        address, district = with_district(address, district), ""
    return Lying(set_of, code, address, district)


def is_assumed(address: str, district: str, assumed: str) -> bool:
    """Whether nothing of an address tells where it is, so that it is in the province that is assumed of its list."""
    seen = addresses.situated(address)
    try:
        found = None if seen.named else _assumed(seen, _within(seen, district), assumed, None)
    except _Unsure:
        return False
    return not seen.named and (found is None or places.chosen(found.set, found.code) == assumed)


def read_again(row: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """Set and code of the province in which a record of before lies as it would be read today, by its address and district."""
    province = places.province(row["province_set"], row["province_code"])
    if province is None or province.set == Set.NEW:
        return row["province_set"], row["province_code"]
    lies = lying(province.name["vi"], row["address"], row["district"], "", None)
    return lies.province_set, lies.province_code


def _within(seen: Situated, district: str) -> _District | None:
    """The district of the column, or else of the address."""
    if district:
        return _District(next((one.name for one in dividing.parts(district) if one.name), district))
    if seen.district:
        return _District(seen.district.name, in_address=True, before=seen.district.when == When.BEFORE)
    return None


def _beside(seen: Situated, found: tuple[Province, ...], within: _District | None, which: Set | None) -> Province:
    """The province of a column beside an address. Raises _Unsure where that is in another one."""
    if seen.named and (other := addresses.other_than_all(seen, found[0])):
        raise _Unsure(addresses.ANOTHER, named=other.name, province=found[0].name)
    gone = [one for one in seen.gone if one.became == found[0].became]
    if len(gone) == 1 and len(found) > 1 and which is None:
        return gone[0]
    return _one_of(found, within, which, several=seen.many)


def _read(seen: Situated, within: _District | None, assumed: str, which: Set | None) -> Province:
    """The province that an address names. Raises _Unsure where it names several, or a district of the list's own by that name."""
    ours = places.province(*assumed.split("-")) if assumed else None
    if ours and (perhaps := seen.may_be_district(ours.became)):
        raise _Unsure(_PERHAPS, named=perhaps.provinces[0].name, province=ours.name)
    units, gone = seen.units, seen.gone
    if len(units) > 1 or len(gone) > 1:
        first, second, *_more = units if len(units) > 1 else gone
        raise _Unsure(_SEVERAL, named=first.name, other=second.name)
    if gone:
        return gone[0]
    named = max((one.provinces for one in seen.named), key=len)
    return _one_of(named, within, which, several=seen.many)


def _one_of(found: tuple[Province, ...], within: _District | None, which: Set | None, *, several: bool) -> Province:
    """Of a province of today and of the one of before that has its name, the one that is meant: by its set, else by the district.

    One that lay in another part of what the province is today is of that; where it may have been in several, it is not known.
    """
    if len(found) == 1 or not (within or several or which):
        return found[0]
    new, same = found
    if which or within is None:
        return new if which == Set.NEW else same
    parts = places.made_of(new.code)
    having = [one for one in parts if one.code in districts.having(within.name)]
    if same in having and not (within.before and len(having) > 1):
        return same
    if len(having) == 1:
        return having[0]
    return new if having or (within.before and len(parts) > 1) else same


def _assumed(seen: Situated, within: _District | None, assumed: str, which: Set | None) -> Province | None:
    """The province of a list, of an address that names none; or where its district lies. Raises _Unsure."""
    ours = places.province(*assumed.split("-")) if assumed else None
    other = next((one for one in seen.perhaps if ours and one.became != ours.became), None)
    if ours and other:
        raise _Unsure(_PERHAPS, named=other.name, province=ours.name)
    if within is None or which == Set.NEW:
        return ours
    having = [one for code in districts.having(within.name) if (one := places.province(Set.OLD, code))]
    here = [one for one in having if ours and one.became == ours.became]
    if here:
        return ours if ours in here or len(here) > 1 else here[0]
    if not having or not within.in_address:
        return ours
    if len(having) == 1:
        return having[0]
    if ours:
        raise _Unsure(_PERHAPS, named=dividing.called(seen.district) if seen.district else "", province=ours.name)
    return None


def _without(seen: Situated, lies: Province) -> str:
    """An address without its district, and without the province where that stands beside it."""
    when = seen.district.when if seen.district else When.UNSAID
    beside = [one for one in seen.named if one.when == when and one.kind != Kind.TOWN and lies in one.provinces]
    dropped = [one for one in seen.parts if one in beside or _is_it(one, seen)]
    ends = bool(beside) and beside[-1] in seen.parts
    country = [one for one in seen.parts[-1:] if ends and dividing.is_country(one)]
    return dividing.without(seen.parts, [*dropped, *country])


def _is_it(one: dividing.Part, seen: Situated) -> bool:
    return seen.district is not None and (one.before, one.said) == (seen.district.before, seen.district.said)


_UNIT = re.compile(
    r"(?:xa|phuong|thi tran|dac khu|huyen|quan|thi xa|thanh pho|tp|tx|tt|p|h|q|x)[. ]"
)  # below a province


def with_district(address: str, district: str) -> str:
    """An address with the district, if it does not have it already."""
    said = any(_bare(part.said) == _bare(district) for part in dividing.parts(address))
    return address if said else ", ".join(part for part in (address, district) if part)


def _bare(part: str) -> str:
    """The name of a unit without the word for what it is; one that is a number is nothing without."""
    name = _UNIT.sub("", plain(part), count=1).strip()
    return name if any(map(str.isalpha, name)) else plain(part)


def settled(written: str, which: Set | None) -> str:
    """A province in words that mean it in any list, where the set says which one is meant or only one can be; else as written."""
    found = spelling.candidates(written, which) or spelling.candidates(written)
    if len(found) != 1:
        return written
    said = any(map(str.isalpha, written)) and spelling.candidates(written) == found
    return written if said else f"{found[0].name['vi']} {_SETS[found[0].set]}"


_SETS = {Set.OLD: "(cũ)", Set.NEW: "(mới)"}  # as lists say it themselves


def of_before(names: set[str]) -> str | None:
    """The province that is no more, for which a list that names these means the 63: where it also names one that both sets have."""
    spelled = sorted(name for name in names if any(map(str.isalpha, name)))
    meant = [({one.set for one in spelling.candidates(name)}, name) for name in spelled]
    gone = next((name for sets, name in meant if sets == {Set.OLD} and not spelling.tells_when(name)), None)
    return gone if any(sets == {Set.OLD, Set.NEW} for sets, _ in meant) else None


@lru_cache(4096)
def _named(written: str, which: Set | None) -> tuple[Province, ...] | str:
    """The provinces that a column may mean by what it names, of those that are asked for; or why none."""
    found = spelling.candidates(written)
    if not found:
        return _NO_PROVINCE
    told = spelling.candidates(written, which)
    if len(told or found) > 1 and not any(letter.isalpha() for letter in written):
        return _WHICH
    return found if len(told) != 1 or len(found) == 1 or any(map(str.isalpha, written)) else told
