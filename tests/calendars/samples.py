"""Things to show and how they are rendered, for tests of feed bytes."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from icalendar import Calendar

from events_app.calendars import rendering
from events_app.calendars.rendering import Place, Shown
from events_app.calendars.tables import EntryStatus, Thing
from events_app.i18n import Language
from tests.calendars.readers import lines

UID = UUID("01a20a2d-61b9-76f0-ab1b-398fb94cd5a3")
STAMP = datetime(2026, 12, 7, 2, 0, tzinfo=UTC)
AEON = Place(
    venue_id=UUID(int=1),
    name="AEON MALL Hà Đông",
    address="Dương Nội",
    province={"vi": "Hà Nội", "en": "Hanoi"},
    latitude=20.98901234,
    longitude=105.7512,
)
BIG_C = Place(venue_id=UUID(int=2), name="Big C An Lạc", province={"vi": "Thành phố Hồ Chí Minh"})


def a_day(**given: Any) -> Shown:
    """16 December 2026, 08:00 to 21:00 in Viet Nam."""
    return Shown(
        **{
            "thing": Thing.DAY,
            "status": EntryStatus.CONFIRMED,
            "starts_at": datetime(2026, 12, 16, 1, tzinfo=UTC),
            "ends_at": datetime(2026, 12, 16, 14, tzinfo=UTC),
            "title": {"vi": "Tuần lễ OCOP", "en": "OCOP Week", "id": "Pekan OCOP"},
            "event_title": {"vi": "Tuần lễ OCOP", "en": "OCOP Week"},
            "description": {"vi": "Đặc sản ba miền"},
            "kind": "week",
            "slug": "tuan-le-ocop",
            "places": [AEON],
            **given,
        }
    )


def an_overview(**given: Any) -> Shown:
    """16 to 20 December 2026."""
    starts_at = datetime(2026, 12, 15, 17, tzinfo=UTC)
    return a_day(**{"thing": Thing.OVERVIEW, "starts_at": starts_at, "ends_at": starts_at + timedelta(days=5), **given})


def made(shown: Shown, language: Language = Language.VI, sequence: int = 0, stamped_at: datetime = STAMP) -> bytes:
    """The bytes of an entry."""
    entry = rendering.entry(
        UID, shown, sequence=sequence, stamped_at=stamped_at, language=language, url="https://fairs.test"
    )
    return rendering.rendered(entry)


def head(name: str = "Hội chợ OCOP", language: Language = Language.VI) -> Calendar:
    """The head of a feed."""
    return rendering.head(
        name=name,
        description="Mọi hội chợ; mọi ngày, mọi nơi",
        language=language,
        address="https://fairs.test/calendars/all.ics",
        page="https://fairs.test/subscribe",
        modified=STAMP,
    )


def feed(*shown: Shown, language: Language = Language.VI) -> bytes:
    """A feed of these."""
    return rendering.feed(head(language=language), [made(one, language) for one in shown])


def has(shown: Shown, language: Language = Language.VI) -> list[str]:
    """The lines of an entry."""
    return lines(made(shown, language))
