"""The fairs of the past stand in the sample with the figures that were announced, day by day and site by site."""

from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

import pytest

from events_app import db, values
from events_app.sample import people, places
from events_app.sample.past import fairs
from tests import make


@dataclass
class Announced:
    """What was announced of a fair; ``sites`` and ``zones`` are names with booths announced and booths laid out."""

    title: str
    first_on: date
    last_on: date
    behind: set[str]
    sites: dict[str, tuple[int | None, int]] = field(default_factory=dict)
    zones: list[tuple[int | None, int]] = field(default_factory=list)
    booths: int | None = None
    products: int | None = None
    localities: int | None = None
    state: str = "ended"
    sessions: list[str] = field(default_factory=list)
    agreements: dict[str, int] = field(default_factory=dict)
    said: str = ""


FAIRS = [
    Announced(
        "Tuần hàng đặc sản Đồng Tháp tại TP.HCM 2019",
        date(2019, 11, 8),
        date(2019, 11, 10),
        {"hosts: UBND tỉnh Đồng Tháp", "cooperates: Central Retail"},
        {"Big C An Lạc": (40, 40)},
        [(40, 40)],
        booths=40,
        sessions=["matching", "signing"],
        said="Khoảng 50 chủ thể",
    ),
    Announced(
        "Hội chợ Nông nghiệp và sản phẩm OCOP khu vực Tây Nguyên 2019",
        date(2019, 11, 28),
        date(2019, 12, 3),
        {"carries_out: Trung tâm Xúc tiến Thương mại Nông nghiệp (Agritrade)", "cooperates: UBND tỉnh Đắk Lắk"},
        {"72 Nguyễn Tất Thành": (350, 350)},
        [(200, 200), (150, 150)],
        booths=350,
        sessions=["opening", "closing"],
    ),
    Announced(
        "Hội chợ Xuân Tân Sửu 2021",
        date(2021, 2, 2),
        date(2021, 2, 9),
        {"carries_out: Trung tâm Xúc tiến Thương mại Nông nghiệp (Agritrade)"},
        {"Trung tâm Hội chợ 489 Hoàng Quốc Việt": (None, 50)},
        [(None, 50)],
        state="cancelled",
    ),
    Announced(
        "Hội chợ Nông sản Hà Nội 2021",
        date(2021, 12, 16),
        date(2021, 12, 19),
        {"carries_out: Trung tâm Xúc tiến Đầu tư, Thương mại, Du lịch Hà Nội (HPA)", "cooperates: AEON"},
        {"AEON MALL Hà Đông": (66, 66)},
        [(66, 66)],
        booths=66,
    ),
    Announced(
        "Tuần lễ OCOP và các sản phẩm tinh hoa hàng Việt Nam 2022",
        date(2022, 6, 22),
        date(2022, 6, 26),
        {"hosts: Sở Công Thương Cần Thơ", "cooperates: Central Retail"},
        {"GO! Cần Thơ": (19, 19)},
        [(19, 19)],
        booths=19,
        products=150,
        localities=11,
    ),
    Announced(
        "Tuần hàng OCOP - Sản vật Việt Nam phát triển và hội nhập",
        date(2022, 11, 10),
        date(2022, 11, 13),
        {
            "hosts: Sở Công Thương Hà Nội",
            "hosts: Sở Công Thương Thành phố Hồ Chí Minh",
            "hosts: Sở Công Thương Đà Nẵng",
            "cooperates: MM Mega Market",
        },
        {
            "MM Mega Market Thăng Long": (70, 70),
            "MM Mega Market An Phú": (50, 50),
            "MM Mega Market Đà Nẵng": (30, 30),
        },
        [(70, 70), (50, 50), (30, 30)],
        booths=150,
        agreements={"supply": 25},
    ),
    Announced(
        "Hội nghị toàn quốc về xúc tiến và tiêu thụ sản phẩm OCOP",
        date(2023, 12, 14),
        date(2023, 12, 14),
        {"directs: Bộ Nông nghiệp và Phát triển nông thôn"},
        sessions=["conference", "signing"],
        agreements={"memorandum": 4},
        said="10.322 sản phẩm từ 3 sao của 5.361 chủ thể",
    ),
    Announced(
        "Hội chợ OCOP Quảng Ninh - Xuân 2026",
        date(2026, 2, 6),
        date(2026, 2, 11),
        {"hosts: UBND tỉnh Quảng Ninh"},
        {"Cung Quy hoạch, Hội chợ và Triển lãm tỉnh": (None, 210)},
        [(100, 100), (110, 110), (None, 0), (None, 0), (None, 0)],
        booths=220,  # "about": what was announced for its zones is less, and both are kept
    ),
]


@pytest.fixture
async def past(database: None) -> None:
    """The people, the venues and the fairs of the past, without those of today."""
    cast = await people.load(at=make.NOW)
    await fairs.load(cast, await places.load(cast, at=make.NOW))


async def _column(sql: str, title: str) -> list[Any]:
    """The rows of a statement about the event with this title, each as a tuple; of one column the values."""
    rows = await db.fetch(sql.replace("THIS", "(SELECT id FROM event WHERE title->>'vi' = $1)"), title)
    found = [tuple(row.values()) for row in rows]
    return [one[0] for one in found] if found and len(found[0]) == 1 else found


async def test_each_stands_as_it_was_announced_and_none_is_missing(past: None) -> None:
    for fair in FAIRS:
        [event] = await db.fetch("SELECT * FROM event WHERE title->>'vi' = $1", fair.title)
        assert (fair.title, event["state"]) == (fair.title, fair.state)
        assert (event["first_on"], event["last_on"]) == (fair.first_on, fair.last_on)
        assert (event["announced_booths"], event["announced_products"], event["announced_localities"]) == (
            fair.booths,
            fair.products,
            fair.localities,
        )
        assert fair.said in (event["description"].get("vi") or "")
        behind = await _column("SELECT backing || ': ' || name FROM backer WHERE event = THIS", fair.title)
        assert set(behind) == fair.behind
        sites = """
            SELECT venue.name, site.announced_booths, (SELECT count(*) FROM booth WHERE booth.site = site.id)
            FROM site JOIN venue ON venue.id = site.venue WHERE site.event = THIS
        """
        assert {name: figures for name, *figures in await _column(sites, fair.title)} == {
            name: list(figures) for name, figures in fair.sites.items()
        }
        zones = """
            SELECT zone.announced_booths, (SELECT count(*) FROM booth WHERE booth.zone = zone.id)
            FROM zone JOIN site ON site.id = zone.site WHERE site.event = THIS ORDER BY site.id, zone.position
        """
        assert await _column(zones, fair.title) == fair.zones
        sessions = await _column("SELECT kind FROM session WHERE event = THIS ORDER BY starts_at", fair.title)
        assert sessions == fair.sessions
        agreements = await _column("SELECT kind, count(*) FROM agreement WHERE event = THIS GROUP BY kind", fair.title)
        assert dict(agreements) == fair.agreements
        days = await _column(
            """
            SELECT count(DISTINCT held_on) FROM opening_day JOIN site ON site.id = opening_day.site
            WHERE site.event = THIS GROUP BY site.id
            """,
            fair.title,
        )
        assert days == [(fair.last_on - fair.first_on).days + 1] * len(fair.sites)
    assert await db.fetch("SELECT count(*) AS n FROM event") == [{"n": len(FAIRS)}]


async def test_the_fair_of_the_highlands_opens_in_the_evening_and_closes_in_the_morning(past: None) -> None:
    hours = await _column(
        """
        SELECT held_on, opens, closes FROM opening_day JOIN site ON site.id = opening_day.site
        WHERE site.event = THIS ORDER BY held_on
        """,
        "Hội chợ Nông nghiệp và sản phẩm OCOP khu vực Tây Nguyên 2019",
    )
    first, *_between, last = hours
    assert first[:2] == (date(2019, 11, 28), time(17, 30))
    assert (last[0], last[2]) == (date(2019, 12, 3), time(9, 30))
    sessions = await _column(
        "SELECT kind, starts_at, ends_at FROM session WHERE event = THIS ORDER BY starts_at",
        "Hội chợ Nông nghiệp và sản phẩm OCOP khu vực Tây Nguyên 2019",
    )
    assert sessions[0][:2] == ("opening", values.local(date(2019, 11, 28), time(17, 30)))
    assert (sessions[1][0], sessions[1][2]) == ("closing", values.local(date(2019, 12, 3), time(9, 30)))


async def test_at_the_ministrys_conference_three_spoke_and_memoranda_were_signed_the_same_day(past: None) -> None:
    title = "Hội nghị toàn quốc về xúc tiến và tiêu thụ sản phẩm OCOP"
    spoke = await _column(
        """
        SELECT speaker.affiliation FROM speaker JOIN session ON session.id = speaker.session
        WHERE session.event = THIS AND session.kind = 'conference' ORDER BY speaker.position
        """,
        title,
    )
    assert spoke == ["Bộ Nông nghiệp và Phát triển nông thôn", "Central Retail", "Hợp tác xã Sen Việt (mẫu)"]
    signed = await _column(
        """
        SELECT agreement.signed_on, array_agg(party.role::text ORDER BY party.role)
        FROM agreement JOIN party ON party.agreement = agreement.id WHERE agreement.event = THIS GROUP BY agreement.id
        """,
        title,
    )
    assert signed == [(date(2023, 12, 14), ["distributor", "intermediary", "producer"])] * 4
    [starts_at] = await _column("SELECT starts_at FROM session WHERE event = THIS AND kind = 'signing'", title)
    assert values.today(starts_at) == date(2023, 12, 14)


async def test_each_was_summarized_when_it_was_over_and_the_one_that_was_cancelled_was_not(past: None) -> None:
    rows = await db.fetch(
        """
        SELECT event.title->>'vi' AS title, event.last_on, summary.number, summary.frozen_at, event.cancelled_at
        FROM event LEFT JOIN summary ON summary.event = event.id
        """
    )
    for row in rows:
        if row["title"] == "Hội chợ Xuân Tân Sửu 2021":
            assert (row["number"], values.today(row["cancelled_at"])) == (None, date(2021, 1, 30))
        else:
            days: int = (values.today(row["frozen_at"]) - row["last_on"]).days
            assert (row["title"], row["number"], days) == (row["title"], 1, 2)
    assert len(rows) == len(FAIRS)
