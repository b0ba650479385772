"""Who the entities of a list are among those that are known, and which of them somebody must be asked about.

An entity is known by its tax code; else by its name without accents, its province and its representative, all three. What it was
called before is a name like the present one. Of a personal number that is hidden the end is enough, beside name and province.
Of several who are alike the one of this very name and province is meant. Everything between is a question: the same name under
another representative, a tax code under another name. A list may name the page of a record, as what is taken out of the directory
does: then that is the one, if it is called so.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from events_app import db
from events_app.directory import checking, jurisdiction, likeness
from events_app.directory.tables import Kind, Organization
from events_app.i18n import marked
from events_app.imports import elsewhere, filing, namesakes, speaking, veiling
from events_app.imports.facts import Entity
from events_app.imports.tables import Import, Outcome

OTHERS = UUID(int=0)  # a candidate that is none of the importer's, who learns no more of it than that there is one
NOT_YOURS = marked("This entity is kept by somebody else.")
NO_KIND = marked("Name the kind: enterprise, cooperative, cooperative group or household.")
CLAIMED = marked("This entity has people of its own: only they change what it says; your list can add certificates.")
LEFT = marked("The list says otherwise of an entity that has people of its own: that was left as it is.")
SKIPPED = marked("You chose to leave this entity out.")
UNANSWERED = marked("It was not answered which entity this is.")
NO_PROVINCE = marked("Say in which province this entity is.")


class Importer(msgspec.Struct, frozen=True):
    """In whose name a list is brought in, and what that allows."""

    organization: UUID | None
    kind: str | None  # None for the admin
    unit: str | None  # of the 34, of an authority

    @property
    def keeper(self) -> UUID | None:
        """Who speaks for the entities that the list brings, until one of them has somebody of its own."""
        return self.organization if self.kind == Kind.ORGANIZER else None


async def importer_of(organization: UUID | None) -> Importer:
    """In whose name: that of an organization, or the admin's."""
    row = await Organization.objects().get(Organization.id == organization) if organization else None
    return Importer(row.id, row.kind, jurisdiction.unit_of(row)) if row else Importer(None, None, None)


class Matched(msgspec.Struct):
    """An entity of the list and who it is: a row of the directory, nobody yet, or a question."""

    id: UUID
    said: Entity
    outcome: Outcome
    organization: dict[str, Any] | None = None
    candidates: list[UUID] = []
    wrong: tuple[str, str] | None = None  # field, sentence
    told: dict[str, Any] = {}  # the values of the sentence
    closed: bool = False  # it has people of its own: an authority's list adds certificates to its products, and no more
    echoes: str | None = None  # who represents it, as another entity of the list says that is it without a question
    fresh: bool = False  # nothing but what it was taken for at first is written down of it


async def matched(of: Import, rows: Sequence[dict[str, Any]], importer: Importer) -> list[Matched]:
    """These entities of the list (rows of ``import_entity``) against the directory as it is now."""
    entities = [filing.entity(row) for row in rows]
    known = await _known(of.id, entities, [row["chosen"] or row["id"] for row in rows])
    found = [_match(row, one, known, importer) for row, one in zip(rows, entities, strict=True)]
    for row, match in zip(rows, found, strict=True):
        match.fresh = row["outcome"] == Outcome.CREATE and not row["candidates"]
    return found


class _Known:
    """Organizations by what finds them; a record that was merged into another is found as that one by the id that it had.

    ``of_list`` are entities of the list itself, by a name that several have.
    """

    def __init__(
        self,
        rows: Sequence[dict[str, Any]],
        merged: Sequence[dict[str, Any]],
        of_list: dict[str, list[dict[str, Any]]],
        pages: dict[str, UUID],
    ) -> None:
        self.of_list = of_list
        self.by_id = {row["id"]: row for row in rows}
        self.by_id |= {
            one["id"]: self.by_id[one["organization"]] for one in merged if one["organization"] in self.by_id
        }
        self.by_page = {page: self.by_id[one] for page, one in pages.items() if one in self.by_id}
        self.by_code: dict[str, list[dict[str, Any]]] = {}
        self.by_name: dict[str, list[dict[str, Any]]] = {}
        for row in rows:
            for code in (row["tax_code"], row["personal"]):
                if code:
                    self.by_code.setdefault(code, []).append(row)
            for alike in _alike(row):
                self.by_name.setdefault(alike, []).append(row)


def _alike(row: dict[str, Any]) -> set[str]:
    """By what the names of an organization are found, the present one and those of before."""
    former = (likeness.key(name, row["province_set"], row["province_code"]) for name in row["former"])
    return {row["alike"], *former, *row["merged"]} - {""}


async def _known(import_id: UUID, said: Sequence[Entity], chosen: Sequence[UUID]) -> _Known:
    """Those who may be meant. What the list itself has made so far is nobody's double: it was looked at before, as new."""
    of_list = await namesakes.listed(import_id, [one.alike for one in said if one.alike])
    pages = await _paged([one.page for one in said if one.page])
    merged = await db.fetch("SELECT id, organization FROM merged_organization WHERE id = ANY($1)", list(chosen))
    rows = await db.fetch(
        f"""
        SELECT organization.*, personal_number.number AS personal,
               EXISTS (SELECT FROM membership WHERE membership.organization = organization.id) AS has_people,
               ARRAY(SELECT name FROM organization_name AS one WHERE one.organization = organization.id) AS former,
               ARRAY(SELECT alike || '|' || lay_in FROM organization_name AS one WHERE one.organization = organization.id
                     AND alike <> '' AND lay_in IS NOT NULL) AS merged
        FROM organization LEFT JOIN personal_number ON personal_number.organization = organization.id
        WHERE kind = '{Kind.ENTITY}' AND organization.id IN (
            (SELECT id FROM organization WHERE tax_code = ANY($1)
             UNION SELECT organization FROM personal_number WHERE number = ANY($2)
             UNION SELECT id FROM organization WHERE alike = ANY($3) AND alike <> ''
             UNION SELECT organization FROM organization_name WHERE alike = ANY($6) AND alike <> ''
             EXCEPT SELECT id FROM import_entity WHERE within = $5)
            UNION SELECT unnest($4::uuid[]))
        ORDER BY organization.id
        """,
        [one.tax_code for one in said if one.tax_code],
        [one.personal for one in said if one.personal],
        [one.alike for one in said if one.alike],
        [*chosen, *(one["organization"] for one in (*merged, *pages))],
        import_id,
        [one.alike.partition("|")[0] for one in said if one.alike],
    )
    return _Known(rows, merged, of_list, {one["slug"]: one["organization"] for one in pages})


async def _paged(pages: Sequence[str]) -> list[dict[str, Any]]:
    """Which organization has each of these addresses, or had it."""
    if not pages:
        return []
    return await db.fetch(
        """
        SELECT slug, id AS organization FROM organization WHERE slug = ANY($1)
        UNION ALL SELECT slug, organization FROM organization_name WHERE slug = ANY($1)
        """,
        list(pages),
    )


def _match(row: dict[str, Any], said: Entity, known: _Known, importer: Importer) -> Matched:
    named = known.by_name.get(said.alike, []) if said.alike else []
    named = [one for one in named if not namesakes.elsewhere(one, said)]
    found = _found(said, known, named)
    if row["answer"] == "skip":
        return Matched(row["id"], said, Outcome.SKIP, wrong=("entity", SKIPPED))
    if row["chosen"] == OTHERS:
        known_now = found if isinstance(found, list) else [found] if found else []
        return _refused(Matched(row["id"], said, Outcome.FAULT), known_now, importer)
    others = namesakes.others(row, said, known.of_list.get(said.alike, ()))
    if (row["chosen"] or row["id"]) in known.by_id:  # who was chosen, or what this very list has made of it before
        match = Matched(row["id"], said, Outcome.SAME, known.by_id[row["chosen"] or row["id"]])
        if row["chosen"] and match.organization:
            match.echoes = namesakes.echoed(match.organization, others)
        return _allowed(match, importer)
    if row["answer"] == "new":
        return _allowed(Matched(row["id"], said, Outcome.CREATE), importer)
    found = namesakes.asked(row, said, found, others, named)
    if isinstance(found, list):
        of_list = {one["id"] for one in others}
        ids = [one["id"] for one in found if one["id"] in of_list or _may(one, importer) is None]
        asked = Matched(row["id"], said, Outcome.ASK, candidates=ids, wrong=("entity", UNANSWERED))
        ours = importer.unit if importer.kind == Kind.AUTHORITY else None
        if not ids and not (ours and elsewhere.may_be_another(said, found, ours)):
            return _refused(asked, found, importer)
        asked.candidates = ids if len(ids) == len(found) else [*ids, OTHERS]
        return asked
    return _allowed(Matched(row["id"], said, Outcome.SAME if found else Outcome.CREATE, found), importer)


def alone(entity_id: UUID, said: Entity, importer: Importer) -> Matched:
    """An entity of the list as somebody whom nobody knows."""
    return _allowed(Matched(entity_id, said, Outcome.CREATE), importer)


def _found(said: Entity, known: _Known, named: list[dict[str, Any]]) -> namesakes.Found:
    """The one that it is, nobody, or those among whom a person must choose."""
    code = said.personal or said.tax_code
    coded = known.by_code.get(code, []) if code else []
    paged = known.by_page.get(said.page)
    if paged and all(one["id"] != paged["id"] for one in coded):
        coded = [*coded, paged]
    if len(coded) == 1 and _is_it(coded[0], said, code):
        return coded[0]
    if coded:
        return coded
    if said.hidden and not code:
        named = [one for one in named if (one["personal"] or "")[-3:] == said.hidden]
        if len(named) == 1:
            return named[0]
    if not named:
        return None
    exact = [one for one in named if namesakes.called(one) == namesakes.meant(said)]
    represented = [
        one
        for one in named
        if speaking.key(one["representative"]) == speaking.key(said.representative)
        and not (code and (one["tax_code"] or one["personal"]))  # it has another code: another entity, or a mistake
    ]
    meant = [one for one in represented if one in exact] or represented
    sure = len(meant) == 1 and (said.representative or meant == (exact or named))
    return meant[0] if sure else named


def _is_it(row: dict[str, Any], said: Entity, code: str | None) -> bool:
    """Whether the record that a number or a page says has this name, or had it, and no other number."""
    known = row["tax_code"] or row["personal"]
    named = any(named_alike(name, said.name) for name in (row["name"], *row["former"]))
    return named and (not code or not known or code in {row["tax_code"], row["personal"]})


def named_alike(one: str, other: str) -> bool:
    """Whether two names are the same, however they are typed and abbreviated."""
    return one == other or likeness.key(one, "34", "01") == likeness.key(other, "34", "01")


def _may(row: dict[str, Any], importer: Importer) -> str | None:
    """Why the importer may not change this entity, or None."""
    if importer.kind is None:
        return None
    if importer.kind == Kind.AUTHORITY:
        ours = importer.unit is not None and importer.unit == jurisdiction.unit(
            row["province_set"], row["province_code"]
        )
        return None if ours else elsewhere.NOT_HERE
    return None if row["keeper"] == importer.organization and not row["has_people"] else NOT_YOURS


def _refused(match: Matched, found: Sequence[dict[str, Any]], importer: Importer) -> Matched:
    """A fault, as those who were ``found`` are others' to change; an officer is told whose, as far as everybody may know."""
    match.outcome, match.candidates = Outcome.FAULT, []
    others = [one for one in found if _may(one, importer) is not None]
    why: tuple[str, dict[str, Any]] = (NOT_YOURS, {})
    if others and importer.kind == Kind.AUTHORITY:
        why = elsewhere.why(match.said, others[0])
    match.wrong, match.told = ("entity", why[0]), why[1]
    return match


def _allowed(match: Matched, importer: Importer) -> Matched:
    """The same, or a fault where the importer may not do it."""
    if match.organization is not None:
        why = _may(match.organization, importer)
        if why:
            return _refused(match, [match.organization], importer)
        match.closed = importer.kind == Kind.AUTHORITY and match.organization["has_people"]
        return match
    said = match.said
    wrongs = checking.organization(
        Kind.ENTITY,
        entity_kind=said.kind,
        tax_code=said.personal or said.tax_code,
        province_set=said.province_set,
        province_code=said.province_code,
        district=said.district,
    )
    if said.hidden and not said.personal:
        match.outcome, match.wrong = Outcome.FAULT, ("tax_code", veiling.NUMBER_HIDDEN)
    elif said.kind is None:
        match.outcome, match.wrong = Outcome.FAULT, ("entity_kind", NO_KIND)
    elif wrongs:
        match.outcome, match.wrong = Outcome.FAULT, (wrongs[0].field, wrongs[0].message)
    elif said.province_code is None:
        match.outcome, match.wrong = Outcome.FAULT, ("province", NO_PROVINCE)
    elif importer.kind == Kind.AUTHORITY and importer.unit != jurisdiction.unit(said.province_set, said.province_code):
        match.outcome, match.wrong = Outcome.FAULT, ("province", elsewhere.NOT_HERE)
    return match
