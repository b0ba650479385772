"""What a row says of group and stars, from all its columns together."""

from typing import Any

import pytest
from piccolo.columns import Varchar

from events_app.directory.tables import Certificate, Organization, Product
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


def a_text(letters: int) -> str:
    return ("Mẫu " * letters)[: letters - 1] + "x"


LIMITS: list[tuple[str, dict[str, Any]]] = [
    ("entity", {"entity": "Hợp tác xã " + a_text(289)}),
    ("product", {"product": a_text(300)}),
    ("representative", {"representative": a_text(200)}),
    ("address", {"address": a_text(500)}),
    ("address", {"address": a_text(486), "district": "huyện Cái Bè", "province": "Đồng Tháp (mới)"}),
    ("commune", {"commune": a_text(100)}),
    ("district", {"district": a_text(100), "province": "Tiền Giang"}),
    ("certificate_number", {"certificate_number": "1/" + "-".join(["A" * 19] * 4) + "-" + "A" * 18}),
    ("issuer", {"issuer": a_text(300)}),
    ("older_classification", {"older_classification": a_text(300)}),
    ("email", {"email": "a" * 51 + "@" + ".".join(["b" * 49] * 3) + "." + "c" * 49 + ".vn"}),
]


@pytest.mark.parametrize(("field", "cells"), LIMITS)
def test_a_text_that_is_longer_than_what_is_kept_of_it_returns_its_row(field: str, cells: dict[str, Any]) -> None:
    found = said(group=1, **cells)
    assert found.wrongs == []
    assert_it_can_be_kept(found)
    assert [wrong[0] for wrong in said(group=1, **{**cells, field: f"{cells[field]}A"}).wrongs] == [field]


def test_a_part_of_an_address_that_is_longer_than_a_district_is_none() -> None:
    found = said(group=1, province="Tiền Giang", address=f"Ấp 1, huyện {a_text(95)}")
    assert found.entity
    assert found.entity.district == ""
    assert_it_can_be_kept(found)
    found = said(group=1, province="Tiền Giang", address=f"Ấp 1, huyện {a_text(94)}")
    assert found.entity
    assert len(found.entity.district) == 100


def assert_it_can_be_kept(found: facts.Said) -> None:
    assert found.entity
    assert found.product
    for kept, table in ((found.entity, Organization), (found.product, Product), (found.product, Certificate)):
        for column in table._meta.columns:
            text = getattr(kept, column._meta.name, None)
            if isinstance(column, Varchar) and column.length and isinstance(text, str):
                assert len(text) <= column.length
