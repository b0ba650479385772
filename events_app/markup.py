"""The one environment of templates: sentences in the language of the reader, forms as filters, what HTML needs besides."""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import jinja2
from jinja2.nodes import EvalContext
from jinja2.runtime import Context
from markupsafe import Markup, escape

from events_app import i18n
from events_app.values import ZONE

FOLDER = Path(__file__).parent
STATIC = FOLDER / "static"
FORMS = (
    i18n.said,
    i18n.localized,
    i18n.date,
    i18n.long_date,
    i18n.weekday,
    i18n.month,
    i18n.month_name,
    i18n.months,
    i18n.time,
    i18n.moment,
    i18n.money,
    i18n.phone,
    i18n.number,
)


_stands_at: ContextVar[str] = ContextVar("stands_at", default="/")


@contextmanager
def standing_at(address: str) -> Iterator[None]:
    """Render within the block what can be looked at again at ``address``; its forms carry that along."""
    token = _stands_at.set(address)
    try:
        yield
    finally:
        _stands_at.reset(token)


class Unknown(jinja2.StrictUndefined):
    """A value that a template is not given: it may be asked about, never shown."""

    def __bool__(self) -> bool:  # type: ignore[override]  # where Jinja's own is strict about asking too
        return False


@lru_cache
def environment() -> jinja2.Environment:
    """The templates. Their language is that of the moment of rendering; a compiled template serves all three.

    A sentence never holds markup: it is escaped, and so are its values, except those that are Markup already.
    """
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER / "templates"),
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        autoescape=jinja2.select_autoescape(["html", "xml", "svg"], default_for_string=True),
        undefined=Unknown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.policies["ext.i18n.trimmed"] = True
    made.newstyle_gettext = True  # type: ignore[attr-defined]  # the extension's own attribute
    made.globals |= {"_": _sentence, "gettext": _sentence, "ngettext": _sentences, "plural": _sentences}
    made.globals |= {
        "own_names": i18n.OWN_NAMES,
        "static": static,
        "element_id": element_id,
        "stands_at": _stands_at.get,
    }
    made.filters |= {form.__name__: _at_rendering(form) for form in FORMS}
    made.filters |= {
        "days": _days,
        "spoken": _spoken,
        "paragraphs": _paragraphs,
        "with_query": with_query,
        "field_value": field_value,
    }
    return made


def _at_rendering(form: Callable[..., str]) -> Callable[..., str]:
    """``form`` as a filter that Jinja does not work out beforehand, in whichever language compiled the template."""

    @jinja2.pass_context
    def later(_context: Context, /, *args: Any, **kwargs: Any) -> str:
        return form(*args, **kwargs)

    return later


@jinja2.pass_eval_context
def _sentence(context: EvalContext, message: str, /, **values: Any) -> str:
    return _shown(context, i18n.translated(message), values)


@jinja2.pass_eval_context
def _sentences(context: EvalContext, one: str, many: str, n: int, /, **values: Any) -> str:
    found = i18n.catalogue(i18n.language()).ngettext(one, many, n)
    return _shown(context, found, {"n": i18n.number(n), "num": i18n.number(n), **values})


def _shown(context: EvalContext, message: str, values: Mapping[str, Any]) -> str:
    if not context.autoescape:
        return i18n.filled(message, values, str)
    return Markup(i18n.filled(str(escape(message)), values, escape))  # noqa: S704  # every part has just been escaped


@jinja2.pass_context
def _days(context: Context, first: date | tuple[date, date], last: date | None = None, /) -> str:
    """A range of days; in HTML a line does not end at its dash."""
    said = i18n.days(first, last)
    return Markup('<span class="days">{}</span>').format(said) if context.eval_ctx.autoescape else said


@jinja2.pass_context
def _spoken(_context: Context, texts: Mapping[str, str] | None, /) -> Markup:
    """The localized text; one that had to fall back says its language, so that a screen reader says it right."""
    code, found = i18n.found_in(texts, None)
    return escape(found) if code in ("", i18n.language()) else Markup('<span lang="{}">{}</span>').format(code, found)


@jinja2.pass_context
def _paragraphs(_context: Context, texts: Mapping[str, str] | None, /) -> Markup:
    """A localized text of several lines as paragraphs, which empty lines part; their language as for one that is spoken."""
    code, found = i18n.found_in(texts, None)
    lang = Markup() if code in ("", i18n.language()) else Markup(' lang="{}"').format(code)
    parts = [part.splitlines() for part in re.split(r"(?:\r?\n[^\S\n]*){2,}", found.strip())]
    return Markup("\n").join(
        Markup("<p{}>{}</p>").format(lang, Markup("<br>").join(escape(line) for line in lines))
        for lines in parts
        if lines
    )


def with_query(address: str, **changes: Any) -> str:
    """``address`` with parameters of its query replaced; None, False and empty text take one away."""
    parts = urlsplit(address)
    kept = [(name, value) for name, value in parse_qsl(parts.query) if name not in changes]
    added = [(name, field_value(value)) for name, value in changes.items() if value not in (None, False, "")]
    return urlunsplit(parts._replace(query=urlencode(kept + added)))


def badge(kind: str, state: str) -> str:
    """What the badge of a state says, as that of a ``delivery`` or an ``application``."""
    said: Markup = getattr(environment().get_template("parts/state.html").module, kind)(state)
    return said.striptags()


@lru_cache
def static(name: str) -> str:
    """The address of a file in ``static/``; it changes with the content, so that browsers may keep it."""
    return f"/static/{name}?{hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]}"


def field_value(value: Any) -> str:
    """``value`` as the text of an input: dates and times as HTML wants them, instants as wall-clock time in Viet Nam.

    What a template does not know, as the price of a booth that is still to be made, is empty.
    """
    if value is None or isinstance(value, jinja2.Undefined):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, datetime):
        return value.astimezone(ZONE).strftime("%Y-%m-%dT%H:%M") if value.tzinfo else value.strftime("%Y-%m-%dT%H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def element_id(path: str) -> str:
    """The id of the input for the field ``path``: ``days.0.opens`` is ``f-days-0-opens``."""
    return "f-" + "".join(letter if letter.isalnum() or letter in "_-" else "-" for letter in path)
