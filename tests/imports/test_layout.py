"""Every layout of the three offices says the same six products."""

from datetime import date, datetime

import httpx
import pytest

from events_app import db
from events_app.imports import facts, layout
from tests import make
from tests.browser_like import Browser
from tests.imports import asking, departments, invented, offices
from tests.imports.test_running import snapshot

pytestmark = pytest.mark.usefixtures("database")
NAMES = sorted(one.name for one in invented.MADE)


@pytest.mark.parametrize("name", sorted(offices.FILES))
async def test_a_list_is_understood_and_brought_in(name: str, cast: make.Cast, at: datetime) -> None:
    row = await asking.read(cast.an, offices.FILES[name](), at=at, name=name)
    faulty = [
        (one["number"], one["cells"], one["wrongs"]) for one in await asking.rows(row) if one["outcome"] == "fault"
    ]
    assert (row.state, row.problem, faulty) == ("read", "", [])
    assert row.counts["rows"]["create"] == 6
    assert row.counts["entities"] == {"create": 3}
    row = await asking.brought(cast.an, row, at=at)
    found = await db.fetch(
        """
        SELECT product.name, product_group AS grp, organization.name AS entity, stars, potential_five, number, issued_on, valid_to,
               representative, phone, tax_code, district
        FROM product JOIN organization ON organization.id = product.organization
        JOIN certificate ON certificate.product = product.id
        """
    )
    said = {one["name"].casefold(): one for one in found}
    stated = set(row.mapping.values())  # not every office keeps every column
    groups = {"Thực phẩm": 1, "Đồ uống": 2, "Dược liệu": 3}
    assert len(said) == 6
    for one in invented.MADE:
        maker, kept = invented.MAKERS[one.maker], said[one.name.casefold()]
        assert kept["grp"] == groups[one.group]
        assert kept["entity"].casefold() == maker.name.casefold()
        assert kept["number"].casefold() == one.number.casefold()
        assert kept["stars"] == (None if kept["potential_five"] else int(one.stars))
        assert kept["potential_five"] == (name.endswith(".ods") and one.stars == "5")
        assert kept["issued_on"] == (one.issued if "issued_on" in stated else None)
        assert kept["tax_code"] == ((maker.code or None) if "tax_code" in stated else None)
        representative = maker.representative if "representative" in stated else ""
        assert kept["representative"].casefold() == representative.casefold()
    before = await snapshot()
    again = await asking.read(cast.an, offices.FILES[name](), at=at, name=name)
    assert (again.counts["rows"]["same"], again.counts["entities"]) == (6, {"same": 3})
    await asking.brought(cast.an, again, at=at)
    assert await snapshot() == before


async def test_what_is_no_product_is_kept_as_what_it_is(cast: make.Cast, at: datetime) -> None:
    row = await asking.read(cast.an, departments.plain(), at=at)
    aside = [one["taken"] for one in await asking.rows(row) if one["outcome"] == "aside"]
    assert aside == ["total", "signature", "signature", "signature"]
    row = await asking.read(cast.an, departments.merged(), at=at)
    assert [one["taken"] for one in await asking.rows(row) if one["outcome"] == "aside"] == ["numbers", "total"]
    row = await asking.read(cast.an, departments.crossed(), at=at)
    assert [one["taken"] for one in await asking.rows(row) if one["outcome"] == "aside"] == ["group"] * 3


NAMED = {"entity": "Hợp tác xã Làng Nghề", "representative": "Người Mẫu", "phone": "", "group": 4}


async def taken(cast: make.Cast, at: datetime, *rows: list[object]) -> list[tuple[str, str, str]]:
    """What each row of a list was taken for, what becomes of it, and why."""
    row = await asking.read(cast.an, asking.a_csv(rows), at=at)
    return [
        (one["taken"], one["outcome"], one["wrongs"][0][1] if one["wrongs"] else "") for one in await asking.rows(row)
    ]


async def test_a_name_that_begins_like_a_total_is_a_product_where_something_stands_beside_it(
    cast: make.Cast, at: datetime
) -> None:
    rows = [
        asking.a_row(1, product="Cồng chiêng", **NAMED),
        [None, *asking.a_row(2, product="Tổng hợp trái cây sấy", **NAMED)[1:]],
        [3, "Cộng hưởng", 4, 4],
        [None, "Tổng hợp rau sấy"],
        ["Tổng cộng", "4 sản phẩm", None, 12],
        [None, "Tổng số", None, 12],
    ]
    assert await taken(cast, at, *rows) == [
        ("product", "create", ""),
        ("product", "create", ""),
        ("product", "create", ""),
        ("total", "fault", layout.AMONG_TOTALS),
        ("total", "aside", ""),
        ("total", "aside", ""),
    ]


async def test_a_note_in_the_middle_ends_nothing(cast: make.Cast, at: datetime) -> None:
    rows = [
        asking.a_row(1, **NAMED),
        ["Ghi chú: các sản phẩm dưới đây đạt 3 sao"],
        [None, "Chiếu lác"],
        asking.a_row(3, product="Chiếu cói", **NAMED),
        [None, "Người lập biểu"],
        [None, None, None, "Phạm Văn Mẫu"],
    ]
    assert await taken(cast, at, *rows) == [
        ("product", "create", ""),
        ("signature", "aside", ""),
        ("signature", "fault", layout.BELOW),
        ("product", "create", ""),
        ("signature", "aside", ""),
        ("signature", "aside", ""),
    ]


async def test_a_name_alone_is_returned_and_a_heading_that_says_something_is_not(cast: make.Cast, at: datetime) -> None:
    rows = [
        asking.a_row(1, **NAMED),
        [None, "Kẹo gừng"],
        ["II", "Đồ uống"],
        ["Công ty TNHH Mẫu"],
        [None, "Kẹo lạc", None, 4],
    ]
    assert await taken(cast, at, *rows) == [
        ("product", "create", ""),
        ("group", "fault", layout.ALONE),
        ("group", "aside", ""),
        ("group", "aside", ""),
        ("product", "create", ""),
    ]


async def test_a_number_and_its_day_in_one_column_are_told_apart(cast: make.Cast, at: datetime) -> None:
    heads = [head if head != "Số QĐ" else "Số, ngày QĐ" for head in asking.HEADS]
    heads[heads.index("Ngày cấp")] = "Ghi chú"
    said = ["101/QĐ-UBND ngày 16/12/2024", "102/QĐ-UBND, 6-1-25", "103/QĐ-UBND (16/12/2024)", "104/QĐ-UBND"]
    rows = [asking.a_row(n, number=number, issued="") for n, number in enumerate(said, 1)]
    row = await asking.read(cast.an, asking.a_csv(rows, heads), at=at)
    assert [(one["certificate_number"], one["issued_on"]) for one in await asking.rows(row)] == [
        ("101/QĐ-UBND", date(2024, 12, 16)),
        ("102/QĐ-UBND", date(2025, 1, 6)),
        ("103/QĐ-UBND", date(2024, 12, 16)),
        ("104/QĐ-UBND", None),
    ]


async def test_a_number_its_day_and_who_issued_it_in_one_cell_are_told_apart(cast: make.Cast, at: datetime) -> None:
    heads = ["QĐ công nhận (số, ngày)" if head == "Số QĐ" else head for head in asking.HEADS if head != "Ngày cấp"]
    rows = [
        asking.a_row(1, number="Quyết định số 101/QĐ-UBND\nngày 01/3/2025"),
        asking.a_row(2, number="102/QĐ-UBND ngày 5 tháng 3 năm 2025 của UBND tỉnh Mẫu"),
    ]
    row = await asking.read(cast.an, asking.a_csv([[*one[:5], *one[6:]] for one in rows], heads), at=at)
    said = await asking.rows(row)
    assert [(one["certificate_number"], one["issued_on"], one["issuer"]) for one in said] == [
        ("101/QĐ-UBND", date(2025, 3, 1), ""),
        ("102/QĐ-UBND", date(2025, 3, 5), "UBND tỉnh Mẫu"),
    ]


async def test_a_heading_of_a_group_of_before_2023_is_kept_as_it_was_given(cast: make.Cast, at: datetime) -> None:
    heads = [head for head in asking.HEADS if head != "Nhóm"]
    headings = ["IV. Vải và may mặc", "Cà phê, ca cao", "I. Nhóm đồ uống"]
    products = [asking.a_row(n) for n in range(1, 4)]
    rows = [one for n in range(3) for one in ([headings[n]], [*products[n][:2], *products[n][3:]])]
    row = await asking.read(cast.an, asking.a_csv(rows, heads), at=at)
    said = [one for one in await asking.rows(row) if one["name"]]
    assert [(one["product_group"], one["subgroup"], one["older_classification"]) for one in said] == [
        (4, None, "Vải và may mặc"),
        (1, "1.6.1", ""),
        (2, None, ""),
    ]


async def test_rows_below_a_heading_that_takes_their_stars_away_come_back(cast: make.Cast, at: datetime) -> None:
    heads = [head for head in asking.HEADS if head != "Hạng sao"]
    products = [asking.a_row(n) for n in range(1, 3)]
    headings = ["I. Sản phẩm TN 5 sao", "II. Sản phẩm không đạt 3 sao"]
    rows = [one for n in range(2) for one in ([headings[n]], [*products[n][:3], *products[n][4:]])]
    row = await asking.read(cast.an, asking.a_csv(rows, heads), at=at)
    said = [one for one in await asking.rows(row) if one["taken"] == "product"]
    assert [one["outcome"] for one in said] == ["create", "fault"]
    assert (said[0]["potential_five"], said[0]["stars"]) == (True, None)
    assert said[1]["wrongs"][0][0] == "stars"


async def test_a_header_that_is_repeated_is_no_product(cast: make.Cast, at: datetime) -> None:
    rows = [
        asking.a_row(1, **NAMED),
        asking.HEADS,
        [None, *asking.HEADS[1:4]],
        asking.a_row(2, **NAMED),
        [3, "Tên sản phẩm", 4, 4],
    ]
    assert await taken(cast, at, *rows) == [
        ("product", "create", ""),
        ("header", "aside", ""),
        ("header", "aside", ""),
        ("product", "create", ""),
        ("product", "create", ""),
    ]


async def test_a_header_of_two_rows_that_is_repeated_is_no_product(
    client: httpx.AsyncClient, cast: make.Cast, at: datetime
) -> None:
    upper = ["STT", "Tên sản phẩm", "Nhóm", "Hạng sao", "Quyết định", "", "Chủ thể", "", "", "", "Tỉnh"]
    lower = [
        "",
        "",
        "",
        "",
        "Số",
        "Ngày cấp",
        "Tên chủ thể",
        "Mã số thuế",
        "Người đại diện",
        "Điện thoại",
        "",
    ]
    row = await asking.read(
        cast.an, asking.a_csv([lower, asking.a_row(1), upper, lower, asking.a_row(2)], upper), at=at
    )
    assert [one["taken"] for one in await asking.rows(row)] == ["product", "header", "header", "product"]
    assert row.counts["rows"] == {"create": 2, "aside": 2}
    browser = await Browser(client).sign_in(cast.an)
    assert (await browser.see(f"/imports/{row.id}/rows?outcome=aside")).count("No product: The header once more") == 2


@pytest.mark.parametrize("same", ["nt", '"', "”", "- nt -", "Như trên", "//"])
async def test_a_sign_for_the_same_as_above_speaks_as_the_row_above(same: str, cast: make.Cast, at: datetime) -> None:
    said = {"representative": same, "phone": same, "province": same}
    rows = [
        asking.a_row(1, code="0100109106", **NAMED),
        asking.a_row(2, entity=same, group=same, issued=same, representative="", phone="", province=""),
        asking.a_row(3, entity=same, code=same, **said),
        [4, "Chiếu cói", None, 4, None, None, same],
        asking.a_row(5, entity="Hợp tác xã Khác", code="", province=same, phone=same),
    ]
    row = await asking.read(cast.an, asking.a_csv(rows), at=at)
    assert row.counts == {"rows": {"create": 4, "fault": 1}, "entities": {"create": 2}}
    found = await asking.rows(row)
    assert len({one["entity"] for one in found[:4]}) == 1
    assert found[3]["wrongs"][0][0] == "group"
    assert [one["issued_on"] for one in found[:3]] == [date(2024, 12, 16)] * 3
    assert [one["product_group"] for one in found[:2]] == [4, 4]


async def test_a_sign_for_the_same_above_which_nothing_stands_is_returned(cast: make.Cast, at: datetime) -> None:
    assert [outcome for _, outcome, _ in await taken(cast, at, asking.a_row(1, entity='"'))] == ["fault"]


async def test_signatures_beside_each_other_are_none_of_the_products_above(cast: make.Cast, at: datetime) -> None:
    rows = [
        asking.a_row(1, **NAMED),
        [None, "Thủ trưởng đơn vị", None, None, "Người lập"],
        [None, "(Ký tên, đóng dấu)", None, None, "(Ký, ghi rõ họ tên)"],
        [None, "Nơi nhận:"],
        [None, "- Như trên;"],
        [None, "- Lưu: VT."],
        [None, "Kẹo lưu niệm"],
    ]
    assert await taken(cast, at, *rows) == [
        ("product", "create", ""),
        *[("signature", "aside", "")] * 5,
        ("signature", "fault", layout.BELOW),
    ]


async def test_titles_below_a_list_are_signatures_also_where_one_stands_below_the_stars(
    cast: make.Cast, at: datetime
) -> None:
    rows = [
        asking.a_row(1, **NAMED),
        [None, "Người tổng hợp", None, "Chánh văn phòng"],
        [None, "Kế toán", None, None, "Phó chi cục trưởng"],
    ]
    assert await taken(cast, at, *rows) == [("product", "create", ""), *[("signature", "aside", "")] * 2]


async def test_a_list_without_a_column_of_entities_says_so_of_rows_above_which_no_heading_stands(
    cast: make.Cast, at: datetime
) -> None:
    heads = [head for head in asking.HEADS if head != "Tên chủ thể"]
    products = [[*asking.a_row(n)[:6], *asking.a_row(n)[7:]] for n in range(1, 4)]
    row = await asking.read(cast.an, asking.a_csv(products, heads), at=at)
    assert [[wrong[1] for wrong in one["wrongs"]] for one in await asking.rows(row)] == [[facts.UNNAMED]] * 3
