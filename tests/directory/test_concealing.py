"""Twelve digits in what everybody may read: masked where they stand already, refused where somebody writes them."""

import httpx
import pytest

from events_app.directory import concealing
from tests import make

NUMBER = "079085012345"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Số 079123456789.", "Số *********789."),
        ("079 123 456 789", "*********789"),
        ("0123456789-001", "0123456789-001"),
        ("1234567890123", "1234567890123"),
        ("08/05/2025 12/05/2026", "08/05/2025 12/05/2026"),
    ],
)
def test_twelve_digits_are_never_shown_whole(written: str, kept: str) -> None:
    assert concealing.masked(written) == kept


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (f"Hộ Nguyễn Văn A (CCCD {NUMBER})", True),
        ("079 085 012 345", True),
        ("079.085.012.345", True),
        ("079085-012345", True),
        ("0123456789-001", False),  # a branch
        ("1234567890123", False),
        ("0912345678, 12 Trần Phú", False),
        ("0912345678 0987654321", False),
        ("Từ 08/05/2025 đến 12/05/2026", False),
        ("12 05 2026 080520", True),
        ("123/QĐ-UBND", False),
    ],
)
def test_twelve_digits_together_are_a_number_of_somebody(written: str, told: bool) -> None:
    assert concealing.is_told(written) == told


@pytest.mark.usefixtures("database")
async def test_no_name_representative_address_or_product_may_hold_one(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    household = {"kind": "entity", "entity_kind": "household", "name": f"Hộ A {NUMBER}", "representative": NUMBER}
    where = {"address": f"Số 1, {NUMBER}", "commune": f"Xã {NUMBER}", "province_set": "34", "province_code": "79"}
    answer = await client.post("/api/v1/organizations", json={**household, **where}, headers=cast.chi.headers)
    assert answer.status_code == 422
    named = [one["field"] for one in answer.json()["errors"]]
    assert named == ["name", "representative", "address", "commune"]
    assert NUMBER not in answer.text
    address = f"/api/v1/organizations/{cast.binh.organization.id}/products"
    product = {"name": f"Gạo {NUMBER}", "group": 1, "older_classification": NUMBER, "stars": 3}
    paper = {"number": NUMBER, "issued_on": "2026-01-02", "issuer": NUMBER}
    answer = await client.post(address, json={**product, "certificate": paper}, headers=cast.binh.headers)
    assert [one["field"] for one in answer.json()["errors"]] == [
        "name",
        "older_classification",
        "certificate.number",
        "certificate.issuer",
    ]
