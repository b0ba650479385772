"""Dates, stars, groups and kinds as offices write them."""

from datetime import date
from typing import Any

import pytest

from events_app import xlsx
from events_app.directory.tables import EntityKind
from events_app.imports import legacy, saying


@pytest.mark.parametrize(
    "cell",
    [
        45642,
        45642.75,
        "16/12/2024",
        "16-12-24",
        "16.12.2024",
        "2024-12-16",
        "'16/12/2024",
        "Ngày 16 tháng 12 năm 2024",
        "16 / 12 / 2024",
        "16/12/2024 00:00:00",
        "16-12-24 0:00",
        "2024-12-16 00:00:00",
        "45642",
        "16-Dec-2024",
        "16 December 2024",
        "16-dec-24",
    ],
)
def test_one_day_in_many_forms(cell: Any) -> None:
    assert saying.day(cell) == date(2024, 12, 16)


@pytest.mark.parametrize("cell", ["-", "–", "—", "/", "x", "không", "Không có", "chưa có", "(chưa có)", "…", "0"])
def test_a_sign_for_nothing_is_no_day_and_none_that_is_wrong(cell: Any) -> None:
    assert (saying.day(cell), saying.end(cell, date(2024, 5, 20))) == (None, None)


@pytest.mark.parametrize(
    "cell", ["31/02/2024", "16/12/2024 12 giờ", "12/2024", "hôm qua", 3, 10**9, "16/12/1824", 1e300]
)
def test_no_day(cell: Any) -> None:
    with pytest.raises(saying.Unclear):
        saying.day(cell)


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("31/02/2025", saying.NO_DAY),
        ("Ngày 31 tháng 2 năm 2025", saying.NO_DAY),
        ("2025-02-30", saying.NO_DAY),
        ("31-Feb-2025", saying.NO_DAY),
        ("5-Marz-Mai-2025", saying.DATE),
        ("12/2024", saying.DATE),
        ("hôm qua", saying.DATE),
        ("2024", saying.YEAR),
        (2024, saying.YEAR),
        ("Năm 2024", saying.YEAR),
        ("1890", saying.DATE),
        (0, saying.NO_RESULT),
        (0.0, saying.NO_RESULT),
    ],
)
def test_a_day_that_there_is_not_is_told_from_one_that_is_written_otherwise(cell: Any, message: str) -> None:
    for read in (saying.day, lambda one: saying.end(one, date(2024, 5, 20))):
        with pytest.raises(saying.Unclear) as wrong:
            read(cell)
        assert wrong.value.message == message


@pytest.mark.parametrize(
    ("cell", "last"),
    [
        ("36 tháng", date(2027, 5, 20)),
        ("3 năm", date(2027, 5, 20)),
        ("24 tháng kể từ ngày ký quyết định", date(2026, 5, 20)),
        ("2 years", date(2026, 5, 20)),
        ("36 bulan.", date(2027, 5, 20)),
        ("20/5/2026", date(2026, 5, 20)),
        (None, None),
    ],
)
def test_the_end_is_a_day_or_so_long_after_the_day_of_issue(cell: Any, last: date | None) -> None:
    assert saying.end(cell, date(2024, 5, 20)) == last


def test_without_a_day_of_issue_only_the_usual_time_is_understood() -> None:
    assert saying.end("36 tháng", None) is None
    for cell in ("24 tháng", "0 tháng", "500 năm"):
        with pytest.raises(saying.Unclear):
            saying.end(cell, None)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("HTXNN Mẫu", EntityKind.COOPERATIVE),
        ("LHHTX Mẫu", EntityKind.COOPERATIVE),
        ("Tổng công ty Mẫu", EntityKind.ENTERPRISE),
        ("Chi nhánh Công ty TNHH Mẫu", EntityKind.ENTERPRISE),
        ("C.ty CP Mẫu", EntityKind.ENTERPRISE),
        ("HTX Sen Mẫu", EntityKind.COOPERATIVE),
        ("HTX-TM-DV Mẫu", EntityKind.COOPERATIVE),
        ("DN-TN Mẫu", EntityKind.ENTERPRISE),
        ("Tổ hợp tác Mẫu", EntityKind.COOPERATIVE_GROUP),
        ("Công ty TNHH Mẫu", EntityKind.ENTERPRISE),
        ("HKD Nguyễn Mẫu", EntityKind.HOUSEHOLD),
        ("Cơ sở sản xuất Mẫu", EntityKind.HOUSEHOLD),
        ("Nguyễn Mẫu", None),
        ("cooperative_group", EntityKind.COOPERATIVE_GROUP),
    ],
)
def test_kinds(name: str, kind: EntityKind | None) -> None:
    assert saying.kind(name) == kind


@pytest.mark.parametrize("text", ["=1+1", "+84 912", "-Sen", "@Mẫu", "\tA", "\rB", "Trà"])
def test_what_could_be_a_formula_is_guarded_on_the_way_out_and_freed_on_the_way_in(text: str) -> None:
    assert xlsx.guarded(text)[0] not in "=+-@\t\r"
    assert saying.text(xlsx.guarded(text)) == " ".join(text.split())


def test_letters_of_before_unicode() -> None:
    assert (
        legacy.converted("Tªn s¶n phÈm – Hîp t¸c x· §ång Th¸p", legacy.Legacy.TCVN3)
        == "Tên sản phẩm – Hợp tác xã Đồng Tháp"
    )
    assert legacy.converted("Teân saûn phaåm ÑÒA CHÆ", legacy.Legacy.VNI) == "Tên sản phẩm ĐỊA CHỈ"
    assert legacy.converted("Tên sản phẩm", legacy.Legacy.TCVN3) == "Tên sản phẩm"


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("Số 512/QĐ-UBND", "512/QĐ-UBND"),
        ("số: 512/QĐ-UBND", "512/QĐ-UBND"),
        ("So 512/QD-UBND", "512/QD-UBND"),
        ("QĐ số 512/QĐ-UBND", "512/QĐ-UBND"),
        ("Quyết định số 512/QĐ-UBND", "512/QĐ-UBND"),
        ("Quyết định 512/QĐ-UBND", "512/QĐ-UBND"),
        ("QĐ: 512/QĐ-UBND", "512/QĐ-UBND"),
        ("GCN số: OCOP-24-001", "OCOP-24-001"),
        ("No. 512", "512"),
        ("Decision No 512", "512"),
        ("512/QĐ-UBND", "512/QĐ-UBND"),
        ("QĐ-UBND-512", "QĐ-UBND-512"),
        ("OCOP-24-001", "OCOP-24-001"),
        ("SOC-1", "SOC-1"),
        ("Nocop 1", "Nocop 1"),
        ("Số hiệu A", "Số hiệu A"),
        (512, "512"),
    ],
)
def test_the_words_before_a_number_are_no_part_of_it(cell: Any, number: str) -> None:
    assert saying.number(cell) == number


@pytest.mark.parametrize(
    ("cell", "apart"),
    [
        ("Quyết định số 101/QĐ-UBND\nngày 01/3/2025", ("Quyết định số 101/QĐ-UBND", "01/3/2025", "")),
        ("101/QĐ-UBND, 01/3/2025", ("101/QĐ-UBND", "01/3/2025", "")),
        ("101/QĐ-UBND (01-3-25)", ("101/QĐ-UBND", "01-3-25", "")),
        ("101/QĐ-UBND - 1.3.2025.", ("101/QĐ-UBND", "1.3.2025", "")),
        ("101/QĐ-UBND ngày 5 tháng 3 năm 2025", ("101/QĐ-UBND", "5 tháng 3 năm 2025", "")),
        ("101/QĐ-UBND ngày 01/3/2025 của UBND tỉnh Mẫu", ("101/QĐ-UBND", "01/3/2025", "UBND tỉnh Mẫu")),
        ("101/QĐ-UBND", None),
        ("512/2025/QĐ-UBND", None),
        ("OCOP-24-001", None),
        ("GCN 01-02-03", None),
        ("12/5/2025", None),
        (" " * 100_000 + "-", None),
        (512, None),
    ],
)
def test_a_number_is_told_from_the_day_beside_it(cell: Any, apart: tuple[str, str, str] | None) -> None:
    assert saying.dated_number(cell) == apart


@pytest.mark.parametrize(
    "cell",
    [
        "Đến 05/05/2027",
        "đến hết ngày 5 tháng 5 năm 2027",
        "05/05/2024 - 05/05/2027",
        "05-05-2024–05-05-2027",
        "Từ ngày 05/05/2024 đến ngày 05/05/2027",
        "05/05/2027 (còn hạn)",
        "Có hiệu lực đến 05/05/2027, còn hiệu lực",
    ],
)
def test_the_last_day_may_stand_behind_the_first_one_and_other_words(cell: str) -> None:
    for issued in (date(2024, 5, 5), None):
        assert saying.end(cell, issued) == date(2027, 5, 5)


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("04/05/2024 - 05/05/2027", saying.ANOTHER_FIRST),
        ("đến 31/02/2027", saying.NO_DAY),
        ("05/05/2027 (hết hạn)", saying.DATE),
        ("còn hạn", saying.DATE),
        ("06/05/2026; 05/05/2027", saying.DATE),
    ],
)
def test_no_last_day_is_guessed(cell: str, message: str) -> None:
    with pytest.raises(saying.Unclear) as unclear:
        saying.end(cell, date(2024, 5, 5))
    assert unclear.value.message == message
