"""What a row says of stars, from all its columns together."""

from typing import Any

import pytest

from events_app.imports import facts, stars
from events_app.imports.headings import Field

ROW = {Field.PRODUCT: "Trà", Field.ENTITY: "Hợp tác xã Mẫu", Field.PROVINCE: "Đồng Tháp"}


def said(**cells: Any) -> facts.Said:
    return facts.said({**ROW, **{Field(name): cell for name, cell in cells.items()}}, facts.Place())


@pytest.mark.parametrize("field", ["stars_3", "stars_4", "stars_5", "potential_five"])
def test_a_cross_that_is_not_understood_returns_the_row(field: str) -> None:
    assert [wrong[:2] for wrong in said(**{field: "thu hồi"}).wrongs] == [(field, stars.CROSS)]


def test_a_column_that_is_not_crossed_gives_no_stars() -> None:
    product = said(stars_3="không", stars_4="x", stars_5=0, potential_five="-").product
    assert product
    assert (product.stars, product.potential_five) == (4, False)
