"""What every page needs: the forms it reads, the template it shows, the message that a redirect carries."""

import base64
import functools
import hashlib
import hmac
import json
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, ParamSpec, TypeVar

import msgspec
from litestar import MediaType, Request, Response
from litestar.datastructures import Cookie
from litestar.response import Redirect

from events_app import actor, errors, i18n, markup, problems, reading, settings, typed, values
from events_app.errors import Refusal
from events_app.i18n import marked

Asked = Request[Any, Any, Any]
P = ParamSpec("P")
B = TypeVar("B", bound=reading.Body)

VISIT = "fairs_visit"  # a random cookie that ties forms to the browser that was shown them
FLASH = "fairs_flash"
LANGUAGE = "fairs_language"
_ANOTHER_TEXT = marked("This is not the text to agree to; read it again.")
POLICY = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' https: data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


class ForgedForm(errors.Refusal):
    """This form is out of date; open the page again and repeat what you did."""

    status = 403


class Attempt(msgspec.Struct, frozen=True):
    """What was typed and what was wrong with it; empty when a form is opened for the first time."""

    typed: Mapping[str, Any] = {}
    errors: dict[str, str] = msgspec.field(default_factory=dict)  # field path -> sentence
    refusal: Refusal | None = None
    labels: dict[str, str] = msgspec.field(default_factory=dict)  # of the fields that the form has shown
    places: dict[str, str] = msgspec.field(default_factory=dict)  # of which their ids are made
    saved: list[str] = msgspec.field(default_factory=list)  # the fields beside which stands what somebody else saved

    @property
    def message(self) -> str:
        """The sentence above the form."""
        return problems.said(self.refusal) if self.refusal else ""

    @property
    def status(self) -> int:
        """The HTTP status of the page that shows the form."""
        return self.refusal.status if self.refusal else 200

    @property
    def again_at(self) -> datetime | None:
        """When what was tried too often may be tried again."""
        return again_at(self.refusal)

    def value(self, path: str, otherwise: Any = None) -> Any:
        """What stands in the field ``path``: what was typed, or ``otherwise`` as long as nothing was sent."""
        node: Any = self.typed
        for part in path.split("."):
            if isinstance(node, Mapping) and part in node:
                node = node[part]
            elif isinstance(node, list) and part.isdecimal() and int(part) < len(node):
                node = node[int(part)]
            else:
                return "" if self.refusal else otherwise
        return node

    def names(self, path: str, label: str, at: str | None = None) -> None:
        """Remember what the field ``path`` is called, so that the list of what is wrong says which field it is and leads there."""
        if self.refusal:  # every request shares the first attempt, which keeps nothing
            self.labels[path] = label
            self.places[path] = at or path

    def within(self, prefix: str, legend: str) -> None:
        """Call the fields under ``prefix`` that were named so far those of ``legend``, as there are others of the same name."""
        for path, label in self.labels.items():
            if path.startswith(prefix):
                self.labels[path] = f"{legend}, {label}"

    def gather(self, path: str) -> None:
        """What is wrong with a line of the text ``path``, which is read as a list, is said of the text."""
        for wrong in [wrong for wrong in self.errors if wrong.startswith(f"{path}.")]:
            place, sentence = wrong.removeprefix(f"{path}.").partition(".")[0], self.errors.pop(wrong)
            line = i18n.text(marked("Line %(number)s: %(error)s"), number=int(place) + 1, error=sentence)
            self.errors[path] = f"{self.errors[path]} {line}" if path in self.errors else line

    def offer(self, path: str, options: Iterable[Sequence[Any]]) -> None:
        """A wrong choice at ``path``, or in one of its boxes, is told by the words of ``options``: codes are for programs."""
        for wrong in self.refusal.errors if isinstance(self.refusal, errors.Invalid) else []:
            if wrong.message == reading.ONE_OF and f"{wrong.field}.".startswith(f"{path}."):
                if wrong.field != path:
                    self.errors.pop(wrong.field, None)
                self.errors[path] = reading.one_of([str(option[1]) for option in options])

    def tick(self, path: str, owed: str) -> None:
        """At a box that has to be ticked beside a text it is said that it was not, or that the text is another by now."""
        if path in self.errors:
            self.errors[path] = i18n.text(_ANOTHER_TEXT) if self.value(path) else owed

    @property
    def stale(self) -> bool:
        """Whether somebody else saved meanwhile."""
        return isinstance(self.refusal, errors.Stale)


FIRST = Attempt()


def again_at(refusal: Refusal | None) -> datetime | None:
    """The full minute from which something that was tried too often is heard again; None where nothing was."""
    if refusal is None or refusal.status != 429 or refusal.retry_after is None:
        return None
    return values.now() + timedelta(seconds=refusal.retry_after + 59)


async def form(request: Asked) -> dict[str, Any]:
    """The form as it was sent, as a tree; ``days.0.opens`` is nested, empty fields are left out."""
    return reading.unflatten(list((await request.form()).multi_items()))


def question(request: Asked, model: type[B]) -> dict[str, Any]:
    """What the address asks of what a ``model`` knows, as the tree of a form."""
    said = [(name, value) for name, value in request.query_params.multi_items() if name in model.model_fields]
    return reading.unflatten(said)


async def read(request: Asked, model: type[B]) -> B:
    """The form as a ``model``. Raises Invalid with every field that is wrong."""
    tree = await form(request)
    tree.pop("version", None)
    return check(model, tree)


def check(model: type[B], tree: Mapping[str, Any]) -> B:
    """A form's tree as a ``model``, its numbers and days as people write them. Raises Invalid, as ``read``."""
    return typed.check(model, tree)


async def version(request: Asked) -> int:
    """The version in the form's hidden field. Raises Stale when it is missing or no number."""
    written = str((await request.form()).get("version", ""))
    if not written.isdecimal() or len(written) > 9:
        raise errors.Stale
    return int(written)


async def unforged(request: Asked) -> None:
    """Let a form in only from a page that this browser was shown (runs before every page handler)."""
    if request.method in {"GET", "HEAD", "OPTIONS"}:
        return
    form = await request.form()
    request.scope["form_at"] = str(form.get("_from", ""))  # type: ignore[typeddict-unknown-key]  # ours alone
    sent = str(form.get("_csrf", ""))
    if not hmac.compare_digest(sent.encode("utf-8", "replace"), csrf(request).encode()):
        raise ForgedForm


def csrf(request: Asked) -> str:
    """The token that a form on this page must carry."""
    visit = str(request.scope.get("visit", ""))
    return hmac.new(settings.settings().secret_key.encode(), b"csrf " + visit.encode(), hashlib.sha256).hexdigest()


def refused_as(
    show: Callable[..., Awaitable[Response[Any]]],
) -> Callable[[Callable[P, Awaitable[Response[Any]]]], Callable[P, Awaitable[Response[Any]]]]:
    """Answer a refusal of the decorated form by showing its page again, with what was typed and what was wrong.

    ``show`` takes the handler's own arguments and ``attempt``. SignedOut, Forbidden, NotFound go on to the error page.
    """

    def wrap(handler: Callable[P, Awaitable[Response[Any]]]) -> Callable[P, Awaitable[Response[Any]]]:
        @functools.wraps(handler)
        async def handle(*args: P.args, **kwargs: P.kwargs) -> Response[Any]:
            try:
                return await handler(*args, **kwargs)
            except errors.Refusal as refusal:
                if refusal.status in {401, 403, 404}:
                    raise
                request: Any = kwargs["request"]
                answer = await show(*args, **kwargs, attempt=await attempted(request, refusal))
                if refusal.retry_after is not None:
                    answer.headers["Retry-After"] = str(refusal.retry_after)
                return answer

        return handle

    return wrap


async def attempted(request: Asked, refusal: errors.Refusal) -> Attempt:
    """What this request tried, and how it was refused."""
    wrongs = refusal.errors if isinstance(refusal, errors.Invalid) else []
    found: dict[str, str] = {}
    for wrong in wrongs:
        found.setdefault(wrong.field, i18n.text(wrong.message, **wrong.values))
    asked = request.method in {"GET", "HEAD"}
    typed = reading.unflatten(list(request.query_params.multi_items())) if asked else await form(request)
    return Attempt(typed, found, refusal)


def page(request: Asked, template: str, *, status: int = 200, **context: Any) -> Response[str]:
    """``template`` as an HTML answer, with what base.html needs.

    The answer to a form stands where the form stood: there another language, the next page of a list or signing in lead to.
    """
    shown = markup.environment().get_template(template)
    path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    with markup.standing_at(local_path(str(request.scope.get("form_at", "")), path)):
        html = shown.render(
            actor=actor.acting() if actor.acting().known else None,
            language=i18n.language().value,
            path=path,
            csrf=csrf(request),
            flashes=_flashes(request),
            url=settings.settings().url,
            embedded_sink=settings.settings().embedded_sink,
            **context,
        )
    answer = Response(
        html, status_code=status, media_type=MediaType.HTML, headers={**POLICY, "Cache-Control": "no-store"}
    )
    if request.cookies.get(FLASH):
        answer.delete_cookie(FLASH)
    return answer


async def sure(request: Asked) -> None:
    """Raises Invalid unless the box that confirms a loss was ticked."""
    if (await request.form()).get("_sure") != "true":
        raise errors.Invalid([errors.Wrong("_sure", marked("Tick the box to confirm this."))])


def see(path: str, message: str = "", kind: str = "done") -> Response[Any]:
    """Send the browser to ``path`` (of ours), to be shown ``message`` there."""
    answer: Response[Any] = Redirect(path, status_code=303)
    if message:
        packed = base64.urlsafe_b64encode(json.dumps({"kind": kind, "text": message}).encode()).decode()
        answer.set_cookie(
            Cookie(
                key=FLASH, value=packed, path="/", httponly=True, samesite="lax", max_age=60, secure=secure_cookies()
            )
        )
    return answer


def secure_cookies() -> bool:
    """Whether cookies may travel by https only."""
    return settings.settings().url.startswith("https://")


def local_path(written: str | None, otherwise: str = "/") -> str:
    """``written`` if it is a path of ours, so that no link leads a person elsewhere."""
    # Browsers drop control characters before they look for the second slash.
    if written and written.startswith("/") and not written.startswith(("//", "/\\")) and written.isprintable():
        return written
    return otherwise


def _flashes(request: Asked) -> list[dict[str, str]]:
    packed = request.cookies.get(FLASH)
    if not packed:
        return []
    try:
        found = json.loads(base64.urlsafe_b64decode(packed))
        return [{"kind": str(found["kind"]), "text": str(found["text"])}]
    except (ValueError, KeyError, TypeError):
        return []
