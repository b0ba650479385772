"""A list is brought in: its good rows reach the directory batch by batch, each batch whole or not at all.

Where a worker was killed, the next one goes on with the rows that are not done. A new entity gets the id that it has in the list,
so that whoever goes on finds it again.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from events_app import db, lifecycle, outbox, values
from events_app.directory import contacting, declaring, many, rating, registering, verifying
from events_app.directory.tables import Certificate, Organization, Product
from events_app.errors import Busy, Invalid, Refusal
from events_app.imports import comparing, deciding, differing, entering, matching, planning, remembering
from events_app.imports.matching import Importer, Matched
from events_app.imports.stocking import Kept
from events_app.imports.tables import Import, ImportState, Outcome
from events_app.imports.working import alone, beside, tried

Made = dict[str, list[UUID]]


async def run(route_id: UUID, *, at: datetime) -> None:
    """Bring in the list that a message speaks of; once, however often it is asked."""
    async with alone(route_id, ImportState.RUNNING, at=at) as row:
        if row is None:
            return
        importer = await matching.importer_of(row.organization)
        verified = None
        if row.decision_number and importer.organization:
            verified = many.Verified(row.user, importer.organization, row.decision_number)
        if row.done_entity is None:
            await entering.enter(row, importer, verified, at=at)
        done, told = (row.done_entity or UUID(int=0), row.done_key, row.done_number), row.done_entity is None
        async for batch in planning.batches(row.id, after=done):
            await tried(lambda batch=batch: _bring(row, batch, importer, verified, at=at))  # type: ignore[misc]  # bound now
            told = False
        await _index(row.id)
        counts = (
            row.counts if told else await planning.counted(row.id)
        )  # where no row was looked at, none became another
        async with db.transaction():
            if await outbox.hear(route_id, at=at):
                now = await lifecycle.locked(Import, row.id)
                await db.fetch("DELETE FROM import_part WHERE within = $1", row.id)
                await db.fetch(
                    "UPDATE import_entity SET personal = NULL WHERE within = $1 AND personal IS NOT NULL", row.id
                )
                await lifecycle.move(now, "finish", at=at, ended_at=at, counts=counts)


async def _index(import_id: UUID) -> None:
    if await db.fetch(
        "SELECT FROM import_made WHERE within = $1 UNION ALL SELECT FROM import_effect WHERE within = $1 LIMIT 1",
        import_id,
    ):
        await beside(*(many.index(table) for table in many.INDEXED))


async def _bring(
    row: Import, batch: list[dict[str, Any]], importer: Importer, verified: many.Verified | None, *, at: datetime
) -> None:
    async with db.transaction(organization_slug_key=Busy):
        matches = await _held(row, batch, importer)
        decided = await planning.decide(batch, matches, verified, at=at)
        made = await _enter(decided, importer, at=at)
        effects: list[remembering.Effect] = []
        for match in matches:
            effects += await _describe(match, decided, at=at)
        made |= await _declare(decided, at=at)
        for _, _, one in decided:
            effects += await _change(one, verified, row, at=at)
        for _, _, one in decided:
            if one.joins and one.joins.outcome == Outcome.FAULT:  # what it adds to was refused
                one.outcome, one.wrong, one.told = Outcome.FAULT, one.joins.wrong, one.joins.told
        await remembering.made(row.id, made, at=at)
        await remembering.done(row.id, effects)
        await planning.note(decided)
        await planning.note_who(matches)
        last = batch[-1]
        await db.fetch(
            """
            UPDATE import SET rows_done = rows_done + $2, version = version + 1, done_entity = $3, done_key = $4,
                done_number = $5 WHERE id = $1
            """,
            row.id,
            len(batch),
            last["entity"],
            last["key"],
            last["number"],
        )


async def _held(row: Import, batch: list[dict[str, Any]], importer: Importer) -> list[Matched]:
    """The entities of the batch, with those whom they are held: nobody claims or edits one from now on until the batch is in.

    Who it is and what may be done to it is looked at again once it is held, as somebody may have been before.
    """
    entities = await planning.entities_of(batch)
    held: set[UUID] = set()
    while True:
        matches = await matching.matched(row, entities, importer)
        known = {one.organization["id"] for one in matches if one.organization}
        if known <= held:
            return matches
        await db.fetch("SELECT FROM organization WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE", list(known))
        held |= known


async def _enter(decided: planning.Decisions, importer: Importer, *, at: datetime) -> Made:
    """Entities that are new, if any of their rows is good."""
    wanted = {match.id: match for _, match, one in decided if one.outcome == Outcome.CREATE and not match.organization}
    entities = [_new(match) for match in wanted.values()]
    await many.enter(entities, importer.keeper, at=at)
    return {
        "organization": [one.id for one in entities],
        "contact": [one.contact_id for one in entities if one.contact],
    }


def _new(match: Matched) -> many.NewEntity:
    said = match.said
    described: registering.Described = {
        "entity_kind": said.kind,
        "name": said.name,
        "tax_code": said.personal or said.tax_code,
        "representative": said.representative,
        "phone": said.phone,
        "email": said.email,
        "address": said.address,
        "commune": said.commune,
        "district": said.district,
        "province_set": said.province_set,
        "province_code": said.province_code,
    }
    reached = None
    if said.email or said.phone:
        name = said.representative or said.name
        reached = contacting.Reached(name=name[:200], email=said.email, phone=said.phone, language="vi")
    return many.NewEntity(match.id, described, reached, values.new_id())


async def _describe(match: Matched, decided: planning.Decisions, *, at: datetime) -> list[remembering.Effect]:
    """What the list says otherwise of an entity that is known; where that is refused, all its rows are."""
    changes = differing.changes(match) if match.outcome == Outcome.SAME else {}
    if not changes or match.organization is None:
        return []
    row = lifecycle.found(
        Organization, {name: match.organization[name] for name in match.organization if name not in _BESIDE}
    )
    before = {name: comparing.written(match.organization[name]) for name in changes} | {"version": row.version}
    try:
        await registering.describe(row, row.version, at=at, **changes)
    except Refusal as refusal:
        for _, other, one in decided:
            if other.id == match.id:
                _fault(one, "entity", refusal)
        return []
    return [("organization", row.id, False, before, row.version)]


_BESIDE = {"personal", "has_people", "former", "merged"}


async def _declare(decided: planning.Decisions, *, at: datetime) -> Made:
    """Products that are new, with the certificates that their rows name."""
    enters = [one.enters for _, _, one in decided if one.enters]
    ids = {one.id for one in enters}
    await many.declare(enters, at=at)
    rates = [one.rates for _, _, one in decided if one.rates and one.rates.product in ids]
    await many.rate(rates, at=at)
    return {"product": [one.id for one in enters], "certificate": [one.id for one in rates]}


async def _change(
    one: deciding.Decided, verified: many.Verified | None, within: Import, *, at: datetime
) -> list[remembering.Effect]:
    """What a row changes of a product that is known, by the verbs that do so one by one; a refusal makes it a faulty row."""
    if one.product is None or not one.product.known or one.outcome != Outcome.CHANGE:
        return []
    if not (one.corrects or one.rates or one.amends or one.verifies):  # done with another row, or with its entity
        return []
    try:
        async with db.transaction():
            return await _changed(one, one.product, verified, within, at=at)
    except Busy:
        raise
    except Refusal as refusal:
        _fault(one, "product", refusal)
        return []


async def _changed(
    one: deciding.Decided, kept: Kept, verified: many.Verified | None, within: Import, *, at: datetime
) -> list[remembering.Effect]:
    product = await lifecycle.locked(Product, kept.id)
    found: list[remembering.Effect] = []
    before: dict[str, Any] = {"version": product.version}
    if one.corrects:
        before |= {_COLUMNS.get(name, name): getattr(product, name) for name in ("subgroup", *one.corrects)}
        before |= {"sort": product.sort} if "name" in one.corrects else {}
        await declaring.correct(product, product.version, at=at, anyway=True, **one.corrects)
        found += await _declared_again(kept)
    if one.rates:
        made = await rating.rate(product, at=at, **one.rates.stated)
        if one.rates.verified:
            made = await _verify(made, one.rates.verified, within, at=at)
        found.append(("certificate", made.id, True, {}, made.version))
    if one.amends:
        certificate, changes = one.amends
        stood = _stood(certificate)
        await rating.amend(certificate, certificate.version, kept.organization, at=at, **changes)
        found.append(("certificate", certificate.id, False, stood, certificate.version))
    if one.verifies and verified:
        stood = _stood(one.verifies)
        made = await _verify(one.verifies, verified, within, at=at)
        found.append(("certificate", made.id, False, found[-1][3] if one.amends else stood, made.version))
    version = await db.one("SELECT version FROM product WHERE id = $1", kept.id)
    return [*found, ("product", kept.id, False, before, version["version"] if version else 0)]


async def _declared_again(kept: Kept) -> list[remembering.Effect]:
    """The certificates that were verified for what the product was before, from now on as they stand: declared again."""
    found: list[remembering.Effect] = []
    for certificate in kept.history:
        if isinstance(certificate, Certificate):
            stood, version = _stood(certificate), certificate.version
            await lifecycle.lock(certificate)
            if certificate.version != version:
                found.append(("certificate", certificate.id, False, stood, certificate.version))
    return found


_COLUMNS = {"group": "product_group"}
_STOOD = (*rating.NOTHING, *rating.DECLARED_AGAIN, "counts_from", "redated_at", "revocation_reason")


def _stood(certificate: Certificate) -> dict[str, Any]:
    return {name: comparing.written(getattr(certificate, name)) for name in _STOOD} | {"version": certificate.version}


async def _verify(certificate: Certificate, verified: many.Verified, within: Import, *, at: datetime) -> Certificate:
    """Of one list all is verified at one instant, by which letters know what belongs together; workers may die between."""
    (row,) = await verifying.verify(
        {certificate.id: None},
        verified.officer,
        verified.authority,
        decision_number=verified.decision_number,
        within=within.id,
        at=within.begun_at or at,
    )
    return row


def _fault(one: deciding.Decided, field: str, refusal: Refusal) -> None:
    one.outcome, one.wrong, one.told = Outcome.FAULT, _reason(field, refusal), {}
    one.enters, one.rates, one.amends, one.verifies, one.corrects = None, None, None, None, {}


def _reason(field: str, refusal: Refusal) -> tuple[str, str]:
    """Why a row was refused: a field that cannot be accepted says it of itself."""
    if isinstance(refusal, Invalid):
        return refusal.errors[0].field.rpartition(".")[2], refusal.errors[0].message
    return field, refusal.message()
