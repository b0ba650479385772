"""A cell that says more of an entity than its name, taken apart: its address, telephone and so on, as offices write them there.

What the name of an entity is everybody reads: where it is not sure that a part belongs to it, the row comes back.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from events_app import revealing
from events_app.directory.tables import EntityKind
from events_app.i18n import marked
from events_app.imports import parting, saying, titles, veiling
from events_app.imports.headings import Field
from events_app.imports.saying import Unclear

NOT_SURE = marked(
    "It is not sure what of this is the name, which everybody can read: write the name alone here, and where the entity is, who "
    "speaks for it and how it is reached in columns of their own."
)
_LABELS = {
    Field.ADDRESS: r"địa chỉ|dia chi|đ/c|đc|d/c|dc|trụ sở(?: chính)?|tru so(?: chinh)?|address|alamat",
    Field.PHONE: titles.PHONE,
    Field.TAX_CODE: r"mst|mã số thuế|ma so thue|mã số dn|msdn|tax code|npwp",
    Field.REPRESENTATIVE: titles.BEFORE_WHO_SPEAKS,
    Field.EMAIL: titles.EMAIL,
}
_SUSPECT = re.compile(r"[:\n@]|\d[\d .-]{6}")  # of a cell that says more; most names have none of it
_SIGN = re.compile(r"[(;,–-]")  # which may stand before what is no name
_LABEL = re.compile(
    r"(?:^|[\s(;,.–-])(?:" + "|".join(f"({words})" for words in _LABELS.values()) + r")(?:[ .]*:|\.? +(?=\+?\(?\d))\s*",
    re.I,
)
NUMBER = re.compile(
    r"(?<![^\s(;,–/-])(?:\+?84[\d .-]{8,12}\d|\(0\d{1,3}\)[\d .-]{6,10}\d|0[\d .-]{7,12}\d)(?=$|[\s);,./])"
)
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
REACHED = "\0"  # stands where a telephone or an e-mail address stood
_BETWEEN = " \t\n;,.–-"
_ENDS = re.compile(r"[\n;,()\0]|(?<!\S)[-–]+(?!\S)")
LONGEST = 500  # letters of a cell that is taken apart; a name has at most 300, and of more each step takes long
_LONGEST_NUMBER = 14  # letters of a telephone by itself, as nearly all are
_LEFT = re.compile(r"\w@|\d(?:[ .-]?\d){6}")  # what no name has


class _Part(NamedTuple):
    """Words between two signs: which sign is before them, whether a telephone stands in their line or bracket, where they end."""

    said: str
    behind: str
    reached: bool
    end: int


def unfolded(cells: Mapping[Field, Any]) -> Mapping[Field, Any]:
    """The cells, with what those of the entity and of its telephone say beside these in cells that are blank. Raises Unclear.

    A number of a person stays, so that the name is refused as any that has one.
    """
    cells = _without_what_is_beside(cells)
    reached = cells.get(Field.PHONE)
    if (
        isinstance(reached, str)
        and _LONGEST_NUMBER < len(reached) <= LONGEST
        and saying.is_blank(cells.get(Field.ADDRESS))
    ):
        reached, place = _before_place(reached)
        if place:
            return {**cells, Field.PHONE: reached or None, Field.ADDRESS: place}
    return cells


def _without_what_is_beside(cells: Mapping[Field, Any]) -> Mapping[Field, Any]:
    """The same of the cell of the entity alone."""
    name = cells.get(Field.ENTITY)
    if not isinstance(name, str) or len(name) > LONGEST or not _says_more(name) or revealing.is_told(name):
        return cells
    first, found = _labelled(name)
    first, reached = _without_reaching(first)
    for field, said in reached.items():
        found.setdefault(field, said)
    placed = bool(found.get(Field.ADDRESS) or not saying.is_blank(cells.get(Field.ADDRESS)))
    kind = saying.kind(cells.get(Field.KIND)) or saying.kind(name)
    name = _named(first, found, composed=bool(found), placed=placed, household=kind == EntityKind.HOUSEHOLD)
    beside = {field: said for field, said in found.items() if said and saying.is_blank(cells.get(field))}
    return {**cells, Field.ENTITY: name or None, **beside}


def _says_more(name: str) -> bool:
    """Whether something may stand beside a name in its cell; every entity of a list is asked."""
    if _SUSPECT.search(name):
        return True
    sign = _SIGN.search(name)
    return sign is not None and parting.BESIDE.search(unicodedata.normalize("NFC", name), sign.start()) is not None


def _labelled(cell: str) -> tuple[str, dict[Field, str]]:
    """What stands before the first word that says what follows it, and what follows these."""
    labels = list(_LABEL.finditer(cell))
    if not labels:
        return cell, {}
    found: dict[Field, str] = {}
    ends = [one.start() for one in labels[1:]] + [len(cell)]
    place = ""
    for label, end in zip(labels, ends, strict=True):
        assert label.lastindex
        field, said = list(_LABELS)[label.lastindex - 1], cell[label.end() : end]
        if field != Field.ADDRESS:
            said, behind = _before_place(said)
            place = place or behind
        if field in {Field.ADDRESS, Field.REPRESENTATIVE}:
            said, reached = _without_reaching(said)
            said = said.replace(REACHED, " ")
            for other, one in reached.items():
                found.setdefault(other, one)
        found.setdefault(field, _trimmed(said))
    if place:
        found.setdefault(Field.ADDRESS, place)  # unless a label says it
    first = cell[: labels[0].start()]
    return f"{first}{cell[labels[0].start()]}{REACHED}" if labels[0].lastindex in _REACHING else first, found


_REACHING = {list(_LABELS).index(one) + 1 for one in (Field.PHONE, Field.EMAIL)}


def _before_place(text: str) -> tuple[str, str]:
    """What stands in a text before the place behind it, and that place, without who is named and how one is reached there."""
    parts = list(_parts(NUMBER.sub(_signs, EMAIL.sub(_signs, text))))
    for n, one in enumerate(parts):
        following = parts[n + 1].said if n + 1 < len(parts) else ""
        if _is_place(one, following) or parting.is_called_unit(one.said):
            until = next((who for who in parts[n + 1 :] if _representative(who, composed=True, household=False)), None)
            start, end = _start(one), _start(until) if until else len(text)
            place, _ = _without_reaching(text[start:end])
            return _trimmed(text[:start]), parting.place(_joined(place.replace(REACHED, " ")))
    return text, ""


def _start(part: _Part) -> int:
    return part.end - len(part.said)


def _signs(found: re.Match[str]) -> str:
    return REACHED * len(found[0])


def _without_reaching(text: str) -> tuple[str, dict[Field, str]]:
    """A text with signs where telephones, tax codes and e-mail addresses stood, and these. Raises Unclear."""
    found: dict[Field, str] = {}
    if "@" in text and (addresses := EMAIL.findall(text)):
        found[Field.EMAIL] = "; ".join(dict.fromkeys(addresses))
        text = EMAIL.sub(REACHED, text)
    numbers: dict[Field, list[str]] = {}
    for one in NUMBER.finditer(text):
        before = text[: one.start()]
        called = parting.without_reaching(before.rstrip(_BETWEEN)) != before.rstrip(_BETWEEN)
        numbers.setdefault(Field.PHONE if called or not veiling.is_code(one[0]) else Field.TAX_CODE, []).append(one[0])
    if numbers:
        found |= {field: "; ".join(written) for field, written in numbers.items()}
        text = NUMBER.sub(REACHED, text)
    return text, found


def _named(text: str, found: dict[Field, str], *, composed: bool, placed: bool, household: bool) -> str:
    """The name with which a text begins; what stands behind it is kept in ``found``. Raises Unclear.

    ``composed`` is a cell in which something stands that is no name, ``placed`` an entity of which is known where it is.
    """
    parts = list(_parts(text))
    if not parts:
        return ""
    head, *others = parts
    end, places, left = head.end, list[str](), False
    for n, one in enumerate(others):
        following = others[n + 1].said if n + 1 < len(others) else ""
        named = text[:end].replace(REACHED, " ")
        usual = not left and parting.is_usual(named)
        if parting.is_reaching(one.said):
            continue
        if _is_place(one, following) or (places and _is_more_of_it(one)):
            if not usual:
                places.append(parting.place(one.said))
                left = True
                continue
            if not parting.is_commune(one.said) or one.behind == "(":
                raise Unclear(NOT_SURE)
        elif who := _representative(one, composed=composed, household=household):
            if not usual:
                if who is not one.said or composed:
                    found.setdefault(Field.REPRESENTATIVE, who)
                    left = True
                    continue
                raise Unclear(NOT_SURE)
            if not household or one.behind == "(":
                raise Unclear(NOT_SURE)
        elif one.reached and parting.titled(one.said) and (one.behind == "(" or one.said[0].islower()):
            left = True
            continue
        if left or (composed and not usual and _is_unsure(one, placed=placed)):
            raise Unclear(NOT_SURE)
        end = one.end
    name = text[: end + 1] if text[end : end + 1] == ")" else text[:end]
    name = _joined(name.replace(REACHED, " "))
    if places:
        found.setdefault(Field.ADDRESS, ", ".join(places))
    if _LEFT.search(name) or (composed and not household and _ends_in_somebody(name)):
        raise Unclear(NOT_SURE)
    return name


def _parts(text: str) -> Iterator[_Part]:
    """The parts of a text that have letters or digits."""
    start, behind, line = 0, "", 0
    stops = [(one.start(), one.end(), one.group()) for one in _ENDS.finditer(text)] + [(len(text), len(text), "\n")]
    lines = [at for at, _, sign in stops if sign in "\n()"]
    for at, after, sign in stops:
        said = text[start:at].strip(_BETWEEN + "/")
        if sign == REACHED:
            said = parting.without_reaching(said)
        if any(map(str.isalnum, said)):
            until = next(one for one in lines if one >= at)
            yield _Part(said, behind, REACHED in text[line:until], start + text[start:at].index(said) + len(said))
            behind = ""
        if sign in "\n()":
            line = after
        behind = REACHED if REACHED in (behind, sign) else sign
        start = after


def _is_place(one: _Part, following: str) -> bool:
    """Whether an address begins here: a place that no name has, or one with another behind it."""
    if parting.is_small_place(one.said):
        return True
    if not (parting.is_unit(one.said) or parting.may_be_place(one.said)):
        return False
    return bool(following) and (parting.is_unit(following) or parting.is_small_place(following))


def _is_more_of_it(one: _Part) -> bool:
    """Whether a part belongs to the address before it."""
    return parting.is_unit(one.said) or (one.behind != REACHED and not parting.may_be_person(one.said))


def _representative(one: _Part, *, composed: bool, household: bool) -> str:
    """Who is named here, as a person is: with a title and a whole name, or by a name that nothing else has."""
    if (titled := parting.titled(one.said)) and titled[1]:
        return titled[0]
    return one.said if parting.is_person(one.said) and (composed or not household) else ""


def _is_unsure(one: _Part, *, placed: bool) -> bool:
    """Whether a part of a cell that says more than a name may be something else than the name's, though it looks like nothing."""
    if parting.may_be_person(one.said):
        return True
    if one.behind == "(" and not one.reached:
        return False
    if one.behind == REACHED or (one.behind == "(" and one.reached):
        return True
    if placed:
        return False
    return parting.is_unit(one.said) or not (one.said[0].islower() or parting.is_usual(one.said.split()[0]))


def _ends_in_somebody(name: str) -> bool:
    """Whether a name ends in that of a person with a title."""
    words = name.split()
    return any((who := parting.titled(" ".join(words[n:]))) and who[1] for n in range(1, len(words)))


def _joined(text: str) -> str:
    return " ".join(line for part in text.split("\n") if (line := _trimmed(part)))


def _trimmed(said: str) -> str:
    """A part without the signs around it, and without a bracket whose other one is elsewhere."""
    text = said.strip(_BETWEEN).rstrip("(").lstrip(")")
    if text.count("(") > text.count(")"):
        text = text.replace("(", "", 1)
    elif text.count(")") > text.count("("):
        text = "".join(text.rsplit(")", 1))
    return " ".join(text.strip(_BETWEEN).split())
