"""The pages of lists: sent, looked at, corrected, answered, brought in, undone."""

from typing import Any
from uuid import UUID

import msgspec
from litestar import Response, Router, get, post
from litestar.params import FromPath, FromQuery

from events_app import paging, reading, web
from events_app.actor import acting
from events_app.directory import places
from events_app.i18n import text as _
from events_app.imports import (
    answering,
    api,
    bodies,
    depending,
    exporting,
    forgetting,
    previewing,
    queries,
    resuming,
    retelling,
    returning,
    schemas,
    undoing,
    uploading,
    wording,
)
from events_app.imports.tables import Import, ImportState, Outcome
from events_app.settings import settings
from events_app.values import now

SECONDS = 3  # after which a page that waits for a worker asks again


@get("/imports")
async def imports(request: web.Asked, after: paging.After = None) -> Response[Any]:
    """The lists of one's organization, and the form to send one."""
    return await _imports(request, web.FIRST, after)


async def _imports(request: web.Asked, attempt: web.Attempt, after: str | None = None) -> Response[Any]:
    rows, following = await queries.listed(acting(), paging.Page(50, after))
    return web.page(
        request,
        "imports/list.html",
        status=attempt.status,
        imports=rows,
        next=following,
        attempt=attempt,
        most=settings().upload_mib,
        wording=wording,
    )


@post("/imports", request_max_body_size=api.LIMIT)
@web.refused_as(_imports)
async def send(request: web.Asked) -> Response[Any]:
    """Send a list."""
    organization = await queries.allowed(acting())
    called, pieces = await api.uploaded(request)
    most = settings().upload_mib << 20
    row = await uploading.receive(acting(), organization, called, pieces, most=most, at=now())
    return web.see(f"/imports/{row.id}", _("%(name)s is being read.", name=row.filename))


@get("/imports/{import_id:uuid}")
async def show(request: web.Asked, import_id: FromPath[UUID]) -> Response[Any]:
    """A list: how far it has come, what its columns are, what it would do or did."""
    return await _show(request, import_id, web.FIRST)


async def _show(request: web.Asked, import_id: UUID, attempt: web.Attempt) -> Response[Any]:
    row = await queries.seen(acting(), import_id)
    answer = web.page(
        request,
        "imports/show.html",
        status=attempt.status,
        attempt=attempt,
        list_shown=row,
        counts=row.counts.get("rows", {}),
        of_entities=row.counts.get("entities", {}),
        may_verify=await queries.may_verify(acting(), row),
        good=uploading.good(row.counts),
        kept_by=_kept_by(row, attempt),
        undoable_until=forgetting.undoable_until(row.to_dict()),
        missing=await queries.said_nowhere(row),
        doubled=queries.said_twice(row),
        unverifiable=await queries.unverifiable(acting(), row),
        provinces=places.choices(),
        samples=wording.samples(row.samples, row.mapping),
        wording=wording,
    )
    if row.state in {ImportState.RECEIVED, ImportState.RUNNING, ImportState.UNDOING}:
        answer.headers["Refresh"] = str(SECONDS)
    return answer


def _kept_by(row: Import, attempt: web.Attempt) -> schemas.KeptBy | None:
    """What kept the list from being undone: just now, or when a worker tried."""
    facts = attempt.refusal.facts if isinstance(attempt.refusal, depending.Depended) else row.kept_by
    return msgspec.convert(facts, schemas.KeptBy) if facts else None


@post("/imports/{import_id:uuid}/columns")
@web.refused_as(_show)
async def correct(request: web.Asked, import_id: FromPath[UUID]) -> Response[Any]:
    """Say what the columns are; the list is read anew."""
    row = await queries.to_change(acting(), import_id)
    tree = await web.form(request)
    tree.pop("version", None)
    named = tree.get(
        "columns", {}
    )  # a form's empty fields are left out, and these stay by number for the one that names all
    tree["columns"] = {str(n): named.get(str(n)) for n in range(len(row.headings))} if isinstance(named, dict) else {}
    another = str(tree.get("header_row", row.header_row)) != str(row.header_row) and not any(tree["columns"].values())
    if another or not row.headings:
        del tree["columns"]  # of a header whose words nobody has seen yet
    given = reading.check(bodies.Correction, tree)
    changes = {name: getattr(given, name) for name in ("sheet", "province", "which", "header_row")}
    mapping = given.mapping()
    mapping = None if mapping == row.mapping or given.sheet not in (None, row.sheet) else mapping
    await uploading.correct(row, await web.version(request), mapping=mapping, **changes, at=now())
    return web.see(f"/imports/{row.id}", _("%(name)s is being read.", name=row.filename))


@get("/imports/{import_id:uuid}/rows", choices={"outcome": wording.OUTCOMES})
async def rows(
    request: web.Asked,
    import_id: FromPath[UUID],
    outcome: FromQuery[Outcome | None] = None,
    after: paging.After = None,
) -> Response[Any]:
    """The rows of a list, page by page, with what becomes of each; all where none is chosen."""
    row = await queries.seen(acting(), import_id)
    found, following = await queries.rows_of(row.id, paging.Page(50, after), outcome)
    return web.page(
        request,
        "imports/rows.html",
        list_shown=row,
        rows=found,
        changed=await previewing.changes(row, found, at=now()),
        next=following,
        outcome=outcome,
        wording=wording,
        retelling=retelling,
    )


@get("/imports/{import_id:uuid}/questions")
async def questions(request: web.Asked, import_id: FromPath[UUID], after: paging.After = None) -> Response[Any]:
    """Who the entities are of which the list does not say enough."""
    return await _questions(request, import_id, web.FIRST, after)


async def _questions(
    request: web.Asked, import_id: UUID, attempt: web.Attempt, after: str | None = None
) -> Response[Any]:
    row = await queries.seen(acting(), import_id)
    found, following = await queries.questions(row.id, paging.Page(20, after))
    return web.page(
        request,
        "imports/questions.html",
        status=attempt.status,
        attempt=attempt,
        list_shown=row,
        questions=found,
        next=following,
        province_of=places.province,
    )


@post("/imports/{import_id:uuid}/questions")
@web.refused_as(_questions)
async def answer(request: web.Asked, import_id: FromPath[UUID]) -> Response[Any]:
    """Keep the answers of one page; a question that was left open stays open."""
    row = await queries.to_change(acting(), import_id)
    said = (await web.form(request)).get("answers", {})
    checked = bodies.read_answers(said if isinstance(said, dict) else {})
    answers = {one.question_id: (one.answer.value, one.organization_id) for one in checked.answers}
    await answering.answer(row, await web.version(request), answers, at=now())
    return web.see(f"/imports/{row.id}", _("Saved."))


@post("/imports/{import_id:uuid}/run")
@web.refused_as(_show)
async def run(request: web.Asked, import_id: FromPath[UUID]) -> Response[Any]:
    """Bring the good rows in."""
    row = await queries.to_change(acting(), import_id)
    given = await web.read(request, bodies.Start)
    verify = await queries.may_verify(acting(), row)
    version = await web.version(request)
    await uploading.start(row, version, decision_number=given.decision_number, may_verify=verify, at=now())
    return web.see(f"/imports/{row.id}", _("%(name)s is being brought in.", name=row.filename))


@post("/imports/{import_id:uuid}/undo")
@web.refused_as(_show)
async def undo(request: web.Asked, import_id: FromPath[UUID]) -> Response[Any]:
    """Take back all that the list did."""
    row = await queries.to_change(acting(), import_id)
    await undoing.undo(row, await web.version(request), at=now())
    return web.see(f"/imports/{row.id}", _("%(name)s is being undone.", name=row.filename))


@post("/imports/{import_id:uuid}/resumption")
@web.refused_as(_show)
async def resume(request: web.Asked, import_id: FromPath[UUID]) -> Response[Any]:
    """Let workers go on with a list at which they had stopped."""
    row = await queries.to_change(acting(), import_id)
    await resuming.resume(row, await web.version(request), at=now())
    return web.see(f"/imports/{row.id}", _("Workers go on with %(name)s.", name=row.filename))


@post("/imports/{import_id:uuid}/removal")
@web.refused_as(_show)
async def give_up(request: web.Asked, import_id: FromPath[UUID]) -> Response[Any]:
    """Forget a list that waits for somebody."""
    row = await queries.to_change(acting(), import_id)
    await forgetting.give_up(row, await web.version(request), at=now())
    return web.see("/imports", _("%(name)s was forgotten.", name=row.filename))


@get("/imports/{import_id:uuid}/faults.xlsx")
async def faults(import_id: FromPath[UUID]) -> Response[bytes]:
    """The rows that did not go in, as a spreadsheet."""
    row = await queries.seen(acting(), import_id)
    said = await queries.said_of_returned(row)
    return api.spreadsheet(
        await returning.faults(queries.returned(row), said, queries.place_of(row), queries.notes_of(row)), "faults.xlsx"
    )


@get("/exports/products.xlsx")
async def export() -> Response[bytes]:
    """The products that one could bring in, as a list."""
    queries.importer(acting())
    return api.spreadsheet(await returning.products(exporting.rows(acting())), "products.xlsx")


router = Router(
    "/",
    route_handlers=[imports, send, show, correct, rows, questions, answer, run, undo, resume, give_up, faults, export],
)
