"""An address is said with its province, once."""

import pytest

from events_app.directory import places
from events_app.i18n import Language, speaking
from events_app.reminders import lines

DONG_THAP = places.province("34", "82")
SAIGON = places.province("34", "79")


@pytest.mark.parametrize("ending", ["Đồng Tháp", "tỉnh Đồng Tháp", "Tỉnh  ĐỒNG THÁP.", "Dong Thap"])
def test_a_province_with_which_an_address_ends_is_not_said_again(ending: str) -> None:
    with speaking(Language.VI):
        said = places.whole_address(DONG_THAP, f"Xã Tràm Chim, {ending}", "", "")
    assert said == f"Xã Tràm Chim, {ending}"
    where = lines.where({"address": f"Xã Tràm Chim, {ending}", "province_set": "34", "province_code": "82"})
    assert where == [f"Xã Tràm Chim, {ending}"]


def test_a_city_is_one_however_it_is_called() -> None:
    with speaking(Language.VI):
        for ending in ("TP. Hồ Chí Minh", "Thành phố Hồ Chí Minh", "Ho Chi Minh City"):
            assert places.whole_address(SAIGON, f"1 Lê Lợi, {ending}") == f"1 Lê Lợi, {ending}"
        for code, name in (("01", "Hà Nội"), ("31", "Hải Phòng"), ("48", "Đà Nẵng"), ("92", "Cần Thơ"), ("46", "Huế")):
            for ending in (name, f"TP {name}", f"thành phố {name}"):
                assert places.whole_address(places.province("34", code), ending) == ending


@pytest.mark.parametrize(
    ("which", "code", "name"), [("63", "19", "Thái Nguyên"), ("34", "19", "Thái Nguyên"), ("63", "27", "Bắc Ninh")]
)
def test_a_city_in_a_province_of_its_name_is_not_the_province(which: str, code: str, name: str) -> None:
    found = places.province(which, code)
    with speaking(Language.VI):
        for district in (f"Thành phố {name}", f"TP. {name}"):
            assert places.whole_address(found, "1 Phố Mẫu", "", district) == f"1 Phố Mẫu, {district}, {name}"
        for ending in (name, f"tỉnh {name}"):
            assert places.whole_address(found, "1 Phố Mẫu", ending) == f"1 Phố Mẫu, {ending}"


def test_an_address_that_ends_with_something_else_keeps_its_province() -> None:
    with speaking(Language.VI):
        for said in ("12 Đồng Tháp", "Xã Tràm Chim", "Đồng Tháp, Xã Tràm Chim", "Xã Tràm Chim, An Giang"):
            assert places.whole_address(DONG_THAP, said) == f"{said}, Đồng Tháp"
        assert places.whole_address(DONG_THAP, "", "") == "Đồng Tháp"
        assert places.whole_address(None, "1 Phố Mẫu", "Xã Mẫu") == "1 Phố Mẫu, Xã Mẫu"
    where = lines.where({"address": "12 Đồng Tháp", "province_set": "34", "province_code": "82"})
    assert where == ["12 Đồng Tháp", DONG_THAP.name if DONG_THAP else None]
