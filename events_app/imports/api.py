"""Lists over HTTP: sent, looked at, corrected, answered, brought in, undone; and the directory's products as such a list."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, Router, delete, get, patch, post
from litestar.datastructures import UploadFile
from litestar.openapi.spec import OpenAPIMediaType, OpenAPIType, Operation, RequestBody, Schema
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from events_app import access, paging, versions, xlsx
from events_app.actor import acting
from events_app.errors import Invalid, Refusal, Wrong
from events_app.i18n import marked
from events_app.imports import (
    answering,
    bodies,
    exporting,
    forgetting,
    previewing,
    queries,
    resuming,
    returning,
    schemas,
    undoing,
    uploading,
)
from events_app.imports.tables import Import, Outcome
from events_app.settings import settings
from events_app.values import now

Filename = Annotated[
    str | None,
    QueryParameter(min_length=1, max_length=300, description="The name of the file, where its form says none."),
]
LIMIT = (settings().upload_mib << 20) + (64 << 10)  # of the request; the file itself is counted as it comes
OCTETS = "application/octet-stream"
PIECE = 256 << 10
_NO_FILE = marked("Choose a file.")
_ONE_FILE = marked("Send one file; this form has several.")
_NO_LIST = {"application/json", "application/x-www-form-urlencoded", "application/xml", "text/html"}


class NoList(Refusal):
    """A body of this type is no list: send .xlsx, .xls, .xlsb, .ods or .csv, as the body or as the part “file” of a form."""

    status = 415


@dataclass
class Upload(Operation):
    """A request that has the file as a part called ``file``, or is the file."""

    def __post_init__(self) -> None:
        file = Schema(type=OpenAPIType.STRING, format="binary")  # type: ignore[arg-type]  # OpenAPI's word for bytes
        form = Schema(type=OpenAPIType.OBJECT, properties={"file": file}, required=["file"])
        content = {"multipart/form-data": OpenAPIMediaType(schema=form), OCTETS: OpenAPIMediaType(schema=file)}
        self.request_body = RequestBody(content=content, required=True)


@get("/imports")
async def imports(limit: paging.Limit = 50, after: paging.After = None) -> schemas.ImportPage:
    """The lists of one's organization, the newest first."""
    rows, following = await queries.listed(acting(), paging.Page(limit, after))
    return schemas.ImportPage([schemas.shown(row) for row in rows], following)


@post("/imports", status_code=202, operation_class=Upload, request_max_body_size=LIMIT)
async def send(request: Request[Any, Any, Any], filename: Filename = None) -> Response[schemas.ImportShown]:
    """Send a list (.xlsx, .xls, .xlsb, .ods, .csv) as a form or as the body; a worker reads it, and nothing is brought in yet."""
    organization = await queries.allowed(acting())
    kind = (request.content_type or ("",))[0]
    if kind == "multipart/form-data":
        called, pieces = await uploaded(request)
    elif kind in _NO_LIST or kind.startswith(("image/", "audio/", "video/")):
        raise NoList(content_type=kind)
    else:
        called, pieces = "list", request.stream()
    most = settings().upload_mib << 20
    row = await uploading.receive(acting(), organization, filename or called, pieces, most=most, at=now())
    return _accepted(row)


async def uploaded(request: Request[Any, Any, Any]) -> tuple[str, AsyncIterator[bytes]]:
    """The name and the bytes of the file in a form. Raises Invalid where there is none."""
    files = (await request.form()).getall("file", [])
    file = files[0] if files else None
    if not isinstance(file, UploadFile):
        raise Invalid([Wrong("file", _NO_FILE)])
    if len(files) > 1:
        raise Invalid([Wrong("file", _ONE_FILE)])

    async def pieces() -> AsyncIterator[bytes]:
        while piece := await file.read(PIECE):
            yield piece

    return file.filename, pieces()


@get("/imports/{import_id:uuid}")
async def show(import_id: FromPath[UUID]) -> Response[schemas.ImportWhole]:
    """A list, how far it has come, and what it needs and does not say."""
    row = await queries.seen(acting(), import_id)
    twice, unverifiable = queries.said_twice(row), await queries.unverifiable(acting(), row)
    return versions.tagged(schemas.whole(row, await queries.said_nowhere(row), twice, unverifiable), row.version)


@patch("/imports/{import_id:uuid}", status_code=202)
async def correct(
    import_id: FromPath[UUID], data: JSONBody[bodies.Correction], if_match: versions.IfMatch = None
) -> Response[schemas.ImportShown]:
    """Say what the columns are, and what the list itself does not say; it is read anew."""
    row = await queries.to_change(acting(), import_id)
    given = {name: getattr(data, name) for name in ("sheet", "province", "which", "header_row")}
    await uploading.correct(row, versions.owed(if_match), mapping=data.mapping(), **given, at=now())
    return _accepted(row)


@delete("/imports/{import_id:uuid}")
async def give_up(import_id: FromPath[UUID], if_match: versions.IfMatch = None) -> None:
    """Forget a list that waits for somebody: read, refused or stopped; what is in of it stays."""
    row = await queries.to_change(acting(), import_id)
    await forgetting.give_up(row, versions.owed(if_match), at=now())


@get("/imports/{import_id:uuid}/rows")
async def rows(
    import_id: FromPath[UUID],
    outcome: FromQuery[Outcome | None] = None,
    limit: paging.Limit = 50,
    after: paging.After = None,
) -> schemas.RowPage:
    """Its rows, and what would become or became of each; before it is brought in also what that would change."""
    row = await queries.seen(acting(), import_id)
    found, following = await queries.rows_of(row.id, paging.Page(limit, after), outcome)
    changed = await previewing.changes(row, found, at=now())
    return schemas.RowPage([schemas.row(one, changed.get(one["number"], ())) for one in found], following)


@get("/imports/{import_id:uuid}/questions")
async def questions(
    import_id: FromPath[UUID], limit: paging.Limit = 50, after: paging.After = None
) -> schemas.QuestionPage:
    """The entities of which somebody must say who they are."""
    row = await queries.seen(acting(), import_id)
    found, following = await queries.questions(row.id, paging.Page(limit, after))
    return schemas.QuestionPage([schemas.question(one) for one in found], following)


@post("/imports/{import_id:uuid}/answers", status_code=200)
async def answer(
    import_id: FromPath[UUID], data: JSONBody[bodies.Answers], if_match: versions.IfMatch = None
) -> Response[schemas.ImportShown]:
    """Say who they are: the same, new, or to be left out."""
    row = await queries.to_change(acting(), import_id)
    answers = {one.question_id: (one.answer.value, one.organization_id) for one in data.answers}
    await answering.answer(row, _seen(row, if_match), answers, at=now())
    return versions.tagged(schemas.shown(row), row.version)


@post("/imports/{import_id:uuid}/run", status_code=202)
async def run(
    import_id: FromPath[UUID], data: JSONBody[bodies.Start], if_match: versions.IfMatch = None
) -> Response[schemas.ImportShown]:
    """Bring the good rows in."""
    row = await queries.to_change(acting(), import_id)
    verify = await queries.may_verify(acting(), row)
    version = _seen(row, if_match)
    await uploading.start(row, version, decision_number=data.decision_number, may_verify=verify, at=now())
    return _accepted(row)


@post("/imports/{import_id:uuid}/undo", status_code=202)
async def undo(import_id: FromPath[UUID], if_match: versions.IfMatch = None) -> Response[schemas.ImportShown]:
    """Take back all that the list did, while nothing depends on it; a worker does it."""
    row = await queries.to_change(acting(), import_id)
    await undoing.undo(row, _seen(row, if_match), at=now())
    return _accepted(row)


@post("/imports/{import_id:uuid}/resumption", status_code=202)
async def resume(import_id: FromPath[UUID], if_match: versions.IfMatch = None) -> Response[schemas.ImportShown]:
    """Let workers go on with a list at which they had stopped."""
    row = await queries.to_change(acting(), import_id)
    await resuming.resume(row, _seen(row, if_match), at=now())
    return _accepted(row)


@get("/imports/{import_id:uuid}/faults.xlsx", media_type=xlsx.TYPE)
async def faults(import_id: FromPath[UUID]) -> Response[bytes]:
    """The rows that did not go in, with row, column, value and reason."""
    row = await queries.seen(acting(), import_id)
    said = await queries.said_of_returned(row)
    return spreadsheet(
        await returning.faults(queries.returned(row), said, queries.place_of(row), queries.notes_of(row)), "faults.xlsx"
    )


@get("/exports/products.xlsx", media_type=xlsx.TYPE)
async def export() -> Response[bytes]:
    """The products that the caller could bring in, one row for each certificate; bringing them in again changes nothing."""
    access.signed_in(acting())
    return spreadsheet(await returning.products(exporting.rows(acting())), "products.xlsx")


def spreadsheet(made: bytes, name: str) -> Response[bytes]:
    """A file to be kept and not shown, and by nobody between."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(made, media_type=xlsx.TYPE, headers=headers)


def _seen(row: Import, if_match: str | None) -> int:
    """The version that the caller has looked at; without If-Match it is content with whatever stands there."""
    return versions.owed(if_match) if if_match else row.version


def _accepted(row: Import) -> Response[schemas.ImportShown]:
    return versions.tagged(schemas.shown(row), row.version, 202, Location=f"/api/v1/imports/{row.id}")


router = Router(
    "/",
    route_handlers=[
        imports,
        send,
        show,
        correct,
        give_up,
        rows,
        questions,
        answer,
        run,
        undo,
        resume,
        faults,
        export,
    ],
    tags=["imports"],
)
