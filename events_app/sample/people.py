"""The people and organizations of the sample: invented, but for the retail chains in whose stores the past fairs were held."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from events_app import actor, values
from events_app.accounts import queries
from events_app.accounts.tables import User
from events_app.actor import Actor, Role
from events_app.directory import approving, certificates, declaring, joining, naming, registering, verifying
from events_app.directory.tables import EntityKind, Kind, Organization, Product

PASSWORD = "hoi-cho-ocop-2026"  # noqa: S105  # printed on the first screen; only in a database of our own
PEOPLE = {
    "an@fairs.example": "organizer",
    "binh@fairs.example": "entity",
    "binh2@fairs.example": "entity",
    "chi@fairs.example": "attendee",
    "dung@fairs.example": "distributor",
    "em@fairs.example": "entity",
    "ha@fairs.example": "authority",
    "quan@fairs.example": "admin",
}

_PRODUCTS: dict[str, list[tuple[str, int, int]]] = {  # of each entity: name, product group, stars
    "Hợp tác xã Sen Việt (mẫu)": [("Trà ướp sen", 1, 5), ("Hạt sen sấy", 1, 4), ("Tinh dầu sen", 3, 3)],
    "Hợp tác xã Trà Xanh (mẫu)": [("Chè Shan tuyết", 1, 4), ("Mật ong bạc hà", 1, 4)],
    "Công ty TNHH Cà phê Mẫu": [("Cà phê bột", 1, 4), ("Cacao nguyên chất", 1, 3)],
    "Hộ kinh doanh Nước mắm Mẫu": [("Nước mắm cốt nhĩ", 1, 4)],
    "Tổ hợp tác Thổ cẩm (mẫu)": [("Khăn thổ cẩm", 4, 3), ("Túi thổ cẩm", 4, 3)],
    "Hợp tác xã Rượu nếp Mẫu": [("Rượu nếp cái hoa vàng", 2, 3)],
    "Tổ hợp tác Chiếu cói (mẫu)": [],
}
_LAPSING: dict[str, tuple[str, int, int, int]] = {  # of an entity: name, product group, stars, days until it lapses
    "Hợp tác xã Sen Việt (mẫu)": ("Mứt sen", 1, 3, 89),
    "Tổ hợp tác Chiếu cói (mẫu)": ("Chiếu cói", 4, 4, 29),
}
ENTITIES: dict[str, tuple[EntityKind, str]] = {  # kind and province of the 34
    "Hợp tác xã Sen Việt (mẫu)": (EntityKind.COOPERATIVE, "82"),
    "Hợp tác xã Trà Xanh (mẫu)": (EntityKind.COOPERATIVE, "08"),
    "Công ty TNHH Cà phê Mẫu": (EntityKind.ENTERPRISE, "66"),
    "Hộ kinh doanh Nước mắm Mẫu": (EntityKind.HOUSEHOLD, "91"),
    "Tổ hợp tác Thổ cẩm (mẫu)": (EntityKind.COOPERATIVE_GROUP, "15"),
    "Hợp tác xã Rượu nếp Mẫu": (EntityKind.COOPERATIVE, "33"),
    "Tổ hợp tác Chiếu cói (mẫu)": (EntityKind.COOPERATIVE_GROUP, "82"),
}
_CHAINS = {
    "AEON": "AEON",
    "Central Retail": "Big C",
    "Saigon Co.op": "Saigon Co.op",
    "MM": "MM Mega Market",
    "Mẫu": "Siêu thị Mẫu",
}
_RENAMED = {"Central Retail": ("GO!", date(2021, 1, 1))}  # store by store in fact; what was before is called as it was
_NUMBERS = {"Hộ kinh doanh Nước mắm Mẫu": "000123456789"}  # no province has the code 000


@dataclass
class Cast:
    """Who acts in the sample."""

    an: Actor
    organizer: Organization
    chains: dict[str, Organization]
    entities: list[Organization]
    products: dict[UUID, list[Product]]
    buyer: Actor
    officer: Actor
    actors: dict[UUID, Actor]  # of the two entities whose people sign in; An speaks for the others


async def load(*, at: datetime, password: str = PASSWORD) -> Cast:
    """Make them, some years ago, so that the past fairs find them there; all have one password."""
    long_ago = datetime(2019, 1, 7, 2, 0, tzinfo=at.tzinfo)
    users = {
        email: await joining.person(email, name, at=long_ago, password=password)
        for email, name in (
            ("an@fairs.example", "Nguyễn Thị An (mẫu)"),
            ("binh@fairs.example", "Trần Văn Bình (mẫu)"),
            ("binh2@fairs.example", "Trần Thị Bình (mẫu)"),
            ("chi@fairs.example", "Lê Chi (mẫu)"),
            ("dung@fairs.example", "Phạm Dũng (mẫu)"),
            ("em@fairs.example", "Hoàng Em (mẫu)"),
            ("ha@fairs.example", "Võ Thị Hà (mẫu)"),
        )
    }
    await joining.person("quan@fairs.example", "Đỗ Quân (mẫu)", at=long_ago, password=password, admin=True)
    organizer = await registering.register(
        users["an@fairs.example"].id,
        Kind.ORGANIZER,
        at=long_ago,
        name="Trung tâm Xúc tiến Thương mại Mẫu",
        address="1 Phố Mẫu, Hà Nội",
        province_set="34",
        province_code="01",
    )
    department = await registering.register(
        users["ha@fairs.example"].id,
        Kind.AUTHORITY,
        at=long_ago,
        name="Sở Nông nghiệp và Môi trường Đồng Tháp (mẫu)",
        province_set="34",
        province_code="82",
    )
    for waiting in (organizer, department):
        await approving.approve(waiting, waiting.version, at=long_ago)
    an = await _acting(users["an@fairs.example"])
    with actor.as_actor(an):
        chains = {key: await _chain(users["dung@fairs.example"], key, at=long_ago) for key in _CHAINS}
        entities = [await _entity(name, users, organizer, at=long_ago) for name in ENTITIES]
    sen, tra = entities[0], entities[1]
    await joining.join(users["binh2@fairs.example"], sen, Role.STAFF, at=long_ago)
    actors = {
        sen.id: await _acting(users["binh@fairs.example"]),
        tra.id: await _acting(users["em@fairs.example"]),
    }
    products = {}
    for entity in entities:
        with actor.as_actor(actors.get(entity.id, an)):
            products[entity.id] = [
                await _product(entity, name, group, stars, at=at) for name, group, stars in _PRODUCTS[entity.name]
            ]
            products[entity.id] += await _lapsing(entity, at=at)
    await _verified(users["ha@fairs.example"], department, products[sen.id], at=at)
    return Cast(
        an,
        organizer,
        chains,
        entities,
        products,
        await _acting(users["dung@fairs.example"]),
        await _acting(users["ha@fairs.example"]),
        actors,
    )


async def _verified(ha: User, authority: Organization, products: list[Product], *, at: datetime) -> None:
    """The authority of the province of Bình's entity has verified all but one of its certificates."""
    histories = [await declaring.history_of(product.id) for product in products if "Tinh dầu" not in product.name]
    seen = {one.id: one.version for history in histories for one in history}
    with actor.as_actor(await _acting(ha)):
        await verifying.verify(seen, ha.id, authority.id, decision_number="01/QĐ-MAU", at=at)


async def _acting(user: User) -> Actor:
    return await queries.actor_of(user.id, None, ("read", "write"))


async def _chain(dung: User, key: str, *, at: datetime) -> Organization:
    """A retail chain; only the invented one has a person who signs in."""
    if key == "Mẫu":
        return await registering.register(dung.id, Kind.DISTRIBUTOR, at=at, name=_CHAINS[key])
    row = await registering.enter(Kind.DISTRIBUTOR, at=at, name=_CHAINS[key])
    if key in _RENAMED:
        name, since = _RENAMED[key]
        await naming.rename(row, row.version, name, since=since, at=values.local(since, time(9)))
    return row


async def _entity(name: str, users: dict[str, User], organizer: Organization, *, at: datetime) -> Organization:
    """An entity; two have people who sign in, the others a telephone, and the organizer speaks for them."""
    kind, province = ENTITIES[name]
    owner = {"Hợp tác xã Sen Việt (mẫu)": "binh@fairs.example", "Hợp tác xã Trà Xanh (mẫu)": "em@fairs.example"}.get(
        name
    )
    if owner:
        return await registering.register(
            users[owner].id,
            Kind.ENTITY,
            at=at,
            entity_kind=kind,
            name=name,
            province_set="34",
            province_code=province,
        )
    return await registering.enter_on_behalf(
        organizer.id,
        {"name": f"Đại diện {name}", "phone": "+84912345678", "email": None, "language": "vi"},
        at=at,
        entity_kind=kind,
        name=name,
        tax_code=_NUMBERS.get(name),
        province_set="34",
        province_code=province,
    )


async def _product(entity: Organization, name: str, group: int, stars: int, *, at: datetime) -> Product:
    issued: date = (at - timedelta(days=400)).date()
    return await declaring.declare(
        entity,
        at=at,
        name=f"{name} (mẫu)",
        group=group,
        stars=stars,
        certificate_number=f"MAU-{group}{stars}-{name[:3].upper()}",
        issuer="Ủy ban nhân dân tỉnh (mẫu)",
        issued_on=issued,
    )


async def _lapsing(entity: Organization, *, at: datetime) -> list[Product]:
    """What lapses soon, recorded long enough before for its entity to be warned in time."""
    if entity.name not in _LAPSING:
        return []
    name, group, stars, days = _LAPSING[entity.name]
    ends = values.today(at) + timedelta(days)
    row = await declaring.declare(
        entity,
        at=at - timedelta(days=200),
        name=f"{name} (mẫu)",
        group=group,
        stars=stars,
        certificate_number=f"MAU-{group}{stars}-{name[:3].upper()}",
        issuer="Ủy ban nhân dân tỉnh (mẫu)",
        issued_on=certificates.counts_from(None, ends),
        valid_to=ends,
    )
    return [row]
