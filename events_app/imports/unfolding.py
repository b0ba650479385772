"""A cell that says more of an entity than its name, taken apart: its address, telephone and so on, as offices write them there."""

import re
from collections.abc import Mapping
from typing import Any

from events_app import revealing
from events_app.imports.headings import Field

_LABELS = {
    Field.ADDRESS: r"địa chỉ|dia chi|đ/c|đc|d/c|dc|trụ sở(?: chính)?|tru so(?: chinh)?|address|alamat",
    Field.PHONE: (
        r"(?:số )?(?:điện thoại|dien thoai|đ\.?t|sđt|sdt|dt|đtdđ|di động|di dong)(?: liên hệ)?|liên hệ|lien he|hotline|tel|phone|"
        r"telepon"
    ),
    Field.TAX_CODE: r"mst|mã số thuế|ma so thue|mã số dn|msdn|tax code|npwp",
    Field.REPRESENTATIVE: (
        r"(?:người )?đại diện(?: theo pháp luật| pháp luật)?|nguoi dai dien|dai dien|chủ hộ|chu ho|chủ cơ sở|chu co so|giám đốc|"
        r"giam doc"
    ),
    Field.EMAIL: r"e-?mail|thư điện tử|thu dien tu|surel",
}
_SUSPECT = re.compile(r"[:\n@]|\d[\d .-]{7}")  # of a cell that says more; most names have none of it
_LABEL = re.compile(
    r"(?:^|[\s(;,.–-])(?:" + "|".join(f"({words})" for words in _LABELS.values()) + r")(?:[ .]*:|\.? +(?=\+?\(?\d))\s*",
    re.I,
)
_NUMBER = re.compile(r"(?:^|[\s(;,–-])(\+?84[\d .-]{8,12}\d|0[\d .-]{7,12}\d)(?=$|[\s);,.])")
_BETWEEN = " \t\n;,.–-"


def unfolded(cells: Mapping[Field, Any]) -> Mapping[Field, Any]:
    """The cells, with what the one of the entity says beside its name in those that are blank.

    A number of a person stays, so that the name is refused as any that has one.
    """
    name = cells.get(Field.ENTITY)
    if not isinstance(name, str) or not _SUSPECT.search(name) or revealing.is_told(name):
        return cells
    first, found = name, dict[Field, str]()
    labels = list(_LABEL.finditer(name))
    if labels:
        first = name[: labels[0].start()]
        ends = [one.start() for one in labels[1:]] + [len(name)]
        for label, end in zip(labels, ends, strict=True):
            assert label.lastindex
            found.setdefault(list(_LABELS)[label.lastindex - 1], _trimmed(name[label.end() : end]))
    for number in _NUMBER.findall(first):
        found.setdefault(Field.PHONE, number)
    first = _NUMBER.sub(" ", first)
    first = " ".join(line for part in first.split("\n") if (line := _trimmed(part)))
    found = {field: said for field, said in found.items() if said}
    beside = {field: said for field, said in found.items() if cells.get(field) is None}
    return {**cells, Field.ENTITY: first or None, **beside}


def _trimmed(said: str) -> str:
    """A part without the signs around it, and without a bracket whose other one is elsewhere."""
    text = said.strip(_BETWEEN).rstrip("(").lstrip(")")
    if text.count("(") > text.count(")"):
        text = text.replace("(", "", 1)
    elif text.count(")") > text.count("("):
        text = "".join(text.rsplit(")", 1))
    return text.strip(_BETWEEN)
