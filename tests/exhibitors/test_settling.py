"""Two records of one entity that both applied to an event become one, whoever belongs to them: the answer who stays is done."""

from datetime import timedelta

import httpx
import pytest

from events_app import db, i18n
from events_app.directory import conflicting, merging
from events_app.directory.tables import Organization
from events_app.events.tables import EventState
from events_app.exhibitors.tables import Application, ApplicationState
from tests import make
from tests.browser_like import Browser
from tests.directory import asking


async def _twice(cast: make.Cast, state: EventState) -> tuple[Organization, Organization, Application, Application]:
    """Two records with people of their own, each with an application to one event and a booth there."""
    records, applications = [], []
    fair = await make.fair(cast.an.organization, state=state)
    for name, booth in zip(("HTX Sen Tháp Mười", "Hợp tác xã Sen Tháp Mười"), fair.booths, strict=False):
        record = await make.organization(name=name, alike="hop tac xa sen thap muoi|01")
        await make.person(f"Sen của {name}", record)
        application = await make.application(fair.event, record, state=ApplicationState.CONFIRMED)
        await make.assignment(application, booth, make.FIRST_ON, make.LAST_ON)
        records.append(record)
        applications.append(application)
    return records[0], records[1], applications[0], applications[1]


async def _states(record: Organization) -> dict[object, str]:
    return {row.id: row.state for row in await Application.objects().where(Application.organization == record.id)}


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    "state", [EventState.PUBLISHED, EventState.POSTPONED, EventState.CANCELLED, EventState.ENDED, EventState.CLOSED]
)
@pytest.mark.parametrize("staying", ["of the record that goes", "of the record that stays"])
async def test_the_authority_says_which_application_stays_where_both_records_have_people(
    client: httpx.AsyncClient, cast: make.Cast, state: EventState, staying: str
) -> None:
    old, new, first, second = await _twice(cast, state)
    kept, gone = (first, second) if staying == "of the record that goes" else (second, first)
    officer = await make.officer()
    said = {"into": str(new.id), "sure": True, "stays": [str(kept.id)]}
    answer = await asking.post(client, officer, f"/organizations/{old.id}/merger", **said)
    assert answer.status_code == 200, answer.text
    assert await _states(new) == {kept.id: "confirmed", gone.id: "withdrawn"}
    booths = await db.fetch("SELECT application_id, organization FROM assignment")
    assert [tuple(row.values()) for row in booths] == [(kept.id, new.id)]
    (told,) = await db.fetch("SELECT user_id, on_behalf_of FROM message WHERE topic = 'application.withdraw'")
    assert (told["user_id"], told["on_behalf_of"]) == (officer.user.id, (old if gone is first else new).id)


@pytest.mark.usefixtures("database")
async def test_the_platform_says_it_on_the_page(client: httpx.AsyncClient, cast: make.Cast) -> None:
    old, new, first, second = await _twice(cast, EventState.PUBLISHED)
    browser = await Browser(client).sign_in(await make.admin())
    path = f"/desk/duplicates/{old.id}/{new.id}"
    await browser.see(path)
    await browser.send(path, 200, **{"stays.0": str(second.id), "sure": "true"})
    assert await _states(new) == {first.id: "withdrawn", second.id: "confirmed"}


@pytest.mark.usefixtures("database")
async def test_nobody_else_withdraws_the_application_of_an_entity_with_people(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    _old, _new, first, _second = await _twice(cast, EventState.PUBLISHED)
    answer = await asking.post(client, cast.an, f"/applications/{first.id}/withdrawal")
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (403, "decides-itself")


@pytest.mark.usefixtures("database")
async def test_the_question_says_what_is_held_at_the_instant_at_which_it_is_asked(cast: make.Cast) -> None:
    fair = await make.fair(cast.an.organization)
    old, new = [await make.organization(name=name) for name in ("HTX Sen", "Hợp tác xã Sen")]
    for record, booth in zip((old, new), fair.booths, strict=False):
        application = await make.application(fair.event, record, state=ApplicationState.OFFERED)
        until = make.NOW + timedelta(hours=1)
        held_one = await make.assignment(application, booth, make.FIRST_ON, make.LAST_ON)
        await db.fetch("UPDATE assignment SET held_until = $2 WHERE id = $1", held_one.id, until)
    for hours, held in ((0, True), (2, False)):
        at = make.NOW + timedelta(hours=hours)
        with i18n.speaking("en"):
            (conflict,) = await conflicting.conflicts(old.id, new.id, at=at)
            with pytest.raises(merging.ChooseWhichStays) as asked:
                await merging.merge(old, new, at=at)
        rows = asked.value.facts["conflicts"][0]["rows"]
        for says in (conflict.says, [row["says"] for row in rows]):
            assert [f"held: {one.number}" in said for one, said in zip(fair.booths, says, strict=False)] == [held] * 2
