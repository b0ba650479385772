"""One account says which twelve digits are a person's number: what is refused where it is typed, and masked where it stands."""

import time

import httpx
import pytest

from events_app import errors, identifying, revealing
from tests import make
from tests.browser_like import Browser
from tests.imports.test_long_cells import in_time

APART = [
    "", " ", ".", "-", "\u00a0", "\u3000", "\uff0d", "\uff0e",  # as ever
    "  ", "\u2013", "\u2014", "\u202f", "\u2009", "\u2010", "\u2011", "\u2212", "\u00b7",
    "\t", "\n", "\r\n", "\u200b", "\u200b\u200b\u200b\u200b", "\u00ad",
    "\u2060", "\ufeff", "\u200e", "\u202a", " \u200b", ". ", " .", " - ", " \u2013 ",
    ",", ", ", ";", "; ", "_", "__", "/", " / ", "|", "+", "*", ":", "\\", "'", "\u2019", "~",
]  # fmt: skip
DIGITS = {
    "Arabic-Indic": 0x660, "Persian": 0x6F0, "Devanagari": 0x966, "Thai": 0xE50, "full-width": 0xFF10, "mathematical": 0x1D7CE,
}  # fmt: skip


def both(written: str) -> tuple[bool, str]:
    """Whether a text is refused, and how it is shown; the one says the same as the other."""
    told, shown = revealing.is_told(written), identifying.masked(written)
    assert told == (shown != written)
    assert not revealing.is_told(shown)
    return told, shown


@pytest.mark.parametrize("apart", APART, ids=ascii)
@pytest.mark.parametrize("parts", [(3, 3, 3, 3), (4, 4, 4), (6, 6), (3, 1, 2, 6), (3, 9), (9, 3)], ids=str)
@pytest.mark.parametrize("number", ["082099001234", "001185012345", "079304567890"])
def test_a_number_is_refused_and_masked_whatever_stands_between_its_groups(
    number: str, parts: tuple[int, ...], apart: str
) -> None:
    rest, groups = number, []
    for part in parts:
        groups.append(rest[:part])
        rest = rest[part:]
    assert both(f"Chậu {apart.join(groups)}.") == (True, f"Chậu *********{number[-3:]}.")
    assert both(apart.join(groups)) == (True, f"*********{number[-3:]}")


@pytest.mark.parametrize("zero", DIGITS.values(), ids=DIGITS)
@pytest.mark.parametrize("number", ["082099001234", "082 099 001 234", "082  099  001  234", "082, 099, 001, 234"])
def test_a_number_is_refused_in_the_digits_of_any_writing(number: str, zero: int) -> None:
    written = "".join(chr(zero + int(sign)) if sign.isdigit() else sign for sign in number)
    assert both(f"Chậu {written}")[0]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Hộ A (CCCD 082099001234), 0912 345 678", "Hộ A (CCCD *********234), 0912 345 678"),
        ("Ngày 29/11/2026, 082.099.001.234", "Ngày 29/11/2026, *********234"),
        ("082099001234 001085012345", "*********234 *********345"),
        ("0 8 2 0 9 9 0 0 1 2 3 4", "*********234"),
        ("08 20 99 00 12 34", "*********234"),
        ("09 12 34 56 78 90", "*********890"),  # longer than a telephone
        ("0912345678 90", "*********890"),
        ("12 05 2026 080520", "12 *********520"),
        ("123 456 789 012", "*********012"),
        ("0790-8501-2012", "*********012"),  # its end is no year
        ("Số 079123456789.", "Số *********789."),
        ("a082099001234z", "a*********234z"),
        ("0912 345 678 - 082 099 001 234", "0912 345 678 - *********234"),
        ("1/2024, 082 - 099 - 001 - 234, 5", "1/2024, *********234, 5"),
    ],
)
def test_a_number_is_found_among_others(written: str, shown: str) -> None:
    assert both(written) == (True, shown)


@pytest.mark.parametrize(
    "written",
    [
        # days and times
        "2026-11-29 08:30", "2026-11-29 08:30:15", "29/11/2026 08:30", "29-11-2026 08:30", "29.11.2026 08.30",
        "08:30 29/11/2026", "8:30 - 17:00, 29/11/2026", "08:00-11:30, 13:30-17:00", "08:00 - 11:30 13:30 - 17:00",
        "08.00-11.30 13.30-17.00", "Từ 08/05/2025 đến 12/05/2026", "08/05/2025 12/05/2026", "08/05/2025-12/05/2026",
        "05/11/26 - 06/11/26", "05-11-26, 06-11-26", "05-06/11/2026, 08/11/2026", "05/11, 06/11, 07/11", "05/11-06/11-07/11",
        "01/2024 - 02/2025", "01/2024-02/2025", "01-2024 02-2025", "01 / 05 / 2026 - 02 / 05 / 2026", "01 - 05 - 2026",
        # years, and what counts on
        "2024 - 2025 - 2026", "2024-2025-2026", "2024–2025", "2024-2025", "2021–2025, 2026–2030", "2024 2025 2026",
        "Lô 01, 02, 03, 04, 05, 06", "01-02-03-04-05-06", "01 02 03 04 05 06", "Số 012, 013, 014, 015", "7 8 9 10 11 12 13",
        "Gian 09, 10, 11, 12, 13, 14",
        # numbers of papers
        "1234/QĐ-UBND", "123/2024/5678", "0123/2024/5678", "1234/2024/5678", "0512/2024, 0513/2024", "0045-2024-0046",
        "QĐ 0123 - 0456/2024", "012/QĐ-SNN 345 678", "0123456789-001", "1234567890123", "08936012345678",
        # amounts
        "1.200.000.000.000 đ", "200.000.000.000 đ", "200.000.000.000", "1,200,000,000,000", "1 200 000 000 000 đ",
        "200 000 000 000 đồng", "200000000000 VND", "100.000.000.000-200.000.000.000", "0,125 - 12,5 - 150.000", "15.000 - 20.000",
        "10.762622, 106.660172", "1000, 2000, 3000", "Rp 200.000.000.000",
        # telephones
        "0912345678, 12 Trần Phú", "0912 345 678 - 12 Trần Phú", "0912345678 0987654321", "0912345678 09 87 65 43 21",
        "0912 34 56 78, 0987 04 43 21", "0912.345.678/0987.654.321", "024 3825 1234", "(024) 38251234 / 5", "024 38251234/5",
        "+84 24 3825 1234", "+842438251234", "(+84) 24 3825 1234", "84 24 3825 1234", "(84-24) 3825 1234",
        "+84 912 345 678, +84 24 3825 1234", "+84912345678 +84987654321", "0084 24 38251234", "+62 21 1234 5678",
        "0912 345 678\n0987 654 321", "09 12 34 56 78", "02963 852 123 - 5", "0243.825.1234 - 1235 - 1236",
        "02438251234, 02438251235",
        # too few, or too far apart
        "08209900123", "082 099 001 23", "082 -- -- 099 001 234", "082 (Tiền Giang) 099 001 234", "", "12", "một hai ba",
    ],
)  # fmt: skip
def test_what_offices_write_is_no_number_of_a_person(written: str) -> None:
    for text in (written, f"Trà {written}", f"{written}, Xã Mẫu", f"({written})."):
        assert both(text) == (False, text)


@pytest.mark.parametrize(
    "repeated",
    ["0", "1", "1 ", "0 ", "01, ", "082 ", "082  ", "0\u200b", "\u200b", " ", "_", "-", "0912345678 ", "29/11/2026 ", "1.200.000",
     "2024 - ", "08:30", "+84", "+8 ", "1/", "1-", "9 đ", "1    ", "08 20 99 0x", "0" + "\u200b" * 700],
)  # fmt: skip
def test_the_longest_cell_is_looked_through_in_time(repeated: str) -> None:
    long = (repeated * 32_767)[:32_767]
    for written in (long, f"{long}x", f"082 {long}", f"{long} 082099001234"):
        with in_time():
            identifying.masked(written)


def test_a_text_without_many_digits_is_looked_through_once() -> None:
    """Every row of a list is asked: nothing is looked for in a text that has no twelve digits near each other."""
    names = [f"Hợp tác xã Mẫu {n}, Số 12/5 ấp Bình Hòa" for n in range(5_000)]
    begun = time.process_time()
    assert not any(map(revealing.is_told, names))
    assert time.process_time() - begun < 0.2


@pytest.mark.usefixtures("database")
async def test_the_name_of_a_field_that_somebody_made_up_comes_back_masked(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    number, shown = "082099001234", "*********234"
    for answer in (
        await client.get(f"/api/v1/organizations?{number}=1"),
        await client.get(f"/api/v1/organizations?limit=x&{number}=1"),
        await client.post("/api/v1/registrations", json={number: "x", "person": {f"so {number}": 1}}),
        await client.post("/api/v1/registrations", json={number: "\x00"}),
    ):
        assert answer.status_code == 422
        assert number not in answer.text
        assert shown in {one["field"].rpartition(" ")[2].rpartition(".")[2] for one in answer.json()["errors"]}
    browser = await Browser(client).sign_in(cast.an)
    await browser.see("/desk/entities/new")
    page = await browser.send("/desk/entities/new", 422, **{number: "x"})
    assert number not in page


def test_a_field_is_named_with_the_id_in_it_and_without_the_number_of_a_person() -> None:
    ours = "sites.01a22868-105e-746f-a2c6-910779110303.days"
    assert errors.Wrong(ours, "no").field == ours
    assert errors.Wrong("sites.001099012345.days", "no").field == "sites.*********345.days"
