"""What the tests of claims share: a record that nobody speaks for."""

from typing import Any

import pytest

from events_app.directory.tables import Organization
from tests import make
from tests.directory.claims import TAX_CODE


@pytest.fixture
async def record(database: None, at: Any) -> Organization:
    """An imported record of Bắc Giang, which is Bắc Ninh since the merger."""
    return await make.organization(
        name="Hợp tác xã Vải Thiều", tax_code=TAX_CODE, province_set="63", province_code="24"
    )
