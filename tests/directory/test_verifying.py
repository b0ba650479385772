"""An officer verifies and revokes certificates of its own province, over HTTP."""

from typing import Any

import httpx
import pytest

from events_app.actor import Role
from events_app.directory.tables import Certificate, Kind
from tests import make
from tests.browser_like import Browser
from tests.directory import asking
from tests.html_page import Page


class Office:
    """An authority's officer, Bình's product in that province, and its certificate."""

    def __init__(self, officer: make.Person, certificate: Certificate) -> None:
        self.officer, self.certificate = officer, certificate
        self.path = f"/certificates/{certificate.id}"

    async def read(self, client: httpx.AsyncClient) -> dict[str, Any]:
        found: dict[str, Any] = (await client.get(f"{asking.API}{self.path}")).json()
        return found


@pytest.fixture
async def office(cast: make.Cast) -> Office:
    authority = await make.organization(Kind.AUTHORITY, "Sở Mẫu", province_set="34", province_code="01")
    officer = await make.person("Giang", authority)
    product = await make.product(cast.binh.organization)
    row = await Certificate.objects().get(Certificate.product == product.id)
    assert row
    return Office(officer, row)


async def _delete(client: httpx.AsyncClient, who: make.Person, path: str, version: int) -> httpx.Response:
    return await client.delete(f"{asking.API}{path}", headers={**who.headers, "If-Match": f'"{version}"'})


async def test_a_verification_says_which_authority_when_and_under_which_decision(
    client: httpx.AsyncClient, cast: make.Cast, office: Office
) -> None:
    product = f"{asking.API}/products/{office.certificate.product}"
    assert (await client.get(product)).json()["standing"] == "declared"
    done = await asking.post(client, office.officer, f"{office.path}/verification", decision_number="15/QĐ-SNN")
    assert (done.status_code, done.headers["etag"]) == (200, '"2"')
    assert done.json()["standing"] == "verified"
    assert done.json()["verification"] == {
        "authority_id": str(office.officer.organization.id),
        "at": "2026-12-07T02:00:00Z",
        "decision_number": "15/QĐ-SNN",
    }
    row = await Certificate.objects().get(Certificate.id == office.certificate.id)
    assert row
    assert row.verified_by == office.officer.user.id
    shown = await client.get(product)
    assert (shown.json()["standing"], shown.headers["etag"]) == ("verified", '"2"')
    assert (await asking.topics())[-1] == "certificate.verify"
    again = await asking.post(client, office.officer, f"{office.path}/verification")
    assert (again.status_code, again.json()["state"]) == (409, "verified")


async def test_what_the_entity_changes_meanwhile_is_not_verified_unseen(
    client: httpx.AsyncClient, cast: make.Cast, office: Office
) -> None:
    assert (await asking.patch(client, cast.binh, office.path, 1, stars=3)).status_code == 200
    sent = await client.post(
        f"{asking.API}{office.path}/verification", json={}, headers={**office.officer.headers, "If-Match": '"1"'}
    )
    assert sent.status_code == 412
    assert (await office.read(client))["standing"] == "declared"


async def test_a_verification_is_taken_back(client: httpx.AsyncClient, office: Office) -> None:
    assert (await _delete(client, office.officer, f"{office.path}/verification", 1)).status_code == 409
    await asking.post(client, office.officer, f"{office.path}/verification", decision_number="1")
    unnamed = await client.delete(f"{asking.API}{office.path}/verification", headers=office.officer.headers)
    assert unnamed.status_code == 428
    assert (await _delete(client, office.officer, f"{office.path}/verification", 1)).status_code == 412
    assert (await _delete(client, office.officer, f"{office.path}/verification", 2)).status_code == 204
    found = await office.read(client)
    assert (found["standing"], found["verification"]) == ("declared", None)
    assert (await asking.topics())[-1] == "certificate.withdraw"


@pytest.mark.parametrize(
    ("kind", "province", "role", "status"),
    [
        (Kind.AUTHORITY, ("34", "01"), Role.STAFF, 200),
        (Kind.AUTHORITY, ("63", "01"), Role.OWNER, 200),
        (Kind.AUTHORITY, ("34", "01"), Role.VIEWER, 403),
        (Kind.AUTHORITY, ("34", "24"), Role.OWNER, 403),
        (Kind.AUTHORITY, (None, None), Role.OWNER, 403),
        (Kind.ORGANIZER, ("34", "01"), Role.OWNER, 403),
        (Kind.ENTITY, ("34", "01"), Role.OWNER, 403),
    ],
)
async def test_an_officer_verifies_in_its_own_province_only(
    client: httpx.AsyncClient, office: Office, kind: Kind, province: tuple[str, str], role: Role, status: int
) -> None:
    other = await make.organization(kind, province_set=province[0], province_code=province[1])
    who = await make.person("Hà", other, role)
    assert (await asking.post(client, who, f"{office.path}/verification")).status_code == status
    revoking: Any = {"revoked_on": "2026-12-01", "reason": "Vi phạm"}
    assert (await asking.post(client, who, f"{office.path}/revocation", **revoking)).status_code == status


async def test_nothing_without_a_paper_is_verified(client: httpx.AsyncClient, cast: make.Cast, office: Office) -> None:
    bare = await make.product(cast.binh.organization, certified={"number": "", "issued_on": None})
    row = await Certificate.objects().get(Certificate.product == bare.id)
    assert row
    refused = await asking.post(client, office.officer, f"/certificates/{row.id}/verification")
    assert (refused.status_code, refused.json()["type"]) == (409, "http://fairs.test/problems/no-paper")


async def test_what_states_no_stars_is_not_verified(client: httpx.AsyncClient, cast: make.Cast, office: Office) -> None:
    bare = await make.product(cast.binh.organization, "Nem", certified={"stars": None})
    row = await Certificate.objects().get(Certificate.product == bare.id)
    assert row
    path, officer = f"/certificates/{row.id}", office.officer
    one = await asking.post(client, officer, f"{path}/verification")
    both = [{"id": str(office.certificate.id)}, {"id": str(row.id)}]
    several = await asking.post(client, officer, "/verifications", certificates=both)
    for refused in (one, several):
        assert (list(asking.wrong(refused)), refused.json()["certificate"]) == (["stars"], str(row.id))
        assert "hạng sao" in asking.wrong(refused)["stars"]
    assert (await office.read(client))["standing"] == "declared"
    browser = await Browser(client).sign_in(officer)
    page = await browser.see(path)
    assert "Nothing can be verified here: the certificate states no stars" in page
    assert f"{path}/verification" not in browser.forms
    desk = Page(await browser.see("/desk/certificates"))
    assert [one["value"] for one in desk.all("input", type="checkbox")] == [f"{office.certificate.id}:1"]
    assert "Stars not stated" in desk.one("main").text
    for address, fields in (
        (f"{path}/verification", [("version", "1"), ("decision_number", "")]),
        ("/desk/certificates", [("certificates[]", f"{row.id}:1"), ("decision_number", "")]),
    ):
        forced = await browser.post(address, [*browser.forms["/desk/certificates"][:1], *fields], 422)
        assert "states no stars" in forced
        await browser.see("/desk/certificates")
    potential = await make.product(cast.binh.organization, "Chả", certified={"stars": None, "potential_five": True})
    row = await Certificate.objects().get(Certificate.product == potential.id)
    assert row
    assert (await asking.post(client, officer, f"/certificates/{row.id}/verification")).status_code == 200


async def test_one_decision_verifies_several_or_none(
    client: httpx.AsyncClient, cast: make.Cast, office: Office
) -> None:
    other = await make.product(cast.em.organization, "Chè")
    second = await Certificate.objects().get(Certificate.product == other.id)
    assert second
    both = [{"id": str(office.certificate.id), "version": 1}, {"id": str(second.id), "version": 7}]
    stale = await asking.post(client, office.officer, "/verifications", certificates=both)
    assert (stale.status_code, stale.json()["certificate"]) == (412, str(second.id))
    assert (await office.read(client))["standing"] == "declared"
    both[1]["version"] = 1
    done = await asking.post(client, office.officer, "/verifications", certificates=both, decision_number="7/QĐ")
    assert done.status_code == 200, done.text
    assert {one["id"]: one["verification"]["decision_number"] for one in done.json()["items"]} == {
        str(office.certificate.id): "7/QĐ",
        str(second.id): "7/QĐ",
    }
    outside = await make.organization(province_set="34", province_code="24")
    away = await Certificate.objects().get(Certificate.product == (await make.product(outside)).id)
    assert away
    sent = await asking.post(client, office.officer, "/verifications", certificates=[{"id": str(away.id)}])
    assert sent.status_code == 403
    assert list(asking.wrong(await asking.post(client, office.officer, "/verifications", certificates=[]))) == [
        "certificates"
    ]


async def test_a_revoked_certificate_counts_no_more_and_the_entity_cannot_change_that(
    client: httpx.AsyncClient, cast: make.Cast, office: Office
) -> None:
    early = await asking.post(
        client, office.officer, f"{office.path}/revocation", revoked_on="2025-01-09", reason="Vi phạm"
    )
    assert list(asking.wrong(early)) == ["revoked_on"]
    for said, fields in (({"reason": "Vi phạm"}, ["revoked_on"]), ({}, ["reason", "revoked_on"])):
        late = await asking.post(client, office.officer, f"{office.path}/revocation", revoked_on="2026-12-08", **said)
        assert (late.status_code, sorted(asking.wrong(late))) == (422, fields)
    bare = await asking.post(client, office.officer, f"{office.path}/revocation", revoked_on="2026-12-01")
    assert list(asking.wrong(bare)) == ["reason"]
    done = await asking.post(
        client, office.officer, f"{office.path}/revocation", revoked_on="2026-12-01", reason="Vi phạm an toàn"
    )
    assert done.status_code == 200, done.text
    assert (done.json()["validity"], done.json()["counts"]) == ("revoked", False)
    assert done.json()["revocation_reason"] == "Vi phạm an toàn"
    product = f"{asking.API}/products/{office.certificate.product}"
    assert (await client.get(product, params={"on": "2026-11-30"})).json()["stars"] == 4
    assert (await client.get(product, params={"on": "2026-12-01"})).json()["stars"] is None
    assert (await client.get(product)).json()["certificate"]["revoked_on"] == "2026-12-01"
    for answer in (
        await asking.patch(client, cast.binh, office.path, 2, revoked_on=None),
        await asking.patch(client, cast.binh, f"/products/{office.certificate.product}", 2, stars=5),
        await _delete(client, cast.binh, office.path, 2),
    ):
        assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (409, "revoked-by-authority")
    twice = await asking.post(
        client, office.officer, f"{office.path}/revocation", revoked_on="2026-12-01", reason="Vi phạm"
    )
    assert twice.status_code == 409
    assert (await _delete(client, office.officer, f"{office.path}/revocation", 2)).status_code == 204
    assert (await office.read(client))["counts"] is True
    assert (await _delete(client, office.officer, f"{office.path}/revocation", 3)).status_code == 409


async def test_the_history_of_a_product_tells_what_counted_on_a_day(
    client: httpx.AsyncClient, cast: make.Cast, office: Office
) -> None:
    path = f"/products/{office.certificate.product}/certificates"
    added = await asking.post(
        client, cast.binh, path, stars=5, number="5/QĐ-TTg", issued_on="2026-11-01", issuer="Bộ Mẫu"
    )
    assert added.status_code == 201, added.text
    for on, stars in [(None, 5), ("2026-10-31", 4), ("2024-01-01", None)]:
        items = (await client.get(f"{asking.API}{path}", params={"on": on} if on else {})).json()["items"]
        assert [one["stars"] for one in items] == [5, 4]
        assert [one["stars"] for one in items if one["counts"]] == ([stars] if stars else [])
        older = {None: "superseded", "2026-10-31": "valid", "2024-01-01": "coming"}[on]
        assert items[1]["validity"] == older
    refused = await asking.post(client, cast.binh, path, number="6", issued_on="2026-11-01", valid_to="2026-10-01")
    assert sorted(asking.wrong(refused)) == ["stars", "valid_to"]
