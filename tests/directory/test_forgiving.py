"""Products and organizations are found in spite of slips, and nothing is found where nothing is meant."""

import random
from collections.abc import Iterator

import pytest

from events_app import values
from events_app.directory.tables import EntityKind, Kind, Organization
from events_app.sample import national
from tests import make
from tests.directory import misspelling
from tests.directory.seeking import ON, found

NONSENSE = (
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm qwe",
    "xyzzy plugh",
    "lorem ipsum dolor",
    "blorf wibble",
    "kkkkkkkk",
    "0x7f3a9b",
    "zzz",
    "wwwwww wwww",
    "foobarbaz",
    "jklw jklw",
    "qqq www eee",
    "rtfm lgtm",
    "zyxwvut",
    "hjkl",
    "vvvvvv",
    "9988776655",
    "bzzzt brrr",
    "select from where",
)
ELSEWHERE = (  # words that there are, of things that no list of products has
    "tủ lạnh", "bóng đá", "trường học", "ngân hàng", "điện thoại", "máy bay", "xe máy", "bệnh viện", "máy tính", "ô tô", "nhà hàng",
    "chứng khoán", "bất động sản", "quần áo", "học sinh", "xăng dầu", "vé số", "tu lanh", "bong da", "truong hoc",
    "dien thoai", "may bay", "telephone",
)  # fmt: skip


def mistyped(names: list[str], count: int, seed: int) -> Iterator[tuple[str, str]]:
    """What was meant and what was typed, each way of mistyping in its turn; every other slip in a name without accents."""
    chance = random.Random(seed)
    ways = (*misspelling.SLIPS, *misspelling.KEYS)
    for n, name in enumerate(chance.sample(names, count)):
        said = name.replace(" (mẫu)", "")
        way = ways[n % len(ways)]
        if way in misspelling.SLIPS and n % 2:
            said = values.plain(said)
        yield name, way(chance, said)


async def test_of_200_mistyped_names_95_in_100_are_found_among_the_first_five(cast: make.Cast) -> None:
    whole = national.directory(ON, products=3000, seed=7)
    await national.load(whole, at=make.NOW)
    names = [*(one.name for one in whole.products), *(one.name for one in whole.entities)]
    missed = [(name, typed) for name, typed in mistyped(names, 200, seed=11) if name not in await found(typed)]
    assert len(missed) <= 10, missed
    assert [q for q in (*NONSENSE, *ELSEWHERE) if await found(q)] == []


async def test_a_name_that_is_near_hides_those_that_are_far_only_when_there_are_enough(shop: make.Cast) -> None:
    binh = shop.binh.organization
    await make.product(binh, "Mật ong hao nhãn")
    assert await found("mật ong hoa nhãn") == ["Mật ong hoa nhãn", "Mật ong hao nhãn"]
    for n in range(5):
        await make.product(binh, f"Mật ong hoa nhãn {n}")
    assert "Mật ong hao nhãn" not in await found("mật ong hoa nhãn", limit=50)


@pytest.mark.parametrize(
    "q", ["mta cà phê", "mật phế", "mậtt phê", "mạt hao cà", "phê hoa mật", "mật phe dak lak", "mậtt phê đắk lắk"]
)
async def test_words_that_stand_apart_are_found_with_a_slip_in_one_of_them(shop: make.Cast, q: str) -> None:
    assert (await found(q))[:1] == ["Mật ong hoa cà phê"]


@pytest.mark.parametrize("q", ["mật phêm", "phê mậtt", "mat cafe", "mật ong tủ lạnh", "at ong phê"])
async def test_words_that_were_not_meant_find_nothing(shop: make.Cast, q: str) -> None:
    assert await found(q) == []


@pytest.mark.parametrize("q", ["phê mật", "sen trà", "sen tra", "nếp rượu", "nhãn mật ong", "nếp rượ", "việt sen"])
async def test_words_are_found_in_whichever_order_they_are_typed(shop: make.Cast, q: str) -> None:
    words = values.searched(q).split()
    assert await found(q)
    assert all(word in values.searched(name) for name in await found(q) for word in words)


async def test_of_two_words_the_order_that_was_typed_comes_first(shop: make.Cast) -> None:
    for name in ("Sen vàng ướp trà", "Trà vàng ướp sen", "Sen trà"):
        await make.product(shop.em.organization, name)
    assert await found("trà sen") == ["Trà sen", "Trà vàng ướp sen", "Sen trà", "Sen vàng ướp trà"]


@pytest.fixture
async def brands(shop: make.Cast) -> make.Cast:
    """A dozen products whose names have the letters of other names, with other accents or as the beginning of a word."""
    binh = shop.binh.organization
    for n in range(6):
        await make.product(binh, f"Miến dong nguyên chất {n}")
        await make.product(binh, f"Sen VietGAP {n}")
        await make.product(binh, f"Nhãn lồng Hồng Ân {n}")
    for name, place in (
        ("Hợp tác xã nông nghiệp Đông Nguyên (xã Ea Kao)", ("34", "66")),
        ("HTX Long Ân", ("34", "66")),
        ("HTX Tháp Mười", ("63", "80")),
    ):
        owner = await make.organization(Kind.ENTITY, name, province_set=place[0], province_code=place[1])
        if place[0] == "63":
            await make.product(owner, "Gạo nàng thơm")
    await make.product(binh, "Trà Sen Việt Nhật")
    await make.product(binh, "Bánh tráng Long An")
    await make.product(binh, "Cam Long Ân")
    return shop


@pytest.mark.parametrize(
    ("q", "first"),
    [
        ("Đông Nguyên", ["Hợp tác xã nông nghiệp Đông Nguyên (xã Ea Kao)"]),
        ("ddoong nguyeen", ["Hợp tác xã nông nghiệp Đông Nguyên (xã Ea Kao)"]),
        ("dong nguyen", ["Hợp tác xã nông nghiệp Đông Nguyên (xã Ea Kao)"]),  # that is its whole name
        ("dong nguyên", ["Miến dong nguyên chất 0"]),
        ("Sen Việt", ["Hợp tác xã Sen Việt", "Trà Sen Việt Nhật"]),
        ("sen viet", ["Hợp tác xã Sen Việt", "Trà Sen Việt Nhật"]),
        ("sen vietg", ["Sen VietGAP 0"]),
        ("HTX Sen Việt", ["Hợp tác xã Sen Việt"]),
        ("long ân", ["HTX Long Ân", "Cam Long Ân", "Bánh tráng Long An"]),
        ("Long An", ["Bánh tráng Long An", "HTX Long Ân", "Gạo nàng thơm", "HTX Tháp Mười", "Cam Long Ân"]),
        ("long an", ["Bánh tráng Long An", "HTX Long Ân", "Gạo nàng thơm", "HTX Tháp Mười", "Cam Long Ân"]),
    ],
)
async def test_what_is_typed_exactly_comes_before_what_only_has_its_letters(
    brands: make.Cast, q: str, first: list[str]
) -> None:
    assert (await found(q))[: len(first)] == first


@pytest.mark.parametrize(
    ("q", "first"), [("Khánh Hoà", "Khánh Hòa"), ("thanh hóa", "Thanh Hoá"), ("khanh hoa", "Khánh Hoa")]
)
async def test_where_in_a_word_a_tone_is_put_does_not_matter(shop: make.Cast, q: str, first: str) -> None:
    for name in ("Khánh Hòa", "Thanh Hoá", "Khánh Hoa", "Thanh Hoa"):
        await make.product(shop.binh.organization, name)
    assert (await found(q, kind="product"))[0] == first


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Trà (sen) Tây Hồ", ["trà sen tay ho", "tra sne", "tra (sn)", "traf (sen)", "tra sen tya ho"]),
        ("Bún,miến dong", ["bun mine", "Bún/miến dogn", "busn,mieesn", "mien dong", "bú,miến"]),
        ("Gạo ST25 – túi (5kg)", ["gao st52", "gao st25 tui", "tui 5kg", "gao st25 tuii 5kg"]),
        ("M'Nông", ["m'nong", "M’Nông", "m nogn"]),
        ("Moon Bees", ["Moon Bees", "moon bees", "mono bees", "moon bees đắk lắk", "moon bees daklak"]),
        ("Cá bò", ["ca ob", "cá bò", "ca bbo"]),
        ("Lan hồ", ["lan h", "lna ho"]),
    ],
)
async def test_a_name_is_found_whatever_signs_and_keys_it_is_written_with(
    shop: make.Cast, name: str, typed: list[str]
) -> None:
    await make.product(shop.binh.organization, name)
    assert [q for q in typed if name not in await found(q)] == []


@pytest.mark.parametrize("q", ["htx ha my", "Hợp tác xã Hà Mỹ", "HTX hà mỹ", "ha my htx"])
async def test_an_abbreviation_and_what_it_means_find_the_same(cast: make.Cast, q: str) -> None:
    names = ["HTX Hà Mỹ", "Hợp tác xã Hà Mỹ"]
    for name in names:
        await make.organization(Kind.ENTITY, name, entity_kind=EntityKind.COOPERATIVE)
    assert sorted((await found(q))[:2]) == names


@pytest.mark.parametrize(
    ("q", "first"),
    [
        ("bưởi da hòa vinh", "Bưởi da xanh Hòa Vinh"),  # which is a slip of Hòa Bình too
        ("bưởi da hòa bình", "Bưởi da xanh Hòa Bình"),  # and this is its name
        ("bưởi hòa bình", "Bưởi da xanh Hòa Bình"),
    ],
)
async def test_a_name_that_holds_all_words_comes_before_any_slip_and_any_place(
    shop: make.Cast, q: str, first: str
) -> None:
    there = await make.organization(Kind.ENTITY, "Hộ Bưởi", province_set="63", province_code="17")
    for n in range(6):
        await make.product(there, f"Bưởi da {n}")
    for name in ("Bưởi da xanh Hòa Vinh", "Bưởi da xanh Hòa Bình"):
        await make.product(shop.binh.organization, name)
    assert (await found(q))[0] == first


async def test_an_organization_is_no_nearer_for_the_name_of_the_province_in_which_it_lies(shop: make.Cast) -> None:
    made = await make.organization(Kind.ENTITY, "Hộ Mật Ong Buôn Hồ", province_set="34", province_code="66")
    await Organization.update({"search": "ho mat ong buon ho dak lak"}, force=True).where(Organization.id == made.id)
    assert sorted((await found("mật ong đắk lắk"))[:2]) == ["Hộ Mật Ong Buôn Hồ", "Mật ong hoa cà phê"]
    assert sorted((await found("mật ong T. Đắk Lắk"))[:2]) == ["Hộ Mật Ong Buôn Hồ", "Mật ong hoa cà phê"]


@pytest.mark.parametrize(
    "q", ["mật o ng hoa cà phê", "m ật ong hoa cà", "mật ong hoa c à phê đắk lắk", "maatj o ng hoa"]
)
async def test_a_blank_inside_a_word_is_forgiven(shop: make.Cast, q: str) -> None:
    assert (await found(q))[0].startswith("Mật ong hoa")
