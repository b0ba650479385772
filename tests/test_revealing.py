"""Twelve digits that may be a person's number are refused in whatever others read."""

from collections.abc import Iterator

import httpx
import pytest

from events_app import reading, revealing
from events_app.app import create_app
from events_app.errors import Invalid
from tests import make
from tests.browser_like import Browser

NUMBER = "079085012345"
UNREAD = {  # what may hold twelve digits, and why nobody else reads it
    "password": "a secret",
    "old": "a secret: the password of before",
    "new": "a secret: the password from now on",
    "token": "a secret",
    "code": "a secret, of a telephone or a letter",
    "email": "an address, which is refused for the same reason, with a sentence of its own",
    "phone": "a telephone number, which is kept in its own form",
    "tax_code": "the one place of such a number: it is kept apart, or it proves whose a record is",
    "barcode": "a number of goods, which has a check digit",
    "q": "what is looked for",
    "after": "a cursor of ours",
    "next": "a path of ours",
    "sheet": "the name of a sheet in a file of one's own",
    "image_url": "the address of a picture, where dates and numbers of files stand",
}


def bodies(of: type[reading.Body] = reading.Body) -> Iterator[type[reading.Body]]:
    """Whatever a request may say."""
    for one in of.__subclasses__():
        if one.__module__.startswith("events_app."):
            yield one
        yield from bodies(one)


create_app()  # so that every body is known
ALL = sorted({*bodies()}, key=lambda one: (one.__module__, one.__name__))
TEXTS = [(one, field) for one in ALL for field in sorted(revealing.texts(one))]
CODES = {"group", "subgroup", "province", "province_code", "prefix"}  # too short for such a number, or of another form


@pytest.mark.parametrize(("body", "field"), TEXTS, ids=[f"{one.__qualname__}.{field}" for one, field in TEXTS])
@pytest.mark.parametrize("written", [NUMBER, "079 085 012 345"])
def test_every_text_that_others_read_refuses_a_number(body: type[reading.Body], field: str, written: str) -> None:
    lines = "list[" in str(body.model_fields[field].annotation)
    with pytest.raises(Invalid) as refused:
        reading.check(body, {field: ["Số 1", written] if lines else written})
    said = {wrong.field: wrong.message for wrong in refused.value.errors}
    message = said[f"{field}.1" if lines else field]
    assert message == revealing.PERSONAL or field in CODES


def test_only_what_nobody_else_reads_may_hold_one() -> None:
    held = {
        name
        for body in ALL
        for name, field in body.model_fields.items()
        if revealing.UNREAD in f"{field.annotation} {field.metadata}"
    }
    assert held == set(UNREAD)
    assert {field for _, field in TEXTS} & held == set()


class Inner(reading.Body):
    """One of several."""

    text: reading.OptionalLine | None = None
    secret: reading.Unread = ""


class Outer(reading.Body):
    """What holds bodies and lists."""

    one: Inner | None = None
    several: list[Inner] = []
    lines: list[reading.Line] = []
    title: reading.LocalizedText | None = None
    count: int = 0


def test_each_is_said_at_its_own_place_together_with_all_else_that_is_wrong() -> None:
    told = {"text": f"Số {NUMBER}", "secret": NUMBER}
    given = {"one": told, "several": [{"text": "Số 1"}, told], "lines": ["a", NUMBER, "b", NUMBER], "count": "many"}
    with pytest.raises(Invalid) as refused:
        reading.check(Outer, {**given, "title": {"vi": "Hội chợ", "en": NUMBER}})
    found = [wrong.field for wrong in refused.value.errors]
    assert found == ["one.text", "several.1.text", "lines.1", "lines.3", "title.en", "count"]
    assert NUMBER not in str([(wrong.message, wrong.values) for wrong in refused.value.errors])


def test_control_without_the_guard_a_number_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(revealing, "refuse", lambda *given: None)
    assert reading.check(Outer, {"one": {"text": NUMBER}, "lines": [NUMBER]}).lines == [NUMBER]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (f"Hộ Nguyễn Văn A (CCCD {NUMBER})", True),
        ("079 085 012 345", True),
        ("079.085.012.345", True),
        ("079085-012345", True),
        ("０７９０８５０１２３４５", True),  # full-width
        ("Tổ 5，０７９ ０８５ ０１２ ３４５", True),
        ("０１２３４５６７８９０１２", False),
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
    assert revealing.is_told(written) == told


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


@pytest.mark.usefixtures("database")
async def test_what_buyers_and_everybody_read_of_an_entity_holds_no_number(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    product = await make.product(cast.binh.organization)
    paper = {"kind": "food_safety", "number": NUMBER}
    said = {"pack": NUMBER, "unit": NUMBER, "volume": 1, "place": NUMBER, "booking_contact": NUMBER, "papers": [paper]}
    answer = await client.put(f"/api/v1/products/{product.id}/supply", json=said, headers=cast.binh.headers)
    named = [one["field"] for one in answer.json()["errors"]]
    assert named == ["unit", "pack", "place", "booking_contact", "papers.0.number"]
    point = {"name": f"Điểm bán {NUMBER}", "address": f"Số 1, {NUMBER}", "province_code": "01", "criteria": [NUMBER]}
    point["operator_name"] = NUMBER
    answer = await client.post("/api/v1/sales-points", json=point, headers=cast.an.headers)
    named = [one["field"] for one in answer.json()["errors"]]
    assert named == ["name", "address", "operator_name", "criteria.0"]
    browser = await Browser(client).sign_in(cast.binh)
    await browser.see(f"/products/{product.id}/supply")
    page = await browser.send(f"/products/{product.id}/supply", 422, booking_contact=NUMBER)
    assert "This holds a number of 12 digits" in page
