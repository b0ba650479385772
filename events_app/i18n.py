"""Placeholder being replaced by its owner right now."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Any


class Language(StrEnum):
    VI = "vi"
    EN = "en"
    ID = "id"


def marked(message: str) -> str:
    return message


def text(message: str, **values: Any) -> str:
    return message % values if values else message


def language() -> Language:
    return Language.VI


def choose(header: str | None) -> Language:
    return Language.VI


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    yield


def jinja_environment() -> Any:
    return None
