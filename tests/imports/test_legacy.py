"""Rows in the letters of before Unicode within a list that is in Unicode."""

from datetime import datetime

import pytest

from events_app.imports import legacy
from events_app.imports.legacy import Legacy
from tests import make
from tests.imports import asking, formats

NAMES = (
    "Hợp tác xã Bưởi Phúc Trạch",
    "HTX Cam bù Hương Sơn 3",
    "Bưởi Phúc Trạch đặc biệt",
    "Nước mắm Tân Phú",
    "Mật ong rừng",
    "Tinh bột nghệ (loại 1)",
    "Chè Thái Nguyên",
)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("old", list(Legacy))
def test_a_text_of_before_unicode_is_told_by_its_syllables(name: str, old: Legacy) -> None:
    ((written,),) = formats.in_legacy([[name]], old)
    assert written != name
    assert legacy.read([written]) == [name]


@pytest.mark.parametrize("old", list(Legacy))
def test_a_word_that_both_encodings_have_is_told_by_the_others_of_its_row(old: Legacy) -> None:
    (written,) = formats.in_legacy([["Hưng", "Bưởi Phúc Trạch", "Hà Nội"]], old)
    assert legacy.read(written) == ["Hưng", "Bưởi Phúc Trạch", "Hà Nội"]


UNICODE = (
    *NAMES,
    "Cà phê Moon®",
    "Café Nestlé",
    "Trà 5×10 g",
    "Cà phê 20 µg",
    "Señor Müller",
    "Jalapeño",
    "Château Margaux",
    "Cà phê",
    "HTX An Minh",
    "Trà «Hà» · 10 §",
)


@pytest.mark.parametrize("name", UNICODE)
def test_a_text_in_unicode_stays(name: str) -> None:
    for written in (name, name.upper()):
        assert legacy.read([written]) == [written]


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("old", list(Legacy))
async def test_old_rows_among_others_go_in_as_what_they_say(old: Legacy, cast: make.Cast, at: datetime) -> None:
    entity = {"entity": "HTX Bưởi Phúc Trạch 3", "representative": "Lê Hoàng Hưng", "product": "Bưởi đặc biệt"}
    (row,) = formats.in_legacy([asking.a_row(2, **entity)], old)
    file = asking.a_csv([asking.a_row(1), row, asking.a_row(3)])
    read = await asking.read(cast.an, file, at=at)
    assert (read.encoding, read.counts["rows"]) == ("utf-8", {"create": 3})
    told = (await asking.rows(read))[1]["cells"]
    assert {name: told[name] for name in entity} == entity
