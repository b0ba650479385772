"""Records that look like one organization and are two: no longer offered, never merged, until it is taken back."""

import httpx
import pytest

from events_app import db, paging
from events_app.actor import Role
from events_app.directory import distinguishing, duplicates, merging
from events_app.directory.tables import Organization
from events_app.errors import Forbidden, Invalid, NotFound
from tests import counting, make
from tests.browser_like import Browser
from tests.directory.asking import API


async def alike(count: int, name: str = "HTX Chè Thái") -> list[Organization]:
    """So many records of the same name in the province of 01."""
    return [await make.organization(name=f"{name} {n}", alike=f"{name}|01") for n in range(1, count + 1)]


async def offered(who: make.Person) -> list[list[str]]:
    """The names of the groups that are offered, without their common beginning."""
    rows, _ = await duplicates.found(who.actor, paging.Page(50))
    return [[one.name[-1] for one in row["organizations"]] for row in rows]


async def test_a_pair_that_is_two_is_not_offered_any_more_and_the_rest_is(database: None) -> None:
    officer = await make.officer()
    one, two, three = await alike(3)
    assert await offered(officer) == [["1", "2", "3"]]
    await distinguishing.say(two, one, officer.actor, at=make.NOW)
    assert await offered(officer) == [["3", "1", "2"]]
    await distinguishing.say(one, three, officer.actor, at=make.NOW)
    assert await offered(officer) == [["2", "3"]]
    await distinguishing.say(three, two, officer.actor, at=make.NOW)
    assert await offered(officer) == []


async def test_it_is_said_once_with_who_and_when_and_can_be_taken_back(
    client: httpx.AsyncClient, database: None
) -> None:
    officer = await make.officer()
    one, two = await alike(2)
    said = {"one": str(one.id), "other": str(two.id)}
    made = await client.post(f"{API}/distinctions", json=said, headers=officer.headers)
    assert made.status_code == 201, made.text
    shown = made.json()
    assert (shown["said_by"], shown["said_by_name"]) == (str(officer.user.id), "Hà")
    turned = {"one": said["other"], "other": said["one"]}
    again = await client.post(f"{API}/distinctions", json=turned, headers=officer.headers)
    assert again.json()["type"].endswith("/said-already")
    assert (await client.get(f"{API}/distinctions", headers=officer.headers)).json()["items"] == [shown]
    path = f"{API}/distinctions/{shown['id']}"
    found = await client.get(path, headers=officer.headers)
    assert (found.json(), found.headers["ETag"]) == (shown, '"1"')
    assert (await client.delete(path, headers=officer.headers)).status_code == 428
    gone = await client.delete(path, headers={**officer.headers, "If-Match": '"1"'})
    assert gone.status_code == 204
    assert await offered(officer) == [["1", "2"]]
    topics = await db.fetch("SELECT topic, user_id FROM message WHERE topic LIKE 'distinction.%' ORDER BY id")
    assert [(row["topic"], row["user_id"]) for row in topics] == [
        ("distinction.create", officer.user.id),
        ("distinction.delete", officer.user.id),
    ]


async def test_what_is_two_is_not_merged(database: None) -> None:
    officer = await make.officer()
    one, two = await alike(2)
    await distinguishing.say(one, two, officer.actor, at=make.NOW)
    with pytest.raises(merging.SaidToBeTwo):
        await merging.merge(two, one, at=make.NOW)
    with pytest.raises(Invalid):
        await distinguishing.say(one, one, officer.actor, at=make.NOW)


async def test_what_was_said_of_a_record_is_said_of_the_one_into_which_it_goes(database: None) -> None:
    officer = await make.officer()
    one, two, three, four = await alike(4)
    for other in (three, four):
        await distinguishing.say(one, other, officer.actor, at=make.NOW)
    await distinguishing.say(three, two, officer.actor, at=make.NOW)
    await merging.merge(one, two, at=make.NOW)
    rows, _ = await distinguishing.said(officer.actor, paging.Page(50))
    assert {frozenset((row["one"], row["other"])) for row in rows} == {
        frozenset((two.id, three.id)),
        frozenset((two.id, four.id)),
    }
    assert len(rows) == 2
    with pytest.raises(NotFound):
        await distinguishing.say(one, four, officer.actor, at=make.NOW)


async def test_only_who_decides_about_both_says_it_sees_it_and_takes_it_back(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    officer, elsewhere = await make.officer(), await make.officer("22", "Hải")
    viewer = await make.person("Vân", officer.organization, Role.VIEWER)
    one, two = await alike(2)
    said = {"one": str(one.id), "other": str(two.id)}
    for who, status in ((cast.em, 403), (elsewhere, 403), (cast.an, 403), (viewer, 403)):
        answer = await client.post(f"{API}/distinctions", json=said, headers=who.headers)
        assert (who.user.name, answer.status_code) == (who.user.name, status)
    row = await distinguishing.say(one, two, officer.actor, at=make.NOW)
    for who, seen, taken in ((cast.em, 403, 403), (elsewhere, 404, 404), (cast.an, 404, 404), (viewer, 200, 403)):
        path = f"{API}/distinctions/{row.id}"
        assert (await client.get(path, headers=who.headers)).status_code == seen
        assert (await client.delete(path, headers={**who.headers, "If-Match": '"1"'})).status_code == taken
    assert (await distinguishing.said(elsewhere.actor, paging.Page(50)))[0] == []
    with pytest.raises(Forbidden):
        await distinguishing.said(cast.em.actor, paging.Page(50))


async def test_the_desk_says_it_and_takes_it_back(client: httpx.AsyncClient, database: None) -> None:
    officer = await make.officer()
    one, two = await alike(2)
    browser = await Browser(client).sign_in(officer)
    assert "Of no two records it was said" in await browser.see("/desk/distinctions")
    compare = f"/desk/duplicates/{two.id}/{one.id}"
    assert f'href="{compare}"' in await browser.see("/desk/duplicates")
    await browser.see(compare)
    page = await browser.send(f"{compare}/distinction")
    assert "HTX Chè Thái 2 and HTX Chè Thái 1 are two organizations." in page
    assert "No two records are alike." in page
    page = await browser.see("/desk/distinctions")
    assert "Hà said (" in page
    await browser.see(compare)
    assert compare not in browser.forms  # nothing to merge
    (removal,) = (action for action in browser.forms if action.endswith("/removal"))
    page = await browser.send(removal)
    assert "They may be one organization after all." in page
    assert await offered(officer) == [["1", "2"]]


async def test_lists_take_as_many_statements_for_one_as_for_three(database: None) -> None:
    officer = await make.officer()
    taken = []
    for n in range(3):
        one, two, *_ = await alike(3, f"HTX {n}")
        await distinguishing.say(one, two, officer.actor, at=make.NOW)
        async with counting.statements() as said:
            await duplicates.found(officer.actor, paging.Page(50))
            await distinguishing.said(officer.actor, paging.Page(50))
        taken.append(len(said))
    assert taken == [taken[0]] * 3


async def test_pages_of_what_was_said_follow_on_each_other(database: None) -> None:
    officer = await make.officer()
    for n in range(3):
        one, two = await alike(2, f"HTX {n}")
        await distinguishing.say(one, two, officer.actor, at=make.NOW)
    first, after = await distinguishing.said(officer.actor, paging.Page(2))
    rest, end = await distinguishing.said(officer.actor, paging.Page(2, after))
    assert (len(first), len(rest), end) == (2, 1, None)
