"""A row of a list told again in the reader's language: what it says, what is wrong with it, what of it does not go in."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from pydantic_core import PydanticCustomError

from events_app import i18n
from events_app.directory import places, words
from events_app.i18n import marked
from events_app.imports import previewing, reaching, saying, speaking, unfolding, wording
from events_app.imports.headings import MARKS, Field
from events_app.imports.matching import named_alike
from events_app.imports.tables import Outcome


def told(row: Mapping[str, Any], *, again: bool = False) -> list[tuple[str, str]]:
    """What a row says of its product, and of an entity that is new unless that was told ``again`` just before, for who checks it:
    as it was understood, or as it stands there if something is wrong."""
    said = previewing.understood(row)
    if said is not None:
        entity = _of_entity(said.new_entity, row["cells"]) if said.new_entity and not again else []
        return [*_understood(said), *entity]
    cells = row["cells"] if row["outcome"] != Outcome.ASIDE else {}
    return [(i18n.text(wording.FIELDS[name]), wording.cell(name, cells[name])) for name in _CHECKED if cells.get(name)]


_CHECKED = (Field.STARS, *MARKS, Field.POTENTIAL, Field.NUMBER, Field.ISSUED, Field.ENDS, Field.GROUP, Field.PROVINCE)


def _understood(said: previewing.Understood) -> list[tuple[str, str]]:
    rating = "potential_five" if said.potential_five else str(said.stars or "")
    place = places.province(said.province_set, said.province_code)
    written = (
        (Field.NUMBER, said.certificate_number),
        (Field.ISSUED, said.issued_on),
        (Field.ENDS, said.valid_to),
        (Field.GROUP, said.group),
        (Field.SUBGROUP, said.subgroup),
    )
    found = [
        (Field.STARS, i18n.text(words.RATINGS[rating]) if rating else ""),
        *((name, wording.value(name, one)) for name, one in written if one),
        (Field.PROVINCE, i18n.localized(place.name) if place else ""),
    ]
    return [(i18n.text(wording.FIELDS[name]), one) for name, one in found if one]


def _of_entity(said: previewing.NewEntity, cells: Mapping[str, str]) -> list[tuple[str, str]]:
    """All of it; the name where it was not read as it stands there."""
    found = [
        (Field.ENTITY, said.name if said.name != cells.get(Field.ENTITY) else ""),
        (Field.DISTRICT, said.district),
        (Field.COMMUNE, said.commune),
        (Field.ADDRESS, said.address),
        (Field.KIND, wording.value(Field.KIND, said.kind) if said.kind else ""),
        (Field.REPRESENTATIVE, said.representative),
        (Field.PHONE, i18n.phone(said.phone) if said.phone else ""),
        (Field.EMAIL, said.email or ""),
        (Field.TAX_CODE, said.tax_code or ""),
    ]
    return [(i18n.text(wording.FIELDS[name]), one) for name, one in found if one]


def told_of(row: Mapping[str, Any]) -> list[dict[str, str]]:
    """What is wrong with a row of ``queries.rows_of``, and what of a row that goes in does not go in with it."""
    found = wording.reasons(row["wrongs"])
    if row["outcome"] in _GOES_IN:
        found += wording.reasons(
            [(field, message, {}) for field, message in _left_out(row["cells"], row["of_entity"] or {})]
        )
        of = row["of_entity"]
        if of and of["called"] and not named_alike(of["called"], of["name"]):
            found += wording.reasons([(Field.ENTITY, _CALLED, {"name": of["called"]})])
    return found


def _left_out(cells: Mapping[Field, Any], of: Mapping[str, Any]) -> Iterator[tuple[Field, str]]:
    """What a row names several of, and that one is kept: where the list kept ``of`` its entity what is read in these cells today,
    as one that was read when less was asked of its cells is not read anew."""
    with suppress(saying.Unclear, PydanticCustomError):
        whole = speaking.unfolded(cells)
        who, phone, email = (cells.get(Field.REPRESENTATIVE), whole.get(Field.PHONE), whole.get(Field.EMAIL))
        if speaking.is_one_of_several(who) and _line(whole.get(Field.REPRESENTATIVE)) == of.get("representative"):
            yield Field.REPRESENTATIVE, _FIRST_PERSON
        if reaching.is_one_of_several(phone) and reaching.phone(phone) == of.get("phone"):
            yield Field.PHONE, _FIRST
        if (kept := of.get("email")) and kept == reaching.email(email) and _are_several(cells, email, kept):
            yield Field.EMAIL, _FIRST_ADDRESS


def _line(cell: Any) -> str:
    return "" if cell is None else saying.line(cell)


def _are_several(cells: Mapping[Field, Any], email: Any, kept: str) -> bool:
    """Whether another e-mail address than the one that is kept stands in its cell or beside a name."""
    beside = (
        said for one in (Field.ENTITY, Field.REPRESENTATIVE) for said in unfolding.EMAIL.findall(cells.get(one, ""))
    )
    return reaching.is_one_address_of_several(email) or any(said.lower() != kept for said in beside)


_GOES_IN = {Outcome.CREATE, Outcome.CHANGE, Outcome.SAME}
_CALLED = marked(
    "The directory goes on calling it “%(name)s”: a new name is entered on the page of the entity, with the day from which it has "
    "it."
)
_FIRST = marked(
    "Several telephone numbers stand here: the first one is kept, as a record has one, and the others are not."
)
_FIRST_PERSON = marked("Several people stand here: the first one is kept, as a record has one, and the others are not.")
_FIRST_ADDRESS = marked(
    "Several e-mail addresses stand here: the first one is kept, as a record has one, and the others are not."
)
