"""The ministry's conference of December 2023: who spoke and who signed is invented where no text names them."""

from datetime import date, time

from events_app import values
from events_app.sample.building import Built, FairPlan, SessionPlan, agree
from events_app.sample.people import Cast

PLAN = FairPlan(
    "conference",
    "Hội nghị toàn quốc về xúc tiến và tiêu thụ sản phẩm OCOP",
    "National Conference on Promoting and Selling OCOP Products",
    "Konferensi Nasional Promosi dan Penjualan Produk OCOP",
    date(2023, 12, 14),
    date(2023, 12, 14),
    values.local(date(2023, 11, 20), time(9)),
    sessions=[
        SessionPlan(
            "conference",
            "Phiên toàn thể",
            "Plenary session",
            "Sidang pleno",
            "ncc",
            date(2023, 12, 14),
            time(8, 30),
            time(11, 30),
            [
                ("Đại diện Bộ (mẫu)", "Bộ Nông nghiệp và Phát triển nông thôn"),
                ("Đại diện hệ thống phân phối (mẫu)", "Central Retail"),
                ("Đại diện chủ thể (mẫu)", "Hợp tác xã Sen Việt (mẫu)"),
            ],
        ),
        SessionPlan(
            "signing",
            "Ký kết biên bản ghi nhớ",
            "Signing of memoranda",
            "Penandatanganan nota kesepahaman",
            "ncc",
            date(2023, 12, 14),
            time(14),
            time(16),
        ),
    ],
    said={
        "directs": [{"name": "Bộ Nông nghiệp và Phát triển nông thôn"}],
        "description": {
            "vi": "Cả nước có 10.322 sản phẩm từ 3 sao của 5.361 chủ thể.",
            "en": "The country has 10,322 products of 3 stars or more of 5,361 entities.",
            "id": "Di seluruh negeri ada 10.322 produk berbintang 3 ke atas dari 5.361 entitas.",
        },
    },
)


async def sign(built: Built, cast: Cast) -> None:
    """Four memoranda, of invented entities."""
    for n, entity in enumerate(cast.entities[:4]):
        parties = [
            ("producer", entity),
            ("distributor", cast.chains["Central Retail"]),
            ("intermediary", cast.organizer),
        ]
        title = f"Biên bản ghi nhớ tiêu thụ sản phẩm OCOP số {n + 1} (mẫu)"
        await agree(
            built,
            cast,
            "memorandum",
            title,
            parties,
            on=date(2023, 12, 14),
            at=values.local(date(2023, 12, 15), time(9)),
        )
