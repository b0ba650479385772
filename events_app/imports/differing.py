"""What a list says otherwise of an entity that is known, and what of that it changes."""

from collections import Counter
from typing import Any
from unicodedata import combining

import msgspec

from events_app.directory import places
from events_app.imports import comparing, placing, saying, speaking
from events_app.imports.facts import Entity
from events_app.imports.matching import Matched, named_alike
from events_app.values import as_read


def changes(match: Matched) -> dict[str, Any]:
    """What the list changes of a known entity; of one that it names more surely elsewhere, what nobody has said."""
    found = {} if match.closed else otherwise(match)
    if match.echoes is None or match.organization is None:
        return found
    return {name: value for name, value in found.items() if not match.organization[name]}


def otherwise(match: Matched) -> dict[str, Any]:
    """What the list says otherwise of a known entity; what it leaves blank stays, and so does a text only typed otherwise.

    What it says of one that it calls by a former name may be as old as the name, and only fills what nobody has said.
    """
    row, said = match.organization, match.said
    if row is None:
        return {}
    found: dict[str, Any] = {}
    named_now = row["name"] == said.name or named_alike(row["name"], said.name)
    old = not named_now and any(named_alike(name, said.name) for name in row["former"])
    code = said.personal or said.tax_code
    if code and not row["tax_code"] and not row["personal"]:
        found["tax_code"] = code
    lies = _lying(said, row)
    for field in ("representative", "phone", "email", "address", "commune", "district"):
        value, kept = lies.get(field, getattr(said, field)), row[field] or ""
        if field == "representative":
            kept, bare = speaking.bare(kept), speaking.bare(value)
        else:
            bare = value
        if value and not (old and kept) and not comparing.says_no_more(kept, bare):
            found[field] = value
    if said.kind and said.kind != row["entity_kind"] and not _vague(said, row, named_now=named_now):
        found["entity_kind"] = said.kind
    return found


def _lying(said: Entity, known: dict[str, Any]) -> dict[str, str]:
    """The address and the district as they are kept, where these have just the words of both; an address of today has both."""
    kept = {"address": known["address"] or "", "district": known["district"] or ""}
    if (said.address, said.district) == (kept["address"], kept["district"]):
        return {}
    provinces = {
        places.province(one["province_set"], one["province_code"]) for one in (known, msgspec.structs.asdict(said))
    }
    of_place = _WORDS.union(*(_words(one.name["vi"]) for one in provinces if one))
    whole, ours = (_words(f"{one['address']} {one['district']}") for one in (kept, msgspec.structs.asdict(said)))
    if whole & ours == ours and of_place.issuperset(whole - ours):
        return kept
    if not said.district or known["province_set"] != places.Set.NEW:
        return {}
    return {"address": placing.with_district(said.address, said.district), "district": ""}


_WORDS = frozenset(as_read("tỉnh thành phố tp t việt nam").split())  # before the name of a province, and the country


def _words(text: str) -> Counter[str]:
    return Counter(
        "".join(letter if letter.isalnum() or combining(letter) else " " for letter in as_read(text)).split()
    )


def _vague(said: Entity, known: dict[str, Any], *, named_now: bool) -> bool:
    """Whether a kind that was taken from a name says less than the kind that is known, or the name itself is not taken."""
    of_name = not named_now and said.kind == saying.kind(said.name)
    return of_name or (said.kind == "household" and known["entity_kind"] != "household")
