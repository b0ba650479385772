"""Bodies are read in one go: every wrong field is named, in the reader's language."""

from enum import StrEnum
from typing import Any, Literal

import pytest

from events_app import i18n, reading
from events_app.errors import Invalid, Malformed


class Colour(StrEnum):
    """Two of many."""

    RED = "red"
    GREEN = "green"


class Inner(reading.Body):
    """What stands inside."""

    n: int


class Span(reading.Body):
    """Two numbers of which the second is larger, with others inside."""

    ORDERS = (reading.Order("least", "most", "The second is larger."),)

    least: int
    most: int
    inner: "Span | None" = None
    others: "list[Span]" = []


class Outer(reading.Body):
    """What is read here."""

    colour: Colour = Colour.RED
    size: Literal[3, 4, 5] = 3
    inner: list[Inner] = []
    note: str = ""


def wrongs(raw: Any, language: i18n.Language = i18n.Language.EN) -> dict[str, str]:
    with pytest.raises(Invalid) as refused, i18n.speaking(language):
        reading.check(Outer, raw)
    with i18n.speaking(language):
        return {wrong.field: i18n.text(wrong.message, **wrong.values) for wrong in refused.value.errors}


def test_every_wrong_field_is_named_at_once_with_its_path() -> None:
    found = wrongs({"colour": "blue", "size": 9, "inner": [{"n": 1}, {"n": "x"}, {}], "other": 1})
    assert list(found) == ["colour", "size", "inner.1.n", "inner.2.n", "other"]


def test_what_does_not_fit_together_is_named_beside_what_cannot_be_read() -> None:
    crossed = {"least": 2, "most": 1}
    raw = {"least": "x", "most": 1, "inner": crossed, "others": [{"least": 1, "most": 2}, {**crossed, "colour": "red"}]}
    with pytest.raises(Invalid) as refused:
        reading.check(Span, raw)
    assert {wrong.field for wrong in refused.value.errors} == {
        "least",
        "inner.most",
        "others.1.colour",
        "others.1.most",
    }


def test_the_values_to_choose_from_are_listed_without_words_of_another_language() -> None:
    found = wrongs({"colour": "blue", "size": 9}, i18n.Language.VI)
    assert found == {
        "colour": "Hãy chọn một trong các giá trị: red, green.",
        "size": "Hãy chọn một trong các giá trị: 3, 4, 5.",
    }


def test_text_that_the_database_cannot_keep_is_refused_before_anything_else() -> None:
    assert list(wrongs({"note": "a\x00b", "inner": [{"n": 1}, {"n": "\ud800"}]})) == ["note", "inner.1.n"]


@pytest.mark.parametrize("name", ["days." + "9" * 5000, ".".join("a" * 3000)])
def test_a_forms_field_that_no_form_has_is_refused_before_it_is_followed(name: str) -> None:
    with pytest.raises(Malformed):
        reading.unflatten([(name, "x")])


def test_a_forms_names_become_a_tree() -> None:
    pairs = [("title.vi", "Tuần lễ"), ("title.en", ""), ("days.1.on", "b"), ("days.0.on", "a"), ("holds[]", "x")]
    assert reading.unflatten(pairs) == {"title": {"vi": "Tuần lễ"}, "days": [{"on": "a"}, {"on": "b"}], "holds": ["x"]}
