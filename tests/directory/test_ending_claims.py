"""What becomes of a claim when its record goes into another one, and what is said of it then."""

import html

import httpx
import pytest

from events_app import db, i18n
from events_app.directory import (
    claiming,
    merging,
    privacy,
    settling,
)
from events_app.directory.tables import Claim, Organization
from tests import make
from tests.browser_like import Browser
from tests.directory.pairs import fresh, pair
from tests.reminders import posting


async def unproved_claim(record: Organization, who: make.Person) -> Claim:
    return await claiming.claim(record, who.user.id, tax_code=None, code=None, note="Tôi", unproved=True, at=make.NOW)


async def test_a_claim_to_a_record_that_goes_into_one_with_people_is_rejected_and_says_why(cast: make.Cast) -> None:
    for which in (0, 1):
        records = await pair(tax_code="0100233488")
        await make.person("Chủ", records[which])
        claim = await claiming.claim(
            records[1 - which], cast.chi.user.id, tax_code="0100233488", code=None, note="", at=make.NOW
        )
        old, new = [await fresh(row) for row in records]
        await merging.merge(old, new, at=make.NOW)
        (row,) = await db.fetch("SELECT state, reason, because FROM claim WHERE id = $1", claim.id)
        assert row == {"state": "rejected", "reason": "", "because": claiming.HasMembers.message()}
    records = await pair(tax_code="0100109106")
    claim = await claiming.claim(records[0], cast.chi.user.id, tax_code="0100109106", code=None, note="", at=make.NOW)
    await merging.merge(*records, at=make.NOW)
    (row,) = await db.fetch("SELECT state, organization FROM claim WHERE id = $1", claim.id)
    assert (row["state"], row["organization"]) == ("waiting", records[1].id)


@pytest.mark.parametrize("peopled", [False, True])
async def test_who_claimed_both_records_is_told_what_became_of_the_claim_that_ends(
    client: httpx.AsyncClient, cast: make.Cast, peopled: bool
) -> None:
    old, new = await pair()
    claims = [await unproved_claim(row, cast.chi) for row in (old, new)]
    if peopled:
        await make.person("Chủ", new)
        old, new = await fresh(old), await fresh(new)
    await merging.merge(old, new, stays=[claims[1].id], at=make.NOW)
    rows = await db.fetch("SELECT id, state, reason, because FROM claim")
    states = {row["id"]: (row["state"], row["because"]) for row in rows}
    assert {row["reason"] for row in rows} == {""}
    taken = claiming.HasMembers.message()
    if peopled:
        assert states == {one.id: ("rejected", taken) for one in claims}
    else:
        assert states == {claims[0].id: ("rejected", settling._ONE_RECORD), claims[1].id: ("waiting", "")}
    because = taken if peopled else settling._ONE_RECORD
    said = i18n.in_all(because)
    assert len(set(said.values())) == len(i18n.Language)
    await posting.tell()
    browser = await Browser(client).sign_in(cast.chi)
    for language in i18n.Language:
        await db.fetch("UPDATE delivery SET language = $1 WHERE purpose = 'claim_rejected'", language)
        headers = {**cast.chi.headers, "Accept-Language": language}
        listed = (await client.get("/api/v1/claims?own=true", headers=headers)).json()["items"]
        shown = (await client.get(f"/api/v1/claims/{claims[0].id}", headers=headers)).json()
        assert (listed[0]["reason"], shown["reason"]) == (said[language],) * 2
        with i18n.speaking(language):
            assert (await privacy.kept(cast.chi.user.id))["claims"][0]["reason"] == said[language]
        parts = await posting.written(await posting.deliveries("claim_rejected"))
        assert {" ".join(one.text.split()).count(said[language]) for one in parts} == {1}, language
    assert said["en"] in html.unescape(await browser.see("/my-claims"))


async def test_why_a_claim_ended_that_nobody_decided_is_no_rejection_to_who_decides_the_next(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    ha = await make.officer("24")
    old, new = await pair(province_code="24")
    await claiming.reject(await unproved_claim(new, cast.chi), None, "Không đúng người.", at=make.NOW)
    first, second = [await unproved_claim(row, cast.chi) for row in (old, new)]
    await merging.merge(old, new, stays=[first.id], at=make.NOW)
    items = (await client.get("/api/v1/claims", headers=ha.headers)).json()["items"]
    assert {one["id"]: (one["state"], one["rejected_for"]) for one in items[1:]} == {
        str(first.id): ("waiting", "Không đúng người."),
        str(second.id): ("rejected", "Không đúng người."),
    }
