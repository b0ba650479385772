"""Who spoke for a record is told that its own people do now."""

from datetime import datetime

import pytest

from events_app.actor import as_actor
from events_app.directory import claiming, contacting
from events_app.directory.tables import Kind
from events_app.i18n import Language
from tests import make
from tests.reminders import posting

SAID = {
    Language.VI: "bạn không làm thay tổ chức này nữa",
    Language.EN: "you do nothing on its behalf any more",
    Language.ID: "Anda tidak lagi bertindak atas namanya",
}


@pytest.mark.parametrize("language", Language)
async def test_the_people_of_the_keeper_of_a_claimed_record_are_told_once_it_is_approved(
    cast: make.Cast, at: datetime, language: Language
) -> None:
    keeper = await make.organization(Kind.ORGANIZER, "Ban Tổ chức Mẫu")
    await contacting.add(keeper.id, name="Cô Hạnh", email="hanh@fairs.example", language=language, at=at)
    record = await make.organization(name="HTX Sen", keeper=keeper.id, tax_code="0100109106")
    made = await claiming.claim(record, cast.chi.user.id, tax_code="0100109106", code=None, note="", at=at)
    await posting.tell(at)
    assert await posting.deliveries("keeping_ended") == []
    with as_actor((await make.officer()).actor):
        await claiming.approve(made, claiming.version(made.version, record.version), asked=False, at=at)
    await posting.tell(at)
    await posting.tell(at)
    [row] = await posting.deliveries("keeping_ended")
    assert (row["address"], row["organization"]) == ("hanh@fairs.example", keeper.id)
    [letter] = await posting.written([row], at)
    assert SAID[language] in letter.text
    assert f"http://fairs.test/organizations/{record.slug}" in letter.text


async def test_of_a_record_that_nobody_kept_nobody_else_is_told(cast: make.Cast, at: datetime) -> None:
    record = await make.organization(tax_code="0100109106")
    made = await claiming.claim(record, cast.chi.user.id, tax_code="0100109106", code=None, note="", at=at)
    await claiming.approve(made, claiming.version(made.version, record.version), asked=False, at=at)
    await posting.tell(at)
    assert await posting.deliveries("keeping_ended") == []
    assert len(await posting.deliveries("claim_approved")) == 1
