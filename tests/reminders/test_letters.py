"""What letters say: in the reader's language, in both forms, with nothing false and nothing unescaped."""

import re
from datetime import date, datetime, time, timedelta

import pytest

from events_app import actor, db, values
from events_app.events import cancelling, postponing
from events_app.exhibitors import choosing, deciding
from events_app.reminders import letters
from events_app.values import Days
from tests import counting, make
from tests.reminders import posting

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def fair(cast: make.Cast) -> make.Fair:
    """Five days from 16 December; now it is 7 December."""
    return await posting.fair(cast.an, contact="Chị Hoa, 0912 345 678")


@pytest.mark.parametrize(
    ("language", "subject", "first", "place", "signed"),
    [
        ("vi", "Đã xác nhận: Tuần lễ OCOP", "Kính gửi Bình,", "Gian hàng A1, Thực phẩm", "16–20/12/2026 (08:00–21:00)"),
        ("en", "Confirmed: OCOP Week", "Dear Bình,", "Booth A1, Thực phẩm", "16–20/12/2026 (08:00–21:00)"),
        ("id", "Terkonfirmasi: Tuần lễ OCOP", "Yth. Bình,", "Stan A1, Thực phẩm", "16–20/12/2026 (08.00–21.00)"),
    ],
)
async def test_a_letter_speaks_the_language_of_its_reader(
    cast: make.Cast, fair: make.Fair, language: str, subject: str, first: str, place: str, signed: str
) -> None:
    await posting.speaks(cast.binh, language)
    await db.fetch("UPDATE booth SET number = 'A1' WHERE id = $1", fair.booths[0].id)
    await posting.confirmed(fair, cast.binh)
    [letter] = await posting.written(await posting.deliveries("confirmation"))
    assert letter.subject == subject
    assert letter.text.startswith(f"{first}\n\n")
    assert re.search(r"\n-- \n[^\n]+\n[^\n]+\.\nhttp://fairs\.test\n?$", letter.text)
    for form in (letter.text, letter.html):
        assert place in form
        assert signed in form
        assert "Chị Hoa, 0912 345 678" in form
        assert "http://fairs.test/applications/" in form
    assert f'<html lang="{language}">' in letter.html


async def test_readers_of_one_letter_in_two_languages_get_each_their_own_words(
    cast: make.Cast, fair: make.Fair
) -> None:
    await posting.speaks(cast.em, "en")
    await posting.confirmed(fair, cast.binh)
    await posting.confirmed(fair, cast.em, fair.booths[1])
    rows = sorted(await posting.deliveries("confirmation"), key=lambda row: str(row["name"]))
    binh, em = await posting.written(rows)
    assert ("Sen Việt" in binh.text, "Trà Xanh" in binh.text) == (True, False)
    assert ("Sen Việt" in em.text, "Trà Xanh" in em.text) == (False, True)
    assert (binh.subject, em.subject) == ("Đã xác nhận: Tuần lễ OCOP", "Confirmed: OCOP Week")


async def test_a_reminder_says_the_day_and_the_booth(cast: make.Cast, fair: make.Fair) -> None:
    await posting.confirmed(fair, cast.binh, first_on=date(2026, 12, 18))
    [letter] = await posting.written(await posting.deliveries("reminder"))
    assert letter.subject == "Nhắc lịch: Tuần lễ OCOP, từ Thứ Sáu, 18/12/2026"
    assert "18–20/12/2026" in letter.text


async def test_an_offer_says_until_when_it_stands(cast: make.Cast, fair: make.Fair, at: datetime) -> None:
    application = await make.application(fair.event, cast.binh.organization)
    with actor.as_actor(cast.an.actor):
        await choosing.offer(application, fair.booths[0].id, Days(make.FIRST_ON, make.FIRST_ON), at=at)
    await posting.tell()
    rows = await posting.deliveries("offer")
    [letter] = await posting.written(rows)
    assert "Chỗ này được giữ cho quý vị đến 09:00 ngày 10/12/2026." in letter.text
    assert await posting.written(rows, at + choosing.OFFER_LASTS) == []


async def test_a_rescheduling_says_old_and_new_dates(cast: make.Cast, fair: make.Fair) -> None:
    await posting.confirmed(fair, cast.binh)
    await posting.moved_by(fair, 7, lost=1)
    [letter] = await posting.written(await posting.deliveries("rescheduling"))
    for said in (
        "- Trước đây: 16–20/12/2026\n- Nay: 23–26/12/2026\n",
        "- Thứ Tư, 16/12/2026 chuyển sang Thứ Tư, 23/12/2026\n",
        "- Chủ Nhật, 20/12/2026: không tổ chức nữa\n",
        "Bão đã tan",
        "Thực phẩm – Trung tâm thương mại Mẫu, 1 Phố Mẫu, Hà Nội: 23–26/12/2026",
    ):
        assert said in letter.text
    assert "<li>Thứ Tư, 16/12/2026 chuyển sang Thứ Tư, 23/12/2026</li>" in letter.html


async def test_new_dates_tell_whoever_was_offered_a_booth_which_and_until_when(
    cast: make.Cast, fair: make.Fair, at: datetime
) -> None:
    application = await make.application(fair.event, cast.binh.organization)
    with actor.as_actor(cast.an.actor):
        await choosing.offer(application, fair.booths[0].id, Days(make.FIRST_ON, make.FIRST_ON), at=at)
    await postponing.postpone(fair.event, "Bão số 9", at=at)
    week_later = at + timedelta(days=7)
    await posting.moved_by(fair, 14, at=week_later)
    rows = await posting.deliveries("rescheduling")
    [letter] = await posting.written(rows, week_later)
    assert f"Gian hàng {fair.booths[0].number}, Thực phẩm" in letter.text
    assert "Chỗ này được giữ cho quý vị đến 09:00 ngày 17/12/2026." in letter.text
    assert "chưa có gian hàng" not in letter.text
    [letter] = await posting.written(rows, week_later + choosing.OFFER_LASTS)
    assert "chưa có gian hàng" in letter.text
    assert "được giữ cho quý vị" not in letter.text


async def test_an_announcement_is_true_only_while_it_is(cast: make.Cast, fair: make.Fair, at: datetime) -> None:
    await posting.confirmed(fair, cast.binh)
    await postponing.postpone(fair.event, "Bão số 9", at=at)
    await posting.tell()
    [letter] = await posting.written(await posting.deliveries("postponement"))
    assert "Bão số 9" in letter.text
    assert await posting.written(await posting.deliveries("reminder")) == []
    [confirmation] = await posting.written(await posting.deliveries("confirmation"))
    assert "Hội chợ hiện đang được hoãn." in confirmation.text
    assert "đến sớm trước giờ mở cửa" not in confirmation.text
    await cancelling.cancel(fair.event, "Bão số 10", at=at)
    await posting.tell()
    assert await posting.written(await posting.deliveries("postponement")) == []
    [letter] = await posting.written(await posting.deliveries("cancellation"))
    assert letter.subject == "Hủy: Tuần lễ OCOP"
    assert "Bão số 10" in letter.text


async def test_a_request_for_changes_is_told_while_the_fair_is_postponed_and_says_when_to_answer(
    cast: make.Cast, fair: make.Fair, at: datetime
) -> None:
    application = await make.application(fair.event, cast.binh.organization)
    await postponing.postpone(fair.event, "Bão số 9", at=at)
    with actor.as_actor(cast.an.actor):
        await deciding.request_changes(application, "Thiếu giấy chứng nhận.", at=at)
    await posting.tell()
    [letter] = await posting.written(await posting.deliveries("changes"))
    assert "Thiếu giấy chứng nhận." in letter.text
    assert "nộp lại ngay khi có ngày mới" in letter.text
    await posting.moved_by(fair, 7)
    [letter] = await posting.written(await posting.deliveries("changes"))
    assert "ngày mới" not in letter.text
    assert "Xin sửa và nộp lại" in letter.text


async def test_a_reminder_is_true_until_its_day_begins_and_for_that_day_only(cast: make.Cast, fair: make.Fair) -> None:
    await posting.confirmed(fair, cast.binh)
    rows = await posting.deliveries("reminder")
    opens = values.local(make.FIRST_ON, time(8))
    assert len(await posting.written(rows, opens - timedelta(seconds=1))) == 1
    assert await posting.written(rows, opens) == []
    await db.fetch("UPDATE assignment SET first_on = first_on + 1")
    assert await posting.written(rows) == []


async def test_what_people_typed_is_text_in_the_one_form_and_escaped_in_the_other(
    cast: make.Cast, fair: make.Fair, at: datetime
) -> None:
    await db.fetch("UPDATE contact SET name = '<b>Bình</b>' WHERE email = $1", cast.binh.user.email)
    await db.fetch("""UPDATE event SET title = '{"vi": "Trà & <i>mật</i>\\n\\u2028ong"}', contact = '<a>x</a>'""")
    application = await make.application(fair.event, cast.binh.organization)
    with actor.as_actor(cast.an.actor):
        await deciding.request_changes(application, "Thiếu <giấy>\nvà %(title)s {{ 7 * 7 }}", at=at)
    await posting.tell()
    [letter] = await posting.written(await posting.deliveries("changes"))
    assert letter.subject == "Đơn đăng ký cần bổ sung: Trà & <i>mật</i> ong"
    assert "Kính gửi <b>Bình</b>," in letter.text
    assert "Thiếu <giấy>\nvà %(title)s {{ 7 * 7 }}\n" in letter.text
    assert "Kính gửi &lt;b&gt;Bình&lt;/b&gt;," in letter.html
    assert "Thiếu &lt;giấy&gt;<br>\nvà %(title)s {{ 7 * 7 }}" in letter.html
    for tag in ("<b>", "<i>", "<a>", "<giấy>"):
        assert tag not in letter.html


async def test_reading_a_batch_costs_as_many_statements_for_three_letters_as_for_one(
    cast: make.Cast, fair: make.Fair
) -> None:
    third = await make.person("Giang", await make.organization(name="Hợp tác xã Giang"))
    for exhibitor, booth in zip((cast.binh, cast.em, third), fair.booths, strict=True):
        await posting.confirmed(fair, exhibitor, booth)
    rows = await posting.deliveries("confirmation")
    counts = []
    for batch in (rows[:1], rows):
        async with counting.statements() as said:
            await letters.read(batch, at=make.NOW)
        counts.append(len(said))
    assert counts == [2, 2]
