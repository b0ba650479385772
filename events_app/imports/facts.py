"""What a row says of an entity, a product and a certificate, and every cell in which it says something that cannot be."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

import msgspec

from events_app.directory import certificates, checking, naming, places, rating
from events_app.directory.tables import EntityKind
from events_app.i18n import marked
from events_app.imports import (
    classing,
    ending,
    numbering,
    placing,
    reaching,
    saying,
    singling,
    speaking,
    stars,
    veiling,
)
from events_app.imports.headings import MARKS, OF_ENTITY, Field
from events_app.imports.saying import Unclear, Wrong, heard
from events_app.values import as_written, plain, searched, slug_of, sort_key

_OWED = marked(
    "This is required. A formula whose result the file does not hold reads as empty: put its value there instead."
)
UNNAMED = marked(
    "Nothing names the entity of this row: no column does, and no heading above it that was understood. Write it beside the "
    "product, or say which column it is."
)
_NO_NAME = marked("The name of a product has letters.")
_NO_LETTER = marked(
    "The name of a product has letters. A formula whose result the file does not hold reads as 0: put its value there instead."
)
_SHORT = marked("A name has two letters or more.")
_STARS_TWICE = marked("The columns of stars say different things.")
_ADDRESS = 500  # letters at most


class Place(msgspec.Struct, frozen=True):
    """Where the entities of a list are where the list itself does not say, and which provinces its names mean; when it is read."""

    province: str = ""  # as in a form: 34-01
    which: places.Set | None = None
    today: date | None = None
    told_by_names: bool = False  # the set: nobody said it, so that a code by itself is asked about all the same
    formulas: bool = True  # whether a list of this kind of file may have them
    named: bool = True  # whether a column of the list names its entities

    def which_of(self, written: str) -> places.Set | None:
        """The set of a province that is ``written`` so, where it is known."""
        code = written != "" and not any(map(str.isalpha, written))
        return None if self.told_by_names and code else self.which


class Entity(msgspec.Struct, frozen=True, array_like=True):
    """What a row says of its entity. ``personal`` is a household's 12-digit number, which is kept apart from all else."""

    name: str
    kind: EntityKind | None = None
    tax_code: str | None = None
    personal: str | None = None
    hidden: str = ""  # the last digits of a number that was masked when the row was returned or taken out
    representative: str = ""
    phone: str | None = None
    email: str | None = None
    address: str = ""
    commune: str = ""
    district: str = ""
    province_set: str | None = None
    province_code: str | None = None
    alike: str = ""  # what two records of one organization have in common
    search: str = ""
    sort: str = ""
    slug: str = ""
    page: str = ""  # the slug of the record in the directory that the list says it is

    @property
    def key(self) -> str:
        """Rows with the same key speak of the same entity; those of one that is typed otherwise are joined to it later."""
        if self.tax_code or self.personal:
            return f"={self.personal or self.tax_code}"
        if self.page:
            return f"@{self.page}|{self.alike or plain(self.name)}"
        if self.hidden:
            return f"*{self.hidden}|{self.alike or plain(self.name)}|{plain(self.representative)}"
        if self.alike:
            return f"{as_written(self.name)}|{self.province_set}-{self.province_code}|{plain(self.representative)}"
        return f"{plain(self.name)}|{plain(self.representative)}"


class Product(msgspec.Struct, frozen=True, array_like=True):
    """What a row says of its product and of the certificate that it names."""

    name: str
    group: int | None = None
    subgroup: str | None = None
    older_classification: str = ""
    stars: int | None = None
    potential_five: bool = False
    number: str = ""
    issuer: str = ""
    issued_on: date | None = None
    valid_to: date | None = None
    ends_on: date | None = None  # as said, or as it follows from the day of issue
    counts_from: date | None = None
    sort: str = ""


def is_rated(said: Product) -> bool:
    """Whether a row names a certificate of its product."""
    return bool(said.stars or said.potential_five or said.number or said.issuer or said.issued_on or said.valid_to)


def is_alone(said: Product) -> bool:
    """Whether a row needs no other one to be entered: it says the group of its product, and stars of its certificate."""
    return said.group is not None and (said.stars is not None or said.potential_five or not is_rated(said))


class Said(msgspec.Struct, frozen=True):
    """A row, understood as far as it can be; rows of one entity with the same ``key`` speak of the same product."""

    entity: Entity | None
    product: Product | None
    key: str  # the name of the product as it is searched
    wrongs: list[Wrong]


def said(cells: Mapping[Field, Any], place: Place) -> Said:
    """What the cells of one row say; an entity or a product is None where something is wrong with it."""
    of_entity, of_it = _entity_said(tuple(map(cells.get, _OF_ENTITY)), place)
    of_product, wrongs = _product(cells, place)
    if wrongs:
        return Said(of_entity, None, "", [*of_it, *wrongs])
    return Said(of_entity, of_product, searched(of_product.name), list(of_it))


_OF_ENTITY = tuple(field for field in Field if field in OF_ENTITY)


@lru_cache(256)
def _entity_said(cells: tuple[Any, ...], place: Place) -> tuple[Entity | None, tuple[Wrong, ...]]:
    """What rows say of an entity: those of one mostly stand together, and all say the same."""
    wrongs: list[Wrong] = []
    return _entity(dict(zip(_OF_ENTITY, cells, strict=True)), place, wrongs), tuple(wrongs)


def _entity(cells: Mapping[Field, Any], place: Place, wrongs: list[Wrong]) -> Entity | None:
    before = len(wrongs)
    try:
        cells = speaking.unfolded(cells)
    except Unclear as unclear:
        wrongs.append((Field.ENTITY, unclear.message, unclear.values))
    name = heard(wrongs, cells, Field.ENTITY, ending.name, "")
    if not name and len(wrongs) == before:
        wrongs.append((Field.ENTITY, (_OWED if place.formulas else checking.OWED) if place.named else UNNAMED, {}))
    elif name and _is_short(name):
        wrongs.append((Field.ENTITY, _SHORT, {}))
    kind = veiling.kind_of(cells)
    code = heard(wrongs, cells, Field.TAX_CODE, veiling.tax_code, None, kind)
    personal = code if checking.is_personal(code) else None
    hidden = veiling.end_of_hidden(cells.get(Field.TAX_CODE)) if code is None else ""
    if cells.get(Field.KIND) and kind is None:
        wrongs.append((Field.KIND, saying.KIND, {}))
    phone = heard(wrongs, cells, Field.PHONE, reaching.phone, None)
    email = heard(wrongs, cells, Field.EMAIL, reaching.email, None)
    lines = {
        name_of: heard(wrongs, cells, field, saying.public_again, "", most)
        for name_of, field, most in (
            ("representative", Field.REPRESENTATIVE, 200),
            ("address", Field.ADDRESS, _ADDRESS),
            ("commune", Field.COMMUNE, 100),
            ("district", Field.DISTRICT, 100),
        )
    }
    written = saying.written(cells.get(Field.PROVINCE))
    lies = placing.lying(written, lines["address"], lines["district"], place.province, place.which_of(written))
    if lies.wrong:
        wrongs.append((Field.ADDRESS if lies.told else Field.PROVINCE, lies.wrong, dict(lies.told)))
    if len(lies.address) > _ADDRESS:  # with the district that is part of it
        wrongs.append((Field.ADDRESS, saying.LONG, {"max_length": _ADDRESS}))
    if len(wrongs) > before:
        return None
    return Entity(
        name=name,
        kind=kind or (EntityKind.HOUSEHOLD if personal or hidden else None),
        tax_code=None if personal else code,
        personal=personal,
        hidden=hidden,
        phone=phone,
        email=email,
        representative=lines["representative"],
        commune=lines["commune"],
        address=lies.address,
        district=lies.district,
        province_set=lies.province_set,
        province_code=lies.province_code,
        slug=slug_of(name),
        page=heard(wrongs, cells, Field.PAGE, saying.page, ""),
        **naming.columns(name, lies.province_set, lies.province_code),
    )


def _product(cells: Mapping[Field, Any], place: Place) -> tuple[Product, list[Wrong]]:
    wrongs: list[Wrong] = []
    name = heard(wrongs, cells, Field.PRODUCT, singling.name, "")
    if not name and not wrongs:
        wrongs.append((Field.PRODUCT, _OWED if place.formulas else checking.OWED, {}))
    elif name and _is_short(name):
        letterless = _NO_LETTER if place.formulas else _NO_NAME
        wrongs.append((Field.PRODUCT, _SHORT if any(map(str.isalpha, name)) else letterless, {}))
    classes, unclear = _classified(tuple(map(cells.get, _CLASSES)))
    days, undated = _days(cells.get(Field.ISSUED), cells.get(Field.ENDS))
    number = heard(wrongs, cells, Field.NUMBER, numbering.paper, "", days[0])
    issuer = heard(wrongs, cells, Field.ISSUER, saying.public_again, "")
    if not issuer and isinstance(written := cells.get(Field.NUMBER), str) and " " in written:
        issuer = heard(wrongs, cells, Field.NUMBER, numbering.issuer, "")
    contradictions = _contradictions(*classes[3:], *days[:2], place.today)
    if unclear or undated or contradictions:
        wrongs += [*unclear, *undated, *contradictions]
    return Product(name, *classes, number, issuer, *days, sort_key(name)), wrongs


def _is_short(name: str) -> bool:
    """Whether a name has no two letters; most begin with them."""
    return not (len(name) > 1 and name[:2].isalpha()) and sum(map(str.isalpha, name)) < 2


_CLASSES = (Field.GROUP, Field.SUBGROUP, Field.OLDER, Field.STARS, *MARKS, Field.POTENTIAL)


Classes = tuple[int | None, str | None, str, int | None, bool]  # as a product has them
Days = tuple[date | None, date | None, date | None, date | None]  # likewise


@lru_cache(4096)
def _classified(said: tuple[Any, ...]) -> tuple[Classes, tuple[Wrong, ...]]:
    """Group and stars: a list says the same few again and again."""
    cells, wrongs = dict(zip(_CLASSES, said, strict=True)), list[Wrong]()
    one = _class(cells, wrongs)
    older = {Field.OLDER: cells.get(Field.OLDER) or one.older or None}
    kept = heard(wrongs, older, Field.OLDER, saying.public_again, "")
    return (one.group, one.subgroup, kept, *_stars(cells, wrongs)), tuple(wrongs)


def _class(cells: Mapping[Field, Any], wrongs: list[Wrong]) -> classing.Class:
    """The group and sub-group of a row; a sub-group says both where no group is named."""
    named = heard(wrongs, cells, Field.GROUP, classing.said, None)
    within = heard(wrongs if named else [], cells, Field.SUBGROUP, classing.subgroup, None, named and named.group)
    if named is None or within is None:
        return named or within or classing.Class(None)
    return named._replace(subgroup=within.subgroup or named.subgroup)


@lru_cache(4096)
def _days(issued_on: Any, valid_to: Any) -> tuple[Days, tuple[Wrong, ...]]:
    """The days of a certificate, said and derived."""
    cells, wrongs = {Field.ISSUED: issued_on, Field.ENDS: valid_to}, list[Wrong]()
    issued = heard(wrongs, cells, Field.ISSUED, saying.day, None)
    ends = heard(wrongs, cells, Field.ENDS, saying.end, None, issued)
    last = rating.dated({"issued_on": issued, "valid_to": ends})["valid_to"]
    return (issued, ends, last, certificates.counts_from(issued, last)), tuple(wrongs)


@lru_cache(4096)
def _contradictions(
    stars: int | None, potential: bool, issued: date | None, ends: date | None, today: date | None
) -> tuple[Wrong, ...]:
    said: rating.Rating = {
        "stars": stars,
        "potential_five": potential,
        "issued_on": issued,
        "valid_to": ends,
        "revoked_on": None,
    }
    return tuple(
        (wrong.field, wrong.message, wrong.values)
        for wrong in (rating.early(said, today) if today else []) + rating.wrongs(said)
    )


def _stars(cells: Mapping[Field, Any], wrongs: list[Wrong]) -> tuple[int | None, bool]:
    """From one column that says them, or from columns of which one is crossed."""
    nothing: tuple[int | None, bool] = (None, False)
    count, potential = heard(wrongs, cells, Field.STARS, stars.said, nothing)
    crossed = {marks for field, marks in MARKS.items() if heard(wrongs, cells, field, stars.crossed, False, marks)}
    if len(crossed | ({count} if count else set())) > 1:
        wrongs.append((Field.STARS, _STARS_TWICE, {}))
    if heard(wrongs, cells, Field.POTENTIAL, stars.crossed_as_potential, False):
        potential = True
    return next(iter(crossed), count), potential
