"""What can be said about numbers and addresses without asking anybody: tax codes, telephones, e-mail, provinces.

Tax codes: 10 digits with a check digit, 13 for a branch; since 1 July 2025 a household's is the
12-digit personal number of its representative, which is personal data.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

import phonenumbers
from pydantic import AfterValidator, StringConstraints
from stdnum.exceptions import ValidationError
from stdnum.vn import mst

from events_app import reading, revealing
from events_app.directory import places, renumbering
from events_app.directory.tables import EntityKind, Kind
from events_app.errors import Invalid, Wrong
from events_app.i18n import localized, marked

_ADDRESS = re.compile(
    r"[!#-'*+/-9=?A-Z^-~-]+(\.[!#-'*+/-9=?A-Z^-~-]+)*@([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]", re.I
)
_HERE: Any = phonenumbers.PhoneMetadata.metadata_for_region("VN")
_MOBILE = re.compile(f"0({_HERE.mobile.national_number_pattern})", re.ASCII)
_BETWEEN = re.compile(r"(?<=\d)[ .](?=\d)")
_FORM = marked(
    "Enter a tax code of 10 or 13 digits with a correct check digit, or a household's 12-digit personal number."
)
_PERSONAL = marked("Only a household has a 12-digit personal number as its tax code.")
PERSONAL = "0" * 12  # stands for a number that is kept apart, where only its kind matters
_DISTRICT = marked("Since 1 July 2025 an address has no district; choose the province of before.")
_PHONE = marked("Enter a telephone number that exists, such as 0912 345 678.")
EMAIL = marked("Enter an e-mail address, such as name@example.vn.")
TELLING = marked(
    "This address holds a number of 12 digits, as a person's is, and others would see it: give another address."
)
OWED = marked("This is required.")
ONLY_ON_BEHALF = marked("Only an entity that is entered on behalf of somebody is given a contact here.")
_NOT_HERE = marked("Only an entity has this.")
SET_OWED = marked("Say which set of provinces this code belongs to: 63 or 34.")
NO_PROVINCE = marked("There is no province with this code in this set.")


def tax_code(written: str) -> str:
    """A tax code as it is kept: digits, a branch as ``0123456789-001``. Raises an error of a validator."""
    compact = mst.compact(written)
    if is_personal(compact):
        return compact
    try:
        return str(mst.format(mst.validate(compact)))
    except ValidationError:
        raise reading.wrong(_FORM) from None


def is_personal(code: str | None) -> bool:
    """Whether a tax code is a person's 12-digit number."""
    return code is not None and len(code) == 12 and code.isascii() and code.isdigit()


def phone(written: str) -> str:
    """A telephone number as E.164; without a country code it is one of Viet Nam. Raises an error of a validator.

    The mobile numbers of eleven digits that ended in 2018, and the area codes that ended in 2017, are read as what became of them.
    """
    if mobile := _MOBILE.fullmatch(_BETWEEN.sub("", written)):
        return f"+84{mobile[1]}"  # as nearly all are, and what follows would say: lists have thousands of them
    try:
        number = phonenumbers.parse(written, "VN")
        national = str(number.national_number) if number.country_code == _HERE.country_code else ""
        became = renumbering.mobile(national)
        if became is None and not phonenumbers.is_valid_number(number):
            became = renumbering.landline(national)
        if became is not None:
            number = phonenumbers.parse(f"0{became}", "VN")
    except phonenumbers.NumberParseException:
        raise reading.wrong(_PHONE) from None
    if number.extension or not phonenumbers.is_valid_number(number):
        raise reading.wrong(_PHONE)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def email(written: str) -> str:
    """An e-mail address in lower case, which tells nobody's number. Raises an error of a validator."""
    if not is_email(written):
        raise reading.wrong(EMAIL)
    if revealing.is_told(written):
        raise reading.wrong(TELLING)
    return written.lower()


def is_email(written: str) -> bool:
    """Whether a letter could be sent to this address."""
    return _ADDRESS.fullmatch(written) is not None and len(written) <= 254 and len(written.partition("@")[0]) <= 64


TaxCode = Annotated[reading.Unread, StringConstraints(max_length=30), AfterValidator(tax_code)]
Phone = Annotated[reading.Unread, StringConstraints(max_length=40), AfterValidator(phone)]
Email = Annotated[reading.Unread, StringConstraints(max_length=254), AfterValidator(email)]


def organization(
    kind: str,
    *,
    entity_kind: str | None,
    tax_code: str | None,
    province_set: str | None,
    province_code: str | None,
    district: str | None = None,
) -> list[Wrong]:
    """What does not fit together about an organization."""
    wrongs: list[Wrong] = []
    if kind == Kind.ENTITY and entity_kind is None:
        wrongs.append(Wrong("entity_kind", OWED))
    if kind != Kind.ENTITY and entity_kind is not None:
        wrongs.append(Wrong("entity_kind", _NOT_HERE))
    if is_personal(tax_code) and entity_kind != EntityKind.HOUSEHOLD:
        wrongs.append(Wrong("tax_code", _PERSONAL))
    if district and province_set == places.Set.NEW:
        wrongs.append(Wrong("district", _DISTRICT))
    return wrongs + province(province_set, province_code)


def together(said: Mapping[str, Any]) -> list[Wrong]:
    """What does not fit together of some of what is said about an organization, whatever the rest is; the kind is not known."""
    which, code, kind = (said.get(name) for name in ("province_set", "province_code", "entity_kind"))
    wrongs = province(which, code) if which and code else []
    if said.get("district") and which == places.Set.NEW:
        wrongs.append(Wrong("district", _DISTRICT))
    if is_personal(said.get("tax_code")) and kind not in {None, EntityKind.HOUSEHOLD}:
        wrongs.append(Wrong("tax_code", _PERSONAL))
    return wrongs


def province(which: str | None, code: str | None, *, owed: bool = False) -> list[Wrong]:
    """What is wrong with a province: a code means something only together with its set."""
    if which is None and code is None and not owed:
        return []
    if code is None:
        return [Wrong("province_code", OWED)]
    if which is None:
        return [Wrong("province_code", SET_OWED)]
    return [] if places.province(which, code) else [Wrong("province_code", NO_PROVINCE)]


def set_asked(which: places.Set | None, on: date | None) -> places.Set:
    """The set that a list is wanted of. Raises Invalid where neither it nor a day is said."""
    if which is None and on is None:
        raise Invalid([Wrong("set", OWED)])
    return which or places.set_on(on or date.max)


def place_asked(which: str | None, code: str | None, field: str = "province_code") -> None:
    """See that a list is filtered by a code together with its set. Raises Invalid with the question which of those it may be."""
    if code and not which:
        raise Invalid([Wrong(field, SET_OWED)], candidates=may_be(code))
    if code and places.province(which, code) is None:
        raise Invalid([Wrong(field, NO_PROVINCE)])


def place_besides(said: Mapping[str, Any]) -> None:
    """The same of the query of a list, as far as it can be read. Raises Invalid."""
    if {"province_set", "province_code"} <= said.keys():
        place_asked(said["province_set"], said["province_code"])


def place_chosen(chosen: str | None) -> tuple[str | None, str | None]:
    """Set and code of the province that a page is asked for as 34-01, if it is. Raises Invalid, as ``place_asked``."""
    which, _dash, code = (chosen or "").rpartition("-")
    if chosen and not code:
        raise Invalid([Wrong("province", NO_PROVINCE)])
    place_asked(which, code, "province")
    return which or None, code or None


def chosen_besides(said: Mapping[str, Any]) -> None:
    """The same of the address of a page. Raises Invalid."""
    place_chosen(said.get("province"))


def may_be(code: str) -> list[dict[str, str]]:
    """The provinces that a code without its set may be of."""
    found = [place for one in places.Set if (place := places.province(one, code))]
    return [{"set": one.set.value, "code": one.code, "name": localized(one.name)} for one in found]
