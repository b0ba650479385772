"""What a row says of group and stars, from all its columns together."""

from typing import Any

import pytest

from events_app.imports import facts, stars
from events_app.imports.headings import Field

ROW = {Field.PRODUCT: "Trà", Field.ENTITY: "Hợp tác xã Mẫu", Field.PROVINCE: "Đồng Tháp"}


def said(**cells: Any) -> facts.Said:
    return facts.said({**ROW, **{Field(name): cell for name, cell in cells.items()}}, facts.Place())


def classes(**cells: Any) -> tuple[int | None, str | None, str]:
    product = said(**cells).product
    assert product
    return product.group, product.subgroup, product.older_classification


def test_a_group_of_before_2023_is_kept_as_given_beside_that_of_today() -> None:
    assert classes(group="Vải và may mặc") == (4, None, "Vải và may mặc")
    assert classes(group="Vải và may mặc", older_classification="Nhóm 4") == (4, None, "Nhóm 4")


def test_a_subgroup_says_its_group_and_is_known_in_the_column_of_groups() -> None:
    assert classes(group="Gạo, ngũ cốc") == (1, "1.2.1", "")
    assert classes(subgroup="Gạo, ngũ cốc") == (1, "1.2.1", "")
    assert classes(group="Thực phẩm", subgroup="Thực phẩm tươi sống") == (1, None, "")
    assert classes(subgroup="một bộ nào đó") == (None, None, "")


def test_what_names_a_group_or_a_subgroup_does_so_in_either_column() -> None:
    assert classes(subgroup="Thực phẩm") == (1, None, "")
    assert classes(subgroup="Nhóm đồ uống", group="Đồ uống") == (2, None, "")
    assert classes(subgroup="Bánh, kẹo") == (1, None, "")
    assert classes(subgroup="Thực phẩm", group="Rau, củ, quả, hạt tươi") == (1, "1.1.1", "")
    assert classes(subgroup="Vải và may mặc") == (4, None, "Vải và may mặc")
    assert classes(subgroup="2") == (None, None, "")
    assert [wrong[0] for wrong in said(group="Đồ uống", subgroup="Thực phẩm").wrongs] == ["subgroup"]


def test_a_number_of_a_person_is_no_older_group() -> None:
    assert [wrong[0] for wrong in said(group="Vải và may mặc 079123456789").wrongs] == ["older_classification"]


@pytest.mark.parametrize("field", ["stars_3", "stars_4", "stars_5", "potential_five"])
def test_a_cross_that_is_not_understood_returns_the_row(field: str) -> None:
    assert [wrong[:2] for wrong in said(**{field: "thu hồi"}).wrongs] == [(field, stars.CROSS)]


@pytest.mark.parametrize(("field", "cell"), [("stars_3", "****"), ("stars_4", "3 sao"), ("potential_five", "3 sao")])
def test_a_cross_that_names_other_stars_than_its_column_returns_the_row(field: str, cell: str) -> None:
    assert said(**{field: cell}).wrongs == [(field, stars.OF_OTHERS, {})]


def test_a_column_that_is_not_crossed_gives_no_stars() -> None:
    product = said(stars_3="không", stars_4="x", stars_5=0, potential_five="-").product
    assert product
    assert (product.stars, product.potential_five) == (4, False)


@pytest.mark.parametrize("cell", ["-", "–", "/", "không"])
def test_a_sign_for_nothing_says_as_much_as_a_blank_cell(cell: str) -> None:
    blank = said(group=1)
    assert said(group=1, stars=cell, certificate_number=cell, issued_on=cell, valid_to=cell) == blank
    assert blank.wrongs == []


@pytest.mark.parametrize("name", ["1/", "2 -", "A.", "2024", "H"])
def test_what_has_no_two_letters_names_neither_an_entity_nor_a_product(name: str) -> None:
    assert [wrong[0] for wrong in said(entity=name).wrongs] == ["entity"]
    assert [wrong[0] for wrong in said(product=name).wrongs] == ["product"]
    assert said(entity="ST", product="Ổi").wrongs == []
