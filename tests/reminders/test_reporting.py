"""The letters of a summary: the whole of it to the organizer, to each party its own agreements and nothing of another's."""

from datetime import date, datetime
from typing import Any

import pytest

from events_app import db, outbox, values
from events_app.agreements import signing
from events_app.agreements.schemas import ChangedAgreement, NewAgreement
from events_app.agreements.tables import Agreement
from events_app.events.tables import Event, EventState
from events_app.reminders import reporting
from events_app.summaries import freezing
from tests import make
from tests.reminders import posting

pytestmark = pytest.mark.usefixtures("database")


async def told(purpose: str) -> list[str]:
    """Who got a letter of this purpose, sorted."""
    return sorted(row["name"] for row in await posting.deliveries(purpose))


@pytest.fixture
async def signed(cast: make.Cast, at: datetime) -> Any:
    """A fair that is over: Bình and Em have each signed with Dũng, and the summary is frozen and told."""
    over = await make.fair(
        cast.an.organization, first_on=date(2026, 12, 2), last_on=date(2026, 12, 4), state=EventState.ENDED
    )
    for title, kind, value, producer in (
        ("Biên bản trà sen", "memorandum", None, cast.binh),
        ("Cung ứng trà xanh", "supply", 6_442_500_000, cast.em),
    ):
        body = {
            "kind": kind,
            "title": title,
            "signed_on": "2026-12-04",
            "value_vnd": value,
            "scope": "export" if value else None,
            "products": [{"name": "Trà ướp sen"}] if value else [],
            "parties": [
                {"role": "producer", "organization_id": str(producer.organization.id)},
                {"role": "distributor", "organization_id": str(cast.dung.organization.id)},
                {"role": "bank", "name": "Ngân hàng ngoài danh bạ"},
            ],
        }
        await signing.record(over.event, NewAgreement.model_validate(body), at=at)
    summary = await freezing.freeze(over.event, at=at)
    await posting.tell()
    return summary


async def test_a_summary_goes_to_the_organizer_whole_and_to_each_party_once(cast: make.Cast, signed: Any) -> None:
    assert await told("summary") == ["An"]
    assert await told("agreements") == ["Bình", "Dũng", "Em"]
    [letter] = await posting.written(await posting.deliveries("summary"))
    for form in (letter.text, letter.html):
        for said in (
            "Biên bản trà sen",
            "Cung ứng trà xanh",
            "Sen Việt",
            "Trà Xanh",
            "6.442.500.000",
            "Trà ướp sen · Xuất khẩu",
            str(signed.id),
        ):
            assert said in form
    assert "Số thỏa thuận: 2, số bên ký: 4" in letter.text


@pytest.mark.parametrize(
    ("name", "own", "others"),
    [
        ("Bình", ["Biên bản trà sen", "Siêu thị Mẫu"], ["trà xanh", "Trà Xanh", "6.442", "6442", "Cung ứng"]),
        ("Em", ["Cung ứng trà xanh", "6.442.500.000", "Siêu thị Mẫu"], ["trà sen", "Sen Việt", "Biên bản"]),
        ("Dũng", ["Biên bản trà sen", "Cung ứng trà xanh", "6.442.500.000"], []),
    ],
)
async def test_a_party_reads_its_own_agreements_and_nothing_of_another(
    cast: make.Cast, signed: Any, name: str, own: list[str], others: list[str]
) -> None:
    rows = await posting.deliveries("agreements")
    letters = dict(zip([row["name"] for row in rows], await posting.written(rows), strict=True))
    whole = "".join(letters[name])
    for said in own:
        assert said in whole
    for said in others:
        assert said not in whole


async def test_the_next_summary_is_told_to_the_organizer_and_to_those_whose_own_agreements_changed(
    cast: make.Cast, signed: Any, at: datetime
) -> None:
    [first] = [row for row in await Agreement.objects() if row.title == "Biên bản trà sen"]
    over = await Event.objects().get(Event.id == signed.event)
    assert over is not None
    await freezing.freeze(over, at=at)  # no. 2 is as no. 1
    await posting.tell()
    assert (await told("summary"), await told("agreements")) == (["An", "An"], ["Bình", "Dũng", "Em"])
    await signing.correct(first.id, first.version, ChangedAgreement(title="Biên bản trà sen Tây Hồ"), at=at)
    await freezing.freeze(over, at=at)
    await posting.tell()
    assert await told("agreements") == ["Bình", "Bình", "Dũng", "Dũng", "Em"]
    rows = await posting.deliveries("agreements")
    letters = {row["name"]: letter for row, letter in zip(rows, await posting.written(rows), strict=True)}
    assert letters["Em"].subject == "Các thỏa thuận của quý vị tại Tuần lễ OCOP (bản tổng hợp số 1)"
    assert letters["Bình"].subject == "Các thỏa thuận của quý vị tại Tuần lễ OCOP (bản tổng hợp số 3)"
    assert "thay cho thư về bản tổng hợp số 1" in letters["Bình"].text
    assert "thay cho" not in letters["Em"].text
    whole = [letter.text for letter in await posting.written(await posting.deliveries("summary"))]
    assert ["thay cho bản tổng hợp số" in text for text in whole] == [False, True, True]
    assert "thay cho bản tổng hợp số 2" in whole[-1]


async def test_a_party_whose_letter_went_nowhere_is_told_with_the_next_summary(
    cast: make.Cast, signed: Any, at: datetime
) -> None:
    await db.fetch("UPDATE delivery SET state = 'failed' WHERE purpose = 'agreements' AND name = 'Bình'")
    over = await Event.objects().get(Event.id == signed.event)
    assert over is not None
    await freezing.freeze(over, at=at)
    await posting.tell()
    assert await told("agreements") == ["Bình", "Bình", "Dũng", "Em"]


async def test_an_organizer_that_signed_gets_the_whole_and_not_its_share_as_well(cast: make.Cast, at: datetime) -> None:
    over = await make.fair(
        cast.an.organization, first_on=date(2026, 12, 2), last_on=date(2026, 12, 4), state=EventState.ENDED
    )
    body = {
        "kind": "memorandum",
        "title": "Ghi nhớ",
        "signed_on": "2026-12-04",
        "parties": [
            {"role": "intermediary", "organization_id": str(cast.an.organization.id)},
            {"role": "producer", "organization_id": str(cast.binh.organization.id)},
        ],
    }
    await signing.record(over.event, NewAgreement.model_validate(body), at=at)
    await freezing.freeze(over.event, at=at)
    await posting.tell()
    assert (await told("summary"), await told("agreements")) == (["An"], ["Bình"])


async def test_a_summary_without_agreements_is_told_to_the_organizer_alone(cast: make.Cast, at: datetime) -> None:
    over = await make.fair(
        cast.an.organization, first_on=date(2026, 12, 2), last_on=date(2026, 12, 4), state=EventState.ENDED
    )
    await freezing.freeze(over.event, at=at)
    await posting.tell()
    assert [row["purpose"] for row in await posting.deliveries()] == ["summary"]
    [letter] = await posting.written(await posting.deliveries())
    assert "Không có thỏa thuận nào được ghi nhận." in letter.text


async def test_only_the_summary_of_the_message_is_told(cast: make.Cast, at: datetime) -> None:
    async with db.transaction():
        await outbox.record("summary.freeze", at=at, id=values.new_id(), event=values.new_id())
    await posting.tell()
    assert await posting.deliveries() == []


def test_counts_are_said_in_the_order_of_the_words_and_not_in_that_of_the_database() -> None:
    counts = {
        "agreements": 3,
        "parties": 1234,
        "by_kind": {"supply": 1, "memorandum": 2},
        "by_role": {"bank": 1, "producer": 3},
        "value_vnd": 0,
        "stating": 0,
        "silent": 3,
    }
    assert reporting.figures({"counts": counts}) == [
        "Số thỏa thuận: 3, số bên ký: 1.234",
        "Biên bản ghi nhớ: 2",
        "Hợp đồng cung ứng: 1",
        "Ký với tư cách Nhà sản xuất: 3",
        "Ký với tư cách Ngân hàng: 1",
        "Giá trị được nêu: 0\u00a0₫. Số thỏa thuận nêu giá trị: 0; không nêu: 3",
    ]
