"""A record without members is claimed by tax code or by the code of a letter; its province's authority or the admin decides."""

import re
from typing import Any

import httpx
import pytest

from events_app import db, i18n
from events_app.accounts import limiting
from events_app.actor import Role
from events_app.directory import claiming, contacting, masking, merging, registering
from events_app.directory.tables import Claim, Kind, Organization
from events_app.errors import Stale
from tests import counting, door, make
from tests.browser_like import Browser
from tests.directory import asking
from tests.reminders import posting

TAX_CODE = "0100109106"


@pytest.fixture
async def record(database: None, at: Any) -> Organization:
    """An imported record of Bắc Giang, which is Bắc Ninh since the merger."""
    return await make.organization(
        name="Hợp tác xã Vải Thiều", tax_code=TAX_CODE, province_set="63", province_code="24"
    )


async def claim(client: httpx.AsyncClient, record: Organization, who: make.Person, **said: Any) -> httpx.Response:
    return await client.post(f"/api/v1/organizations/{record.id}/claims", json=said, headers=who.headers)


async def decide(client: httpx.AsyncClient, who: make.Person, address: str, verb: str, **said: Any) -> httpx.Response:
    """Decide about the claim as somebody who has just looked at it."""
    looked = await client.get(address, headers=who.headers)
    headers = {**who.headers, "If-Match": looked.headers.get("ETag", '"1"')}
    return await client.post(f"{address}/{verb}", json=said if verb == "rejection" else {}, headers=headers)


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


async def test_a_code_is_printed_kept_hashed_and_good_for_one_record(
    client: httpx.AsyncClient, record: Organization
) -> None:
    other, quan, chi = await make.organization(), await make.admin(), await make.person("Chi")
    printed = [
        (await client.post(f"/api/v1/organizations/{one.id}/claim-code", headers=quan.headers)).json()["code"]
        for one in (record, record, other)
    ]
    assert all(re.fullmatch(r"[A-Z2-9]{4}(-[A-Z2-9]{4}){2}", code) for code in printed)
    kept = str(await db.fetch("SELECT * FROM claim_code"))
    assert not any(code in kept or code.replace("-", "") in kept for code in printed)
    for wrong in (printed[0], printed[2], "ABCD"):
        assert door.kind(await claim(client, record, chi, code=wrong)) == (422, "wrong-proof")
    assert (await claim(client, record, chi, code=printed[1].lower().replace("-", " "))).status_code == 201
    late = make.NOW + claiming.CODE_LASTS
    with pytest.raises(claiming.WrongProof):
        await claiming.claim(record, quan.user.id, tax_code=None, code=printed[1], note="", at=late)


async def test_no_code_is_printed_for_a_record_that_has_people_since_its_page_was_opened(
    client: httpx.AsyncClient, record: Organization
) -> None:
    browser, path = await Browser(client).sign_in(await make.officer("24")), f"/organizations/{record.slug}"
    await browser.see(path)
    await make.person("Lan", record)
    assert "Somebody acts for this organization already" in await browser.send(f"{path}/claim-code", 409, _sure="true")
    assert f"{path}/claim-code" not in browser.forms


async def test_a_replay_tells_no_code(client: httpx.AsyncClient, record: Organization) -> None:
    headers = {**(await make.admin()).headers, "Idempotency-Key": "k"}
    address = f"/api/v1/organizations/{record.id}/claim-code"
    assert (await client.post(address, headers=headers)).status_code == 201
    assert door.kind(await client.post(address, headers=headers)) == (409, "already-created")


async def test_wrong_proofs_are_limited(client: httpx.AsyncClient, record: Organization) -> None:
    chi = await make.person("Chi")
    for _ in range(limiting.CLAIM.most):
        assert door.kind(await claim(client, record, chi, code="ABCD-EFGH-JKLM")) == (422, "wrong-proof")
    answer = await claim(client, record, chi, tax_code=TAX_CODE)
    assert door.kind(answer) == (429, "tried-too-often")
    assert int(answer.headers["retry-after"]) > 0


async def test_a_right_proof_of_one_record_allows_no_more_guesses_at_others(
    client: httpx.AsyncClient, record: Organization
) -> None:
    chi, own = await make.person("Chi"), await make.organization(tax_code="0100109106-001")
    for _ in range(limiting.CLAIM.most - 1):
        await claim(client, record, chi, code="ABCD-EFGH-JKLM")
    assert (await claim(client, own, chi, tax_code="0100109106-001")).status_code == 201
    assert door.kind(await claim(client, record, chi, code="ABCD-EFGH-JKLM")) == (429, "tried-too-often")


async def test_the_claims_of_one_record_are_limited_whoever_makes_them(
    client: httpx.AsyncClient, record: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limiting, "CLAIM_OF", limiting.CLAIM_OF._replace(most=2))
    for name in ("Chi", "Lan"):
        wrong = await claim(client, record, await make.person(name), code="ABCD-EFGH-JKLM")
        assert door.kind(wrong) == (422, "wrong-proof")
    mai = await make.person("Mai")
    assert door.kind(await claim(client, record, mai, tax_code=TAX_CODE)) == (429, "tried-too-often")
    other = await make.organization(tax_code=TAX_CODE)
    assert (await claim(client, other, mai, tax_code=TAX_CODE)).status_code == 201


async def test_control_without_the_limit_codes_are_guessed_on(
    client: httpx.AsyncClient, record: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def uncounted(*_given: object, **_named: object) -> None:
        return None

    monkeypatch.setattr(limiting, "count", uncounted)
    chi = await make.person("Chi")
    for _ in range(limiting.CLAIM.most + 1):
        assert door.kind(await claim(client, record, chi, code="ABCD-EFGH-JKLM")) == (422, "wrong-proof")


async def test_a_record_without_a_tax_code_is_not_claimed_with_none(client: httpx.AsyncClient, at: Any) -> None:
    bare, chi = await make.organization(), await make.person("Chi")
    assert (await claim(client, bare, chi)).status_code == 422
    for said in ({"tax_code": ""}, {"tax_code": "-"}, {"tax_code": "x", "code": "y"}):
        assert (await claim(client, bare, chi, **said)).status_code == 422


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
    assert page.count("1 other claims this record, too.") == 2
    assert page.count("1 of them has proved it") == page.count("0 of them have proved it") == 1


async def test_who_has_claimed_a_record_waits_and_who_comes_after_its_owner_claims_nothing(
    client: httpx.AsyncClient, record: Organization
) -> None:
    chi, em, here = await make.person("Chi"), await make.person("Em"), await make.officer("24")
    made = await claim(client, record, chi, tax_code=TAX_CODE)
    browser, path = await Browser(client).sign_in(chi), f"/organizations/{record.slug}/claim"
    for page in (await browser.see(path), await browser.see(f"/organizations/{record.slug}")):
        assert "Your claim waits for its decision." in page
        assert 'href="/my-claims"' in page
        assert path not in browser.forms
    await browser.sign_in(em)
    assert "Your claim waits" not in await browser.see(path)
    assert path in browser.forms
    await decide(client, here, f"/api/v1/claims/{made.json()['id']}", "approval")
    assert "ask its owner for an invitation" in await browser.see(path, 409)
    assert path not in browser.forms


async def test_claiming_printing_and_deciding_on_pages(client: httpx.AsyncClient, record: Organization) -> None:
    chi, ha = await make.person("Chi"), await make.officer("24")
    browser = await Browser(client).sign_in(ha)
    await browser.see(f"/organizations/{record.slug}")
    page = await browser.send(f"/organizations/{record.slug}/claim-code", 422)
    assert "Tick the box to confirm this." in page
    assert await db.fetch("SELECT FROM claim_code") == []
    page = await browser.send(f"/organizations/{record.slug}/claim-code", _sure="true")
    code = re.findall(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", page)[0]
    assert f"Open http://fairs.test/organizations/{record.slug}/claim." in page
    await browser.sign_in(chi)
    assert "Claim this record" in await browser.see(f"/organizations/{record.slug}")
    await browser.see(f"/organizations/{record.slug}/claim")
    assert "This is not the tax code" in await browser.send(
        f"/organizations/{record.slug}/claim", 422, code="ABCD-EFGH-JKLM"
    )
    page = await browser.send(f"/organizations/{record.slug}/claim", code=code, note="Tôi là giám đốc.")
    assert "Hợp tác xã Vải Thiều" in page
    await browser.see("/claims", 403)
    await browser.sign_in(ha)
    page = await browser.see("/claims")
    assert "Tôi là giám đốc." in page
    [action] = [one for one in browser.forms if one.endswith("/rejection")]
    await browser.send(action, reason="Không đúng người.")
    await posting.tell()
    [parts] = await posting.written(await posting.deliveries("claim_rejected"))
    assert "Không đúng người." in parts.text


async def corrected(record: Organization, **said: Any) -> None:
    """Whoever keeps the record corrects it while somebody looks at the claim."""
    row = await Organization.objects().get(Organization.id == record.id)
    assert row
    await registering.describe(row, row.version, at=make.NOW, **said)


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


async def test_the_link_of_a_letter_leads_who_has_no_account_through_registering_to_the_claim(
    client: httpx.AsyncClient, record: Organization
) -> None:
    path = f"/organizations/{record.slug}/claim"
    browser = Browser(client)
    page = await browser.see(path)
    assert f"{record.name} is your organization. For that you need an account" in page
    [following] = re.findall(r'href="(/register\?[^"]+)"', page)
    assert f'href="{following.replace("register", "sign-in")}"' in page
    page = await browser.see(following.replace("register", "sign-in"))
    assert f'href="{following}"' in page  # who has seen that it has none yet
    page = await browser.see(following)
    assert f"You want to claim the record of {record.name}: register alone" in page
    assert ("kind", "none") in browser.forms["/register"]
    page = await browser.send("/register", 422)
    assert ("kind", "none") in browser.forms["/register"]
    consent = await door.consent(client, "en")
    await browser.send(
        "/register", kind="none", person__name="Lan", person__email="lan@sen.example", person__consent=consent
    )
    [link] = await door.links("newcomer")
    await browser.see(link)
    await browser.send("/confirmation", password=door.PASSWORD)
    await browser.send("/sign-in", email="lan@sen.example", password=door.PASSWORD)
    assert browser.answer.url.path == path
    assert "My claims" in await browser.send(path, tax_code=TAX_CODE)
    assert await db.fetch("SELECT FROM registration WHERE following <> ''") == []


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example", "//evil.example", "/\\evil.example", "evil", "/\t/evil.example"]
)
async def test_registering_leads_nowhere_else(client: httpx.AsyncClient, record: Organization, elsewhere: str) -> None:
    browser = Browser(client)
    page = await browser.see(str(httpx.URL("/register", params={"next": elsewhere})))
    assert "You want to claim" not in page
    assert "kind" not in dict(browser.forms["/register"])
    assert '<input type="hidden" name="next" value="">' in page
    assert 'href="/sign-in"' in page
    said: dict[str, Any] = {
        "person__name": "Lan",
        "person__email": "lan@sen.example",
        "person__consent": await door.consent(client, "en"),
    }
    await browser.send("/register", kind="none", next=elsewhere, **said)
    [link] = await door.links("newcomer")
    await browser.see(link)
    await browser.send("/confirmation", password=door.PASSWORD)
    await browser.send("/sign-in", email="lan@sen.example", password=door.PASSWORD)
    assert browser.answer.url.path == "/organization"


async def test_who_belongs_to_none_is_led_to_the_search_for_its_record_first(
    client: httpx.AsyncClient, record: Organization
) -> None:
    browser = await Browser(client).sign_in(await make.person("Chi"))
    page = await browser.see("/organization")
    assert "Find my organization" in page
    assert 'action="/organizations"' in page
    assert 'href="/organization/new"' in page


@pytest.mark.parametrize("following", ["/organizations/%s/claim", "/events"])
async def test_who_enters_its_own_organization_instead_is_led_to_no_claim(
    client: httpx.AsyncClient, record: Organization, following: str
) -> None:
    path = following.replace("%s", record.slug)
    browser, consent = Browser(client), await door.consent(client, "en")
    await browser.see(str(httpx.URL("/register", params={"next": path})))
    said: dict[str, Any] = {**door.SEN, "name": record.name, "tax_code": TAX_CODE, "province_code": "34-82"}
    del said["province_set"]
    await browser.send(
        "/register",
        **said,
        anyway="true",
        person__name="Lan",
        person__email="lan@sen.example",
        person__consent=consent,
    )
    [link] = await door.links("newcomer")
    await browser.see(link)
    await browser.send("/confirmation", password=door.PASSWORD)
    assert len(await db.fetch("SELECT FROM organization WHERE tax_code = $1", TAX_CODE)) == 2
    await browser.send("/sign-in", email="lan@sen.example", password=door.PASSWORD)
    assert browser.answer.url.path == ("/organization" if "claim" in path else path)


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
