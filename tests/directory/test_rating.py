"""Ratings as history: added, corrected, taken away."""

from datetime import date
from typing import Any

import httpx
import pytest

from events_app import db, lifecycle
from events_app.directory import certificates, declaring, product_queries, rating
from events_app.directory.rating import AlreadyCertified, RevokedByAuthority, VerifiedStays
from events_app.directory.tables import Certificate, Product, Standing
from events_app.errors import Invalid, Stale
from tests import make
from tests.directory import asking


async def _only(product: Product) -> Certificate:
    (row,) = await declaring.history_of(product.id)
    return row


def test_a_potential_five_star_product_has_four_stars_or_none() -> None:
    for stars, fields in [(None, []), (4, []), (3, ["potential_five"]), (5, ["potential_five"])]:
        assert [wrong.field for wrong in rating.wrongs({"stars": stars, "potential_five": True})] == fields


@pytest.mark.parametrize("stars", [3, 4, 5])
async def test_a_new_rating_raises_keeps_or_lowers_and_the_one_before_stays(cast: make.Cast, stars: int) -> None:
    product = await make.product(cast.binh.organization)
    new = await rating.rate(product, at=make.NOW, stars=stars, number="2/QĐ", issued_on=date(2026, 6, 1))
    assert (new.valid_to, new.standing, product.version) == (date(2029, 6, 1), Standing.DECLARED, 2)
    rows = await declaring.history_of(product.id)
    assert [(row.stars, row.issued_on) for row in rows] == [(stars, date(2026, 6, 1)), (4, date(2025, 1, 10))]
    then = certificates.counting(rows, date(2026, 5, 31))
    assert then is not None
    assert then.stars == 4
    assert (await asking.topics())[-1] == "certificate.create"


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({"number": "2/QĐ", "issued_on": date(2026, 6, 1)}, ["stars"]),
        ({"stars": 5, "potential_five": True}, ["potential_five"]),
        ({"stars": 3, "issued_on": date(2026, 6, 1), "valid_to": date(2026, 6, 1)}, ["valid_to"]),
        ({"stars": 3, "issued_on": date(2026, 6, 1), "revoked_on": date(2026, 5, 1)}, ["revoked_on"]),
        ({"stars": 3, "issued_on": date(2026, 12, 8), "revoked_on": date(2026, 12, 8)}, ["issued_on", "revoked_on"]),
    ],
)
async def test_a_rating_that_does_not_fit_is_refused(cast: make.Cast, said: Any, fields: list[str]) -> None:
    product = await make.product(cast.binh.organization)
    with pytest.raises(Invalid) as refused:
        await rating.rate(product, at=make.NOW, **said)
    assert [wrong.field for wrong in refused.value.errors] == fields


async def test_the_same_certificate_is_there_once(cast: make.Cast) -> None:
    product = await make.product(cast.binh.organization, certified={"number": "1/QĐ"})
    with pytest.raises(AlreadyCertified):
        await rating.rate(product, at=make.NOW, stars=4, number="1/QĐ", issued_on=date(2025, 1, 10))
    await rating.rate(product, at=make.NOW, stars=4, number="1/QĐ", issued_on=date(2026, 1, 10))  # numbers begin anew


async def test_what_is_corrected_is_declared_again(cast: make.Cast) -> None:
    product = await make.product(cast.binh.organization, certified={"verified": True})
    row: Any = await _only(product)
    await rating.amend(row, 1, product.organization, at=make.NOW, stars=3)
    assert (row.stars, row.standing, row.verified_by, row.verified_at) == (3, Standing.DECLARED, None, None)
    assert (row.version, (await product_queries.product(product.id)).version) == (2, 2)
    with pytest.raises(Stale):
        await rating.amend(row, 1, product.organization, at=make.NOW, stars=4)


async def test_what_is_so_already_writes_nothing(cast: make.Cast) -> None:
    product = await make.product(cast.binh.organization, certified={"verified": True, "number": "1/QĐ"})
    row, said = await _only(product), await asking.topics()
    await rating.amend(row, 1, product.organization, at=make.NOW, stars=4, issued_on=date(2025, 1, 10))
    await declaring.correct(
        product,
        1,
        at=make.NOW,
        name="Trà sen",
        group=1,
        stars=4,
        certificate_number="1/QĐ",
        issued_on=date(2025, 1, 10),
        valid_to=None,
    )
    assert (row.version, row.standing, product.version) == (1, Standing.VERIFIED, 1)
    assert await asking.topics() == said


async def test_a_new_end_without_a_day_of_issue_moves_the_day_from_which_it_counts(cast: make.Cast) -> None:
    product = await make.product(cast.binh.organization, certified={"issued_on": None, "valid_to": date(2027, 1, 1)})
    row = await _only(product)
    await rating.amend(row, 1, product.organization, at=make.NOW, valid_to=date(2027, 3, 1))
    assert row.counts_from == date(2024, 3, 1)


async def test_a_certificate_is_corrected_to_be_revoked_today_at_the_latest(cast: make.Cast) -> None:
    product = await make.product(cast.binh.organization)
    row = await _only(product)
    with pytest.raises(Invalid) as refused:
        await rating.amend(row, 1, product.organization, at=make.NOW, revoked_on=date(2026, 12, 8))
    assert [wrong.field for wrong in refused.value.errors] == ["revoked_on"]
    with pytest.raises(Invalid) as refused:
        await declaring.correct(product, 1, at=make.NOW, revoked_on=date(2026, 12, 8))
    assert [wrong.field for wrong in refused.value.errors] == ["certificate.revoked_on"]
    await rating.amend(row, 1, product.organization, at=make.NOW, revoked_on=date(2026, 12, 7))


async def test_a_declared_certificate_is_taken_away_and_a_verified_or_revoked_one_is_not(cast: make.Cast) -> None:
    product = await make.product(cast.binh.organization)
    await rating.remove(await _only(product), 1, product.organization, at=make.NOW)
    assert await declaring.history_of(product.id) == []
    verified = await make.certificate(product, verified=True)
    with pytest.raises(VerifiedStays):
        await rating.remove(verified, 1, product.organization, at=make.NOW)
    judge = verified.verified_for
    revoked = await make.certificate(
        product, issued_on=date(2024, 1, 1), revoked_on=date(2026, 1, 1), revoked_for=judge
    )
    with pytest.raises(RevokedByAuthority):
        await rating.remove(revoked, 1, product.organization, at=make.NOW)
    with pytest.raises(RevokedByAuthority):
        await rating.amend(revoked, 1, product.organization, at=make.NOW, revoked_on=None)


async def test_a_new_name_or_group_is_not_the_one_that_was_verified(cast: make.Cast) -> None:
    for changes in ({"name": "Trà ướp sen"}, {"group": 2}, {"subgroup": "1.5.1"}):
        product = await make.product(cast.binh.organization, certified={"verified": True})
        await declaring.correct(product, 1, at=make.NOW, **changes)
        assert (await _only(product)).standing == Standing.DECLARED
    product = await make.product(cast.binh.organization, certified={"verified": True})
    await declaring.correct(product, 1, at=make.NOW, older_classification="Thảo dược (QĐ 1048)")
    assert (await _only(product)).standing == Standing.VERIFIED


async def test_another_group_takes_the_old_subgroup_away(cast: make.Cast) -> None:
    product: Any = await make.product(cast.binh.organization, subgroup="1.5.1")
    await declaring.correct(product, 1, at=make.NOW, group=2)
    assert (product.group, product.subgroup) == (2, None)
    with pytest.raises(Invalid) as refused:
        await declaring.correct(product, 2, at=make.NOW, subgroup="1.5.1")
    assert [wrong.field for wrong in refused.value.errors] == ["subgroup"]


async def test_a_later_paper_with_another_number_is_a_new_rating_and_keeps_the_old_one(cast: make.Cast) -> None:
    product = await make.product(cast.binh.organization, certified={"stars": 4, "potential_five": True})
    paper: Any = {"certificate_number": "9/QĐ-TW", "issued_on": date(2026, 3, 1)}
    await declaring.correct(product, 1, at=make.NOW, stars=5, **paper)
    rows = await declaring.history_of(product.id)
    assert [(row.stars, row.potential_five) for row in rows] == [(5, False), (4, True)]
    await declaring.correct(product, 2, at=make.NOW, certificate_number="8/QĐ-TW", issued_on=date(2026, 3, 1))
    rows = await declaring.history_of(product.id)
    assert [row.issued_on for row in rows] == [date(2026, 3, 1), date(2025, 1, 10)]
    assert rows[0].number == "8/QĐ-TW"
    await declaring.correct(product, 3, at=make.NOW, **declaring.NO_CERTIFICATE)
    assert [row.stars for row in await declaring.history_of(product.id)] == [4]
    await declaring.correct(product, 4, at=make.NOW, **declaring.NO_CERTIFICATE)
    left: Any = await _only(product)
    assert (left.stars, left.number, left.issued_on, left.counts_from) == (4, "", None, None)


async def test_the_database_refuses_a_day_of_counting_that_is_not_that_of_the_issue(cast: make.Cast) -> None:
    from asyncpg.exceptions import CheckViolationError

    product = await make.product(cast.binh.organization)
    with pytest.raises(CheckViolationError, match="a_certificate_counts_from_its_issue"):
        async with db.transaction():
            await db.fetch("UPDATE certificate SET counts_from = '2020-01-01' WHERE product = $1", product.id)
    with pytest.raises(CheckViolationError, match="who_verified_is_known"):
        async with db.transaction():
            await db.fetch("UPDATE certificate SET standing = 'verified' WHERE product = $1", product.id)
    assert (await lifecycle.locked(Product, product.id)).version == 1


async def test_nothing_is_issued_after_today(client: httpx.AsyncClient, cast: make.Cast) -> None:
    shelf, tomorrow = f"{asking.own(cast.binh)}/products", "2026-12-08"
    paper = {"number": "9/QĐ", "issued_on": tomorrow}
    answer = await asking.post(client, cast.binh, shelf, name="Mứt sen", group=1, stars=3, certificate=paper)
    assert "certificate.issued_on" in asking.wrong(answer)
    product = await make.product(cast.binh.organization)
    row, path = await _only(product), f"/products/{product.id}"
    for answer in (
        await asking.post(client, cast.binh, f"{path}/certificates", stars=3, **paper),
        await asking.patch(client, cast.binh, f"/certificates/{row.id}", 1, issued_on=tomorrow),
    ):
        assert list(asking.wrong(answer)) == ["issued_on"]
    answer = await asking.patch(client, cast.binh, path, 1, certificate=paper)
    assert list(asking.wrong(answer)) == ["certificate.issued_on"]
    answer = await asking.post(
        client, cast.binh, f"{path}/certificates", stars=3, number="9/QĐ", issued_on="2026-12-07"
    )
    assert answer.status_code == 201


async def test_a_list_s_certificate_of_a_coming_day_lets_its_product_be_renamed(cast: make.Cast) -> None:
    product = await make.product(cast.binh.organization, certified={"issued_on": date(2027, 1, 1)})
    await declaring.correct(product, 1, at=make.NOW, name="Trà ướp sen")
    assert product.name == "Trà ướp sen"
