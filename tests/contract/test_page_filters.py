"""Every filter of every page: none is ignored, and each choice has words."""

import inspect
import re
import sys
from collections.abc import Iterator

from litestar import Litestar
from litestar.routes import HTTPRoute
from litestar.testing import RequestFactory

from events_app import problems
from events_app.app import create_app
from tests.contract.visiting import TABLE, Visitors, pages_of
from tests.contract.world import World

# What may be anything, or is none of ours to judge: words, where to go on, the secret of a letter.
FREE = {"q", "next", "token", "unit"}
IN_A_FOLDER = ("/dev/mail", "after")  # a page of letters that were kept while developing


def filters_of(app: Litestar) -> Iterator[tuple[str, str, bool]]:
    """Path of every page, the name of each filter that it knows, and whether it is a choice of which the page has words."""
    for method, path in pages_of(app):
        if method != "GET":
            continue
        route = next(
            one for one in app.routes if isinstance(one, HTTPRoute) and re.sub(r":\w+}", "}", one.path) == path
        )
        handler, _model = route.route_handler_map["GET"]
        for name, key in problems.asked(RequestFactory(app).get(route_handler=handler)):
            kind = handler.parsed_fn_signature.parameters[key].annotation
            yield path, name, name in handler.opt.get("choices", {}) or not problems.choices(kind)
        asked = getattr(sys.modules[handler.fn.__module__], "Asked", None)
        if asked is not None and re.search(r"(?<!web\.)Asked\b|_asked\(", inspect.getsource(handler.fn)):
            for name, field in asked.model_fields.items():
                yield path, name, name in handler.opt.get("choices", {}) or not problems.choices(field.annotation)


async def test_no_page_ignores_a_filter_that_it_cannot_apply(visitors: Visitors, world: World) -> None:
    seen = 0
    for path, name, _worded in filters_of(create_app()):
        answers = TABLE.rows[f"GET {path}"]
        who = [one for one, status in zip(TABLE.people, answers, strict=True) if status == 200]
        if name in FREE or (path, name) == IN_A_FOLDER or not who:
            continue
        seen += 1
        address = world.address(path)
        answer = await visitors.look(who[0], f"{address}{'&' if '?' in address else '?'}{name}=zzz")
        assert (path, name, answer.status_code) == (path, name, 422)
    assert seen > 40


def test_every_page_has_words_for_the_choices_of_its_filters() -> None:
    found = list(filters_of(create_app()))
    assert [(path, name) for path, name, worded in found if not worded] == []
