"""Piccolo columns with our defaults: ids made in Python, localized text and facts as Python values, strict references."""

from typing import Any, overload
from uuid import UUID as Uuid

from piccolo.columns import JSONB, UUID, ForeignKey, OnDelete, Timestamptz
from piccolo.columns.reference import LazyTableReference
from piccolo.table import Table

from events_app.values import new_id


class Id(UUID):
    """A primary key made by ``values.new_id``; the database has no default, so that PostgreSQL 15 works too."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.pop("default", None)
        kwargs.pop("primary_key", None)
        super().__init__(default=None, primary_key=True, **kwargs)

    @property
    def column_type(self) -> str:
        return "UUID"

    def get_default_value(self) -> Uuid:
        return new_id()

    def get_sql_value(self, value: Any, delimiter: str = "'") -> str:
        return "null"


class Localized(JSONB):
    """Text in ``{"vi": ..., "en": ..., "id": ...}``; a CHECK beside it says that ``vi`` is there."""

    # Piccolo types JSONB as text; db.py's codec makes it Python values, and this says so.
    value_type: Any = dict

    @overload  # type: ignore[override]  # the codec again
    def __get__(self, obj: Table, objtype: Any = None) -> dict[str, str]: ...

    @overload
    def __get__(self, obj: None, objtype: Any = None) -> "Localized": ...

    def __get__(self, obj: Any, objtype: Any = None) -> Any:
        return obj.__dict__[self._meta.name] if obj is not None else self

    def __set__(self, obj: Any, value: Any) -> None:
        obj.__dict__[self._meta.name] = value


class Facts(JSONB):
    """JSON of a shape that the code beside the table knows."""

    value_type: Any = dict

    @overload
    def __get__(self, obj: Table, objtype: Any = None) -> Any: ...

    @overload
    def __get__(self, obj: None, objtype: Any = None) -> "Facts": ...

    def __get__(self, obj: Any, objtype: Any = None) -> Any:
        return obj.__dict__[self._meta.name] if obj is not None else self

    def __set__(self, obj: Any, value: Any) -> None:
        obj.__dict__[self._meta.name] = value


class Written(Facts):
    """JSON that is kept as it was written and given back whole: PostgreSQL does not take it apart (its ``json``)."""

    @property
    def column_type(self) -> str:
        return "JSON"


def of(table: type[Table] | LazyTableReference | str, *, null: bool = False) -> "ForeignKey[Any]":
    """A reference that must be there, unless ``null``, and never deletes silently."""
    return ForeignKey(table, null=null, default=None, on_delete=OnDelete.restrict)


def maybe(table: type[Table] | LazyTableReference | str) -> "ForeignKey[Any]":
    """A reference that may be missing."""
    return of(table, null=True)


def instant(*, null: bool = True) -> Timestamptz:
    """An instant; missing by default."""
    return Timestamptz(null=null, default=None)


def says_vietnamese(column: str) -> str:
    """The condition of the CHECK that localized text has its Vietnamese."""
    return f"coalesce({column}->>'vi', '') <> ''"
