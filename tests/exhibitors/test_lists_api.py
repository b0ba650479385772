"""Lists of applications over HTTP: whose are in them, with which contacts, page by page, at a constant cost."""

import httpx

from events_app.directory.tables import Contact
from events_app.exhibitors.tables import ApplicationState
from tests import counting, make
from tests.refusals import problem, wrong_fields

S = ApplicationState
API = "/api/v1"


async def test_the_list_shows_an_organizer_all_and_an_entity_its_own(
    cast: make.Cast, client: httpx.AsyncClient
) -> None:
    fair = await make.fair(cast.an.organization)
    binhs = await make.application(fair.event, cast.binh.organization)
    ems = await make.application(fair.event, cast.em.organization, S.ACCEPTED)
    drafted = await make.application(
        fair.event, await make.organization(), S.DRAFT, submitted_at=None
    )  # its entity has agreed to nothing yet
    path = f"{API}/events/{fair.id}/applications"

    async def ids(who: make.Person, query: str = "") -> list[str]:
        answer = await client.get(path + query, headers=who.headers)
        assert answer.status_code == 200
        return [item["id"] for item in answer.json()["items"]]

    assert await ids(cast.an) == [str(ems.id), str(binhs.id)]
    assert await ids(cast.binh) == [str(binhs.id)]
    assert await ids(cast.dung) == []
    assert await ids(cast.an, "?state=accepted") == [str(ems.id)]
    assert await ids(cast.an, "?q=sen viet") == [str(binhs.id)]
    assert await ids(cast.an, "?q=(sen) việt") == [str(binhs.id)]
    assert await ids(cast.an, "?q=100%25") == []
    assert await ids(cast.an, "?q=%25") == []
    assert problem(await client.get(path)) == (401, "signed-out")
    assert problem(await client.get(path, headers=cast.chi.headers)) == (403, "forbidden")
    hidden = await client.get(f"{API}/applications/{drafted.id}", headers=cast.an.headers)
    assert problem(hidden) == (404, "not-found")


async def test_the_list_goes_on_where_it_stopped(cast: make.Cast, client: httpx.AsyncClient) -> None:
    fair = await make.fair(cast.an.organization)
    made = [str((await make.application(fair.event, await make.organization())).id) for _ in range(3)]
    path = f"{API}/events/{fair.id}/applications?limit=2"
    first = (await client.get(path, headers=cast.an.headers)).json()
    second = (await client.get(f"{path}&after={first['next']}", headers=cast.an.headers)).json()
    assert [item["id"] for item in first["items"] + second["items"]] == made[::-1]
    assert second["next"] is None
    wrong = await client.get(f"{path}&after=nonsense", headers=cast.an.headers)
    assert (wrong.status_code, wrong_fields(wrong)) == (422, ["after"])


async def test_own_applications(cast: make.Cast, client: httpx.AsyncClient) -> None:
    made = [
        str((await make.application((await make.fair(cast.an.organization)).event, cast.binh.organization)).id)
        for _ in range(2)
    ]
    await make.application((await make.fair(cast.an.organization)).event, cast.em.organization)
    answer = await client.get(f"{API}/applications", headers=cast.binh.headers)
    assert [item["id"] for item in answer.json()["items"]] == made[::-1]
    assert problem(await client.get(f"{API}/applications")) == (401, "signed-out")
    assert problem(await client.get(f"{API}/applications", headers=cast.chi.headers)) == (403, "forbidden")


async def test_the_list_asks_as_often_for_three_rows_as_for_one(cast: make.Cast, client: httpx.AsyncClient) -> None:
    fair = await make.fair(cast.an.organization)
    path = f"{API}/events/{fair.id}/applications"
    await make.application(fair.event, cast.binh.organization)
    await client.get(path, headers=cast.an.headers)  # the token's first use is written down
    counts = []
    for more in (0, 2):
        for _ in range(more):
            await make.application(fair.event, await make.organization())
        async with counting.statements() as said:
            answer = await client.get(path, headers=cast.an.headers)
        counts.append((len(answer.json()["items"]), len(said)))
    assert counts == [(1, counts[0][1]), (3, counts[0][1])]


async def test_the_own_list_asks_as_often_for_three_rows_as_for_one(cast: make.Cast, client: httpx.AsyncClient) -> None:
    path = f"{API}/applications"
    await make.application((await make.fair(cast.an.organization)).event, cast.binh.organization)
    await client.get(path, headers=cast.binh.headers)
    counts = []
    for more in (0, 2):
        for _ in range(more):
            await make.application((await make.fair(cast.an.organization)).event, cast.binh.organization)
        async with counting.statements() as said:
            answer = await client.get(path, headers=cast.binh.headers)
        counts.append((len(answer.json()["items"]), len(said)))
    assert counts == [(1, counts[0][1]), (3, counts[0][1])]


async def test_contacts_are_for_the_entity_and_its_organizer_and_removed_ones_for_nobody(
    cast: make.Cast, client: httpx.AsyncClient
) -> None:
    fair = await make.fair(cast.an.organization)
    made = await make.application(fair.event, cast.binh.organization)
    await Contact(
        organization=cast.binh.organization.id, name="", email=None, removed_at=make.NOW, created_at=make.NOW
    ).save()
    for who in (cast.an, cast.binh):
        answer = await client.get(f"{API}/applications/{made.id}", headers=who.headers)
        assert answer.json()["organization"]["contacts"] == [
            {"name": "Bình", "email": cast.binh.user.email, "phone": None}
        ]
        assert "tax" not in answer.text


async def test_what_is_over_stands_behind_what_is_on_page_by_page(client: httpx.AsyncClient, cast: make.Cast) -> None:
    """Newest first each; two records that became one bring both among each other."""
    made: dict[str, str] = {}
    for n, state in enumerate((S.CONFIRMED, S.WITHDRAWN, S.SUBMITTED, S.REJECTED, S.CONFIRMED, S.DECLINED)):
        event = await make.event(cast.an.organization, f"Tuần lễ {n}")
        row = await make.application(event, cast.binh.organization, state=state)
        made[str(row.id)] = f"{n} {state}"
    found: list[str] = []
    address = "/api/v1/applications?limit=2"
    while address:
        page = (await client.get(address, headers=cast.binh.headers)).json()
        found += [made[one["id"]] for one in page["items"]]
        address = f"/api/v1/applications?limit=2&after={page['next']}" if page["next"] else ""
    assert found == ["4 confirmed", "2 submitted", "0 confirmed", "5 declined", "3 rejected", "1 withdrawn"]
