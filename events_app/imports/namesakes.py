"""Entities of a list that have one name: which others of them one may be that does not say enough to be told from them.

It is asked of the list as it is of the directory. Who has a number is told by that: a tax code, the number of a person, or the page
of a record. Others are one where the same person represents them. The same telephone under two representatives, or several numbers
under one, are a question.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from events_app import db
from events_app.imports import filing, placing, speaking, spelling_out
from events_app.imports.facts import Entity

Row = Mapping[str, Any]
Found = (
    dict[str, Any] | list[dict[str, Any]] | None
)  # the one that it is, those among whom a person must choose, nobody


async def listed(import_id: UUID, names: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """The entities of a list by these names, as ``alike`` has them, where several have one; in their order."""
    found: dict[str, list[dict[str, Any]]] = {}
    if not names:
        return found
    rows = await db.fetch(
        """
        SELECT * FROM (
            SELECT *, count(*) OVER (PARTITION BY alike) AS n FROM import_entity WHERE within = $1 AND alike = ANY($2)
        ) AS one WHERE n > 1 ORDER BY first_row
        """,
        import_id,
        list(names),
    )
    for row in rows:
        found.setdefault(row["alike"], []).append(row)
    return found


async def unsure(import_id: UUID, names: Sequence[str]) -> list[dict[str, Any]]:
    """Those of these names about which it must be asked whether they are others of the list."""
    return [
        row
        for several in (await listed(import_id, names)).values()
        for row in several
        if asked(row, said := filing.entity(row), None, others(row, said, several), ())
    ]


def others(row: Row, said: Entity, listed: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those of the list that say more than the name and the place, and lie where this one does."""
    return [
        one
        for one in listed
        if one["id"] != row["id"] and (one["representative"] or _number(one)) and not elsewhere(one, said)
    ]


def asked(row: Row, said: Entity, found: Found, others: Sequence[dict[str, Any]], named: Sequence[Row]) -> Found:
    """Who it may be: those whom the directory knows as ``found`` and has ``named`` so, and ``others`` of the list."""
    if not others:
        return found
    if said.tax_code or said.personal or said.hidden or said.page:
        return _claimed_twice(said, found, others)
    if not said.representative:
        exactly = any(called(one) == meant(said) for one in named)
        among = [one for one in others if called(one) == meant(said)] if exactly else list(others)
        return _together(named, among) if among else found
    who = speaking.key(said.representative)
    numbered = [one for one in others if _number(one) and speaking.key(one["representative"]) in {"", who}]
    if isinstance(found, dict):
        whole = _together([found], numbered)
        return whole if len(whole) > 1 else found
    reached = [
        one
        for one in others
        if one["phone"] and one["phone"] == said.phone and (_number(one) or one["first_row"] < row["first_row"])
    ]
    return _together(found or [], [*numbered, *(one for one in reached if one not in numbered)]) or None


def echoed(organization: Row, others: Sequence[Row]) -> str | None:
    """Who represents this record as another entity of the list says that is it without a question; None where none is."""
    sure = (one for one in others if not one["answer"] and _stands_for(one, organization))
    return next((one["representative"] for one in sure), None)


def _claimed_twice(said: Entity, found: Found, others: Sequence[Row]) -> Found:
    """A record without a number that two of the list mean by its name and who represents it, each with a number of its own."""
    code = said.tax_code or said.personal
    if not isinstance(found, dict) or not code or said.page or _code(found):
        return found
    who = speaking.key(said.representative)
    twice = any(_code(one) not in {None, code} and speaking.key(one["representative"]) == who for one in others)
    return [found] if twice else found


def _together(known: Sequence[Any], of_list: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """These, and those of the list that are none of them."""
    return [*known, *(one for one in of_list if not any(_stands_for(one, record) for record in known))]


def _stands_for(one: Row, record: Row) -> bool:
    """Whether an entity of the list is this record of the directory, as far as it says."""
    if one["page"] and one["page"] == record["slug"]:
        return True
    ours, theirs = _code(one), _code(record)
    if ours and theirs:
        return bool(ours == theirs)
    return not one["page"] and speaking.key(one["representative"]) == speaking.key(record["representative"])


def _code(one: Row) -> Any:
    return one["personal"] or one["tax_code"]


def _number(one: Row) -> bool:
    return bool(_code(one) or one["page"])


def meant(said: Entity) -> spelling_out.Exactly:
    """What a list calls an entity to the letter."""
    return spelling_out.exactly(said.name, said.province_set, said.province_code)


def called(one: Row) -> spelling_out.Exactly:
    """What a record, or an entity of a list, is called to the letter."""
    return spelling_out.exactly(one["name"], one["province_set"], one["province_code"])


def elsewhere(one: Row, said: Entity) -> bool:
    """Whether an entity of this name is another one for lying in another province of before, unless one person represents both.

    One is not into which a record of this name and province was merged, nor a record whose address was read otherwise before.
    """
    lies, said_in = (one["province_set"], one["province_code"]), (said.province_set, said.province_code)
    if not spelling_out.apart(*lies, *said_in):
        return False
    if "merged" in one and (said.alike in one["merged"] or placing.read_again(one) == said_in):
        return False
    return not said.representative or speaking.key(said.representative) != speaking.key(one["representative"])
