"""Lists that have headings between their rows, and what their rows say then."""

from typing import Any

from events_app.imports import finding
from events_app.imports.layout import Layout, Line

BLANK = ["STT", "Chủ thể", "Tên sản phẩm", "Nhóm", "Hạng sao", "Số QĐ"]


def lines(heads: list[str], *rows: list[Any]) -> list[Line]:
    """The rows of a list, told apart."""
    header = finding.found([heads])
    assert header
    layout = Layout(header, [])
    return [layout.line(n, [*row, *[None] * (len(heads) - len(row))]) for n, row in enumerate(rows, 2)]


def made(n: int | str, name: str, entity: str | None = None) -> list[Any]:
    """A row of a product under these headings."""
    return [n, entity, name, 2, "3 sao", "1/QĐ"]


def bare(n: int | str, name: str) -> list[Any]:
    """The same where there is no column of entities."""
    return [n, name, 2, "3 sao", "1/QĐ"]
