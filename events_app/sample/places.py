"""The venues of the sample: real shopping centres and grounds, with rough coordinates."""

from datetime import datetime
from uuid import UUID

from events_app import actor
from events_app.sample.people import Cast
from events_app.venues import keeping
from events_app.venues.tables import Venue

# key: name, address, set and code of the province, latitude, longitude, chain
_VENUES: dict[str, tuple[str, str, str, str, float, float, str | None]] = {
    "aeon": ("AEON MALL Hà Đông", "Phường Dương Nội", "34", "01", 20.9896, 105.7516, "AEON"),
    "aeon_lb": ("AEON MALL Long Biên", "27 Cổ Linh", "34", "01", 21.0269, 105.8990, "AEON"),
    "go_ct": ("GO! Cần Thơ", "Lô 1, Khu dân cư Hưng Phú 1", "34", "92", 10.0127, 105.7853, "Central Retail"),
    "bigc_tl": ("GO! Thăng Long (Big C)", "222 Trần Duy Hưng", "34", "01", 21.0073, 105.7935, "Central Retail"),
    "bigc_al": (
        "Big C An Lạc",
        "1231 Quốc lộ 1A, Bình Tân",
        "34",
        "79",
        10.7290,
        106.6066,
        "Central Retail",
    ),
    "mm_tl": ("MM Mega Market Thăng Long", "126 Phạm Văn Đồng", "34", "01", 21.0512, 105.7810, "MM"),
    "mm_ap": ("MM Mega Market An Phú", "Khu B, An Phú", "34", "79", 10.8009, 106.7420, "MM"),
    "mm_dn": ("MM Mega Market Đà Nẵng", "Cách Mạng Tháng Tám", "34", "48", 16.0155, 108.2080, "MM"),
    "bmt": ("72 Nguyễn Tất Thành", "72 Nguyễn Tất Thành, Buôn Ma Thuột", "34", "66", 12.6836, 108.0556, None),
    "ha_long": (
        "Cung Quy hoạch, Hội chợ và Triển lãm tỉnh",
        "Hạ Long",
        "34",
        "22",
        20.9535,
        107.0853,
        None,
    ),
    "hqv": (
        "Trung tâm Hội chợ 489 Hoàng Quốc Việt",
        "489 Hoàng Quốc Việt",
        "34",
        "01",
        21.0462,
        105.7960,
        None,
    ),
    "coop": (
        "Co.opmart Cống Quỳnh",
        "189C Cống Quỳnh",
        "34",
        "79",
        10.7650,
        106.6850,
        "Saigon Co.op",
    ),
    "ncc": ("Trung tâm Hội nghị Mẫu", "57 Phố Mẫu", "34", "01", 21.0060, 105.7830, None),
}

Places = dict[str, Venue]


async def load(cast: Cast, *, at: datetime) -> Places:
    """Enter them, before the first of the past fairs."""
    entered = datetime(2019, 1, 8, 2, 0, tzinfo=at.tzinfo)
    with actor.as_actor(cast.an):
        return {
            key: await keeping.add(
                cast.organizer.id,
                at=entered,
                name=name,
                address=address,
                province_set=which,
                province_code=code,
                latitude=latitude,
                longitude=longitude,
                chain=_of(cast, chain),
            )
            for key, (name, address, which, code, latitude, longitude, chain) in _VENUES.items()
        }


def _of(cast: Cast, chain: str | None) -> UUID | None:
    return cast.chains[chain].id if chain else None
