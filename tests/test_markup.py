"""What templates need besides language."""

import hashlib
from datetime import UTC, date, datetime, time
from uuid import UUID

import pytest

from events_app import markup
from events_app.actor import Role


@pytest.mark.parametrize(
    ("address", "changes", "changed"),
    [
        ("/events", {"after": "x"}, "/events?after=x"),
        ("/events?q=c%C3%A0+ph%C3%AA&after=a", {"after": "b=="}, "/events?q=c%C3%A0+ph%C3%AA&after=b%3D%3D"),
        ("/events?q=x&after=a", {"after": None}, "/events?q=x"),
        ("/events?after=a", {"after": ""}, "/events"),
        ("/events?kind=fair&kind=week", {"q": "a&b"}, "/events?kind=fair&kind=week&q=a%26b"),
        ("/plan#booths", {"on": date(2026, 12, 16)}, "/plan?on=2026-12-16#booths"),
    ],
)
def test_an_address_with_its_query_changed(address: str, changes: dict[str, object], changed: str) -> None:
    assert markup.with_query(address, **changes) == changed


def test_a_static_file_is_addressed_by_its_content() -> None:
    told = hashlib.sha256((markup.STATIC / "fairs.css").read_bytes()).hexdigest()[:10]
    assert markup.static("fairs.css") == f"/static/fairs.css?{told}"
    with pytest.raises(FileNotFoundError):
        markup.static("nothing.css")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("as it is", "as it is"),
        (True, "true"),
        (False, "false"),
        (5000, "5000"),
        (date(2026, 12, 16), "2026-12-16"),
        (time(8, 5), "08:05"),
        (datetime(2026, 12, 16, 10, 30, tzinfo=UTC), "2026-12-16T17:30"),
        (datetime(2026, 12, 16, 10, 30), "2026-12-16T10:30"),  # noqa: DTZ001  # what a form without an offset holds
        (Role.STAFF, "staff"),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
    ],
)
def test_the_text_of_an_input(value: object, text: str) -> None:
    assert markup.field_value(value) == text


def test_the_id_of_an_input_has_no_letter_that_a_selector_would_read() -> None:
    assert markup.element_id("days.0.opens") == "f-days-0-opens"
    assert markup.element_id("products[]") == "f-products--"
