"""One organization is found by its name however it is abbreviated, and no other one is."""

import pytest

from events_app.directory import likeness


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("HTX SX & KD mỳ Chũ Xuân Trường", "HTX sản xuất và kinh doanh mỳ Chũ Xuân Trường"),
        ("HTX SX&KD mỳ Chũ", "Hợp tác xã SXKD mỳ Chũ"),
        ("HTX SX - KD mỳ Chũ", "Hợp tác xã sản xuất, kinh doanh mỳ Chũ"),
        ("HTX DVNN Chũ", "Hợp tác xã dịch vụ nông nghiệp Chũ"),
        ("HTX NN và DV Chũ", "HTX Nông nghiệp Dịch vụ Chũ"),
        (
            "Công ty TNHH MTV TM&DV XNK Mẫu",
            "Cty trách nhiệm hữu hạn một thành viên thương mại dịch vụ xuất nhập khẩu Mẫu",
        ),
        ("HTX san xuat va kinh doanh va dich vu Mẫu", "HTX SX, KD & DV Mẫu"),
        ("HTX Sản xuất và Chế biến Mẫu", "HTX SX - chế biến Mẫu"),
        ("DNTN SX-TM Mẫu", "Doanh nghiệp tư nhân sản xuất thương mại Mẫu"),
    ],
)
def test_names_that_are_abbreviated_are_alike(one: str, other: str) -> None:
    assert likeness.of_name(one) == likeness.of_name(other)
    assert likeness.key(one, "34", "24") == likeness.key(other, "34", "24") != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("HTX Mẫu Và", "HTX Mẫu"),
        ("HTX Tâm Mẫu", "HTX TM Mẫu"),
        ("HTX SX Mẫu", "HTX KD Mẫu"),
        ("Cơ sở mứt Vả Huế", "Cơ sở mứt Huế"),
        ("Hộ kinh doanh Và Bá Xử", "Hộ kinh doanh Bá Xử"),
        ("Hộ kinh doanh Vá Sản xuất", "Hộ kinh doanh Sản xuất"),
        ("HTX Nông nghiệp Va Dịch", "HTX Nông nghiệp Dịch"),
        ("HTX Va Li", "HTX Li"),
        ("Co so mut Va Hue", "Co so mut Hue"),
    ],
)
def test_other_names_are_not(one: str, other: str) -> None:
    assert likeness.of_name(one) != likeness.of_name(other)


def test_what_is_looked_for_is_abbreviated_by_the_usual_words_alone() -> None:
    assert list(likeness.said_otherwise("htx tm mau")) == ["hop tac xa tm mau"]
