"""What comes first of names that hold the words."""

from collections.abc import Sequence
from typing import Any

import pytest

from events_app import db, matching, ranking, values


async def ranked(how: Any, typed: str, names: Sequence[str], **said: Any) -> list[str]:
    """The names, those that are nearest to what was typed first."""
    sought, given = matching.sought(typed), []
    assert sought

    def add(value: Any) -> int:
        given.append(value)
        return len(given)

    rows = ", ".join(
        f"(${add(name)}::text, ${add(values.searched(name))}::text, ${add(values.sort_key(name))}::text)"
        for name in names
    )
    rank = how(sought, "one", add, **said)
    found = await db.fetch(f"SELECT name, {rank} AS rank FROM (VALUES {rows}) AS one (name, search, sort)", *given)
    assert all(0 <= row["rank"] < 1 for row in found)
    return [row["name"] for row in sorted(found, key=lambda row: row["rank"])]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("ca mau", ["Cá màu", "Cua Cà Mau", "Cá lóc Cà Mau đen", "Cá mauve", "Cá lóc màu", "Màu cá"]),
        ("Cà Mau", ["Cua Cà Mau", "Tôm sú, cá lóc ở Cà Mau", "Cá màu", "Cá màu đỏ", "Cà đen mau", "Cá đen mau"]),
        ("gas", ["Gas", "Bếp gas", "Gà", "Gasol"]),
        ("sen", ["Sen", "Sến", "Trà sến", "Trà (sen)", "Trà sen Tây Hồ", "Senda"]),
        ("Sen", ["Sen", "Sến", "Trà sến", "Trà (sen)", "Trà sen Tây Hồ", "Senda"]),
        ("Sến", ["Sến", "Trà sến", "Sen", "Trà (sen)", "Trà sen Tây Hồ", "Senda"]),
        ("hoà bình", ["Hòa Bình", "Cam Hoà Bình", "Hoa Bình", "Hòa Bính"]),
        ("trà việt nhậ", ["Trà Việt Nhà", "Trà Việt Nhật", "Trà Việt Nhân"]),
        ("OCOP", ["OCOP", "Quà OCOP (hộp)", "Quà OCOP mười món", "Ocopia"]),
    ],
)
async def test_whole_words_come_first_then_accents_that_were_typed_then_what_is_called_so(
    database: None, typed: str, names: list[str]
) -> None:
    sought = matching.sought(typed)
    assert sought
    there = sorted(names)
    assert await ranked(ranking.held, typed, there, before=(), accents=sought.accented) == names


async def test_a_kind_of_organization_before_a_name_and_a_bracket_behind_it_are_none_of_it(database: None) -> None:
    names = ["HTX dịch vụ Sen Việt (xã Ea Kao)", "Hợp tác xã Sen Việt", "Trà Sen Việt", "HTX Sen Việt Nam"]
    found = await ranked(ranking.held, "sen việt", names, before=("htx", "hop tac xa"), accents=True)
    assert found == ["Hợp tác xã Sen Việt", "HTX dịch vụ Sen Việt (xã Ea Kao)", "Trà Sen Việt", "HTX Sen Việt Nam"]


async def test_words_beside_each_other_come_before_those_that_stand_apart(database: None) -> None:
    names = ["Cá lóc đen màu", "Cá lóc cà mau đen"]
    assert await ranked(ranking.near, "ca mau", names) == names[::-1]


def test_nothing_is_like_signs() -> None:
    sought = matching.sought("%_!?")
    assert sought
    assert {how(sought, "one", len) for how in (ranking.near, ranking.far)} == {"1.0"}
    assert ranking.held(sought, "one", len, before=(), accents=False) == "1.0"
