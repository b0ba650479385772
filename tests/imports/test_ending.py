"""A row comes back whose note or name says that its certificate was withdrawn, or that its entity is no more; usual notes stay."""

import io
from datetime import date, datetime

import pytest
import python_calamine

from events_app import db, i18n
from events_app.imports import blaming, ending, facts, queries, returning, saying, wording
from events_app.imports.headings import Field
from events_app.imports.saying import Unclear
from tests import make
from tests.imports import asking


@pytest.mark.parametrize(
    ("text", "ended"),
    [
        ("Đã thu hồi giấy chứng nhận theo QĐ 5/QĐ-UBND", True),
        ("Thu hồi GCN", True),
        ("bị thu hồi", True),
        ("Hủy kết quả công nhận", True),
        ("HTX đã giải thể", True),
        ("Ngừng hoạt động", True),
        ("Đã ngưng SX", True),
        ("không còn sản xuất", True),
        ("Certificate revoked in 2025", True),
        ("Sertifikat dicabut", True),
        ("Bị tước chứng nhận", True),
        ("Đình chỉ", True),
        ("Xóa tên", True),
        ("Đã đóng cửa", True),
        ("Cơ sở đã đóng cửa", True),
        ("Rút khỏi OCOP", True),
        ("Không đủ điều kiện", True),
        ("Trùng", False),
        ("Không đủ điều kiện nâng hạng 5 sao", False),
        ("Theo hợp đồng của HTX", False),
        ("Gia đình chị Lan; Bùi Đình Chi", False),
        ("Chưa bị tước chứng nhận", False),
        ("Tạm đóng cửa", False),
        ("Chưa thu hồi", False),
        ("không bị thu hồi", False),
        ("Đề nghị thu hồi", False),
        ("Tạm ngừng sản xuất", False),
        ("Công nhận lại", False),
        ("Hết hạn năm 2026", False),
        ("Đăng ký nâng hạng; sản phẩm dừa sáp", False),
        ("Không giải thể", False),
        ("Không hoạt động", True),
        ("Không sản xuất nữa", True),
        ("Không làm nghề này nữa", True),
        ("Đã nghỉ", True),
        ("Đã nghỉ bán", True),
        ("Đã bỏ nghề", True),
        ("Đề nghị sản xuất thêm", False),
        ("Đã nghỉ Tết, nay hoạt động lại", False),
    ],
)
def test_few_and_sure_words_say_that_something_has_ended(text: str, ended: bool) -> None:
    assert ending.says(text) == ended


@pytest.mark.parametrize(
    ("note", "message"),
    [
        ("Đã thu hồi", ending.NOTED),
        ("Đề nghị thu hồi", ending.ASKED),
        ("Đề xuất xem xét thu hồi GCN", ending.ASKED),
        ("Không đề nghị thu hồi", ""),
        ("GCN hết giá trị", ending.LAPSED),
        ("Hết hiệu lực", ending.LAPSED),
        ("Đã hết hạn", ending.LAPSED),
        ("Chưa hết hiệu lực", ""),
        ("Hết hạn", ending.LAPSED),
        ("GCN hết hạn ngày 3/3/2025", ending.LAPSED),
        ("Hết thời hạn", ending.LAPSED),
        ("Tình trạng: quá hạn", ending.LAPSED),
        ("Chưa hết hạn", ""),
        ("Sắp hết hạn", ""),
        ("Trước khi hết hạn 3 tháng báo lại", ""),
        ("Hết hạn sử dụng sau 12 tháng", ""),
        ("Bị loại", ending.LEFT),
        ("Đã loại khỏi danh sách", ending.LEFT),
        ("Loại khỏi danh sách OCOP", ending.LEFT),
        ("Không đạt", ending.LEFT),
        ("Đã bán cơ sở", ending.LEFT),
        ("Đã chuyển nhượng", ending.LEFT),
        ("Chuyển sang tỉnh khác", ending.LEFT),
        ("Đã chuyển cơ sở đi nơi khác", ending.LEFT),
        ("Chuyển sang tỉnh Bến Tre", ending.LEFT),
        ("Chủ hộ đã mất", ending.LEFT),
        ("Đã mất", ending.LEFT),
        ("Đã sáp nhập vào HTX Khác", ending.LEFT),
        ("Không bị loại", ""),
        ("Bị loại I trước đây", ""),
        ("Đa loại", ""),
        ("Không đạt 5 sao", ""),
        ("Đã bán tại siêu thị", ""),
        ("Bán ở tỉnh khác", ""),
        ("Chuyển sang nhóm khác", ""),
        ("Xã đã sáp nhập vào xã khác", ""),
        ("Đã mất giấy chứng nhận, đang xin cấp lại", ""),
        ("Chưa chuyển nhượng", ""),
    ],
)
def test_a_note_tells_why_its_row_comes_back(note: str, message: str) -> None:
    assert ending.told_by(note) == message


@pytest.mark.parametrize(
    ("ends", "issued", "message"),
    [
        ("05/05/2024", "", ""),
        ("", "05/05/2020", ""),
        ("05/05/2099", "", ending.LAPSED),
        ("", "", ending.LAPSED),
        ("05/05/2024", "9/9/9", saying.DATE),
    ],
)
def test_that_a_certificate_has_lost_its_force_contradicts_only_days_that_say_otherwise(
    ends: str, issued: str, message: str
) -> None:
    cells = {Field.PRODUCT: "Trà", Field.ENTITY: "HTX Mẫu", Field.STARS: "3 sao", Field.GROUP: "Đồ uống"}
    days = {field: said for field, said in ((Field.ENDS, ends), (Field.ISSUED, issued)) if said}
    place = facts.Place(today=date(2026, 1, 1))
    said = blaming.said({**cells, **days}, place, "", [("Ghi chú", "Hết hiệu lực")])
    assert [wrong[1] for wrong in said.wrongs][-1:] == ([message] if message else [])
    assert (said.product is None) == bool(message)
    other = blaming.said({**cells, **days}, place, "", [("Ghi chú", "Hết hiệu lực"), ("Ghi chú", "Thu hồi")])
    assert ending.NOTED in [wrong[1] for wrong in other.wrongs]


@pytest.mark.parametrize(
    ("name", "ended"),
    [
        ("HTX Mẫu (đã giải thể)", "đã giải thể"),
        ("HTX Mẫu - ngừng hoạt động", "ngừng hoạt động"),
        ("HTX Mẫu đã giải thể", "đã giải thể"),
        ("HTX Mẫu (Đồng Tháp)", ""),
        ("Cơ sở Thu Hồi", ""),
        ("HTX Thu Hồi - Cao Lãnh", ""),
    ],
)
def test_a_name_is_not_followed_by_such_words(name: str, ended: str) -> None:
    if not ended:
        assert ending.name(name) == name
        return
    with pytest.raises(Unclear) as unclear:
        ending.name(name)
    assert (unclear.value.message, unclear.value.values) == (ending.NAMED, {"words": ended})


def test_notes_are_columns_that_are_read_for_nothing_else() -> None:
    heads = ["STT", "Sản phẩm", "Ghi chú", "Tình trạng hoạt động", "Thông tin – Ghi chú khác", "Ghi chú"]
    assert ending.notes(heads, [1, 5]) == [2, 3, 4]


@pytest.mark.usefixtures("database")
async def test_a_row_that_is_said_to_have_ended_comes_back(cast: make.Cast, at: datetime) -> None:
    rows = [
        [*asking.a_row(1), "Đã thu hồi giấy chứng nhận"],
        [*asking.a_row(2), "Trùng tên"],
        [*asking.a_row(3), ""],
        [*asking.a_row(4, entity="HTX Mẫu 4 (đã giải thể)"), ""],
        [*asking.a_row(5, product="Trà mẫu 5 (ngừng sản xuất)"), ""],
        [*asking.a_row(6, stars="9 sao"), "Bị thu hồi"],
        [*asking.a_row(7), "Chuyển sang tỉnh khác"],
        [*asking.a_row(8, entity="HTX Mẫu 8 (đã bán cơ sở)"), ""],
    ]
    row = await asking.read(cast.an, asking.a_csv(rows, [*asking.HEADS, "Ghi chú"]), at=at)
    said = [[(field, message) for field, message, _ in one["wrongs"]] for one in await asking.rows(row)]
    noted = ("product", ending.NOTED)
    assert said[:5] == [[noted], [], [], [("entity", ending.NAMED)], [("product", ending.NAMED)]]
    assert said[5][0] == noted
    assert said[6:] == [[("product", ending.LEFT)], [("entity", ending.NAMED_LEFT)]]
    assert [field for field, _ in said[5]] == ["product", "stars"]
    with i18n.speaking("en"):
        (told,) = wording.reasons((await asking.rows(row))[0]["wrongs"])
    assert told["reason"].startswith("“Đã thu hồi giấy chứng nhận”, in the column “Ghi chú”, says")
    row = await asking.brought(cast.an, row, at=at)
    assert row.counts["rows"] == {"create": 2, "fault": 6}
    names = await db.fetch("SELECT name FROM product ORDER BY name")
    assert [one["name"] for one in names] == ["Trà mẫu 2", "Trà mẫu 3"]


@pytest.mark.usefixtures("database")
async def test_what_came_back_by_a_note_comes_back_again_with_it(cast: make.Cast, at: datetime) -> None:
    heads = [*asking.HEADS, "Ghi chú", "Thông tin – Tình trạng"]
    blank = [""] * (len(asking.HEADS) - 2)
    rows = [
        [*asking.a_row(1), "Ngưng hoạt động, của ông 079123456789", "x"],
        [*asking.a_row(2, stars="9 sao"), "Trùng tên", "Đã bị thu hồi"],
        [*asking.a_row(3, stars="#N/A"), "Thu hồi GCN", "Thu hồi"],
        ["", "Sen sấy mẫu", *blank, "Thu hồi GCN", ""],
        [*asking.a_row(4, stars="9 sao"), "Trùng tên", ""],
    ]
    row = await asking.read(cast.an, asking.a_csv(rows, heads), at=at)
    for _ in range(2):
        assert row.counts["rows"] == {"fault": 5}
        said = await queries.said_of_returned(row)
        made = await returning.faults(queries.returned(row), said, queries.place_of(row), queries.notes_of(row))
        table = python_calamine.load_workbook(io.BytesIO(made)).get_sheet_by_index(0).to_python()
        assert table[0][-2:] == heads[-2:]
        assert [line[-2:] for line in table[1:]] == [
            ["Ngưng hoạt động, của ông *********789", ""],
            ["", "Đã bị thu hồi"],
            ["Thu hồi GCN", "Thu hồi"],
            ["Thu hồi GCN", ""],
            ["", ""],
        ]
        row = await asking.read(cast.an, made, at=at, name="list.xlsx")


@pytest.mark.parametrize(("language", "begins"), [("vi", "Ghi chú của dòng này"), ("id", "Catatan")])
def test_a_list_that_was_read_before_notes_were_kept_tells_its_reason_in_every_language(
    language: str, begins: str
) -> None:
    stored = (
        "A note in this row says that the certificate was withdrawn, or that the entity or its production has ended: leave the "
        "row out, or send it without the note if the certificate is valid."
    )
    with i18n.speaking(language):
        (told,) = wording.reasons([["product", stored, {}]])
    assert told["reason"].startswith(begins)
    assert ending.noted_in([["product", stored, {}]]) == {}


@pytest.mark.parametrize(
    ("note", "over"),
    [
        ("Hết hạn", True),
        ("Hết hạn 31/12/2025", True),
        ("GCN hết hạn ngày 3/3/2025", True),
        ("Hết hạn 12/2024", True),
        ("Hết hạn năm 2025", True),
        ("Hết hạn ngày 1/1/2026", False),
        ("Hết hạn 01/2026", False),
        ("Hết hạn năm 2026", False),
        ("Quá hạn từ 31-12-2025", True),
    ],
)
def test_a_note_that_names_the_day_on_which_a_certificate_ends_contradicts_from_that_day_on(
    note: str, over: bool
) -> None:
    assert ending.contradicting([("Ghi chú", note)], date(2099, 5, 5), date(2026, 1, 1)) == (
        [("Ghi chú", note)] if over else []
    )
    assert ending.contradicting([("Ghi chú", note)], date(2025, 5, 5), date(2026, 1, 1)) == []
