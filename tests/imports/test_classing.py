"""Groups and sub-groups as offices name them, today and before 2023."""

from typing import Any

import pytest

from events_app import i18n
from events_app.directory import words
from events_app.imports import classing
from events_app.imports.classing import Class
from events_app.imports.saying import Unclear


@pytest.mark.parametrize(
    ("cell", "group"),
    [
        ("Thực phẩm", 1),
        ("Nhóm đồ uống", 2),
        (3, 3),
        ("Nhóm 4", 4),
        ("Hàng TCMN", 4),
        ("III", 3),
        ("Nhóm VI", 6),
        ("THU CONG MY NGHE, TRANG TRI", 4),
        ("I. Thực phẩm", 1),
        ("3. Đồ uống", 2),
        ("Thực phẩm chức năng, thuốc từ dược liệu", 3),
        ("Sản phẩm từ dược liệu", 3),
        ("Handicraft", 4),
        ("Du lịch cộng đồng", 6),
        ("Community tourism", 6),
    ],
)
def test_groups(cell: Any, group: int) -> None:
    assert classing.said(cell) == Class(group)


@pytest.mark.parametrize("language", ["vi", "en", "id"])
def test_groups_are_understood_by_the_names_that_the_pages_give_them(language: i18n.Language) -> None:
    with i18n.speaking(language):
        assert [classing.said(i18n.text(name)) for name in words.GROUPS.values()] == [Class(n) for n in words.GROUPS]


@pytest.mark.parametrize("cell", ["7", "abc", "5 sao", "5* tiềm năng"])
def test_no_group(cell: Any) -> None:
    with pytest.raises(Unclear):
        classing.said(cell)


def test_a_blank_cell_names_none() -> None:
    assert classing.said(None) is None
    assert classing.subgroup("", 1) is None


@pytest.mark.parametrize(
    ("cell", "group"),
    [
        ("Thảo dược", 3),
        ("Vải và may mặc", 4),
        ("Lưu niệm - nội thất - trang trí", 4),
        ("5. Lưu niệm – nội thất – trang trí", 4),
        ("Dịch vụ du lịch nông thôn, bán hàng", 6),
    ],
)
def test_a_name_of_before_2023_is_kept_as_it_was_given(cell: str, group: int) -> None:
    assert classing.said(cell) == Class(group, older=cell)


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("Thực phẩm tươi sống", Class(1)),
        ("1.3. Thực phẩm chế biến", Class(1)),
        ("Đồ uống có cồn", Class(2)),
        ("Cà phê, ca cao", Class(1, "1.6.1")),
        ("1.6", Class(1, "1.6.1")),
        ("2.1.1", Class(2, "2.1.1")),
        ("Gạo, ngũ cốc", Class(1, "1.2.1")),
        ("Vải, may mặc", Class(4, "4.2")),
    ],
)
def test_what_is_below_a_group_names_the_group(cell: str, said: Class) -> None:
    assert classing.said(cell) == said
    assert classing.subgroup(cell, said.group) == said
    assert classing.subgroup(cell, None) == said
    with pytest.raises(Unclear):
        classing.subgroup(cell, 5)
