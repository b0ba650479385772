"""A claim is decided by the authority of the record's province, as it was looked at, and by nobody who claims it."""

from typing import Any

import httpx
import pytest

from events_app import db, i18n
from events_app.actor import Role
from events_app.directory import claiming, merging
from events_app.directory.tables import Claim, Kind, Organization
from events_app.errors import Stale
from tests import door, make
from tests.browser_like import Browser
from tests.directory import asking
from tests.directory.claims import TAX_CODE, claim, corrected, decide
from tests.reminders import posting


async def test_the_authority_of_the_merged_province_approves_and_the_claimant_owns_it(
    client: httpx.AsyncClient, record: Organization
) -> None:
    chi, elsewhere, here = await make.person("Chi"), await make.officer("01"), await make.officer("24")
    made = await claim(client, record, chi, tax_code="0100 109 106")
    assert made.status_code == 201, made.text
    address = f"/api/v1/claims/{made.json()['id']}"
    assert (await client.get("/api/v1/claims", headers=elsewhere.headers)).json()["items"] == []
    assert (await decide(client, elsewhere, address, "approval")).status_code == 404
    assert (await decide(client, chi, address, "approval")).status_code == 403
    [listed] = (await client.get("/api/v1/claims", headers=here.headers)).json()["items"]
    assert (listed["organization"], listed["claimant"]) == ("Hợp tác xã Vải Thiều", "Chi")
    approved = await decide(client, here, address, "approval")
    assert (approved.status_code, approved.json()["state"]) == (200, "approved")
    [member] = await db.fetch('SELECT "user", role FROM membership WHERE organization = $1', record.id)
    assert member == {"user": chi.user.id, "role": "owner"}
    await posting.tell()
    assert [row["address"] for row in await posting.deliveries("claim_approved")] == [chi.user.email]
    assert door.kind(await claim(client, record, elsewhere, tax_code=TAX_CODE)) == (409, "has-members")


async def test_an_authority_without_a_province_decides_nothing(client: httpx.AsyncClient, record: Organization) -> None:
    ministry = await make.officer(None, province_set=None)  # type: ignore[arg-type]  # a ministry has no province
    made = await claim(client, record, await make.person("Chi"), tax_code=TAX_CODE)
    assert (await client.get("/api/v1/claims", headers=ministry.headers)).json()["items"] == []
    answer = await decide(client, ministry, f"/api/v1/claims/{made.json()['id']}", "approval")
    assert answer.status_code == 404


@pytest.mark.parametrize("kind", [Kind.AUTHORITY, Kind.ORGANIZER, Kind.DISTRIBUTOR])
async def test_an_authority_makes_nobody_owner_of_what_is_no_entity(
    client: httpx.AsyncClient, record: Organization, kind: Kind
) -> None:
    """An owner of an authority judges a province, and an organizer is approved by the admin: neither is a province's to give."""
    chi, ha, quan = await make.person("Chi"), await make.officer("24"), await make.admin()
    row = await make.organization(kind, "Sở Chưa Có Ai", tax_code=TAX_CODE, province_code="24")
    address = f"/api/v1/organizations/{row.id}/claim-code"
    assert (await client.post(address, headers=ha.headers)).status_code == 403
    browser = await Browser(client).sign_in(ha)
    await browser.see(f"/organizations/{row.slug}")
    assert f"/organizations/{row.slug}/claim-code" not in browser.forms
    token = browser.forms["/sign-out"]
    await browser.post(f"/organizations/{row.slug}/claim-code", token, 403)
    made = (await claim(client, row, chi, tax_code=TAX_CODE)).json()["id"]
    entity = (await claim(client, record, chi, tax_code=TAX_CODE)).json()["id"]
    for judge, listed, status in ((ha, [entity], 404), (quan, [made, entity], 200)):
        items = (await client.get("/api/v1/claims", headers=judge.headers)).json()["items"]
        assert [one["id"] for one in items] == listed
        assert (await client.get(f"/api/v1/claims/{made}", headers=judge.headers)).status_code == status
        answer = await decide(client, judge, f"/api/v1/claims/{made}", "approval")
        assert answer.status_code == status


async def test_the_other_claims_to_a_record_are_rejected_with_the_one_that_is_approved(
    client: httpx.AsyncClient, record: Organization
) -> None:
    chi, em, quan = await make.person("Chi"), await make.person("Em"), await make.admin()
    first = (await claim(client, record, chi, tax_code=TAX_CODE)).json()["id"]
    second = (await claim(client, record, em, tax_code=TAX_CODE)).json()["id"]
    await decide(client, quan, f"/api/v1/claims/{second}", "approval")
    lost = (await client.get(f"/api/v1/claims/{first}", headers=chi.headers)).json()
    with i18n.speaking("vi"):
        told = i18n.text(claiming.HasMembers.message())
    assert (lost["state"], lost["reason"]) == ("rejected", told)
    await posting.tell()
    [parts] = await posting.written(await posting.deliveries("claim_rejected"))
    assert told in parts.text
    assert claiming.HasMembers.message() in await (await Browser(client).sign_in(chi)).see("/my-claims")
    assert door.kind(await decide(client, quan, f"/api/v1/claims/{first}", "approval")) == (
        409,
        "has-members",
    )


async def test_a_viewer_of_the_authority_sees_a_claim_and_decides_nothing(
    client: httpx.AsyncClient, record: Organization
) -> None:
    ha = await make.officer("24")
    looks = await make.person("Xem", ha.organization, Role.VIEWER)
    made = (await claim(client, record, await make.person("Chi"), tax_code=TAX_CODE)).json()["id"]
    address = f"/api/v1/claims/{made}"
    assert (await client.get(address, headers=looks.headers)).status_code == 200
    for verb in ("approval", "rejection"):
        answer = await decide(client, looks, address, verb, reason="Không")
        assert (verb, answer.status_code) == (verb, 403)
    printing = f"/api/v1/organizations/{record.id}/claim-code"
    assert (await client.post(printing, headers=looks.headers)).status_code == 403


async def test_nobody_decides_about_a_record_that_it_claims_itself(
    client: httpx.AsyncClient, record: Organization
) -> None:
    ha, quan, chi = await make.officer("24"), await make.admin(), await make.person("Chi")
    for judge, other in ((ha, quan), (quan, ha)):
        own = (await claim(client, record, judge, tax_code=TAX_CODE)).json()["id"]
        rival = (await claim(client, record, chi, tax_code=TAX_CODE)).json()["id"]
        browser = await Browser(client).sign_in(judge)
        assert "You claim this record yourself" in await browser.see("/claims")
        token = browser.forms["/sign-out"]
        for one in (own, rival):
            for verb in ("approval", "rejection"):
                address = f"/claims/{one}/{verb}"
                answer = await decide(client, judge, f"/api/v1/claims/{one}", verb, reason="Của tôi")
                assert (answer.status_code, address in browser.forms) == (403, False)
                await browser.post(address, [*token, ("reason", "Của tôi")], 403)
                await browser.see("/claims")
        assert not await db.fetch("SELECT FROM membership WHERE organization = $1", record.id)
        for one in (own, rival):
            said = await decide(client, other, f"/api/v1/claims/{one}", "rejection", reason="x")
            assert said.status_code == 200


@pytest.mark.parametrize("verb", ["approval", "rejection"])
async def test_a_claim_is_decided_only_as_it_and_its_record_were_looked_at(
    client: httpx.AsyncClient, record: Organization, verb: str
) -> None:
    chi, here = await make.person("Chi"), await make.officer("24")
    address = f"/api/v1/claims/{(await claim(client, record, chi, tax_code=TAX_CODE)).json()['id']}"
    looked = await client.get(address, headers=here.headers)
    [listed] = (await client.get("/api/v1/claims", headers=here.headers)).json()["items"]
    assert (looked.json()["record"]["tax_code"], looked.headers["ETag"]) == (TAX_CODE, f'"{listed["version"]}"')
    assert "record" not in (await client.get(address, headers=chi.headers)).json()
    await corrected(record, tax_code="0101243150")
    body = {"reason": "x"} if verb == "rejection" else {}
    answer = await client.post(
        f"{address}/{verb}", json=body, headers={**here.headers, "If-Match": looked.headers["ETag"]}
    )
    assert door.kind(answer) == (412, "stale")
    assert (await client.get(address, headers=here.headers)).json()["state"] == "waiting"
    assert (await decide(client, here, address, verb, reason="x")).status_code == 200


async def test_a_claim_is_decided_only_after_somebody_has_looked(
    client: httpx.AsyncClient, record: Organization
) -> None:
    here = await make.officer("24")
    made = await claim(client, record, await make.person("Chi"), tax_code=TAX_CODE)
    address = f"/api/v1/claims/{made.json()['id']}"
    for verb, body in (("approval", {}), ("rejection", {"reason": "x"})):
        answer = await client.post(f"{address}/{verb}", json=body, headers=here.headers)
        assert (verb, door.kind(answer)) == (verb, (428, "version-owed"))
    for tag in (made.headers["ETag"], (await client.get(address, headers=here.headers)).headers["ETag"]):
        assert tag == f'"{claiming.version(1, 1)}"'


async def test_a_claim_that_goes_to_another_record_is_another_one_to_decide(record: Organization, at: Any) -> None:
    """However the versions of the two records stand to each other."""
    chi, other = await make.person("Chi"), await make.organization(name="HTX Vải Thiều", province_code="24")
    made = await claiming.claim(record, chi.user.id, tax_code=TAX_CODE, code=None, note="", at=at)
    looked = claiming.version(made.version, record.version)
    await merging.merge(record, other, at=at)
    row = await Claim.objects().get(Claim.id == made.id)
    assert row
    assert row.organization == other.id
    with pytest.raises(Stale):
        await claiming.approve(row, looked, asked=False, at=at)


async def test_a_page_shows_what_was_changed_before_a_claim_is_decided(
    client: httpx.AsyncClient, record: Organization
) -> None:
    chi, ha = await make.person("Chi"), await make.officer("24")
    made = (await claim(client, record, chi, tax_code=TAX_CODE)).json()["id"]
    browser = await Browser(client).sign_in(ha)
    await browser.see("/claims")
    await corrected(record, representative="Nguyễn Văn Khác")
    page = await browser.send(f"/claims/{made}/approval", 412)
    assert "Nothing was done." in page
    assert "Nguyễn Văn Khác" in page
    assert '<details class="confirm">' in page  # it was not the other form that was sent
    await corrected(record, representative="Lại Thị Khác")
    page = await browser.send(f"/claims/{made}/rejection", 412, reason="Không đúng người.")
    assert "Nothing was done." in page
    assert "Không đúng người.</textarea>" in page
    assert not await db.fetch("SELECT FROM membership WHERE organization = $1", record.id)
    assert "The claim is approved" in await browser.send(f"/claims/{made}/approval")


async def test_an_authority_that_waits_is_told_that_it_is_not_approved_yet(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    waiting = await make.officer(state="waiting")
    record = await make.organization()
    answers = [
        await client.get(f"{asking.API}/claims", headers=waiting.headers),
        await asking.post(client, waiting, f"/organizations/{record.id}/claim-code"),
        await client.get(f"{asking.API}/claims", headers=cast.an.headers),
        await asking.post(client, cast.an, f"/organizations/{record.id}/claim-code"),
    ]
    kinds = [(one.status_code, one.json()["type"].rpartition("/")[2]) for one in answers]
    assert kinds == [(403, "not-approved")] * 2 + [(403, "forbidden")] * 2
