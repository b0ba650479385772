"""Fairs that were really held, as they were announced.

Agreements signed there, and the decisions that exempt them from filing, are invented where no text names them, and say so; when
the others were filed is not known.
"""

from datetime import date, datetime, time, timedelta

from events_app import actor, values
from events_app.events import cancelling, ending
from events_app.sample.building import Built, FairPlan, SessionPlan, SitePlan, ZonePlan, agree, build
from events_app.sample.past import conference
from events_app.sample.people import Cast
from events_app.sample.places import Places
from events_app.summaries import freezing


def _announced(*on: int) -> datetime:
    return values.local(date(*on), time(9))


DONG_THAP = FairPlan(
    "week",
    "Tuần hàng đặc sản Đồng Tháp tại TP.HCM 2019",
    "Dong Thap Specialities Week in Ho Chi Minh City 2019",
    "Pekan Produk Khas Dong Thap di Kota Ho Chi Minh 2019",
    date(2019, 11, 8),
    date(2019, 11, 10),
    _announced(2019, 10, 14),
    sites=[
        SitePlan(
            "bigc_al",
            40,
            [ZonePlan("Đặc sản Đồng Tháp", "Dong Thap specialities", "Produk khas Dong Thap", 40, 4, 10)],
            time(8),
            time(22),
        )
    ],
    sessions=[
        SessionPlan(
            "matching",
            "Gặp gỡ nhà thu mua",
            "Buyer meeting",
            "Pertemuan dengan pembeli",
            "bigc_al",
            date(2019, 11, 8),
            time(14),
            time(16),
        ),
        SessionPlan(
            "signing", "Ký kết tiêu thụ", "Signing", "Penandatanganan", "bigc_al", date(2019, 11, 8), time(16), time(17)
        ),
    ],
    said={
        "announced_booths": 40,
        "hosts": [{"name": "UBND tỉnh Đồng Tháp"}],
        "cooperates": [{"name": "Central Retail"}],
        "description": {
            "vi": "Khoảng 50 chủ thể tham gia.",
            "en": "Some 50 entities take part.",
            "id": "Sekitar 50 entitas ikut serta.",
        },
        "filing": {"required": False, "exempt_decision": "Chương trình xúc tiến của tỉnh (mẫu)"},
    },
)
TAY_NGUYEN = FairPlan(
    "fair",
    "Hội chợ Nông nghiệp và sản phẩm OCOP khu vực Tây Nguyên 2019",
    "Agriculture and OCOP Fair of the Central Highlands 2019",
    "Pameran Pertanian dan OCOP Dataran Tinggi Tengah 2019",
    date(2019, 11, 28),
    date(2019, 12, 3),
    _announced(2019, 10, 1),
    sites=[
        SitePlan(
            "bmt",
            350,
            [
                ZonePlan("Khu 1", "Zone 1", "Zona 1", 200, 10, 20, "A"),
                ZonePlan("Khu 2", "Zone 2", "Zona 2", 150, 10, 15, "B"),
            ],
            time(8),
            time(22),
            {date(2019, 11, 28): (time(17, 30), time(22)), date(2019, 12, 3): (time(8), time(9, 30))},
        )
    ],
    sessions=[
        SessionPlan("opening", "Khai mạc", "Opening", "Pembukaan", "bmt", date(2019, 11, 28), time(17, 30), time(19)),
        SessionPlan("closing", "Bế mạc", "Closing", "Penutupan", "bmt", date(2019, 12, 3), time(9), time(9, 30)),
    ],
    said={
        "announced_booths": 350,
        "carries_out": [{"name": "Trung tâm Xúc tiến Thương mại Nông nghiệp (Agritrade)"}],
        "cooperates": [{"name": "UBND tỉnh Đắk Lắk"}],
        "filing": {"required": True},
    },
)
TAN_SUU = FairPlan(
    "fair",
    "Hội chợ Xuân Tân Sửu 2021",
    "Spring Fair of the Year of the Buffalo 2021",
    "Pameran Musim Semi Tahun Kerbau 2021",
    date(2021, 2, 2),
    date(2021, 2, 9),
    _announced(2020, 12, 21),
    sites=[SitePlan("hqv", None, [ZonePlan("Gian hàng chung", "General booths", "Stan umum", None, 5, 10)])],
    said={
        "carries_out": [{"name": "Trung tâm Xúc tiến Thương mại Nông nghiệp (Agritrade)"}],
        "filing": {"required": True},
    },
)
HA_NOI = FairPlan(
    "fair",
    "Hội chợ Nông sản Hà Nội 2021",
    "Hanoi Farm Produce Fair 2021",
    "Pameran Hasil Tani Hanoi 2021",
    date(2021, 12, 16),
    date(2021, 12, 19),
    _announced(2021, 11, 16),
    sites=[SitePlan("aeon", 66, [ZonePlan("Nông sản", "Farm produce", "Hasil tani", 66, 6, 11)], time(9), time(22))],
    said={
        "announced_booths": 66,
        "carries_out": [{"name": "Trung tâm Xúc tiến Đầu tư, Thương mại, Du lịch Hà Nội (HPA)"}],
        "cooperates": [{"name": "AEON"}],
        "filing": {"required": True},
    },
)
CAN_THO = FairPlan(
    "week",
    "Tuần lễ OCOP và các sản phẩm tinh hoa hàng Việt Nam 2022",
    "Week of OCOP and Fine Vietnamese Goods 2022",
    "Pekan OCOP dan Produk Unggulan Vietnam 2022",
    date(2022, 6, 22),
    date(2022, 6, 26),
    _announced(2022, 5, 20),
    sites=[
        SitePlan("go_ct", 19, [ZonePlan("Sản phẩm OCOP", "OCOP products", "Produk OCOP", 19, 1, 19)], time(8), time(22))
    ],
    said={
        "announced_booths": 19,
        "announced_products": 150,
        "announced_localities": 11,
        "hosts": [{"name": "Sở Công Thương Cần Thơ"}],
        "cooperates": [{"name": "Central Retail"}],
        "filing": {"required": False, "exempt_decision": "Chương trình xúc tiến của thành phố (mẫu)"},
    },
)
MM = FairPlan(
    "week",
    "Tuần hàng OCOP - Sản vật Việt Nam phát triển và hội nhập",
    "OCOP Week - Vietnamese Produce, Growth and Integration",
    "Pekan OCOP - Hasil Bumi Vietnam, Tumbuh dan Terhubung",
    date(2022, 11, 10),
    date(2022, 11, 13),
    _announced(2022, 10, 10),
    sites=[
        SitePlan(
            "mm_tl",
            70,
            [ZonePlan("Sản vật phía Bắc", "Northern produce", "Hasil bumi utara", 70, 7, 10)],
            time(7),
            time(21),
        ),
        SitePlan(
            "mm_ap",
            50,
            [ZonePlan("Sản vật phía Nam", "Southern produce", "Hasil bumi selatan", 50, 5, 10)],
            time(7),
            time(22),
        ),
        SitePlan(
            "mm_dn",
            30,
            [ZonePlan("Sản vật miền Trung", "Central produce", "Hasil bumi tengah", 30, 3, 10)],
            time(7),
            time(21),
        ),
    ],
    said={
        "announced_booths": 150,
        "hosts": [
            {"name": "Sở Công Thương Hà Nội"},
            {"name": "Sở Công Thương Thành phố Hồ Chí Minh"},
            {"name": "Sở Công Thương Đà Nẵng"},
        ],
        "cooperates": [{"name": "MM Mega Market"}],
        "filing": {"required": False, "exempt_decision": "Chương trình xúc tiến của ba thành phố (mẫu)"},
    },
)
QUANG_NINH = FairPlan(
    "fair",
    "Hội chợ OCOP Quảng Ninh - Xuân 2026",
    "Quang Ninh OCOP Fair - Spring 2026",
    "Pameran OCOP Quang Ninh - Musim Semi 2026",
    date(2026, 2, 6),
    date(2026, 2, 11),
    _announced(2025, 12, 22),
    sites=[
        SitePlan(
            "ha_long",
            None,
            [
                ZonePlan(
                    "Sản phẩm OCOP Quảng Ninh",
                    "OCOP products of Quang Ninh",
                    "Produk OCOP Quang Ninh",
                    100,
                    10,
                    10,
                    "A",
                ),
                ZonePlan(
                    "Sản phẩm các tỉnh, thành phố",
                    "Products of other provinces",
                    "Produk provinsi lain",
                    110,
                    10,
                    11,
                    "B",
                ),
                ZonePlan("Ẩm thực", "Food court", "Pusat jajanan"),
                ZonePlan("Hoa xuân", "Spring flowers", "Bunga musim semi"),
                ZonePlan("Trải nghiệm", "Experiences", "Pengalaman"),
            ],
            time(8),
            time(22),
        )
    ],
    said={
        "announced_booths": 220,
        "hosts": [{"name": "UBND tỉnh Quảng Ninh"}],
        "filing": {"required": False, "exempt_decision": "Kế hoạch của UBND tỉnh Quảng Ninh (mẫu)"},
    },
)
HELD = (DONG_THAP, TAY_NGUYEN, HA_NOI, CAN_THO, MM, conference.PLAN, QUANG_NINH)


async def load(cast: Cast, places: Places) -> None:
    """All of them in the order in which they were announced, each ended, and summarized, in its own time."""
    for plan in sorted((*HELD, TAN_SUU), key=lambda plan: plan.announced_at):
        built = await build(plan, cast, places)
        if plan is TAN_SUU:
            with actor.as_actor(cast.an):
                reason = "Phòng chống dịch COVID-19; các gian hàng đã dựng xong."
                await cancelling.cancel(built.event, reason, at=_announced(2021, 1, 30))
            continue
        if plan is MM:
            await _supplier_agreements(built, cast)
        if plan is conference.PLAN:
            await conference.sign(built, cast)
        over = values.local(plan.last_on + timedelta(days=1), time(0, 5))
        await ending.end_due(at=over)
        await freezing.freeze_due(at=over + timedelta(days=1))


async def _supplier_agreements(built: Built, cast: Cast) -> None:
    """Twenty-five were announced; who signed is invented."""
    for n in range(25):
        entity = cast.entities[n % len(cast.entities)]
        title = f"Thỏa thuận cung ứng số {n + 1} (mẫu)"
        parties = [("producer", entity), ("distributor", cast.chains["MM"])]
        await agree(built, cast, "supply", title, parties, on=date(2022, 11, 10), at=_announced(2022, 11, 11))
