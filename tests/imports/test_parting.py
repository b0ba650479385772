"""What finds a word with its accents finds it without them too, and nothing that is its opposite."""

import pytest

from events_app import accents
from events_app.imports import unfolding
from events_app.imports.headings import Field


def test_somebody_with_a_title_is_found_in_both_spellings() -> None:
    for cell, name, who in (
        ("HTX Rau Sạch, ông Nguyễn Hoa", "HTX Rau Sạch", "Nguyễn Hoa"),
        ("HTX Rau Sach, ong Nguyen Hoa", "HTX Rau Sach", "Nguyen Hoa"),
    ):
        assert unfolding.unfolded({Field.ENTITY: cell}) == {Field.ENTITY: name, Field.REPRESENTATIVE: who}


@pytest.mark.parametrize("name", ["HTX Rau Sach - Ba Tri", "HTX Rau Sach, co so 2", "HTX Chu Van An"])
def test_a_word_without_accents_is_no_title_before_what_is_no_whole_name(name: str) -> None:
    assert unfolding.unfolded({Field.ENTITY: name}) == {Field.ENTITY: name}


@pytest.mark.parametrize("form", [r"xã\S", r"\Bxã", r"xã\W+"])
def test_a_class_is_the_same_in_both_forms(form: str) -> None:
    assert [one.pattern for one in accents.both(form)] == [form, form.replace("ã", "a")]
