"""What tests of the directory share: a record that nobody speaks for, and a few products to look for."""

from typing import Any

import pytest

from events_app.directory.tables import Organization
from events_app.distribution import channel_queries, channelling, listing
from tests import make
from tests.directory.claims import TAX_CODE
from tests.directory.seeking import ON


@pytest.fixture
async def record(database: None, at: Any) -> Organization:
    """An imported record of Bắc Giang, which is Bắc Ninh since the merger."""
    return await make.organization(
        name="Hợp tác xã Vải Thiều", tax_code=TAX_CODE, province_set="63", province_code="24"
    )


@pytest.fixture
async def shop(cast: make.Cast) -> make.Cast:
    """Bình's entity in Đắk Lắk with honey and tea, Em's in Bắc Ninh, by its address of before the merger, with wine."""
    binh, em = cast.binh.organization, cast.em.organization
    for row, place in ((binh, ("34", "66")), (em, ("63", "24"))):
        row.province_set, row.province_code = place
        await row.save()
    await make.product(binh, "Mật ong hoa cà phê", subgroup="1.2.2", certified={"stars": 4})
    await make.product(binh, "Trà sen", certified={"stars": 4, "potential_five": True, "verified": True})
    await make.product(em, "Rượu nếp", group=2, certified={"stars": 5, "revoked_on": ON})
    listed = await make.product(em, "Mật ong hoa nhãn", certified={"stars": 3})
    assert cast.dung.organization
    channel = await channelling.add(cast.dung.organization.id, "chain", at=make.NOW, name="Cả chuỗi")
    await listing.add(await channel_queries.channel(channel.id), listed, ON, None, at=make.NOW)
    return cast
