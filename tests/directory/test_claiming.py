"""A record without members is claimed by tax code or by the code of a letter: what proves, how often one may try, who waits."""

import re
from typing import Any

import httpx
import pytest

from events_app import db
from events_app.accounts import limiting
from events_app.directory import claiming
from events_app.directory.tables import Organization
from tests import door, make
from tests.browser_like import Browser
from tests.directory.claims import TAX_CODE, claim, decide
from tests.reminders import posting


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
