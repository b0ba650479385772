"""Sample data: real fairs with their figures, invented ones around today, and nothing that the sweeps did not do."""

from datetime import timedelta
from typing import Any

import pytest

from events_app import db, sample
from events_app.accounts import signing_in
from events_app.events import ending
from events_app.reminders import warning
from events_app.sample import AlreadyLoaded, people, places, present
from events_app.sample.past import fairs
from events_app.summaries import freezing
from tests import make

AT = make.NOW
COOP = "Tuần hàng nông sản OCOP tại Co.op (mẫu)"


async def _events() -> dict[str, Any]:
    rows = await db.fetch(
        """
        SELECT title->>'vi' AS title, state, first_on, last_on, announced_booths AS announced,
               (SELECT count(*) FROM booth JOIN site ON site.id = booth.site WHERE site.event = event.id) AS booths,
               (SELECT count(*) FROM site WHERE site.event = event.id) AS sites,
               (SELECT count(*) FROM agreement WHERE agreement.event = event.id) AS agreements,
               (SELECT count(*) FROM summary WHERE summary.event = event.id) AS summaries
        FROM event
        """
    )
    return {row["title"]: row for row in rows}


async def _deliveries(purpose: str) -> dict[str, int]:
    rows = await db.fetch("SELECT state, count(*) AS n FROM delivery WHERE purpose = $1 GROUP BY state", purpose)
    return {row["state"]: row["n"] for row in rows}


async def test_everything_a_newcomer_sees_comes_from_the_sweeps(own_database: str) -> None:
    await sample.load(at=AT)
    events = await _events()

    # The fairs of the past stand with the figures that were announced.
    figures = {name: (row["announced"], row["booths"], row["sites"]) for name, row in events.items()}
    assert figures["Hội chợ Nông sản Hà Nội 2021"] == (66, 66, 1)
    assert figures["Tuần hàng OCOP - Sản vật Việt Nam phát triển và hội nhập"] == (150, 150, 3)
    assert figures["Hội chợ OCOP Quảng Ninh - Xuân 2026"] == (
        220,
        210,
        1,
    )  # the announced total disagrees; both are kept
    assert figures["Tuần lễ OCOP tại Big C (mẫu)"] == (60, 60, 1)
    assert events["Tuần hàng OCOP - Sản vật Việt Nam phát triển và hội nhập"]["agreements"] == 25
    assert events["Hội chợ Xuân Tân Sửu 2021"]["state"] == "cancelled"
    assert {row["state"] for name, row in events.items() if "mẫu" in name} == {"published", "cancelled", "postponed"}

    # Letters of the past are recorded as skipped, none as sent; the reminder at AEON waits although its time has passed.
    assert await db.fetch("SELECT FROM delivery WHERE state = 'sent'") == []
    reminders = await db.fetch(
        """
        SELECT delivery.due_at FROM delivery JOIN event ON event.id = delivery.event
        WHERE purpose = 'reminder' AND delivery.state = 'waiting' AND event.title->>'vi' LIKE '%AEON%'
        """
    )
    assert [row["due_at"] for row in reminders] == [AT - timedelta(hours=1)] * 3
    assert (await _deliveries("confirmation"))["waiting"] == 3

    # Nobody is warned of a certificate that lapses until the sweep: one entity by mail, one by phone, and their officer of both.
    assert await _deliveries("lapse") == {}
    assert await warning.warn_due(at=AT) == 2
    assert await _deliveries("lapse") == {"waiting": 2, "unreachable": 1}  # both people of Bình's entity
    assert (await _deliveries("lapses"))["waiting"] >= 2

    # While no sweep runs, the week at Co.op is not over and nothing is summarized.
    assert (events[COOP]["state"], events[COOP]["summaries"], events[COOP]["agreements"]) == ("published", 0, 4)
    assert await ending.end_due(at=AT) == 1
    assert await freezing.freeze_due(at=AT) == 1
    after = (await _events())[COOP]
    assert (after["state"], after["summaries"]) == ("ended", 1)

    with pytest.raises(AlreadyLoaded):
        await sample.load(at=AT)


async def test_everybody_can_sign_in_and_what_is_invented_says_so(own_database: str) -> None:
    await sample.load(at=AT)
    for email, kind in sample.PEOPLE.items():
        entered = await signing_in.sign_in(email, sample.PASSWORD, at=AT)
        who = await signing_in.recognize(entered.session, at=AT)
        assert (email, who.kind, who.admin) == (
            email,
            None if kind in {"admin", "attendee"} else kind,
            kind == "admin",
        )

    real = {"AEON", "GO!", "Saigon Co.op", "MM Mega Market"}
    rows = await db.fetch(
        "SELECT name FROM organization UNION ALL SELECT name FROM users UNION ALL SELECT name FROM product"
    )
    assert [row["name"] for row in rows if row["name"] not in real and "mẫu" not in row["name"].casefold()] == []

    # Fairs that were really held have no mark in their titles, so that whatever of them is invented bears it itself.
    said = await db.fetch(
        """
        SELECT filing_exempt_decision AS said FROM event WHERE filing_exempt_decision IS NOT NULL
        UNION ALL SELECT title FROM agreement
        UNION ALL SELECT name FROM speaker
        """
    )
    assert [row["said"] for row in said if "mẫu" not in row["said"].casefold()] == []
    assert len(said) > 40
    filed = await db.fetch(
        "SELECT title FROM event WHERE filing_filed_on IS NOT NULL OR filing_answered_on IS NOT NULL"
    )
    assert [row["title"]["vi"] for row in filed if "mẫu" not in row["title"]["vi"]] == []


@pytest.fixture
async def invented(database: None) -> tuple[people.Cast, places.Places]:
    """The people, the venues and the fairs around today, without those of the past."""
    cast = await people.load(at=AT)
    venues = await places.load(cast, at=AT)
    await present.load(cast, venues, at=AT)
    return cast, venues


async def test_what_the_sample_says_is_said_in_three_languages(invented: tuple[people.Cast, places.Places]) -> None:
    await fairs.load(*invented)
    texts = await db.fetch(
        """
        SELECT title AS said FROM event UNION ALL SELECT description FROM event WHERE description <> '{}'
        UNION ALL SELECT title FROM session UNION ALL SELECT description FROM session WHERE description <> '{}'
        UNION ALL SELECT name FROM zone
        """
    )
    assert len(texts) > 40
    assert [row["said"] for row in texts if set(row["said"]) != {"vi", "en", "id"}] == []


async def test_two_agreements_name_what_is_to_be_delivered(invented: Any) -> None:
    rows = await db.fetch(
        """
        SELECT agreement.title, agreement_product.name FROM agreement_product
        JOIN agreement ON agreement.id = agreement_product.agreement WHERE agreement_product.product IS NOT NULL ORDER BY 1
        """
    )
    assert [(row["title"], row["name"]) for row in rows] == [
        ("Biên bản ghi nhớ tiêu thụ trà sen (mẫu)", "Trà ướp sen (mẫu)"),
        ("Hợp đồng cung ứng chè Shan (mẫu)", "Chè Shan tuyết (mẫu)"),
    ]
