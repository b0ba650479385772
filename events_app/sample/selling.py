"""Where the products of the sample are sold, what Dũng keeps in view, and what he asks: all of it invented."""

from datetime import datetime, timedelta
from typing import Any

from events_app import actor
from events_app.directory import queries, supplying
from events_app.distribution import asking, channelling, listing, pointing_out, shortlisting
from events_app.distribution.tables import ChannelKind, Funding
from events_app.sample.people import Cast
from events_app.values import today
from events_app.venues import keeping

_SUPPLY = (  # of the first products of Bình's entity: a month, season, pack, days, cold chain
    (300, [5, 6, 7, 8], "Hộp 100 g (mẫu)", 365, False),
    (1200, list(range(1, 13)), "Túi 500 g (mẫu)", 180, False),
)


async def load(cast: Cast, *, at: datetime) -> None:
    """Supply facts of Bình's entity, two channels with two listings, a shortlist, an open request, two sales points."""
    on = today(at)
    sen, chain = cast.entities[0], cast.chains["Mẫu"]
    products = cast.products[sen.id]
    with actor.as_actor(cast.actors[sen.id]):
        for product, (volume, months, pack, days, cold) in zip(products, _SUPPLY, strict=False):
            said: Any = {"volume": volume, "unit": "kg", "season_months": months, "pack": pack}
            await supplying.supply(product, 0, at=at, **said, shelf_life_days=days, cold_chain=cold)
        await pointing_out.add(
            sen,
            at=at,
            name="Quầy giới thiệu sản phẩm Sen Việt (mẫu)",
            address="2 Phố Mẫu, Đồng Tháp",
            province_set="34",
            province_code="82",
            operator=sen.id,
            opened_on=on - timedelta(days=300),
            funded_by=Funding.OWN,
        )
    with actor.as_actor(cast.officer):
        await pointing_out.add(
            await queries.seen(cast.officer, cast.officer.memberships[0].organization_id),
            at=at,
            name="Điểm giới thiệu và bán sản phẩm OCOP (mẫu)",
            address="1 Đường Mẫu, Đồng Tháp",
            province_set="34",
            province_code="82",
            operator_name="Cửa hàng nông sản Mẫu",
            criteria=["Có biển hiệu nhận diện chung (mẫu)", "Niêm yết giá (mẫu)"],
            opened_on=on - timedelta(days=900),
            funded_by=Funding.CENTRAL_PROGRAMME,
            latitude=10.4938,
            longitude=105.6882,
        )
    with actor.as_actor(cast.buyer):
        venue = await keeping.add(
            chain.id,
            at=at,
            name="Siêu thị Mẫu số 1",
            address="3 Phố Mẫu, Hà Nội",
            province_set="34",
            province_code="01",
            chain=chain.id,
        )
        store = await channelling.add(chain.id, ChannelKind.STORE, at=at, name="Siêu thị Mẫu số 1", venue=venue.id)
        web = "https://ban-hang.example/sieu-thi-mau"
        floor = await channelling.add(chain.id, ChannelKind.ECOMMERCE, at=at, name="Gian hàng trực tuyến Mẫu", url=web)
        await listing.add(store, products[0], on - timedelta(days=120), None, at=at)
        await listing.add(floor, products[1], on - timedelta(days=60), on + timedelta(days=120), at=at)
        for product, note in ((products[1], "Hỏi giá theo tháng (mẫu)"), (products[2], "")):
            await shortlisting.add(chain.id, product, cast.buyer.user_id, note, at=at)
        await asking.ask(
            chain.id,
            sen,
            [products[2].id],
            "Mỗi tháng có thể giao bao nhiêu, và giao đến Hà Nội được không? (mẫu)",
            {"name": cast.buyer.name, "email": cast.buyer.email, "phone": None},
            consent=asking.consent_text(),
            at=at,
        )
