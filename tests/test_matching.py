"""What is looked for, and how alike a name must be."""

import re
from collections.abc import Callable, Iterator

import pytest

from events_app import db, matching, mistyping, values

How = Callable[[matching.Sought, str, matching.Add], str]


def test_what_was_typed_is_read_as_it_stands_and_as_keys() -> None:
    assert matching.sought("Tuaafn leex OCOP") == matching.Sought(
        ("tuan le ocop",), ("tuaafn leex ocop",), ("tuaafn leex ocop", "tuần lễ ocop")
    )
    assert matching.sought("  Tuần lễ – OCOP! ") == matching.Sought(("tuan le ocop",), (), ("tuần lễ ocop",))


@pytest.mark.parametrize(
    ("typed", "accented"),
    [("Tuần lễ", True), ("tuaafn leex", True), ("gas", True), ("tuan le", False), ("OCOP", False)],
)
def test_accents_are_known_where_any_was_typed(typed: str, accented: bool) -> None:
    sought = matching.sought(typed)
    assert sought
    assert sought.accented is accented


def test_what_is_said_otherwise_too_is_not_known_as_it_is_written() -> None:
    sought = matching.sought("HTX Sen Việt", lambda one: [one.replace("htx", "hop tac xa")])
    assert sought
    assert sought.written == ("sen việt",)
    assert sought.written_of("viet") == ("việt",)


@pytest.mark.parametrize("nothing", [None, "", "  "])
def test_nothing_looks_for_nothing(nothing: str | None) -> None:
    assert matching.sought(nothing) is None


@pytest.mark.parametrize("signs", ["%_!?", "–", "\x00"])
def test_signs_alone_are_like_no_name(signs: str) -> None:
    sought = matching.sought(signs)
    assert sought == matching.Sought(())
    assert (sought.near("search", len), sought.far("search", len)) == ("(false)", "(false)")


def test_a_long_text_is_cut() -> None:
    sought = matching.sought("a" * 5000)
    assert sought is not None
    assert len(sought.readings[0]) == 120


def test_a_name_must_be_as_alike_as_one_slip_leaves_it() -> None:
    assert [matching.threshold(one) for one in ("nem chua", "buoi da xanh", "mat ong hoa nhan")] == [0.4, 0.53, 0.6]


async def test_groups_are_counted_as_postgresql_counts_them(database: None) -> None:
    for reading in ("buoi da xanh", "ga", "ba ba", "3 sao", "tra o long thuong hang phat van mau"):
        row = await db.one("SELECT cardinality(show_trgm($1)) AS count", reading)
        assert row == {"count": matching.groups(reading)}


@pytest.mark.parametrize("meant", ["tra sen", "che tuyet", "cha muc"])
def test_every_slip_of_a_short_text_is_among_its_patterns(meant: str) -> None:
    for typed in _slips(meant):
        matching_ = [re.fullmatch(one.replace("%", ".*").replace("_", "."), meant) for one in matching.slips(typed)]
        assert any(matching_), typed
        assert re.search(
            mistyping.meant(typed, matching.leniency(typed)).replace(r"\m", r"\b").replace(r"\M", r"\b"), meant
        ), typed


@pytest.mark.parametrize("text", ["sen", "chuo", "o to", "a b c"])
def test_too_short_a_text_has_no_slip(text: str) -> None:
    assert list(matching.slips(text)) == []


@pytest.mark.parametrize(
    ("typed", "name", "like"),
    [
        ("lan h", "hoa lan ho", True),
        ("lna h", "hoa lan h", True),
        ("ca ob", "ca bo", True),
        ("b sap", "bo sap", True),
        ("ca vo", "ca bo", False),  # another word
        ("lan h", "hoa lang hoa", False),
        ("tra sne", "trà (sen) tây hồ", True),
        ("mat ong,ho nhan", "mật ong,hoa nhãn", True),
        ("bun ien", "bún/miến dong", False),  # the first letter is known
    ],
)
async def test_a_short_text_has_a_slip_whatever_signs_are_between_its_words(
    database: None, typed: str, name: str, like: bool
) -> None:
    assert await found(matching.Sought.far, typed, name) is like


@pytest.mark.parametrize(
    ("how", "typed", "name", "like"),
    [
        (matching.Sought.near, "Moon Bees", "mật ong Moon Bees", True),
        (matching.Sought.near, "Moon Bees", "môn bế", True),
        (matching.Sought.near, "moo bees", "moon bees", False),
        (matching.Sought.apart, "mono bees", "moon bees", True),
        (matching.Sought.apart, "mat ogn moon bees", "mật ong (Moon Bees)", True),
        (matching.Sought.apart, "mono bees", "moon coffee", False),
    ],
)
async def test_what_was_read_as_keys_is_also_found_as_it_was_typed(
    database: None, how: How, typed: str, name: str, like: bool
) -> None:
    assert await found(how, typed, name) is like


@pytest.mark.parametrize(
    ("text", "pattern"), [(None, None), ("  ", None), ("%_", ""), ("Sen (Việt)", "%sen viet%"), ("100%", "%100%")]
)
def test_words_beside_each_other_are_a_pattern_without_signs(text: str | None, pattern: str | None) -> None:
    assert matching.together(text) == pattern


@pytest.mark.parametrize(
    ("typed", "name", "like"),
    [
        ("mta nhan", "mat ong hoa nhan", True),
        ("ong mat", "mat ong hoa nhan", False),  # two words stand in their order
        ("mat nhaan", "mat ong hoa nhan", True),
        ("nhan mt", "mat ong hoa nhan", False),  # two letters are no word that can be forgiven
        ("mta nhna", "mat ong hoa nhan", False),  # neither is right
        ("mta hao nhan", "mat ong hoa nhan", True),
        ("nhan hao mta", "mat ong hoa nhan", False),  # as do three, where one has a slip
        ("nhan hoa mat", "mat ong hoa nhan", True),
        ("mat nhab", "mat ong hoa nhan", False),  # of two, only what is surely a slip is forgiven
        ("mat nhaj ong hoa", "mat ong hoa nhan", True),
        ("mat xoai", "mat ong hoa nhan", False),  # another word
        ("sen nhan", "sot nhan", False),
        ("bac thanhg", "banh trang thanh bac", False),
        ("tih bot nghe vietgap cong tan", "tinh bot nghe vietgap (cong/tan)", True),
        ("mta ogn hoa nhan", "mat ong hoa nhan", True),
        ("mta ogn hao nhan", "mat ong hoa nhan", False),  # of many words two may be wrong
    ],
)
async def test_words_need_not_stand_together_nor_all_be_right(
    database: None, typed: str, name: str, like: bool
) -> None:
    assert await found(matching.Sought.apart, typed, name) is like


@pytest.mark.parametrize(
    ("typed", "name", "like"),
    [
        ("ga", "ga", True),
        ("ga", "chao ga", True),
        ("ca", "ca, tom", True),
        ("ca", "cha (tom, ca)", True),
        ("ga", "gao", False),
        ("gao", "gaolut", True),
    ],
)
async def test_a_word_of_two_letters_stands_whole_whatever_sign_is_behind_it(
    database: None, typed: str, name: str, like: bool
) -> None:
    assert await found(matching.Sought.near, typed, name) is like


@pytest.mark.parametrize(
    ("typed", "name", "like"),
    [
        ("mat nhan", "mat ong hoa nhan", True),
        ("mat nha", "mat ong hoa nhan", True),  # the last word is not ended
        ("ma nhan", "mat ong hoa nhan", False),
        ("nhan mat", "mat ong hoa nhan", True),
        ("nhan hoa", "mat ong hoang nhan", True),  # nor where it stands first
        ("nha mat", "mat ong hoa nhan", False),
        ("ho lan", "hoa lan ho", True),
        ("hoa ho", "hong hoa", False),
        ("ho ga", "ga ho", True),
        ("ho ga", "gao ho", False),
        ("at nhan", "mat ong hoa nhan", False),
        ("lan ho", "hoa lan ho", True),
        ("lan ho", "hoa lan hong", False),
        ("hoa mat nha", "mat ong hoa nhan", True),
        ("hoa ma nhan", "mat ong hoa nhan", False),
        ("hoa at nhan", "mat ong hoa nhan", False),
        ("hoa mat on", "mat ong hoa nhan", False),
        ("mta ong hoa nhan", "mat ong hoa nhan", False),
        ("maatj ong", "mat ong hoa nhan", True),
    ],
)
async def test_words_are_held_as_they_were_typed(database: None, typed: str, name: str, like: bool) -> None:
    assert await found(matching.Sought.held, typed, name) is like


def test_a_blank_inside_a_word_is_taken_out() -> None:
    sought = matching.sought("kh oai lang")
    assert sought
    assert sought.joined() == matching.Sought(("khoai lang", "kh oailang"))
    assert matching.Sought(("khoai",)).joined() == matching.Sought(())
    assert matching.Sought((" ".join("a" * 60),)).joined() == matching.Sought(())  # that is no name with a slip in it


async def found(how: How, typed: str, name: str) -> bool:
    """Whether a record of this name is found in this way."""
    sought = matching.sought(typed)
    assert sought is not None
    given: list[str] = [values.searched(name)]

    def add(value: str) -> int:
        given.append(value)
        return len(given)

    condition = how(sought, "name", add)
    (row,) = await db.fetch(f"SELECT {condition} AS found FROM (SELECT $1::text AS name) AS one", *given)
    return bool(row["found"])


BESIDE = dict(zip("tracheuysnm", "ytsvgritdbn", strict=True))


def _slips(text: str) -> Iterator[str]:
    for n in range(len(text)):
        if text[n] != " ":
            yield text[:n] + text[n] + text[n:]
            yield text[:n] + BESIDE[text[n]] + text[n + 1 :]
        if n and text[n - 1] != " ":
            yield text[:n] + text[n + 1 :]
        if n and " " not in text[n - 1 : n + 1]:
            yield text[: n - 1] + text[n] + text[n - 1] + text[n + 1 :]


@pytest.mark.parametrize(
    ("one", "other", "slip"),
    [
        ("dak lak", "dak lka", True),
        ("dak lak", "dak la", True),
        ("dak lak", "ddak lak", True),
        ("dak lak", "dal lak", True),
        ("dak lak", "dak lak", False),
        ("dak lak", "kad lak", False),
        ("dak lak", "dak nong", False),
        ("hue", "", False),
    ],
)
def test_one_slip_is_told_from_two(one: str, other: str, slip: bool) -> None:
    assert matching.slipped(one, other) is slip
    assert matching.slipped(other, one) is slip
