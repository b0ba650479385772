"""No cell, however long and whatever signs it repeats, holds up a worker: rows are understood beside all else that it does."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from events_app.imports import facts, grouping, speaking
from events_app.imports.finding import Header
from events_app.imports.guarding import LONGEST_CELL
from events_app.imports.headings import Field
from events_app.imports.layout import Layout

FIELDS = dict(enumerate(Field))
ROW = {Field.PRODUCT: "Trà", Field.ENTITY: "Hợp tác xã Mẫu", Field.PROVINCE: "Đồng Tháp"}
MOST = 2  # seconds of a processor, where each takes some hundredths


@contextmanager
def in_time() -> Iterator[None]:
    """Ends what takes longer by a signal, which is heard within a search for a pattern too."""

    def late(*_: Any) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, late)
    signal.setitimer(signal.ITIMER_VIRTUAL, MOST)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def read(cells: dict[Field, Any]) -> None:
    """A row below another one, as the layout and the facts take it."""
    layout = Layout(Header(0, 0, [field.value for field in Field], FIELDS), [])
    layout.line(2, [ROW.get(field) for field in Field])
    for number in (3, 4):
        layout.line(number, [cells.get(field) for field in Field])


@pytest.mark.parametrize(
    ("field", "cell"),
    [
        (Field.ENTITY, f"HTX Mẫu{'  lh' * 26}x 0912345678"),
        (Field.ENTITY, f"HTX Mẫu{'  (lh' * 90}x 0912345678"),
        (Field.REPRESENTATIVE, f"Nguyễn Văn A, a{'.vn' * 26} !"),
        (Field.REPRESENTATIVE, f"Nguyễn Văn A, {'so.' * 150} !"),
        (Field.PRODUCT, f"A {'1 sp ' * 24}x"),
        (Field.PRODUCT, f"A {'1 sp ' * 90}x"),
        (Field.PRODUCT, f"Huyện A: {'1 sp, ' * 80}x"),
        (Field.PRODUCT, f"Huyện A {': ' * 240}x"),
        (Field.PRODUCT, f"Các {'sản phẩm ' * 52}x"),
        (Field.PRODUCT, "4 sao, " * 4600 + "x"),
        (Field.PRODUCT, "4, " * 10_000 + "sao x"),
        (Field.PRODUCT, "1 sp " * 6500 + "4 x"),
        (Field.ENTITY, f"HTX A {'0912345678 ' * 2900}"),
        (Field.ENTITY, f"HTX A, {'b, ' * 10_000}0912345678"),
        (Field.PHONE, "x\n" * 16_000),
    ],
)
def test_a_cell_that_can_be_taken_apart_in_many_ways_is_read_in_time(field: Field, cell: str) -> None:
    with in_time():
        facts.said({**ROW, field: cell}, facts.Place())
    with in_time():
        read({**ROW, field: cell})
    with in_time():
        read({field: cell})


@pytest.mark.parametrize(
    "repeated",
    [
        "a", " ", "1 ", "x\n", "1 sp ", "0912345678 ", ", b", ".vn", "(", "- ", "\n", "5 sao ", "a@b.", "lh ", "(lh", "GĐ, ",
        "xã A, ", "12/QĐ-UBND ", "1980 ", "đc: ",
    ],
)  # fmt: skip
def test_the_longest_cell_is_read_in_time_in_every_column(repeated: str) -> None:
    long = (repeated * LONGEST_CELL)[:LONGEST_CELL]
    for field in Field:
        for cell in (long, f"HTX A {long}"[: LONGEST_CELL - 1] + "!"):
            with in_time():
                facts.said({**ROW, field: cell}, facts.Place())
        with in_time():
            read({**ROW, field: long})
        with in_time():
            read({field: long})
    with in_time():
        speaking.is_one_of_several(long)


def test_counts_and_words_before_telephones_are_left_away_as_ever() -> None:
    assert grouping.bare("Xã Mẫu: có 5 sản phẩm, 2 chủ thể.") == "Xã Mẫu"
    assert grouping.bare("Xã Mẫu (5 sp - 3 cơ sở)") == "Xã Mẫu"
    for cell in ("HTX Mẫu ( Zalo .: ĐT : 0912345678)", "HTX Mẫu, liên hệ . mail  lh 0912345678"):
        found = speaking.unfolded({Field.ENTITY: cell})
        assert found == {Field.ENTITY: "HTX Mẫu", Field.PHONE: "0912345678"}
    found = speaking.unfolded({Field.REPRESENTATIVE: "Lê Văn A, website: so.mau.vn"})
    assert found[Field.REPRESENTATIVE] == "Lê Văn A"


def test_more_than_a_name_can_have_is_not_taken_apart() -> None:
    cells = {Field.ENTITY: f"HTX A, {'b ' * 300}0912345678", Field.PHONE: f"0912345678, xã Mẫu, huyện {'b ' * 300}"}
    assert speaking.unfolded(cells) == cells
