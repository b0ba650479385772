"""What whoever decides is told beside a claim or an authority that waits: who else is there, and what was proved."""

from typing import Any

import httpx
import pytest

from events_app.directory import claiming, conflicting
from events_app.directory.tables import Kind, Organization
from events_app.values import now
from tests import counting, make
from tests.browser_like import Browser
from tests.directory import asking

TAX_CODE = "0100109106"
NOTE = "Tôi là giám đốc."
LOOK_AT_BOTH = "Look at both before you decide: when one is approved, the other one is rejected."
BY_CODE = "proved it by the tax code or by the code of a letter."
LOOK_AT_ALL = "Look at all of them before you decide: when one is approved, the others are rejected."

pytestmark = pytest.mark.usefixtures("database", "at")


async def claimed(record: Organization, who: make.Person, *, proved: bool) -> Any:
    code = TAX_CODE if proved else None
    return await claiming.claim(
        record, who.user.id, tax_code=code, code=None, note=NOTE, unproved=not proved, at=make.NOW
    )


@pytest.mark.parametrize(
    ("others", "said"),
    [
        ([True], f"Somebody else claims this record, too, and has {BY_CODE} {LOOK_AT_BOTH}"),
        ([False], f"Somebody else claims this record, too, and has proved nothing. {LOOK_AT_BOTH}"),
        ([False, False], f"2 others claim this record, too. None of them has proved anything. {LOOK_AT_ALL}"),
        ([True, False], f"2 others claim this record, too. 1 of them has {BY_CODE} {LOOK_AT_ALL}"),
        ([True, True], f"2 others claim this record, too. 2 of them have {BY_CODE} {LOOK_AT_ALL}"),
    ],
)  # fmt: skip
async def test_the_card_says_in_good_words_who_else_claims_and_by_what(
    client: httpx.AsyncClient, others: list[bool], said: str
) -> None:
    record = await make.organization(tax_code=TAX_CODE, province_code="24")
    for proved in (True, *others):
        await claimed(record, await make.person("Chi"), proved=proved)
    page = await (await Browser(client).sign_in(await make.officer("24"))).see("/claims")
    assert said in page.split('<section class="card">')[1]


@pytest.mark.parametrize("first", [True, False])
async def test_of_two_claims_of_one_person_the_proved_one_is_recommended(
    client: httpx.AsyncClient, first: bool
) -> None:
    chi, ha = await make.person("Chi"), await make.officer("24")
    old, new = [await make.organization(name=f"HTX {n}", tax_code=TAX_CODE, province_code="24") for n in "AB"]
    claims = {row.id: await claimed(row, chi, proved=row is (old if first else new)) for row in (old, new)}
    good, bad = [claims[row.id].id for row in ((old, new) if first else (new, old))]
    found = (await client.get(f"/api/v1/organizations/{old.id}/merger?into={new.id}", headers=ha.headers)).json()
    [conflict] = found["conflicts"]
    said = {one["id"]: one["says"] for one in conflict["rows"]}
    assert "chứng minh: mã số thuế; nên giữ yêu cầu này" in said[str(good)]
    assert "nên giữ" not in said[str(bad)]
    page = await (await Browser(client).sign_in(ha)).see(f"/desk/duplicates/{old.id}/{new.id}")
    assert "proof: the tax code; let this one stay: the other one proves nothing" in page
    assert "proof: nothing: neither the tax code nor the code of a letter was given" in page


async def test_of_two_claims_that_prove_the_same_none_is_recommended() -> None:
    chi = await make.person("Chi")
    old, new = [await make.organization(name=f"HTX {n}", tax_code=TAX_CODE, province_code="24") for n in "AB"]
    for row in (old, new):
        await claimed(row, chi, proved=True)
    [conflict] = await conflicting.conflicts(old.id, new.id, at=now())
    assert not any("nên giữ" in one for one in conflict.says)


async def test_the_box_that_one_has_neither_says_that_there_is_a_tax_code_too(client: httpx.AsyncClient) -> None:
    chi, record = await make.person("Chi"), await make.organization(tax_code=TAX_CODE, province_code="24")
    path = f"/organizations/{record.id}/claims"
    cases: list[tuple[dict[str, Any], str]] = [
        ({"tax_code": TAX_CODE, "unproved": True, "note": NOTE}, "unproved"),
        ({"code": "ABCD", "unproved": True, "note": NOTE}, "code"),
        ({"code": "ABCD", "tax_code": TAX_CODE}, "code"),
        ({}, "code"),
    ]
    for said, field in cases:
        assert list(asking.wrong(await asking.post(client, chi, path, **said))) == [field]


async def test_an_authority_that_waits_is_shown_with_those_of_its_province(client: httpx.AsyncClient) -> None:
    quan, browser = await make.admin(), Browser(client)
    merged = await make.organization(Kind.AUTHORITY, "Sở Bắc Ninh", province_code="24")
    await make.organization(Kind.AUTHORITY, "Sở Hà Nội", province_code="01")
    await make.organization(Kind.AUTHORITY, "Sở Từ Chối", province_code="24", state="refused")
    for kind, name, which in (
        (Kind.AUTHORITY, "Sở Bắc Giang Mới", "63"), (Kind.ORGANIZER, "Trung tâm Mới", "63"), (Kind.AUTHORITY, "Bộ", None),
    ):  # fmt: skip
        await make.organization(kind, name, state="waiting", province_set=which, province_code=which and "24")
    items = (await client.get("/api/v1/approvals", headers=quan.headers)).json()["items"]
    assert {one["organization"]["name"]: [row["id"] for row in one["authorities"]] for one in items} == {
        "Sở Bắc Giang Mới": [str(merged.id)],
        "Trung tâm Mới": [],
        "Bộ": [],
    }
    page = await (await browser.sign_in(quan)).see("/approvals")
    cards = {
        name: card
        for card in page.split('<section class="card">')
        for name in ("Sở Bắc Giang Mới", "Bộ</h2>")
        if name in card
    }
    assert (
        f'<a href="/organizations/{merged.slug}">Sở Bắc Ninh</a> speaks for this province already'
        in cards["Sở Bắc Giang Mới"]
    )
    assert "already" not in cards["Bộ</h2>"]
    assert "Sở Từ Chối" not in page


async def test_what_waits_takes_as_many_statements_for_one_as_for_three(client: httpx.AsyncClient) -> None:
    quan, taken = await make.admin(), []
    await client.get("/api/v1/approvals", headers=quan.headers)
    for n in range(3):
        await make.officer("24", f"Hà {n}", state="waiting")
        async with counting.statements() as said:
            assert len((await client.get("/api/v1/approvals", headers=quan.headers)).json()["items"]) == n + 1
        taken.append(len(said))
    assert taken == [taken[0]] * 3, taken
