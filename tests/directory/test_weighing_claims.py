"""What whoever decides about a claim is shown beside it: the record, earlier rejections, the claims of others."""

from typing import Any

import httpx
import pytest

from events_app.directory import contacting, masking
from events_app.directory.tables import Kind, Organization
from tests import counting, make
from tests.browser_like import Browser
from tests.directory.claims import TAX_CODE, claim, decide


async def test_who_decides_sees_what_the_record_says_and_the_claimant_does_not(
    client: httpx.AsyncClient, record: Organization
) -> None:
    keeper = await make.organization(Kind.ORGANIZER, "Trung tâm Mẫu")
    facts = {"representative": "Bà Lan", "phone": "+84912345678", "address": "1 Phố Mẫu", "keeper": keeper.id}
    await Organization.update({getattr(Organization, name): said for name, said in facts.items()}).where(
        Organization.id == record.id
    )
    household = await make.organization(name="Hộ Vải", entity_kind="household", province_code="24")
    await masking.keep(household.id, "024099012345", at=make.NOW)
    await make.product(record)
    chi, here = await make.person("Chi"), await make.officer("24")
    await claim(client, record, chi, tax_code=TAX_CODE)
    await claim(client, household, chi, tax_code="024099012345")
    answer = await client.get("/api/v1/claims", headers=here.headers)
    first, second = (one["record"] for one in answer.json()["items"])
    for name, said in (*facts.items(), ("tax_code", TAX_CODE), ("products", 1)):
        assert (name, first[name]) == (name, "Trung tâm Mẫu" if name == "keeper" else said)
    assert (second["tax_code"], second["personal_number"]) == (None, "*********345")
    own = await client.get("/api/v1/claims?own=true", headers=chi.headers)
    assert [one.get("record") for one in own.json()["items"]] == [None, None]
    browser = await Browser(client).sign_in(here)
    page = await browser.see("/claims")
    for text in (
        "1 Phố Mẫu, Bac Giang",
        "Bà Lan",
        "0912 345 678",
        TAX_CODE,
        "*********345",
        "Trung tâm Mẫu",
        "Chi &lt;",
    ):
        assert text in page
    assert "024099012345" not in page + answer.text
    page = await (await browser.sign_in(chi)).see("/my-claims")
    assert "Bà Lan" not in page


async def test_who_decides_sees_that_the_same_person_was_rejected_before_and_why(
    client: httpx.AsyncClient, record: Organization
) -> None:
    chi, em, here = await make.person("Chi"), await make.person("Em"), await make.officer("24")
    for reason in ("Không đúng người.", "Vẫn không đúng."):
        made = await claim(client, record, chi, tax_code=TAX_CODE)
        await decide(client, here, f"/api/v1/claims/{made.json()['id']}", "rejection", reason=reason)
    for who in (chi, em):
        await claim(client, record, who, tax_code=TAX_CODE)
    answer = await client.get("/api/v1/claims?state=waiting", headers=here.headers)
    said = {one["claimant"]: one["rejected_for"] for one in answer.json()["items"]}
    assert said == {"Chi": "Vẫn không đúng.", "Em": ""}
    page = await (await Browser(client).sign_in(here)).see("/claims")
    assert page.count("Rejected before, because") == 1
    assert "Vẫn không đúng." in page


async def test_who_decides_sees_that_others_claim_the_record_and_finds_their_claims_together(
    client: httpx.AsyncClient, record: Organization
) -> None:
    chi, em, lan, here = [await make.person(name) for name in ("Chi", "Em", "Lan")] + [await make.officer("24")]
    other = await make.organization(name="Hợp tác xã Khác", tax_code="0101243150", province_code="24")
    await claim(client, record, chi, tax_code=TAX_CODE)
    await claim(client, other, chi, tax_code="0101243150")
    await claim(client, record, em, unproved=True, note="Tôi là kế toán.")
    rejected = (await claim(client, record, lan, tax_code=TAX_CODE)).json()["id"]
    await decide(client, here, f"/api/v1/claims/{rejected}", "rejection", reason="Không đúng người.")
    address: str | None = "/api/v1/claims?state=waiting&limit=1"
    found = []
    while address:
        page = (await client.get(address, headers=here.headers)).json()
        found += [(one["organization"], one["claimant"], one["others"], one["others_proved"]) for one in page["items"]]
        address = f"/api/v1/claims?state=waiting&limit=1&after={page['next']}" if page["next"] else None
    assert found == [(record.name, "Chi", 1, 0), (record.name, "Em", 1, 1), (other.name, "Chi", 0, 0)]
    own = (await client.get("/api/v1/claims?own=true", headers=chi.headers)).json()["items"]
    assert [(one["organization"], "others" in one) for one in own] == [(record.name, False), (other.name, False)]
    page = await (await Browser(client).sign_in(here)).see("/claims")
    assert page.count("Somebody else claims this record, too, and has proved it") == 1
    assert page.count("Somebody else claims this record, too, and has proved nothing.") == 1


@pytest.mark.parametrize("proved", [True, False])
@pytest.mark.parametrize("path", ["/claims", "/api/v1/claims"])
async def test_claims_take_as_many_statements_for_one_as_for_three(
    client: httpx.AsyncClient, at: Any, path: str, proved: bool
) -> None:
    ha = await make.officer("24")
    browser = await Browser(client).sign_in(ha)
    await client.get(path, headers=ha.headers)  # a token is written down as used now and then
    taken = []
    proof: dict[str, Any] = {"tax_code": TAX_CODE} if proved else {"unproved": True, "note": "Tôi là giám đốc."}
    for n in range(3):
        one = await make.organization(name=f"HTX {n}", tax_code=TAX_CODE, province_code="24")
        await contacting.add(one.id, at=make.NOW, name=f"Bà {n}", phone="+842043855123")
        await make.product(one)
        assert (await claim(client, one, await make.person(f"Chi {n}"), **proof)).status_code == 201
        async with counting.statements() as said:
            if path == "/claims":
                assert (await browser.see(path)).count('<section class="card">') == n + 1
            else:
                assert len((await client.get(path, headers=ha.headers)).json()["items"]) == n + 1
        taken.append(len(said))
    assert taken == [taken[0]] * 3, taken
