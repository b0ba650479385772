"""What a list says otherwise of an entity that is known, and what of that it changes."""

from typing import Any

from events_app.directory import places
from events_app.imports import comparing, placing, saying, speaking
from events_app.imports.facts import Entity
from events_app.imports.matching import Matched, named_alike
from events_app.values import plain


def changes(match: Matched) -> dict[str, Any]:
    """What the list changes of a known entity."""
    return {} if match.closed else otherwise(match)


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
    """The address with its district, of which one of today has none; as it is kept where that has every word of both."""
    if not said.district or known["province_set"] != places.Set.NEW:
        return {}
    whole = placing.with_district(said.address, said.district)
    has_all = set(plain(whole).replace(",", " ").split()) <= set(plain(known["address"]).replace(",", " ").split())
    return {"address": known["address"] if has_all else whole, "district": ""}


def _vague(said: Entity, known: dict[str, Any], *, named_now: bool) -> bool:
    """Whether a kind that was taken from a name says less than the kind that is known, or the name itself is not taken."""
    of_name = not named_now and said.kind == saying.kind(said.name)
    return of_name or (said.kind == "household" and known["entity_kind"] != "household")
