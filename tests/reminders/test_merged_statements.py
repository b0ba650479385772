"""Owners are told of which products the two records said different things, and that what the other one said was dropped."""

import pytest

from events_app.actor import as_actor
from events_app.directory import merging
from tests import make
from tests.reminders import posting

DROPPED = {
    "en": "what the other record said otherwise, be it stars, a certificate, the group or supply facts, was dropped:",
    "vi": "những gì hồ sơ kia ghi khác, dù là số sao, giấy chứng nhận, nhóm hay thông tin cung ứng, đã bị bỏ:",
}


@pytest.mark.parametrize("choice", ["of the record that stays", "of the record that goes"])
async def test_owners_are_told_which_statement_stays(cast: make.Cast, choice: str) -> None:
    old, new = [await make.organization(name=name) for name in ("HTX Sen", "Hợp tác xã Sen")]
    await make.person("Lan", new, language="en")
    await make.person("Tú", old)
    paper = {"number": "12/QĐ"}
    gone = await make.product(old, "Trà sen", certified={**paper, "stars": 5})
    kept = await make.product(new, "Trà sen", certified={**paper, "stars": 3})
    for row in (old, new):
        await make.product(row, "Mứt sen", certified={"number": "13/QĐ"})  # the same in both
    stays, stars = (kept, "3") if choice == "of the record that stays" else (gone, "5")
    with as_actor((await make.officer()).actor):
        await merging.merge(old, new, stays=[stays.id], at=make.NOW)
    await posting.tell()
    rows = await posting.deliveries("merged")
    letters = {row["name"]: part.text for row, part in zip(rows, await posting.written(rows), strict=True)}
    assert set(letters) == {"Lan", "Tú"}
    assert DROPPED["en"] in letters["Lan"]
    assert f"Trà sen: what stays is certificate 12/QĐ ({stars} stars)" in letters["Lan"]
    assert DROPPED["vi"] in letters["Tú"]
    assert f"Trà sen: được giữ lại là giấy chứng nhận số 12/QĐ ({stars} sao)" in letters["Tú"]
    assert not any("13/QĐ" in text for text in letters.values())


async def test_nothing_is_said_of_statements_where_none_was_dropped(cast: make.Cast) -> None:
    old, new = [await make.organization(name=name) for name in ("HTX Sen", "Hợp tác xã Sen")]
    await make.person("Lan", new, language="en")
    for row in (old, new):
        await make.product(row, "Mứt sen", certified={"number": "13/QĐ"})
    await merging.merge(old, new, at=make.NOW)
    await posting.tell()
    [letter] = await posting.written(await posting.deliveries("merged"))
    assert "was dropped" not in letter.text
