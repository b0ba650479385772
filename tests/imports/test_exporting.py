"""What goes out as a list comes in again without changing anything, to those who could bring it in."""

from datetime import date, datetime

import pytest

from events_app import db, i18n, sample
from events_app.actor import as_actor
from events_app.directory import declaring, likeness, rating
from events_app.directory.tables import EntityKind, Kind
from events_app.errors import Forbidden
from events_app.imports import exporting, returning
from events_app.imports.headings import Field
from tests import make
from tests.imports import asking
from tests.imports.sent_out import sheet
from tests.imports.test_running import snapshot

pytestmark = pytest.mark.usefixtures("database")
_ENTITY = list(Field).index(Field.ENTITY) - 3  # three columns before it are crossed ones, which an export has none of


async def a_directory(cast: make.Cast, at: datetime) -> None:
    """Entities that a list may trip over, with products rated several times."""
    places = [("34", "82"), ("63", "82"), ("34", "01")]
    names = ["=cmd|'/c calc'!A1", "-Sen & Trà", "@Mẫu", "+84 Sen", "Hợp tác xã Thường"]
    for n, name in enumerate(names):
        which, code = places[n % 3]
        entity = await make.organization(
            Kind.ENTITY,
            name,
            keeper=cast.an.organization.id,
            province_set=which,
            province_code=code,
            district="Cai Mẫu" if which == "63" else "",
            representative=f"Người Mẫu {n}",
            phone="+84912345678",
            email=f"mau-{n}@fairs.example",
            address="12  Phố Mẫu",
            entity_kind=list(EntityKind)[n % 4],
            alike=likeness.key(name, which, code),
        )
        if entity.entity_kind == EntityKind.HOUSEHOLD:
            await db.fetch(
                "INSERT INTO personal_number (id, organization, number, created_at) VALUES ($1, $1, '079123456789', $2)",
                entity.id,
                at,
            )
        product = await declaring.declare(
            entity,
            at=at,
            name=f"=Trà {n}",
            group=2,
            subgroup="2.1.1",
            stars=4,
            certificate_number=f"{n}/QĐ",
            issued_on=date(2024, 2, 29),
            valid_to=date(2028, 1, 1),
            older_classification="Thức uống",
        )
        await rating.rate(product, at=at, stars=4, potential_five=True, number=f"{n}b/QĐ", issued_on=date(2026, 5, 1))
        await declaring.declare(entity, at=at, name=f"Bánh {n}", group=1)
        await declaring.declare(entity, at=at, name=f"Kẹo {n}", group=1, stars=3)
        await declaring.declare(
            entity, at=at, name=f"Kéo {n}", group=4, stars=4, anyway=True
        )  # without accents the same


@pytest.mark.parametrize("language", ["vi", "en", "id"])
async def test_an_export_comes_in_again_and_changes_nothing(language: str, cast: make.Cast, at: datetime) -> None:
    await a_directory(cast, at)
    before = await snapshot()
    with as_actor(cast.an.actor), i18n.speaking(language):
        made = await returning.products(exporting.rows(cast.an.actor))
    assert b"079123456789" not in made
    assert "*********789" in str(sheet(made))
    assert all(not str(cell).startswith(("=", "+", "-", "@")) for line in sheet(made) for cell in line)
    row = await asking.read(cast.an, made, at=at)
    differing = [
        (one["number"], one["outcome"], one["wrongs"], one["cells"])
        for one in await asking.rows(row)
        if one["outcome"] != "same"
    ]
    assert differing[:2] == []
    assert row.counts == {"rows": {"same": 25}, "entities": {"same": 5}}
    row = await asking.brought(cast.an, row, at=at)
    assert row.counts["rows"] == {"same": 25}
    assert await snapshot() == before


async def test_entities_whose_names_differ_in_accents_or_in_a_province_of_before_come_in_again_as_they_are(
    cast: make.Cast, at: datetime
) -> None:
    """Bình Định and Gia Lai are one province now."""
    for name, which, code, representative in (
        ("Tổ hợp tác Vân Ninh", "63", "52", ""),
        ("Tổ hợp tác Văn Ninh", "63", "64", ""),
        ("Tổ hợp tác Văn Ninh", "63", "52", ""),
        ("Tổ hợp tác Văn Ninh", "34", "52", "Bà Sen"),
        ("THT Vấn Ninh", "63", "64", "Bà Sen"),
    ):
        said = {"province_set": which, "province_code": code, "representative": representative}
        alike = likeness.key(name, which, code)
        entity = await make.organization(Kind.ENTITY, name, keeper=cast.an.organization.id, alike=alike, **said)
        await declaring.declare(entity, at=at, name="Bún", group=1, stars=3)
    before = await snapshot()
    with as_actor(cast.an.actor), i18n.speaking("vi"):
        made = await returning.products(exporting.rows(cast.an.actor))
    row = await asking.read(cast.an, made, at=at)
    assert row.counts == {"rows": {"same": 5}, "entities": {"same": 5}}
    await asking.brought(cast.an, row, at=at)
    assert await snapshot() == before


async def test_what_the_admin_takes_out_of_the_samples_comes_in_again_and_changes_nothing(at: datetime) -> None:
    await sample.load(at=at)
    whole = await asking.admin(await make.person("Quân"))
    before = await snapshot()
    with as_actor(whole.actor), i18n.speaking("vi"):
        made = await returning.products(exporting.rows(whole.actor))
    row = await asking.brought(whole, await asking.read(whole, made, at=at), at=at)
    assert [
        (one["outcome"], one["cells"], one["wrongs"]) for one in await asking.rows(row) if one["outcome"] != "same"
    ] == []
    assert await snapshot() == before


async def test_an_export_is_of_those_whom_one_could_bring_in(cast: make.Cast, at: datetime) -> None:
    await a_directory(cast, at)
    office = await make.person(
        "Giang", await make.organization(Kind.AUTHORITY, "Sở", province_set="34", province_code="01")
    )
    with as_actor(office.actor):
        said = sheet(await returning.products(exporting.rows(office.actor)))
    assert {line[_ENTITY] for line in said[1:]} == {"'@Mẫu"}
    other = await make.person("Khác", await make.organization(Kind.ORGANIZER, "Khác"))
    with as_actor(other.actor):
        assert len(sheet(await returning.products(exporting.rows(other.actor)))) == 1
    with pytest.raises(Forbidden):
        await returning.products(exporting.rows(cast.em.actor))
