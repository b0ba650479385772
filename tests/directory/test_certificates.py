"""Which certificate counts on a day, said in Python and in SQL."""

from datetime import date
from typing import Any

import pytest

from events_app import db
from events_app.directory import certificates, declaring
from events_app.directory.certificates import Validity
from tests import make


@pytest.mark.parametrize(
    ("issued_on", "last_on"),
    [
        (date(2025, 1, 10), date(2028, 1, 10)),
        (date(2024, 2, 29), date(2027, 2, 28)),
        (date(2025, 12, 31), date(2028, 12, 31)),
        (date(2021, 2, 28), date(2024, 2, 28)),
    ],
)
def test_a_certificate_is_valid_for_36_months(issued_on: date, last_on: date) -> None:
    assert certificates.valid_to(issued_on) == last_on


def test_it_counts_from_its_issue_or_36_months_before_its_end_where_only_that_is_known() -> None:
    assert certificates.counts_from(date(2025, 1, 10), date(2026, 1, 10)) == date(2025, 1, 10)
    assert certificates.counts_from(None, date(2028, 2, 29)) == date(2025, 2, 28)
    assert certificates.counts_from(None, None) is None


FIRST: dict[str, Any] = {"number": "first", "stars": 3, "issued_on": date(2022, 1, 1)}  # to 1 January 2025
SECOND: dict[str, Any] = {"number": "second", "stars": 4, "issued_on": date(2024, 6, 1)}  # to 1 June 2027
ENDS_ONLY: dict[str, Any] = {"number": "ends", "issued_on": None, "valid_to": date(2025, 3, 1)}
UNDATED: dict[str, Any] = {"number": "undated", "issued_on": None}


@pytest.mark.parametrize(
    ("history", "on", "counting", "shown"),
    [
        ([FIRST], date(2021, 12, 31), None, "first"),
        ([FIRST], date(2022, 1, 1), "first", "first"),
        ([FIRST], date(2025, 1, 1), "first", "first"),
        ([FIRST], date(2025, 1, 2), None, "first"),
        ([FIRST, SECOND], date(2024, 5, 31), "first", "first"),
        ([FIRST, SECOND], date(2024, 6, 1), "second", "second"),
        ([SECOND, FIRST], date(2026, 12, 7), "second", "second"),
        ([FIRST, {**SECOND, "stars": 3}], date(2024, 7, 1), "second", "second"),
        # A revoked rating counts to the day before, and brings the one that it replaced not back.
        ([FIRST, {**SECOND, "revoked_on": date(2024, 9, 1)}], date(2024, 8, 31), "second", "second"),
        ([FIRST, {**SECOND, "revoked_on": date(2024, 9, 1)}], date(2024, 9, 1), None, "second"),
        ([FIRST, {**SECOND, "valid_to": date(2024, 8, 1)}], date(2024, 8, 2), None, "second"),
        ([ENDS_ONLY], date(2022, 3, 1), "ends", "ends"),
        ([ENDS_ONLY], date(2022, 2, 28), None, "ends"),
        ([UNDATED], date(2024, 1, 1), None, "undated"),
        ([FIRST, UNDATED], date(2026, 1, 1), None, "first"),
        ([UNDATED, SECOND], date(2024, 1, 1), None, "second"),
        ([], date(2024, 1, 1), None, None),
    ],
)
async def test_what_counts_on_a_day_and_what_is_shown(
    cast: make.Cast, history: list[dict[str, Any]], on: date, counting: str | None, shown: str | None
) -> None:
    product = await make.product(cast.binh.organization, certified=None if not history else history[0])
    for said in history[1:]:
        await make.certificate(product, **said)
    if not history:
        await db.fetch("DELETE FROM certificate WHERE product = $1", product.id)
    rows = await declaring.history_of(product.id)
    found = certificates.counting(rows, on), certificates.shown(rows, on)
    assert tuple(one.number if one else None for one in found) == (counting, shown)
    in_sql = await db.one(
        f"""
        SELECT counting.number AS counting, shown.number AS shown FROM product
        LEFT JOIN LATERAL {certificates.counting_in_sql("$2")} AS counting ON true
        LEFT JOIN LATERAL {certificates.shown_in_sql("$2")} AS shown ON true
        WHERE product.id = $1
        """,
        product.id,
        on,
    )
    assert in_sql == {"counting": counting, "shown": shown}


@pytest.mark.parametrize(
    ("second", "on", "said"),
    [
        ({}, date(2024, 5, 31), ["coming", "valid"]),
        ({}, date(2024, 6, 1), ["valid", "superseded"]),
        ({"stars": 3}, date(2024, 6, 1), ["valid", "superseded"]),
        ({}, date(2025, 1, 2), ["valid", "lapsed"]),
        # The one that it replaced does not come back when a newer one ends or is revoked.
        ({"valid_to": date(2024, 8, 1)}, date(2024, 8, 2), ["lapsed", "superseded"]),
        ({"revoked_on": date(2024, 9, 1)}, date(2024, 9, 1), ["revoked", "superseded"]),
    ],
)
async def test_beside_a_newer_one_that_has_begun_no_older_one_is_valid(
    cast: make.Cast, second: dict[str, Any], on: date, said: list[str]
) -> None:
    product = await make.product(cast.binh.organization, certified=FIRST)
    await make.certificate(product, **{**SECOND, **second})
    rows = await declaring.history_of(product.id)
    assert [certificates.among(rows, one, on).value for one in rows] == said


async def test_among_the_verified_a_declared_one_is_as_if_it_were_not_there(cast: make.Cast) -> None:
    product = await make.product(cast.binh.organization, certified={**FIRST, "verified": True})
    await make.certificate(product, **SECOND)
    on = date(2024, 7, 1)
    counting = certificates.counting(await declaring.history_of(product.id), on, verified=True)
    assert counting is not None
    assert counting.number == "first"
    sql = certificates.counting_in_sql("$2", verified=True)
    row = await db.one(
        f"SELECT found.number FROM product CROSS JOIN LATERAL {sql} AS found WHERE product.id = $1", product.id, on
    )
    assert row == {"number": "first"}


@pytest.mark.parametrize(
    ("said", "validity"),
    [
        ({"issued_on": date(2026, 12, 8)}, Validity.COMING),
        ({"issued_on": date(2026, 12, 7)}, Validity.VALID),
        ({"issued_on": date(2023, 12, 7)}, Validity.VALID),
        ({"issued_on": date(2023, 12, 6)}, Validity.LAPSED),
        ({"issued_on": date(2025, 1, 1), "revoked_on": date(2026, 12, 7)}, Validity.REVOKED),
        ({"issued_on": date(2025, 1, 1), "revoked_on": date(2026, 12, 8)}, Validity.VALID),
        ({"issued_on": None}, Validity.UNKNOWN),
    ],
)
async def test_how_a_certificate_is_on_a_day(cast: make.Cast, said: dict[str, Any], validity: Validity) -> None:
    product = await make.product(cast.binh.organization, certified=said)
    (row,) = await declaring.history_of(product.id)
    assert certificates.validity(row, date(2026, 12, 7)) == validity
