"""Lists whose addresses went in as they were read before, and rows that come back for their address."""

from datetime import datetime

import pytest

from events_app import db
from events_app.directory.tables import Kind
from events_app.imports import placing
from tests import make
from tests.imports import asking
from tests.imports.sent_out import faults

DONG_THAP = "34-82"

# As addresses went in before they were read as today, by the list that says them: set, code, address and district.
WENT_IN = [
    ("xã Tân Phước, huyện Gò Công Đông, tỉnh Tiền Giang", "34", "82", "xã Tân Phước, huyện Gò Công Đông, tỉnh Tiền Giang", ""),
    ("xã Tân Phước, huyện Gò Công Đông, tỉnh Tiền Giang", "63", "82", "xã Tân Phước, tỉnh Tiền Giang", "huyện Gò Công Đông"),
    ("P.Vĩnh Hải, TP Nha Trang, Khánh Hoà", "34", "56", "P.Vĩnh Hải, TP Nha Trang, Khánh Hoà", ""),
    ("xã Long Hậu, huyện Lai Vung tỉnh Đồng Tháp", "63", "87", "xã Long Hậu", "huyện Lai Vung tỉnh Đồng Tháp"),
    (
        "xã Tân Thạch, huyện Châu Thành, tỉnh Bến Tre (nay: xã Phú Túc, tỉnh Vĩnh Long)",
        "63",
        "86",
        "xã Tân Thạch, tỉnh Bến Tre (nay: xã Phú Túc, tỉnh Vĩnh Long)",
        "huyện Châu Thành",
    ),
]  # fmt: skip


@pytest.mark.parametrize("representative", ["Nguyễn Văn Mẫu", ""])
@pytest.mark.parametrize(("said", "which", "code", "address", "district"), WENT_IN)
async def test_a_list_that_went_in_before_changes_nothing(
    cast: make.Cast, at: datetime, said: str, which: str, code: str, address: str, district: str, representative: str
) -> None:
    heads = [*asking.HEADS[:-1], "Địa chỉ"]
    rows = asking.a_csv([asking.a_row(1, province=said, representative=representative)], heads)
    await asking.brought(cast.an, await asking.read(cast.an, rows, at=at), at=at)
    for again in (True, False):
        row = await asking.read(cast.an, rows, at=at)
        assert (again, row.counts) == (again, {"rows": {"same": 1}, "entities": {"same": 1}})
        await db.fetch(
            "UPDATE organization SET province_set = $1, province_code = $2, address = $3, district = $4"
            " WHERE name = 'Hợp tác xã Mẫu 1'",
            which,
            code,
            address,
            district,
        )


async def test_a_row_that_may_lie_elsewhere_comes_back_without_a_province_and_goes_in_with_one(
    cast: make.Cast, at: datetime
) -> None:
    office = await make.organization(Kind.AUTHORITY, "Sở Đồng Tháp", province_set="34", province_code="82")
    officer = await make.person("Giang", office)
    heads = [*asking.HEADS[:-1], "Địa chỉ"]
    row = await asking.read(
        officer,
        asking.a_csv([asking.a_row(1, province="Thôn 3, Hòa Bình"), asking.a_row(2, province="")], heads),
        at=at,
    )
    assert [one["outcome"] for one in await asking.rows(row)] == ["fault", "create"]
    (names, back, *_more) = await faults(row, "en")
    assert back[1:4] == [
        "Address",
        "Thôn 3, Hòa Bình",
        "This address may lie in another province than Dong Thap, as it names Hoa Binh: write the province in its column, or at "
        "the end of the address with the word “tỉnh” before it.",
    ]
    assert back[names.index("Province")] == ""
    assert not placing.is_assumed("Thôn 3, Hòa Bình", "", DONG_THAP)
    assert not placing.is_assumed("xã A, huyện Lai Vung", "", "34-01")
    assert placing.is_assumed("xã A, huyện Mẫu", "", DONG_THAP)
    assert placing.is_assumed("", "", DONG_THAP)
