"""An entity applies for itself, or the organizer applies on its behalf; consent is proved word for word."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from events_app import actor, db, i18n, values
from events_app.directory.tables import Kind
from events_app.errors import Forbidden, Invalid, SignedOut
from events_app.events.tables import EventState, Mode
from events_app.exhibitors import applying, queries
from events_app.exhibitors.tables import Application
from tests import make
from tests.exhibitors.applications import shown_products, topics
from tests.exhibitors.scenes import S


async def last_message() -> dict[str, Any]:
    row = await db.one("SELECT * FROM message ORDER BY id DESC LIMIT 1")
    assert row is not None
    return row


async def test_an_entity_begins_a_draft_with_its_products(cast: make.Cast, at: datetime) -> None:
    fair = await make.fair(cast.an.organization)
    tea = await make.product(cast.binh.organization)
    with actor.as_actor(cast.binh.actor):
        made = await applying.create(fair.id, cast.binh.organization.id, products=[tea.id], note="Góc", at=at)
    assert (made.state, made.note, made.entered_by) == ("draft", "Góc", None)
    assert await shown_products(made) == {tea.id}
    said = await last_message()
    assert said["topic"] == "application.create"
    assert said["payload"] == {
        "id": str(made.id),
        "event": str(fair.id),
        "organization": str(cast.binh.organization.id),
    }
    assert said["on_behalf_of"] is None


async def test_the_second_open_application_is_refused_with_the_id_of_the_first(cast: make.Cast, at: datetime) -> None:
    fair = await make.fair(cast.an.organization)
    first = await applying.create(fair.id, cast.binh.organization.id, at=at)
    with pytest.raises(applying.AlreadyApplied) as refused:
        await applying.create(fair.id, cast.binh.organization.id, at=at)
    assert refused.value.facts == {"id": str(first.id)}
    assert await Application.count() == 1


async def test_after_a_withdrawal_an_entity_may_apply_again(cast: make.Cast, at: datetime) -> None:
    fair = await make.fair(cast.an.organization)
    first = await applying.create(fair.id, cast.binh.organization.id, at=at)
    await applying.withdraw(first, at=at)
    again = await applying.create(fair.id, cast.binh.organization.id, at=at)
    assert again.state == S.DRAFT


async def test_another_entitys_product_is_refused_where_it_stands(cast: make.Cast, at: datetime) -> None:
    fair = await make.fair(cast.an.organization)
    own, others = await make.product(cast.binh.organization), await make.product(cast.em.organization)
    with pytest.raises(Invalid) as refused:
        await applying.create(fair.id, cast.binh.organization.id, products=[own.id, others.id], at=at)
    assert [wrong.field for wrong in refused.value.errors] == ["products.1"]
    assert await Application.count() == 0
    assert await topics() == []


async def test_only_an_entity_exhibits(cast: make.Cast, at: datetime) -> None:
    fair = await make.fair(cast.an.organization)
    with pytest.raises(Invalid) as refused:
        await applying.create(fair.id, cast.dung.organization.id, at=at)
    assert [wrong.field for wrong in refused.value.errors] == ["organization_id"]


@pytest.mark.parametrize(
    ("opens", "closes"),
    [
        (timedelta(seconds=1), timedelta(days=5)),
        (timedelta(days=-5), timedelta(0)),
    ],
)
async def test_registration_is_open_from_its_start_until_just_before_its_end(
    cast: make.Cast, at: datetime, opens: timedelta, closes: timedelta
) -> None:
    fair = await make.fair(cast.an.organization, registration_opens_at=at + opens, registration_closes_at=at + closes)
    with pytest.raises(applying.RegistrationNotOpen):
        await applying.create(fair.id, cast.binh.organization.id, at=at)


async def test_registration_without_limits_is_open(cast: make.Cast, at: datetime) -> None:
    fair = await make.fair(cast.an.organization, registration_opens_at=None, registration_closes_at=None)
    assert (await applying.create(fair.id, cast.binh.organization.id, at=at)).state == S.DRAFT


@pytest.mark.parametrize("state", [state for state in EventState if state != EventState.PUBLISHED])
async def test_nobody_applies_for_an_event_that_is_not_published(
    cast: make.Cast, at: datetime, state: EventState
) -> None:
    fair = await make.fair(cast.an.organization, state=state)
    with pytest.raises(applying.NotHeldNow) as refused:
        await applying.create(fair.id, cast.binh.organization.id, at=at)
    assert refused.value.facts == {"state": str(state)}


async def test_in_nominate_mode_only_the_organizer_enters(cast: make.Cast, at: datetime) -> None:
    fair = await make.fair(cast.an.organization, mode=Mode.NOMINATE)
    with pytest.raises(applying.ByNomination):
        await applying.create(fair.id, cast.binh.organization.id, at=at)
    with actor.as_actor(cast.an.actor):
        made = await applying.create(fair.id, cast.binh.organization.id, at=at)
    assert made.entered_by == cast.an.user.id


async def test_the_organizer_applies_on_behalf_with_the_record_of_a_signed_form(cast: make.Cast, at: datetime) -> None:
    fair = await make.fair(cast.an.organization, registration_closes_at=at - timedelta(days=1))
    entity = await make.organization(Kind.ENTITY, "Tổ hợp tác Không Thư")
    with actor.as_actor(cast.an.actor):
        made = await applying.create(fair.id, entity.id, at=at)
        said = await last_message()
        await applying.submit(made, record="Bản đăng ký ký ngày 3/12/2026", at=at)
    assert (said["on_behalf_of"], said["user_id"]) == (entity.id, cast.an.user.id)
    assert made.state == S.SUBMITTED
    assert made.entered_by == cast.an.user.id
    assert (made.consent_at, made.consent_by) == (at, cast.an.user.id)
    with i18n.speaking(i18n.Language.VI):
        assert made.consent_text == f"Bản đăng ký ký ngày 3/12/2026\n\n{applying.consent_text()}"
    assert (await last_message())["on_behalf_of"] == entity.id


async def test_on_behalf_nothing_is_submitted_without_a_record(cast: make.Cast, at: datetime) -> None:
    fair = await make.fair(cast.an.organization)
    with actor.as_actor(cast.an.actor):
        made = await applying.create(fair.id, cast.binh.organization.id, at=at)
        with pytest.raises(Invalid) as refused:
            await applying.submit(made, at=at)
    assert [wrong.field for wrong in refused.value.errors] == ["consent_record"]


@pytest.mark.parametrize("language", list(i18n.Language))
async def test_consent_is_kept_word_for_word_in_the_language_shown(
    cast: make.Cast, at: datetime, language: i18n.Language
) -> None:
    fair = await make.fair(cast.an.organization)
    tea = await make.product(cast.binh.organization)
    with i18n.speaking(language):
        text = applying.consent_text()
    with actor.as_actor(cast.binh.actor):
        made = await applying.create(fair.id, cast.binh.organization.id, products=[tea.id], at=at)
        await applying.submit(made, consent=text, at=at)
    kept = await Application.objects().get(Application.id == made.id)
    assert kept is not None
    assert (kept.state, kept.consent_text, kept.consent_at, kept.consent_by) == (
        S.SUBMITTED,
        text,
        at,
        cast.binh.user.id,
    )
    assert kept.submitted_at == at
    assert (await topics())[-1] == "application.submit"


@pytest.mark.parametrize("consent", [None, "", "on", "true"])
async def test_without_consent_and_products_nothing_is_submitted_and_both_are_named(
    cast: make.Cast, at: datetime, consent: str | None
) -> None:
    fair = await make.fair(cast.an.organization)
    made = await applying.create(fair.id, cast.binh.organization.id, at=at)
    with pytest.raises(Invalid) as refused:
        await applying.submit(made, consent=consent, at=at)
    assert {wrong.field for wrong in refused.value.errors} == {"products", "consent"}
    kept = await Application.objects().get(Application.id == made.id)
    assert kept is not None
    assert kept.state == S.DRAFT
    assert kept.consent_at is None


async def test_changes_that_were_asked_for_may_come_after_registration_closed(cast: make.Cast, at: datetime) -> None:
    fair = await make.fair(cast.an.organization, registration_closes_at=at - timedelta(days=1))
    made = await make.application(fair.event, cast.binh.organization, S.CHANGES_REQUESTED)
    await applying.edit(made, 1, products=[(await make.product(cast.binh.organization)).id], at=at)
    assert (await applying.submit(made, consent=applying.consent_text(), at=at)).state == S.SUBMITTED


async def test_a_draft_is_not_submitted_after_registration_closed(cast: make.Cast, at: datetime) -> None:
    fair = await make.fair(cast.an.organization, registration_closes_at=at - timedelta(days=1))
    made = await make.application(fair.event, cast.binh.organization, S.DRAFT)
    await applying.edit(made, 1, products=[(await make.product(cast.binh.organization)).id], at=at)
    with pytest.raises(applying.RegistrationNotOpen):
        await applying.submit(made, consent=applying.consent_text(), at=at)


async def test_who_applies_is_the_own_entity_or_whom_the_organizer_names(cast: make.Cast) -> None:
    fair = await make.fair(cast.an.organization)
    binh, em = cast.binh.organization.id, cast.em.organization.id
    assert applying.applicant(cast.binh.actor, fair.event, None) == binh
    assert applying.applicant(cast.binh.actor, fair.event, binh) == binh
    assert applying.applicant(cast.an.actor, fair.event, em) == em
    with pytest.raises(Forbidden):
        applying.applicant(cast.binh.actor, fair.event, em)
    for other in (cast.chi, cast.dung):
        with pytest.raises(Forbidden):
            applying.applicant(other.actor, fair.event, None)
    with pytest.raises(SignedOut):
        applying.applicant(actor.NOBODY, fair.event, None)
    with pytest.raises(Invalid):
        applying.applicant(cast.an.actor, fair.event, None)
    viewer = await make.person("Xem", cast.binh.organization, actor.Role.VIEWER)
    watcher = await make.person("Nhìn", cast.an.organization, actor.Role.VIEWER)
    with pytest.raises(Forbidden):
        applying.applicant(viewer.actor, fair.event, None)
    with pytest.raises(Forbidden):
        applying.applicant(watcher.actor, fair.event, em)


async def test_the_open_application_is_the_one_that_is_not_over(cast: make.Cast, at: datetime) -> None:
    fair = await make.fair(cast.an.organization)
    for over in (S.WITHDRAWN, S.REJECTED, S.DECLINED):
        await make.application(fair.event, cast.binh.organization, over)
    assert await queries.open_one(fair.id, cast.binh.organization.id) is None
    made = await make.application(fair.event, cast.binh.organization, S.WAITLISTED)
    assert await queries.open_one(fair.id, cast.binh.organization.id) == made.id
    assert await queries.open_one(values.new_id(), cast.binh.organization.id) is None
