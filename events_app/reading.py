"""Bodies and forms are read by one function that collects every error, nested paths included."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Annotated, Any, ClassVar, NamedTuple, TypeVar, get_args

import pydantic
from pydantic import (
    AfterValidator,
    AwareDatetime,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
)
from pydantic_core import PydanticCustomError

from events_app import i18n, revealing, signs
from events_app.errors import Invalid, Malformed, Wrong
from events_app.i18n import marked


class Order(NamedTuple):
    """Two fields of which the second comes no earlier: what is said at it otherwise, and whether both may be the same."""

    first: str
    last: str
    message: str
    same: bool = False

    def broken(self, first: Any, last: Any) -> list[Wrong]:
        """What is wrong with these two; nothing as long as one of them is not known."""
        if first is None or last is None or last > first or (self.same and last == first):
            return []
        return [Wrong(self.last, self.message)]


class Body(pydantic.BaseModel):
    """What a request may say; a field that is not named here is an error."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, frozen=True)
    ORDERS: ClassVar[tuple[Order, ...]] = ()

    @field_validator("*", mode="before")
    @classmethod
    def _is_seen(cls, value: Any, info: ValidationInfo) -> Any:
        return revealing.seen(cls, str(info.field_name), value)

    @field_validator("*")
    @classmethod
    def _tells_no_number(cls, value: Any, info: ValidationInfo) -> Any:
        revealing.refuse(cls, str(info.field_name), value)
        return value

    @classmethod
    def besides(cls, said: Mapping[str, Any]) -> list[Wrong]:
        """What the verb that is given the body would refuse, looked at only where other fields keep it from being asked.

        ``said`` has the fields that can be read, None for those that were left out; what cannot be read is not in it.
        """
        return [wrong for order in cls.ORDERS for wrong in order.broken(said.get(order.first), said.get(order.last))]

    def given(self) -> dict[str, Any]:
        """The fields that the request named, for a PATCH that leaves the others alone."""
        return {name: getattr(self, name) for name in self.model_fields_set}


class LocalizedText(Body):
    """A line in up to three languages; Vietnamese is required."""

    vi: Annotated[str, StringConstraints(min_length=1, max_length=5000)]
    en: Annotated[str, StringConstraints(max_length=5000)] | None = None
    id: Annotated[str, StringConstraints(max_length=5000)] | None = None

    def stored(self) -> dict[str, str]:
        """As it is kept: only the languages that say something."""
        return {language: text for language, text in self.model_dump().items() if text}


class LocalizedLines(LocalizedText):
    """Text of several lines in up to three languages."""

    vi: Annotated[str, StringConstraints(min_length=1, max_length=5000), signs.LINES]
    en: Annotated[str, StringConstraints(max_length=5000), signs.LINES] | None = None
    id: Annotated[str, StringConstraints(max_length=5000), signs.LINES] | None = None


Line = Annotated[str, StringConstraints(min_length=1, max_length=300)]
OptionalLine = Annotated[str, StringConstraints(max_length=300)]
Paragraph = Annotated[str, StringConstraints(max_length=5000), signs.LINES]
Count = Annotated[int, Field(ge=0, le=1_000_000)]
Vnd = Annotated[int, Field(ge=0, le=10**15)]
Unread = Annotated[str, revealing.UNREAD]
UnreadLine = Annotated[Line, revealing.UNREAD]
Way = Annotated[Unread, StringConstraints(max_length=300)]  # where a form leads back to
Wanted = Annotated[Unread, StringConstraints(max_length=200)]  # what is looked for
LONGEST_NAME = 200  # of a form's field
DAY = marked("Enter a date as YYYY-MM-DD.")
ONE_OF = marked("Choose one of: %(expected)s.")
SENTENCES = {  # by what pydantic calls an error; ``problems`` says the same of an address
    "missing": marked("This is required."),
    "string_too_short": marked("This is required."),
    "string_too_long": marked("Use at most %(max_length)s characters."),
    "string_type": marked("Enter text."),
    "extra_forbidden": marked("This field is not known."),
    "int_type": marked("Enter a whole number."),
    "int_parsing": marked("Enter a whole number."),
    "int_from_float": marked("Enter a whole number."),
    "int_parsing_size": marked("This number is too large."),
    "float_type": marked("Enter a number."),
    "float_parsing": marked("Enter a number."),
    "finite_number": marked("Enter a number."),
    "decimal_type": marked("Enter a number."),
    "decimal_parsing": marked("Enter a number."),
    "decimal_max_places": marked("Use at most %(decimal_places)s digits after the decimal sign."),
    "bool_type": marked("Choose yes or no."),
    "bool_parsing": marked("Choose yes or no."),
    "date_type": DAY,
    "date_parsing": DAY,
    "date_from_datetime_parsing": DAY,
    "date_from_datetime_inexact": DAY,
    "time_type": marked("Enter a time as HH:MM."),
    "time_parsing": marked("Enter a time as HH:MM."),
    "datetime_type": marked("Enter a date and time with its offset."),
    "datetime_parsing": marked("Enter a date and time with its offset."),
    "datetime_from_date_parsing": marked("Enter a date and time with its offset."),
    "timezone_aware": marked("Enter a date and time with its offset."),
    "enum": ONE_OF,
    "literal_error": ONE_OF,
    "uuid_type": marked("This is not an id."),
    "uuid_parsing": marked("This is not an id."),
    "greater_than_equal": marked("This must be at least %(ge)s."),
    "greater_than": marked("This must be more than %(gt)s."),
    "less_than_equal": marked("This must be at most %(le)s."),
    "less_than": marked("This must be less than %(lt)s."),
    "too_short": marked("Name at least %(min_length)s."),
    "too_long": marked("Name at most %(max_length)s."),
    "list_type": marked("This must be a list."),
    "model_type": marked("This must be an object."),
    "model_attributes_type": marked("This must be an object."),
    "dict_type": marked("This must be an object."),
}
OTHERWISE = marked("This value cannot be accepted.")
_UNSTORABLE = marked("This contains characters that cannot be stored.")

B = TypeVar("B", bound=pydantic.BaseModel)


def wrong(message: str, **values: Any) -> PydanticCustomError:
    """An error for a validator to raise: ``message`` is a msgid, ``values`` fill it."""
    return PydanticCustomError("wrong", message.replace("{", "{{").replace("}", "}}"), {"message": message, **values})


def _day(value: date) -> date:
    if not 1990 <= value.year <= 2100:
        raise wrong(_FAR_AWAY)
    return value


def _instant(value: datetime) -> datetime:
    _day(value.date())
    return value.astimezone(UTC)


_FAR_AWAY = marked("Enter a date between 1990 and 2100.")
# Bounds are checked here and not declared: JSON Schema has none for dates, and a document that claims them is not valid.
Day = Annotated[date, AfterValidator(_day)]
Instant = Annotated[AwareDatetime, AfterValidator(_instant)]


def one_of(words: Sequence[str]) -> str:
    """The sentence for a wrong choice that names what may be chosen as a form does: in ``words``, some of which hold commas."""
    return i18n.text(ONE_OF, expected=("; " if any("," in word for word in words) else ", ").join(words))


def check(model: type[B], raw: Any) -> B:
    """``raw`` as a ``model``. Raises Invalid with every field that is wrong."""
    unstorable = [Wrong(path, _UNSTORABLE) for path in _unstorable(raw)]
    if unstorable:
        raise Invalid(unstorable)
    try:
        return model.model_validate(raw)
    except pydantic.ValidationError as broken:
        found = [_explained(error) for error in broken.errors(include_url=False)]
        if issubclass(model, Body) and isinstance(raw, Mapping):
            known = {wrong.field for wrong in found}
            found += [wrong for wrong in _besides(model, raw) if wrong.field not in known]
        raise Invalid(found) from None


def _besides(model: type[Body], raw: Mapping[str, Any], within: str = "") -> Iterator[Wrong]:
    """What does not fit together in ``raw`` and in the bodies that it holds, as far as it can be read."""
    for wrong in model.besides(_read(model, raw)):
        yield Wrong(f"{within}{wrong.field}", wrong.message, **wrong.values)
    for name, field in model.model_fields.items():
        kind: Any = field.annotation
        inner, given = held(kind), raw.get(name)
        if inner is not None and isinstance(given, Mapping):
            yield from _besides(inner, given, f"{within}{name}.")
        elif inner is not None and isinstance(given, list):
            for place, one in enumerate(given):
                if isinstance(one, Mapping):
                    yield from _besides(inner, one, f"{within}{name}.{place}.")


def _read(model: type[Body], raw: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of ``raw`` that can be read, each by itself."""
    said: dict[str, Any] = {}
    for name in model.model_fields:
        try:
            said[name] = None if raw.get(name) is None else _field(model, name).validate_python(raw[name])
        except pydantic.ValidationError:
            continue
    return said


@lru_cache
def held(kind: Any) -> type[Body] | None:
    """The body that a field of this kind holds or lists; None where it has none."""
    if isinstance(kind, type) and issubclass(kind, Body):
        return kind
    return next((found for part in get_args(kind) if (found := held(part)) is not None), None)


@lru_cache
def _field(model: type[Body], name: str) -> pydantic.TypeAdapter[Any]:
    found = model.model_fields[name]
    kind: Any = found.annotation
    for rule in found.metadata:
        kind = Annotated[kind, rule]
    return pydantic.TypeAdapter(kind)


def _explained(error: Any) -> Wrong:
    field = ".".join(str(part) for part in error["loc"] if not str(part).startswith("function-"))
    facts = dict(error.get("ctx", {}))
    if "expected" in facts:  # the values, which Pydantic joins with an English "or"
        facts["expected"] = facts["expected"].replace(" or ", ", ").replace("'", "")
    if error["type"] == "wrong":
        return Wrong(field, facts.pop("message"), **facts)
    return Wrong(field, SENTENCES.get(error["type"], OTHERWISE), **facts)


def _unstorable(raw: Any, path: str = "") -> Iterator[str]:
    """Paths of texts with a NUL or half a character, which PostgreSQL cannot keep."""
    if isinstance(raw, str):
        if "\x00" in raw or any("\ud800" <= letter <= "\udfff" for letter in raw):
            yield path
    elif isinstance(raw, Mapping):
        for name, value in raw.items():
            yield from _unstorable(name, path)
            yield from _unstorable(value, f"{path}.{name}" if path else str(name))
    elif isinstance(raw, list):
        for place, value in enumerate(raw):
            yield from _unstorable(value, f"{path}.{place}" if path else str(place))


def unflatten(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A form's flat names as a tree: ``title.vi``, ``days.0.opens``; empty fields are left out, repeated names are a list.

    Raises Malformed for a name that no form of ours has: too long, and so too deep or with too large a number in it.
    """
    tree: dict[str, Any] = {}
    for name, value in pairs:
        if len(name) > LONGEST_NAME:
            raise Malformed
        if value == "" or name.startswith("_"):
            continue
        node = tree
        *outer, last = name.split(".")
        for part in outer:
            child = node.setdefault(part, {})
            if not isinstance(child, dict):
                break
            node = child
        else:
            if last.endswith("[]"):
                node.setdefault(last[:-2], []).append(value)
            else:
                node[last] = value
    return {name: _listed(value) for name, value in tree.items()}


def _listed(node: Any) -> Any:
    if not isinstance(node, dict):
        return node
    inner = {name: _listed(value) for name, value in node.items()}
    if inner and all(name.isdecimal() for name in inner):
        return [inner[name] for name in sorted(inner, key=int)]
    return inner
