"""What is said of a refusal beside the booths, whichever refusal it is."""

from types import SimpleNamespace
from typing import Any

import pytest

from events_app import app, errors, markup, web  # noqa: F401  # the application knows every refusal

TEMPLATES = {"exhibitors/said.html": "refused", "directory/fields.html": "known"}


def refusals(of: type[errors.Refusal] = errors.Refusal) -> list[type[errors.Refusal]]:
    """Every kind of refusal that there is."""
    return [of, *(one for kind in of.__subclasses__() for one in refusals(kind))]


def without_facts(kind: type[errors.Refusal]) -> errors.Refusal:
    """One of a kind that says nothing but its sentence, as those do that a constraint raises."""
    bare = kind.__new__(kind)
    errors.Refusal.__init__(bare)
    return bare


def said(template: str, refusal: errors.Refusal) -> str:
    """What a template that reads the facts of a refusal shows of this one."""
    module: Any = markup.environment().get_template(template).make_module()
    application = SimpleNamespace(booths=[SimpleNamespace(id="b", number="A1", held_until="")])
    given = [application] if template == "exhibitors/said.html" else []
    return str(getattr(module, TEMPLATES[template])(web.Attempt(refusal=refusal), *given)).strip()


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("kind", refusals(), ids=lambda kind: kind.kind())
def test_a_refusal_that_gives_no_facts_is_shown(kind: type[errors.Refusal], template: str) -> None:
    assert said(template, without_facts(kind)) == ""


def test_no_other_template_reads_facts_without_asking_whether_they_are_there() -> None:
    read = {
        str(path.relative_to(markup.FOLDER / "templates"))
        for path in (markup.FOLDER / "templates").rglob("*.html")
        if "refusal.facts" in path.read_text(encoding="utf-8")
    }
    guarded = {  # they ask whether organizations, product and listing are there
        "directory/data.html",
        "directory/product_form.html",
        "distribution/listing_form.html",
    }
    assert read == TEMPLATES.keys() | guarded


def test_what_is_held_already_is_named() -> None:
    assert "A1" in said("exhibitors/said.html", errors.WrongState(id="b"))
