"""Tax codes, telephones, addresses and provinces, with nobody asked."""

import phonenumbers
import pytest
from pydantic_core import PydanticCustomError

from events_app.directory import checking, renumbering


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("0100233488", "0100233488"),
        (" 0100 233 488 ", "0100233488"),
        ("0314409058-002", "0314409058-002"),
        ("0314409058002", "0314409058-002"),
        ("001099012345", "001099012345"),
    ],
)
def test_a_tax_code_is_kept_in_one_form(written: str, kept: str) -> None:
    assert checking.tax_code(written) == kept


@pytest.mark.parametrize(
    "written", ["", "12", "0100233480", "0314409058-000", "01002334881", "٠٠١٠٩٩٠١٢٣٤٥", "00109901234x"]
)
def test_a_tax_code_that_cannot_be_one_is_refused(written: str) -> None:
    with pytest.raises(PydanticCustomError):
        checking.tax_code(written)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("0912 345 678", "+84912345678"),
        ("+84 91 234 56 78", "+84912345678"),
        ("024 3825 1234", "+842438251234"),
        ("1900 1234", "+8419001234"),
        ("+62 21 1234 5678", "+622112345678"),
        ("0912.345.678", "+84912345678"),
        ("84 912345678", "+84912345678"),
        ("(024) 3825-1234", "+842438251234"),
        ("ĐT: 0912-345-678", "+84912345678"),
        ("1800 6601", "+8418006601"),
        ("0168 234 5678", "+84382345678"),  # eleven digits, until 2018
        ("01234567890", "+84834567890"),
        ("0240.3876.001", "+842043876001"),  # area codes, until 2017
        ("(0241) 382-3456", "+842223823456"),
        ("04 3825 1234", "+842438251234"),
        ("+84 4 3825 1234", "+842438251234"),
        ("0511 3821234", "+842363821234"),
        ("020 3820123", "+842143820123"),
        ("0650 3822222", "+842743822222"),
        ("0210 3846000", "+842103846000"),  # one that stayed
        ("033 3825123", "+84333825123"),  # a mobile number today
    ],
)
def test_a_telephone_number_is_kept_as_e164(written: str, kept: str) -> None:
    assert checking.phone(written) == kept


def test_a_mobile_number_is_read_by_its_pattern_as_the_library_reads_it() -> None:
    for n in range(100, 1000):
        written = f"0{n} 123.456"
        number = phonenumbers.parse(written, "VN")
        if phonenumbers.is_valid_number(number):
            assert checking.phone(written) == phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        elif not renumbering.landline(str(number.national_number)):
            with pytest.raises(PydanticCustomError):
                checking.phone(written)
    assert checking.phone("٠٩١٢٣٤٥٦٧٨") == "+84912345678"


@pytest.mark.parametrize("written", ["", "12", "0123 456 789", "call me", "0912 345 678 ext. 3", "09123456789012"])
def test_a_telephone_number_that_cannot_be_one_is_refused(written: str) -> None:
    with pytest.raises(PydanticCustomError):
        checking.phone(written)


@pytest.mark.parametrize("written", ["a@b.vn", "A.B+c@X.Example", "o'hara@mail.co.id"])
def test_letters_can_be_sent_to(written: str) -> None:
    assert checking.email(written) == written.lower()


@pytest.mark.parametrize(
    "written",
    ["", "a", "a@b", "a b@c.vn", "@b.vn", "a@b..vn", "a..b@c.vn", "a@b.vn\n", "a@b.vn\r\nBcc: x@y.vn", "ă@b.vn"],
)
def test_letters_cannot_be_sent_to(written: str) -> None:
    with pytest.raises(PydanticCustomError):
        checking.email(written)


@pytest.mark.parametrize("written", ["001099012345@mail.vn", "tu.0010-9901-2345@mail.vn", "tu@001099012345.vn"])
def test_an_address_that_tells_a_persons_number_is_refused_for_that(written: str) -> None:
    assert checking.is_email(written)
    with pytest.raises(PydanticCustomError) as refused:
        checking.email(written)
    assert refused.value.message() == checking.TELLING


def test_an_address_with_a_telephone_number_or_a_day_is_none_of_that() -> None:
    for written in ("0912345678@mail.vn", "tu.84912345678@mail.vn", "tu20021990@mail.vn", "tu1234567890123@mail.vn"):
        assert checking.email(written) == written


def test_a_province_is_a_code_in_its_set() -> None:
    assert checking.province(None, None) == []
    assert checking.province("63", "24") == []
    assert [wrong.field for wrong in checking.province("34", "02")] == ["province_code"]
    assert [wrong.field for wrong in checking.province(None, "01")] == ["province_code"]
    assert [wrong.field for wrong in checking.province("34", None)] == ["province_code"]
    assert [wrong.field for wrong in checking.province(None, None, owed=True)] == ["province_code"]
