"""When it is warned that certificates lapse: each entity once at each threshold, and its authority of what is new."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from events_app import values
from events_app.directory import jurisdiction, merging, rating
from events_app.directory.tables import Kind
from events_app.reminders import warning
from events_app.reminders.tables import Purpose
from tests import counting, make
from tests.reminders import posting
from tests.reminders.lapsing import TODAY, certificate, office, product, told, words

pytestmark = pytest.mark.usefixtures("database")


async def test_one_letter_names_every_certificate_that_has_come_to_the_threshold(cast: make.Cast, at: datetime) -> None:
    for name, left in (("Trà", 90), ("Mật ong", 45), ("Gạo", 30), ("Cá", 0), ("Muối", 91), ("Chè", -1)):
        await product(cast.binh.organization, name, left)
    assert await warning.warn_due(at=at) == 1
    sen = cast.binh.organization.name
    assert await told() == [(sen, 30, ["Cá", "Gạo"]), (sen, 90, ["Mật ong", "Trà"])]


async def test_nobody_is_told_again_the_same_day_the_next_or_by_a_second_beat(cast: make.Cast, at: datetime) -> None:
    await product(cast.binh.organization, "Trà", 90)
    assert [await warning.warn(at=at + timedelta(days=n, hours=1)) for n in (0, 0, 1, 30, 59)] == [1, 0, 0, 0, 0]
    assert await warning.warn(at=at + timedelta(days=60)) == 1
    assert await warning.warn(at=at + timedelta(days=61)) == 0
    assert [threshold for _who, threshold, _what in await told()] == [30, 90]


async def test_what_comes_up_later_is_named_by_itself_and_on_another_day(cast: make.Cast, at: datetime) -> None:
    await product(cast.binh.organization, "Trà", 90)
    await warning.warn(at=at)
    await product(cast.binh.organization, "Gạo", 90)
    assert await warning.warn(at=at + timedelta(hours=2)) == 0
    assert await warning.warn(at=at + timedelta(days=1)) == 1
    sen = cast.binh.organization.name
    assert await told() == [(sen, 90, ["Gạo"]), (sen, 90, ["Trà"])]


@pytest.mark.parametrize(
    ("left", "thresholds"), [(89, []), (90, [90]), (91, []), (29, []), (30, [30]), (31, []), (60, [])]
)
async def test_a_threshold_that_had_passed_when_it_was_recorded_is_not_told(
    cast: make.Cast, at: datetime, left: int, thresholds: list[int]
) -> None:
    await product(cast.binh.organization, "Trà", left, known=at)
    await warning.warn(at=at)
    assert [threshold for _who, threshold, _what in await told()] == thresholds


async def test_what_is_recorded_between_the_thresholds_is_told_at_the_second(cast: make.Cast, at: datetime) -> None:
    await product(cast.binh.organization, "Trà", 60, known=at)
    for n in range(61):
        await warning.warn(at=at + timedelta(days=n))
    assert [threshold for _who, threshold, _what in await told()] == [30]
    [letter] = await posting.deliveries(Purpose.LAPSE)
    assert letter["due_at"] == at + timedelta(days=30)


async def test_an_end_that_is_corrected_counts_as_recorded_then(cast: make.Cast, at: datetime) -> None:
    row = await certificate(await product(cast.binh.organization, "Trà", 300))
    await rating.amend(row, row.version, cast.binh.organization.id, at=at, valid_to=TODAY + timedelta(80))
    assert await warning.warn(at=at) == 0
    await rating.amend(row, row.version, cast.binh.organization.id, at=at, number="12/QĐ")
    assert await warning.warn(at=at) == 0
    assert await warning.warn(at=at + timedelta(days=50)) == 1


async def test_a_worker_that_was_away_tells_late_and_only_what_is_true_now(cast: make.Cast, at: datetime) -> None:
    await product(cast.binh.organization, "Trà", 90)
    await warning.warn(at=at + timedelta(days=70))
    assert [threshold for _who, threshold, _what in await told()] == [30]


async def test_nobody_is_told_before_eight_in_the_morning(cast: make.Cast) -> None:
    await product(cast.binh.organization, "Trà", 90)
    early = values.local(TODAY, warning.EARLIEST) - timedelta(seconds=1)
    assert await warning.warn_due(at=early) == 0
    assert await warning.warn_due(at=early + timedelta(seconds=1)) == 1


@pytest.mark.parametrize("case", ["revoked", "rated anew", "rated anew and revoked", "rated from the day after"])
async def test_a_certificate_that_does_not_count_or_is_taken_over_is_not_told(
    cast: make.Cast, at: datetime, case: str
) -> None:
    of = await product(cast.binh.organization, "Trà", 40, revoked_on=TODAY if case == "revoked" else None)
    if case != "revoked":
        issued = TODAY + timedelta(41) if case == "rated from the day after" else TODAY - timedelta(1)
        revoked = TODAY if case == "rated anew and revoked" else None
        await make.certificate(of, issued_on=issued, revoked_on=revoked)
    assert await warning.warn(at=at) == 0


async def test_a_further_rating_that_begins_too_late_or_never_takes_nothing_over(cast: make.Cast, at: datetime) -> None:
    late = await product(cast.binh.organization, "Trà", 40)
    await make.certificate(late, issued_on=TODAY + timedelta(42))
    never = await product(cast.em.organization, "Gạo", 40)
    await make.certificate(never, issued_on=TODAY + timedelta(10), revoked_on=TODAY + timedelta(10))
    assert await warning.warn(at=at) == 2


async def test_the_authority_gets_the_list_of_its_own_province_whatever_set_the_address_is_of(
    cast: make.Cast, at: datetime
) -> None:
    hung_yen, hanoi = await office("33"), await office("01")
    ministry = await make.organization(Kind.AUTHORITY, "Bộ", province_set=None, province_code=None)
    await make.person("Vụ", ministry)
    assert jurisdiction.unit("63", "34") == "33"
    thai_binh = await make.organization(name="Gạo Thái Bình", province_set="63", province_code="34")
    nowhere = await make.organization(name="Không tỉnh", province_set=None, province_code=None)
    for entity, name, left in (
        (thai_binh, "Gạo", 90),
        (cast.binh.organization, "Trà", 90),
        (cast.em.organization, "Chè", 30),
        (nowhere, "Muối", 90),
    ):
        await product(entity, name, left)
    assert await warning.warn(at=at) == 4
    assert await told(Purpose.LAPSES) == [
        (hanoi.organization.name, 30, ["Chè"]),
        (hanoi.organization.name, 90, ["Trà"]),
        (hung_yen.organization.name, 90, ["Gạo"]),
    ]
    letters = await words(Purpose.LAPSES)
    assert sum("Gạo Thái Bình – Gạo: có hiệu lực đến 07/03/2027, còn 90 ngày" in one for one in letters) == 1
    assert all(sum(f" – {name}:" in one.partition("<")[0] for name in ("Gạo", "Trà", "Chè")) == 1 for one in letters)


async def test_the_authority_s_next_list_names_only_what_is_new(cast: make.Cast, at: datetime) -> None:
    await office()
    await product(cast.binh.organization, "Trà", 90)
    await warning.warn(at=at)
    await product(cast.em.organization, "Chè", 90)
    await warning.warn(at=at + timedelta(hours=1))
    assert [what for _who, _threshold, what in await told(Purpose.LAPSES)] == [["Trà"]]
    for days in (1, 1, 2, 8, 20):
        await warning.warn(at=at + timedelta(days=days))
    assert [what for _who, _threshold, what in await told(Purpose.LAPSES)] == [["Chè"], ["Trà"]]


async def test_an_entity_that_goes_into_another_is_not_told_again(cast: make.Cast, at: datetime) -> None:
    await product(cast.binh.organization, "Trà", 90)
    await warning.warn(at=at)
    await merging.merge(cast.binh.organization, cast.em.organization, at=at)
    assert await warning.warn(at=at + timedelta(days=1)) == 0


@pytest.mark.parametrize("entities", [1, 3])
async def test_a_sweep_takes_as_many_statements_for_three_entities_as_for_one(
    cast: make.Cast, at: datetime, entities: int
) -> None:
    await office()
    for entity in (cast.binh, cast.em, await make.person("Ba", await make.organization()))[:entities]:
        await product(entity.organization, "Trà", 90)
        await product(entity.organization, "Gạo", 30)
    async with counting.statements() as said:
        await warning.warn(at=at)
    assert len(await posting.deliveries(Purpose.LAPSE)) == 2 * entities
    assert len(_meant(said)) == 16
    async with counting.statements() as said:
        await words()
    assert len(said) <= 7


def _meant(said: Sequence[str]) -> list[str]:
    """The statements without the marks of transactions."""
    return [one for one in said if not re.match(r"\s*(SAVEPOINT|RELEASE|BEGIN|COMMIT)", one)]


async def test_a_sweep_with_nothing_to_do_looks_twice(cast: make.Cast, at: datetime) -> None:
    async with counting.statements() as said:
        assert await warning.warn(at=at) == 0
    assert len(_meant(said)) == 2


async def test_entities_without_an_address_are_unreachable(cast: make.Cast, at: datetime) -> None:
    entity = await make.organization(name="Tổ hợp tác Chiếu cói", phone="+84912345678", representative="Bà Tư")
    await product(entity, "Chiếu", 90)
    await warning.warn(at=at)
    [row] = await posting.deliveries(Purpose.LAPSE)
    assert (row["state"], row["name"], row["phone"], row["address"]) == ("unreachable", "Bà Tư", "+84912345678", None)
