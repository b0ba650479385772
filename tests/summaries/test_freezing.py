"""Summaries are frozen once, numbered, and show each party its own."""

import json
import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import httpx
import pytest

from events_app import db, i18n, outbox, pdf, settings, values
from events_app.agreements import signing
from events_app.agreements.schemas import ChangedAgreement, NewAgreement
from events_app.errors import WrongState
from events_app.events.tables import EventState
from events_app.summaries import counting, freezing, printing
from events_app.summaries.tables import Summary
from tests import make
from tests.browser_like import Browser

ENDED = datetime.combine(date(2026, 12, 4), time(21), tzinfo=values.ZONE).astimezone(UTC)


@pytest.fixture
async def fair(cast: make.Cast) -> make.Fair:
    """A week that closed on 4 December at 21:00, two days and twelve hours ago."""
    assert cast.an.organization
    return await make.fair(
        cast.an.organization, first_on=date(2026, 12, 2), last_on=date(2026, 12, 4), state=EventState.ENDED
    )


async def _sign(fair: make.Fair, title: str, *parties: tuple[str, make.Person], **given: Any) -> Any:
    body = {
        "kind": "memorandum",
        "title": title,
        "signed_on": "2026-12-04",
        "parties": [
            {"role": role, "organization_id": str(person.organization.id)}
            for role, person in parties
            if person.organization
        ],
        **given,
    }
    return await signing.record(fair.event, NewAgreement.model_validate(body), at=make.NOW)


@pytest.fixture
async def signed(cast: make.Cast, fair: make.Fair) -> None:
    """Bình and Em each sign with Dũng; Bình's paper states no value."""
    await _sign(fair, "Trà sen bí mật của Bình", ("producer", cast.binh), ("distributor", cast.dung))
    await _sign(
        fair,
        "Trà xanh của Em",
        ("producer", cast.em),
        ("distributor", cast.dung),
        kind="supply",
        value_vnd=6_442_500_000,
    )


async def test_number_one_is_frozen_when_the_grace_time_has_passed_and_not_a_minute_before(fair: make.Fair) -> None:
    due = ENDED + timedelta(hours=settings.settings().summary_grace_hours)
    assert await freezing.freeze_due(at=due - timedelta(minutes=1)) == 0
    assert await freezing.freeze_due(at=due) == 1
    assert await freezing.freeze_due(at=due + timedelta(days=30)) == 0
    assert await Summary.select(Summary.number).where(Summary.event == fair.id) == [{"number": 1}]


@pytest.mark.parametrize("state", [EventState.PUBLISHED, EventState.CANCELLED, EventState.POSTPONED])
async def test_a_fair_that_did_not_end_is_not_summarized(cast: make.Cast, fair: make.Fair, state: EventState) -> None:
    await db.fetch("UPDATE event SET state = $2 WHERE id = $1", fair.id, state)
    fair.event.state = state
    assert await freezing.freeze_due(at=make.NOW + timedelta(days=30)) == 0
    with pytest.raises(WrongState):
        await freezing.freeze(fair.event, at=make.NOW)


async def test_it_counts_by_kind_and_role_and_says_how_many_state_no_value(
    cast: make.Cast, fair: make.Fair, signed: None
) -> None:
    summary = await freezing.freeze(fair.event, at=make.NOW)
    assert summary.facts["counts"] == {
        "agreements": 2,
        "parties": 3,
        "by_kind": {"memorandum": 1, "supply": 1},
        "by_role": {"producer": 2, "distributor": 2},
        "value_vnd": 6_442_500_000,
        "stating": 1,
        "silent": 1,
    }


async def test_kinds_and_roles_come_back_in_the_trades_order(
    cast: make.Cast, client: httpx.AsyncClient, fair: make.Fair, signed: None
) -> None:
    """JSONB sorts its keys by length; a reader should not see that."""
    await _sign(fair, "Hợp tác", ("authority", cast.binh), ("bank", cast.dung), kind="cooperation")
    summary = await freezing.freeze(fair.event, at=make.NOW)
    counts = (await client.get(f"/api/v1/summaries/{summary.id}", headers=cast.an.headers)).json()["counts"]
    assert list(counts["by_kind"]) == ["memorandum", "supply", "cooperation"]
    assert list(counts["by_role"]) == ["producer", "distributor", "authority", "bank"]


async def test_what_is_frozen_stays_when_an_agreement_is_corrected_and_the_next_has_the_next_number(
    cast: make.Cast, fair: make.Fair
) -> None:
    agreement = await _sign(fair, "Trà sen", ("producer", cast.binh), ("distributor", cast.dung))
    first = await freezing.freeze(fair.event, at=make.NOW)
    await signing.correct(agreement, 1, ChangedAgreement.model_validate({"title": "Trà sen Tây Hồ"}), at=make.NOW)
    second = await freezing.freeze(fair.event, at=make.NOW)
    titles = [
        (row["number"], [agreement["title"] for agreement in row["facts"]["agreements"]])
        for row in await db.fetch("SELECT number, facts FROM summary WHERE event = $1 ORDER BY number", fair.id)
    ]
    assert titles == [(1, ["Trà sen"]), (2, ["Trà sen Tây Hồ"])]
    assert (first.number, second.number) == (1, 2)


async def test_a_party_gets_nothing_of_anothers_in_json_page_or_pdf(
    cast: make.Cast, client: httpx.AsyncClient, fair: make.Fair, signed: None
) -> None:
    summary = await freezing.freeze(fair.event, at=make.NOW)
    path = f"/api/v1/summaries/{summary.id}"
    em = await client.get(path, headers=cast.em.headers)
    assert em.status_code == 200
    assert em.json()["counts"]["agreements"] == 1
    assert em.json()["whole"] is False
    for secret in ("bí mật", "Sen Việt"):
        assert secret not in em.text
    binh = await client.get(path, headers=cast.binh.headers)
    assert binh.json()["counts"]["value_vnd"] == 0
    assert "6442500000" not in binh.text
    laid_out = json.dumps(printing.laid_out(counting.share(summary.facts, cast.em.organization.id)), ensure_ascii=False)
    assert "bí mật" not in laid_out
    assert "Sen Việt" not in laid_out
    assert [(await client.get(path, headers=p.headers)).status_code for p in (cast.an, cast.dung, cast.chi)] == [
        200,
        200,
        404,
    ]


async def test_the_pdf_of_a_party_says_that_it_is_an_extract(
    cast: make.Cast, client: httpx.AsyncClient, fair: make.Fair, signed: None
) -> None:
    summary = await freezing.freeze(fair.event, at=make.NOW)
    titles = {}
    for name, person in (("whole", cast.an), ("share", cast.em)):
        headers = {**person.headers, "Accept-Language": "en"}
        answer = await client.get(f"/api/v1/summaries/{summary.id}.pdf", headers=headers)
        found = re.search(rb"<dc:title>.*?>([^<>]+)</rdf:li>", answer.content, re.S)
        titles[name] = found.group(1).decode() if found else ""
    assert titles["whole"].startswith("Summary of agreements no. 1")
    assert titles["share"].startswith("Extract of the summary of agreements no. 1")
    with i18n.speaking("en"):
        laid_out = printing.laid_out(counting.share(summary.facts, cast.em.organization.id), whole=False)
    assert laid_out["note"] == "Only the agreements of one party are listed and counted here."
    assert printing.laid_out(summary.facts)["note"] == ""


async def test_the_pdf_is_printed_and_kept_once(
    cast: make.Cast, client: httpx.AsyncClient, fair: make.Fair, signed: None
) -> None:
    summary = await freezing.freeze(fair.event, at=make.NOW)
    assert await outbox.route({"summary.freeze": ["summaries.keep_pdf"]}, at=make.NOW) > 0
    (route,) = await db.fetch("SELECT id FROM route WHERE task = 'summaries.keep_pdf'")
    await printing.keep(route["id"], at=make.NOW)
    kept = await db.one("SELECT pdf FROM summary WHERE id = $1", summary.id)
    assert kept
    assert kept["pdf"].startswith(b"%PDF-")
    await printing.keep(route["id"], at=make.NOW)  # heard before: nothing happens
    answer = await client.get(f"/api/v1/summaries/{summary.id}.pdf", headers=cast.an.headers)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.content == kept["pdf"]


async def test_an_empty_summary_is_one_too(fair: make.Fair) -> None:
    summary = await freezing.freeze(fair.event, at=make.NOW)
    assert summary.facts["counts"]["agreements"] == 0
    assert (await printing.printed(summary.facts)).startswith(b"%PDF-")


async def test_long_vietnamese_lists_fill_several_pages() -> None:
    rows = [["1", "Biên bản ghi nhớ: Đặc sản Đồng Tháp", "Hợp tác xã Ngọt Ngào", "–", "16/12/2026"]] * 120
    nothing = {"figures": [], "by_kind": ["", []], "by_role": ["", []], "empty": "", "heads": [""] * 5}
    said = {
        "note": "",
        "title": "Ỷ",
        "event": "ễ",
        "when": "",
        "where": "",
        "organizer": "",
        "frozen": "",
        "language": "vi",
    }
    made = await pdf.compiled(printing.TEMPLATE, {**nothing, **said, "rows": rows})
    assert (
        made.count(b"/Type /Page\n") + made.count(b"/Type/Page/") + made.count(b"/Type /Page/") >= 3
        or len(made) > 20_000
    )


async def test_a_summary_leads_back_to_its_event(
    cast: make.Cast, client: httpx.AsyncClient, fair: make.Fair, signed: None
) -> None:
    summary = await freezing.freeze(fair.event, at=make.NOW)
    backs = [(cast.an, f"/desk/events/{fair.id}/summaries"), (cast.binh, f"/events/{fair.event.slug}")]
    for who, back in backs:
        page = await (await Browser(client).sign_in(who)).see(f"/summaries/{summary.id}")
        assert f'<p class="crumbs"><a href="{back}">' in page
