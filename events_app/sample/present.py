"""Invented fairs around the day of loading: what a newcomer can try, and see happen."""

from datetime import date, datetime, time, timedelta

from events_app import actor, values
from events_app.events import cancelling, postponing, rescheduling
from events_app.events.bodies import MovedDay, NewDates
from events_app.events.tables import OpeningDay
from events_app.reminders import ruling
from events_app.reminders.tables import ReminderRule
from events_app.sample.building import (
    CONFIRMED_AFTER,
    Built,
    FairPlan,
    SessionPlan,
    SitePlan,
    ZonePlan,
    agree,
    build,
    exhibit,
)
from events_app.sample.people import Cast
from events_app.sample.places import Places

EXEMPT = {"required": False, "exempt_decision": "Kế hoạch xúc tiến thương mại (mẫu)"}


async def load(cast: Cast, places: Places, *, at: datetime) -> None:
    """All of them as of ``at``."""
    await _ended_three_days_ago(cast, places, at)
    await _open_for_registration(cast, places, at)
    await _cancelled(cast, places, at)
    await _postponed(cast, places, at)
    await _moved(cast, places, at)
    await _reminder_due(cast, places, at)


def _plan(
    titles: tuple[str, str, str],
    first_on: date,
    days: int,
    announced_at: datetime,
    site: SitePlan,
    closes_at: datetime,
    sessions: tuple[SessionPlan, ...] = (),
) -> FairPlan:
    vi, en, indonesian = titles
    return FairPlan(
        "week",
        vi,
        en,
        indonesian,
        first_on,
        first_on + timedelta(days=days - 1),
        announced_at,
        sites=[site],
        sessions=sessions,
        said={
            "announced_booths": site.announced,
            "registration_opens_at": announced_at,
            "registration_closes_at": closes_at,
            "filing": EXEMPT,
            "description": {
                "vi": "Sự kiện mẫu để dùng thử phần mềm.",
                "en": "An invented event to try the program with.",
                "id": "Acara contoh untuk mencoba program ini.",
            },
        },
    )


async def _open_for_registration(cast: Cast, places: Places, at: datetime) -> None:
    """OCOP Week at Big C: 60 booths, registration open, a conference session at another venue."""
    first_on = values.today(at) + timedelta(days=21)
    session = SessionPlan(
        "conference",
        "Hội nghị kết nối cung cầu (mẫu)",
        "Supply-demand conference (sample)",
        "Konferensi pasokan dan permintaan (contoh)",
        "ncc",
        first_on + timedelta(days=1),
        time(8, 30),
        time(11, 30),
        [("Diễn giả Mẫu", "Trung tâm Xúc tiến Thương mại Mẫu")],
    )
    zones = [
        ZonePlan("Thực phẩm", "Food", "Makanan", 40, 4, 10, "A"),
        ZonePlan("Thủ công mỹ nghệ và đồ uống", "Handicrafts and drinks", "Kerajinan dan minuman", 20, 2, 10, "B"),
    ]
    plan = _plan(
        ("Tuần lễ OCOP tại Big C (mẫu)", "OCOP Week at Big C (sample)", "Pekan OCOP di Big C (contoh)"),
        first_on,
        5,
        at - timedelta(days=10),
        SitePlan("bigc_tl", 60, zones, time(8), time(22), {first_on: (time(9, 30), time(22))}),
        at + timedelta(days=12),
        (session,),
    )
    built = await build(plan, cast, places)
    for n, entity in enumerate(cast.entities[2:5]):
        await exhibit(built, cast, entity, built.booths[0][n * 3], at=at - timedelta(days=5, hours=n))


async def _reminder_due(cast: Cast, places: Places, at: datetime) -> None:
    """A connection fair at AEON: its reminder fell due an hour ago, and its exhibitors are confirmed now."""
    due = (at - timedelta(hours=1)).astimezone(values.ZONE)
    plan = _plan(
        (
            "Hội chợ kết nối OCOP tại AEON (mẫu)",
            "OCOP Connection Fair at AEON (sample)",
            "Pameran OCOP di AEON (contoh)",
        ),
        due.date() + timedelta(days=3),
        4,
        at - timedelta(days=40),
        SitePlan(
            "aeon_lb", 24, [ZonePlan("Sản phẩm OCOP", "OCOP products", "Produk OCOP", 24, 2, 12)], time(9), time(22)
        ),
        at + timedelta(days=1),
    )
    built = await build(plan, cast, places)
    with actor.as_actor(cast.an):
        rule = await ReminderRule.objects().get(ReminderRule.event == built.event.id)
        assert rule is not None  # every published event has one
        hour = due.time().replace(second=0, microsecond=0)
        await ruling.change(rule, built.event, rule.version, at=at, at_time=hour)
    for booth, entity in zip(built.booths[0][4:], cast.entities[:3], strict=False):
        await exhibit(built, cast, entity, booth, at=at - CONFIRMED_AFTER)


async def _ended_three_days_ago(cast: Cast, places: Places, at: datetime) -> None:
    """A farm produce week at Co.op whose agreements wait to be summarized by the sweep."""
    last_on = values.today(at) - timedelta(days=3)
    first_on = last_on - timedelta(days=4)
    plan = _plan(
        (
            "Tuần hàng nông sản OCOP tại Co.op (mẫu)",
            "OCOP Farm Produce Week at Co.op (sample)",
            "Pekan Hasil Tani OCOP di Co.op (contoh)",
        ),
        first_on,
        5,
        at - timedelta(days=60),
        SitePlan("coop", 30, [ZonePlan("Nông sản", "Farm produce", "Hasil tani", 30, 3, 10)], time(8), time(21)),
        values.local(first_on - timedelta(days=10), time(17)),
    )
    built = await build(plan, cast, places)
    for booth, entity in zip(built.booths[0][::5], cast.entities, strict=False):
        await exhibit(built, cast, entity, booth, at=at - timedelta(days=45))
    signed_at = values.local(last_on, time(16, 30))
    buyer, coop = cast.chains["Mẫu"], cast.chains["Saigon Co.op"]
    sen, tra, coffee, sauce = cast.entities[:4]
    lotus_tea, shan_tea = cast.products[sen.id][:1], cast.products[tra.id][:1]
    by_sen, by_tra, by_coffee, by_sauce = (
        [("producer", entity), ("distributor", chain)]
        for entity, chain in ((sen, buyer), (tra, buyer), (coffee, coop), (sauce, coop))
    )
    for kind, title, parties, products, value in (
        ("memorandum", "Biên bản ghi nhớ tiêu thụ trà sen (mẫu)", by_sen, lotus_tea, None),
        ("supply", "Hợp đồng cung ứng chè Shan (mẫu)", by_tra, shan_tea, 1_250_000_000),
        ("framework", "Hợp đồng nguyên tắc cà phê (mẫu)", by_coffee, [], None),
        (
            "supply",
            "Hợp đồng tiêu thụ nước mắm (mẫu)",
            [*by_sauce, ("intermediary", cast.organizer)],
            [],
            640_000_000,
        ),
    ):
        await agree(built, cast, kind, title, parties, on=last_on, products=products, value_vnd=value, at=signed_at)


async def _with_exhibitors(
    titles: tuple[str, str, str], first_on: date, venue: str, cast: Cast, places: Places, at: datetime
) -> Built:
    plan = _plan(
        titles,
        first_on,
        4,
        at - timedelta(days=50),
        SitePlan(venue, 20, [ZonePlan("Sản phẩm OCOP", "OCOP products", "Produk OCOP", 20, 2, 10)]),
        at - timedelta(days=20),
    )
    built = await build(plan, cast, places)
    for booth, entity in zip(built.booths[0], cast.entities[:2], strict=False):
        await exhibit(built, cast, entity, booth, at=at - timedelta(days=30))
    return built


async def _cancelled(cast: Cast, places: Places, at: datetime) -> None:
    """Three days before opening, booths already built."""
    titles = ("Phiên chợ OCOP bị hủy (mẫu)", "Cancelled OCOP Market (sample)", "Pasar OCOP yang batal (contoh)")
    built = await _with_exhibitors(titles, values.today(at) + timedelta(days=2), "mm_tl", cast, places, at)
    with actor.as_actor(cast.an):
        await cancelling.cancel(built.event, "Bão lớn; sự kiện không thể diễn ra (mẫu).", at=at - timedelta(days=1))


async def _postponed(cast: Cast, places: Places, at: datetime) -> None:
    titles = ("Phiên chợ OCOP tạm hoãn (mẫu)", "Postponed OCOP Market (sample)", "Pasar OCOP yang ditunda (contoh)")
    built = await _with_exhibitors(titles, values.today(at) + timedelta(days=12), "mm_dn", cast, places, at)
    with actor.as_actor(cast.an):
        await postponing.postpone(built.event, "Chờ quyết định mới về thời gian (mẫu).", at=at - timedelta(days=2))


async def _moved(cast: Cast, places: Places, at: datetime) -> None:
    """By a week."""
    titles = ("Phiên chợ OCOP đổi ngày (mẫu)", "Moved OCOP Market (sample)", "Pasar OCOP yang dipindah (contoh)")
    built = await _with_exhibitors(titles, values.today(at) + timedelta(days=16), "bigc_al", cast, places, at)
    days = await OpeningDay.objects().where(OpeningDay.site == built.sites[0].id).order_by(OpeningDay.held_on)
    new = NewDates(
        reason="Theo công văn điều chỉnh thời gian (mẫu).",
        days=[
            MovedDay(
                id=day.id,
                site_id=built.sites[0].id,
                on=day.held_on + timedelta(days=7),
                opens=day.opens,
                closes=day.closes,
            )
            for day in days
        ],
    )
    with actor.as_actor(cast.an):
        await rescheduling.reschedule(built.event, new, at=at - timedelta(days=3))
