"""Booths are picked, held, given back and lost on the page of an application."""

import re
from datetime import datetime
from typing import Any

from events_app.exhibitors import choosing
from events_app.values import Days
from tests import make
from tests.exhibitors.browsing import DAYS, kept, typed
from tests.exhibitors.scenes import ALL, S
from tests.reminders import posting


async def test_the_loser_is_shown_what_is_free(cast: make.Cast, browser: Any, at: datetime) -> None:
    fair = await make.fair(cast.an.organization, booths=3)
    ems = await make.application(fair.event, cast.em.organization)
    binhs = await make.application(fair.event, cast.binh.organization)
    await choosing.hold(ems, fair.booths[0].id, Days(make.FIRST_ON, make.FIRST_ON), at=at)
    binh = await browser(cast.binh)
    here = f"/applications/{binhs.id}"
    refused = await binh.send(f"{here}/holds", seen_at=here, booth_id=str(fair.booths[0].id), **DAYS)
    assert refused.status_code == 409
    page = typed(refused)
    assert "Another exhibitor holds this booth on one of these days; it is free again" in page
    assert f"still free: {fair.booths[1].number}, {fair.booths[2].number}" in page
    assert "17/12, 18/12, 19/12, 20/12" in page
    assert re.search(rf'value="{fair.booths[0].id}" disabled', page)
    page = await binh.read(f"{here}?first_on=2026-12-17&last_on=2026-12-20")
    assert not re.search(rf'value="{fair.booths[0].id}" disabled', page)


async def test_days_the_wrong_way_round_are_said_to_be_wrong(cast: make.Cast, browser: Any) -> None:
    fair = await make.fair(cast.an.organization)
    made = await make.application(fair.event, cast.binh.organization)
    for person in (cast.binh, cast.an):
        page = await (await browser(person)).read(f"/applications/{made.id}?first_on=2026-12-19&last_on=2026-12-17")
        assert "This day is before the first one." in page
        assert re.search(r'<select id="f-last_on"[^>]*aria-describedby="f-last_on-error"', page)
        assert page.count('" selected>') >= 2
        assert '<option value="2026-12-17" selected>' in page
        assert 'name="booth_id"' not in page


async def test_a_booth_must_be_chosen(cast: make.Cast, browser: Any) -> None:
    fair = await make.fair(cast.an.organization)
    made = await make.application(fair.event, cast.binh.organization)
    binh = await browser(cast.binh)
    here = f"/applications/{made.id}"
    refused = await binh.send(f"{here}/holds", seen_at=here, **DAYS)
    assert refused.status_code == 422
    assert 'href="#f-booth_id"' in typed(refused)


async def test_a_booth_must_be_chosen_also_by_whom_one_is_kept_already(
    cast: make.Cast, browser: Any, at: datetime
) -> None:
    fair = await make.fair(cast.an.organization)
    made = await make.application(fair.event, cast.binh.organization)
    await choosing.hold(made, fair.booths[0].id, ALL, at=at)
    here = f"/applications/{made.id}"
    for person, address in ((cast.binh, "holds"), (cast.an, "holds"), (cast.an, "offer")):
        refused = await (await browser(person)).send(f"{here}/{address}", seen_at=here, **DAYS)
        assert refused.status_code == 422
        assert 'href="#f-booth_id"' in typed(refused)


async def test_an_exhibitor_reads_which_days_it_has_lost(cast: make.Cast, browser: Any, at: datetime) -> None:
    fair = await make.fair(cast.an.organization)
    made = await make.application(fair.event, cast.binh.organization)
    other = await make.application(fair.event, cast.em.organization)
    for application, booth in ((made, fair.booths[0]), (other, fair.booths[1])):
        await choosing.hold(application, booth.id, ALL, at=at)
        await choosing.confirm(application, at=at)
    binh = await browser(cast.binh)
    assert "Days lost when the event moved" not in await binh.read(f"/applications/{made.id}")
    await posting.moves(fair, 0, lost=2, at=at)
    page = await binh.read(f"/applications/{made.id}")
    assert "Days lost when the event moved" in page
    assert f"Booth {fair.booths[0].number}: 19/12/2026, 20/12/2026 (moved at 09:00 on 07/12/2026)" in page
    assert page.count("(moved at ") == 1  # and nothing of the other exhibitor


async def test_a_hold_is_given_back_and_an_offer_declined(cast: make.Cast, browser: Any, at: datetime) -> None:
    fair = await make.fair(cast.an.organization)
    made = await make.application(fair.event, cast.binh.organization)
    binh = await browser(cast.binh)
    here = f"/applications/{made.id}"
    held = await choosing.hold(made, fair.booths[0].id, ALL, at=at)
    sent = await binh.send(f"{here}/release", seen_at=here, hold=str(held.id), version=str(held.version))
    assert sent.status_code == 303
    offered = await choosing.offer(await kept(made.id), fair.booths[0].id, ALL, at=at)
    page = await binh.read(here)
    assert "A booth is offered to you." in page
    sent = await binh.send(f"{here}/release", seen_at=here, hold=str(offered.id), version=str(offered.version))
    assert (sent.status_code, (await kept(made.id)).state) == (303, S.DECLINED)


async def test_all_holds_are_given_back_at_once(cast: make.Cast, browser: Any, at: datetime) -> None:
    fair = await make.fair(cast.an.organization)
    made = await make.application(fair.event, cast.binh.organization)
    await choosing.hold(made, fair.booths[0].id, ALL, at=at)
    binh = await browser(cast.binh)
    here = f"/applications/{made.id}"
    assert (await binh.send(f"{here}/decline", seen_at=here)).status_code == 303
    assert (await kept(made.id)).state == S.SUBMITTED
    refused = await binh.send(f"{here}/decline", seen_at=here)
    assert refused.status_code == 409
