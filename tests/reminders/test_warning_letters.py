"""What a letter says of certificates that lapse, and what it leaves out because it is not true any more."""

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from events_app.directory import contacting, rating, verifying
from events_app.directory.tables import Kind, Product
from events_app.reminders import sending, warning
from events_app.reminders.tables import Purpose
from tests import make
from tests.reminders import posting
from tests.reminders.lapsing import TODAY, certificate, office, product, words

pytestmark = pytest.mark.usefixtures("database")


async def test_each_contact_reads_it_in_its_own_language(cast: make.Cast, at: datetime) -> None:
    await contacting.add(cast.binh.organization.id, at=at, name="Lan", email="lan@fairs.example", language="en")
    await contacting.add(cast.binh.organization.id, at=at, name="Sari", email="sari@fairs.example", language="id")
    await product(cast.binh.organization, "Trà <sen>", 90)
    await warning.warn(at=at)
    found = dict(zip([row["name"] for row in await posting.deliveries(Purpose.LAPSE)], await words(), strict=True))
    assert "1 giấy chứng nhận của Hợp tác xã Sen Việt hết hạn trong 90 ngày tới" in found["Bình"]
    assert "1 certificate of Hợp tác xã Sen Việt lapses within 90 days" in found["Lan"]
    assert "- Trà <sen>: valid to 07/03/2027, 90 days left" in found["Lan"]
    assert "<li>Trà &lt;sen&gt;: valid to 07/03/2027, 90 days left</li>" in found["Lan"]
    assert "http://fairs.test/products" in found["Lan"]
    assert "1 sertifikat Hợp tác xã Sen Việt habis" in found["Sari"]


async def test_who_has_nobody_here_is_told_how_to_claim_the_record_and_who_has_is_not(
    cast: make.Cast, at: datetime
) -> None:
    bare = await make.organization(Kind.ENTITY, "Hộ Không Người", keeper=cast.an.organization.id)
    await contacting.add(bare.id, at=at, name="Út", email="ut@fairs.example", language="en")
    for entity in (bare, cast.binh.organization):
        await product(entity, "Trà", 90)
    await warning.warn(at=at)
    found = dict(zip([row["name"] for row in await posting.deliveries(Purpose.LAPSE)], await words(), strict=True))
    claims, products = f"http://fairs.test/organizations/{bare.slug}/claim", "http://fairs.test/products"
    assert [found["Út"].count(one) for one in (claims, products)] == [2, 0]
    assert "Nobody of Hộ Không Người has an account here yet." in found["Út"]
    assert ["/claim" in found["Bình"], products in found["Bình"]] == [False, True]


async def test_no_letter_holds_a_number_of_twelve_digits(cast: make.Cast, at: datetime) -> None:
    await office()
    await product(cast.binh.organization, "Trà", 90, number="001234567890")
    await warning.warn(at=at)
    found = await words() + await words(Purpose.LAPSES)
    assert len(found) == 2
    assert not any(re.search(r"\d{12}", one) for one in found)


async def _revoked(of: Product, office: make.Person) -> None:
    row = await certificate(of)
    await verifying.revoke(
        row, row.version, office.organization.id, on=TODAY, reason="Vi phạm", at=make.NOW + timedelta(seconds=5)
    )


async def test_what_is_revoked_or_rated_anew_before_the_letter_goes_is_not_named(cast: make.Cast, at: datetime) -> None:
    judge = await office()
    tea, rice, salt = [await product(cast.binh.organization, name, 80) for name in ("Trà", "Gạo", "Muối")]
    await warning.warn(at=at)
    await _revoked(tea, judge)
    await rating.rate(rice, at=at, stars=5, number="9/QĐ", issued_on=TODAY)
    for purpose in (Purpose.LAPSE, Purpose.LAPSES):
        [letter] = await words(purpose)
        assert ("Muối" in letter, "Trà:" in letter, "Gạo" in letter) == (True, False, False)
    row = await certificate(salt)
    await rating.amend(row, row.version, cast.binh.organization.id, at=at, valid_to=TODAY + timedelta(81))
    assert await words() == []
    assert await words(Purpose.LAPSES) == []


async def test_many_certificates_are_cut_with_their_count(cast: make.Cast, at: datetime, monkeypatch: Any) -> None:
    from events_app.reminders import lapses

    monkeypatch.setattr(lapses, "MOST_LISTED", 2)
    for n in range(5):
        await product(cast.binh.organization, f"Trà {n}", 90)
    await warning.warn(at=at)
    [letter] = await words()
    assert "5 giấy chứng nhận của" in letter
    assert "và 3 giấy chứng nhận nữa" in letter
    assert "Trà 2" not in letter


async def test_nothing_is_left_to_say_so_the_letter_is_skipped(own_database: str, at: datetime) -> None:
    cast = await make.cast()
    of = await product(cast.binh.organization, "Trà", 90)
    await warning.warn(at=at)
    await rating.rate(of, at=at, stars=5, number="9/QĐ", issued_on=date(2026, 12, 6))
    try:
        await sending.send_due(at=at)
    finally:
        await sending.hang_up()
    [row] = await posting.deliveries(Purpose.LAPSE)
    assert (row["state"], row["error"]) == ("skipped", "This was not true any more.")
