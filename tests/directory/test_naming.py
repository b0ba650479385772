"""Organizations change their names, and their old ones still lead to them."""

from datetime import date
from typing import Any

import httpx
import pytest

from events_app import db
from events_app.actor import as_actor
from events_app.directory import naming
from events_app.directory.tables import Kind, Organization, OrganizationName
from events_app.errors import Invalid, Moved, Stale
from tests import make
from tests.browser_like import Browser
from tests.directory import asking


async def big_c() -> Organization:
    """Big C, which has been called GO! since 1 January 2021."""
    row = await make.organization(Kind.DISTRIBUTOR, "Big C", slug="big-c")
    await naming.rename(row, 1, "GO!", since=date(2021, 1, 1), at=make.NOW)
    return row


async def test_a_renamed_organization_is_found_by_both_names(client: httpx.AsyncClient, cast: make.Cast) -> None:
    row = await big_c()
    assert (row.name, row.slug, row.version) == ("GO!", "go", 2)
    for q in ("big c", "go!"):
        found = (await client.get(f"{asking.API}/organizations", params={"q": q})).json()["items"]
        assert [item["id"] for item in found] == [str(row.id)]
    names = (await client.get(f"{asking.API}/organizations/{row.id}/names")).json()["items"]
    assert [(one["name"], one["first_on"], one["last_on"], one["slug"]) for one in names] == [
        ("Big C", None, "2020-12-31", "big-c")
    ]


async def test_its_page_says_from_when_to_when_it_had_its_other_names(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    row = await big_c()
    await naming.rename(row, 2, "GO! Mới", since=date(2026, 1, 1), at=make.NOW)
    await naming.remember(row, "Gô", first_on=None, last_on=None, at=make.NOW)
    await naming.remember(row, "Big C Mart", first_on=date(2026, 5, 1), last_on=None, at=make.NOW)
    # As a merger with a record of equal name leaves it: an address only.
    await OrganizationName(organization=row.id, name=row.name, slug="go-moi-2", created_at=make.NOW).save()
    page = await Browser(client).see("/organizations/go-moi")
    said = "Big C Mart (since 01/05/2026), Gô, GO! (01/01/2021 to 31/12/2025), Big C (until 31/12/2020)"
    assert f"<dt>Also known as</dt><dd>{said}</dd>" in page


async def test_a_name_does_not_change_before_its_first_day(client: httpx.AsyncClient, cast: make.Cast) -> None:
    path = f"{asking.own(cast.binh)}/renaming"
    answer = await asking.post(client, cast.binh, path, name="Hợp tác xã Sen Hồng", first_on="2026-12-08")
    assert list(asking.wrong(answer)) == ["first_on"]
    browser = await Browser(client).sign_in(cast.binh)
    await browser.see("/organization/renaming")
    page = await browser.send("/organization/renaming", 422, name="Hợp tác xã Sen Việt", first_on="2027-12-07")
    assert "First day of the new name: A name is changed on its first day, not before" in page
    assert "The organization has this name already." in page
    answer = await asking.post(client, cast.binh, path, name="Hợp tác xã Sen Hồng", first_on="2026-12-07")
    assert (answer.status_code, answer.json()["name"]) == (200, "Hợp tác xã Sen Hồng")


async def test_the_old_address_answers_308_for_pages_and_feeds(client: httpx.AsyncClient, cast: make.Cast) -> None:
    await big_c()
    for old, new in (
        ("/organizations/big-c", "/organizations/go"),
        ("/organizations/big-c?x=1", "/organizations/go?x=1"),
        ("/calendars/chains/big-c.ics", "/calendars/chains/go.ics"),
        ("/calendars/en/chains/big-c.ics", "/calendars/en/chains/go.ics"),
    ):
        answer = await client.get(old)
        assert (old, answer.status_code, answer.headers.get("location")) == (old, 308, new)
        if old.startswith("/calendars"):
            assert (await client.head(old)).status_code == 308
        assert (await client.get(new)).status_code == 200
    assert (await client.get("/calendars/chains/nowhere.ics")).status_code == 404


async def test_a_second_renaming_follows_the_first(client: httpx.AsyncClient, cast: make.Cast) -> None:
    row = await big_c()
    with pytest.raises(Invalid) as refused:
        await naming.rename(row, 2, "GO! Mới", since=date(2021, 1, 1), at=make.NOW)
    assert [wrong.field for wrong in refused.value.errors] == ["first_on"]
    with pytest.raises(Stale):
        await naming.rename(row, 1, "GO! Mới", since=date(2026, 1, 1), at=make.NOW)
    await naming.rename(row, 2, "GO! Mới", since=date(2026, 1, 1), at=make.NOW)
    spans = [(one.name, one.first_on, one.last_on) for one in await naming.names_of(row.id)]
    assert spans == [("GO!", date(2021, 1, 1), date(2025, 12, 31)), ("Big C", None, date(2020, 12, 31))]
    assert (await client.get("/organizations/big-c")).headers["location"] == "/organizations/go-moi"


async def test_nobody_gets_an_address_that_leads_elsewhere(client: httpx.AsyncClient, cast: make.Cast) -> None:
    await big_c()
    made = (await asking.post(client, cast.chi, "/organizations", kind="distributor", name="Big C")).json()
    assert made["slug"] == "big-c-2"


async def test_an_event_of_before_shows_the_name_of_then(client: httpx.AsyncClient, cast: make.Cast) -> None:
    then = await make.event(cast.an.organization, first_on=date(2020, 6, 1), last_on=date(2020, 6, 3), state="ended")
    now = await make.event(cast.an.organization)
    with as_actor((await make.admin()).actor):
        await naming.rename(cast.an.organization, 1, "Trung tâm Mới", since=date(2021, 1, 1), at=make.NOW)
    names = [(await client.get(f"{asking.API}/events/{event.id}")).json()["organizer"]["name"] for event in (then, now)]
    assert names == ["Trung tâm Xúc tiến Thương mại", "Trung tâm Mới"]


async def test_members_keep_the_names_over_the_api(client: httpx.AsyncClient, cast: make.Cast) -> None:
    own = asking.own(cast.binh)
    answer = await asking.post(client, cast.binh, f"{own}/names", name="HTX Sen", last_on="2019-12-31")
    assert answer.status_code == 201, answer.text
    path = f"{asking.API}/organization-names/{answer.json()['id']}"
    assert (await client.get(path)).headers["etag"] == '"1"'
    assert (await client.get("/organizations/htx-sen")).status_code == 308
    renamed = await asking.post(client, cast.binh, f"{own}/renaming", name="HTX Hoa Sen", first_on="2026-01-01")
    assert (renamed.status_code, renamed.json()["slug"], renamed.headers["etag"]) == (200, "htx-hoa-sen", '"3"')
    for who, status in ((cast.em, 403), (cast.binh, 204)):
        gone = await client.delete(path, headers={**who.headers, "If-Match": '"1"'})
        assert gone.status_code == status
    assert (await client.get("/organizations/htx-sen")).status_code == 404
    rows = await db.fetch("SELECT search FROM organization WHERE id = $1", cast.binh.organization.id)
    assert rows[0]["search"] == "htx hoa sen ha noi hop tac xa sen viet"
    assert await asking.topics() == [
        *["membership.create"] * 4,
        "organization.edit",
        "organization_name.create",
        "organization.rename",
        "organization_name.delete",
        "organization.edit",
    ]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": "hop tac xa sen viet"}, "name"),
        ({"name": "A", "first_on": "2020-01-02", "last_on": "2020-01-01"}, "last_on"),
        ({"name": ""}, "name"),
        ({"name": "A", "first_on": "soon"}, "first_on"),
        ({"name": "A", "last_on": "2018-06-01"}, "last_on"),
    ],
)
async def test_a_name_that_cannot_have_been_is_refused(
    client: httpx.AsyncClient, cast: make.Cast, said: dict[str, Any], field: str
) -> None:
    own = asking.own(cast.binh)
    assert (await asking.post(client, cast.binh, f"{own}/names", name="Cũ", last_on="2019-12-31")).status_code == 201
    assert list(asking.wrong(await asking.post(client, cast.binh, f"{own}/names", **said))) == [field]


async def test_members_keep_the_names_on_pages(client: httpx.AsyncClient, cast: make.Cast) -> None:
    browser = await Browser(client).sign_in(cast.binh)
    assert "No former name is known." in await browser.see("/organization/names")
    page = await browser.send("/organization/names", 422, name="Cũ", first_on="2020-01-02", last_on="2020-01-01")
    assert "The last day comes before the first." in page
    page = await browser.send("/organization/names", name="Sen Cũ", first_on="", last_on="2020-01-01")
    assert "/organizations/sen-cu" in page
    await browser.see("/organization/renaming")
    page = await browser.send("/organization/renaming", name="Sen Mới", first_on="2026-01-01")
    assert "The organization is called Sen Mới now." in page
    page = await browser.see("/organization/names")
    removal = next(action for action in browser.forms if action.endswith("/removal"))
    page = await browser.send(removal)
    assert "is no former name any more." in page
    assert "Also known as" in await browser.see("/organizations/sen-moi")


def test_a_read_is_sent_on_and_a_write_is_not() -> None:
    from events_app import problems

    moved = Moved("big-c", "go")
    assert problems.leads_to(moved, "GET", "/organizations/big-c") == "/organizations/go"
    assert problems.leads_to(moved, "POST", "/organizations/big-c") is None
    assert problems.leads_to(moved, "GET", "/elsewhere") is None


async def test_one_name_of_one_time_is_kept_once(cast: make.Cast) -> None:
    row = cast.binh.organization
    await naming.remember(row, "HTX Sen Cũ", first_on=None, last_on=None, at=make.NOW)
    with pytest.raises(Invalid) as refused:
        await naming.remember(row, "htx  sen cũ", first_on=None, last_on=None, at=make.NOW)
    assert [wrong.field for wrong in refused.value.errors] == ["name"]
    await naming.remember(row, "HTX Sen Cũ", first_on=None, last_on=date(2020, 1, 1), at=make.NOW)
