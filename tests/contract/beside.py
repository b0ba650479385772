"""What stands beside the fair of the world: a draft, a fair with gaps, and links that letters have brought to people."""

import io
from datetime import time
from typing import Any

import pyotp
from PIL import Image

from events_app.accounts import links, second_step, signing_in
from events_app.accounts.tables import Aim, Link, User
from events_app.directory.tables import EntityKind, Kind, Organization, OrganizationState, Product, Registration
from events_app.events.tables import OpeningDay
from events_app.exhibitors.tables import ApplicationProduct, ApplicationState
from events_app.imports.tables import Import, ImportEntity, ImportState, Outcome
from events_app.reminders.tables import ReminderRule
from tests import make

PASSWORD = "hoa sen nở trên hồ"  # of everybody in the cast


async def draft(an: Organization) -> dict[str, Any]:
    """A fair that An has not published, with booths at one of its two sites: what others do not see."""
    fair = await make.fair(an, booths=1, title="Chưa công bố", state="draft", published_at=None)
    day = await OpeningDay.objects().where(OpeningDay.site == fair.site.id).first()
    rule = ReminderRule(event=fair.event.id, days_before=7, at_time=time(8), created_at=make.NOW)
    await rule.save()
    assert day
    return {
        "bare_site_id": (await make.site(fair.event, await make.venue(an), days=1)).id,
        "booth_id": fair.booths[0].id,
        "day_id": day.id,
        "event_id": fair.event.id,
        "rule_id": rule.id,
        "session_id": (await make.session(fair.event, fair.venue)).id,
        "site_id": fair.site.id,
        "slug": fair.event.slug,
        "zone_id": fair.zone.id,
    }


async def gaps(an: Organization, entity: Organization, product: Product) -> dict[str, Any]:
    """What is still to be done: a day without hours, a zone without booths, an application, an approval, one refused."""
    fair = await make.fair(an, title="Tuần còn dang dở")
    await OpeningDay.delete().where((OpeningDay.site == fair.site.id) & (OpeningDay.held_on == make.LAST_ON))
    begun = await make.application(fair.event, entity, ApplicationState.DRAFT, submitted_at=None)
    await ApplicationProduct(application=begun.id, product=product.id).save()
    return {
        "begun_id": begun.id,
        "empty_zone_id": (await make.zone(fair.site, "Khu trống")).id,
        "gap_id": fair.event.id,
        "gap_site_id": fair.site.id,
        "refused_id": (await make.organization(Kind.ORGANIZER, "Ban cũ", state=OrganizationState.REFUSED)).id,
        "waiting_id": (await make.organization(Kind.ORGANIZER, "Ban mới", state=OrganizationState.WAITING)).id,
    }


async def accounts(cast: make.Cast, invitation: Link) -> dict[str, Any]:
    """The cast knows its passwords, Em is asked for a code besides, Dũng about to be; what telephones show and letters brought."""
    kept = await signing_in.password_hash(PASSWORD)
    people = [cast.an, cast.binh, cast.chi, cast.dung, cast.em]
    await User.update({User.password_hash: kept}).where(User.id.is_in([person.user.id for person in people]))
    forgotten = await links.make(Aim.PASSWORD, cast.chi.user.email, user=cast.chi.user.id, at=make.NOW)
    begun = await links.make(Aim.CONFIRMATION, "nga@fairs.example", at=make.NOW)
    await Registration(link=begun.id, name="Nga").save()
    moving = await links.make(Aim.EMAIL, "binh-moi@fairs.example", user=cast.binh.user.id, at=make.NOW)
    owed = await links.make(Aim.SECOND_STEP, cast.em.user.email, user=cast.em.user.id, at=make.NOW)
    for person in (cast.dung, cast.em):
        await second_step.prepare(person.user.id, PASSWORD, at=make.NOW)
    await User.update({User.totp_on_at: make.NOW}).where(User.id == cast.em.user.id)
    return {
        "code": await _code(cast.dung),
        "confirmation_token": links.token(begun.id),
        "email_token": links.token(moving.id),
        "invitation_token": links.token(invitation.id),
        "owed_code": await _code(cast.em),
        "owed_token": links.token(owed.id),
        "password_token": links.token(forgotten.id),
    }


async def _code(person: make.Person) -> str:
    """What the person's telephone shows."""
    user = await User.objects().get(User.id == person.user.id)
    assert user
    return pyotp.TOTP(second_step.secret(user)).at(make.NOW)


async def lists(an: make.Person, candidate: Organization) -> dict[str, Any]:
    """A list that An's office has sent, with a question whom it means, one that is in, one at which workers have stopped."""
    assert an.organization
    about: dict[str, Any] = {"user": an.user.id, "organization": an.organization.id, "created_at": make.NOW}
    read = Import(
        **about,
        filename="list.csv",
        state=ImportState.READ,
        counts='{"rows": {"ask": 1, "create": 1}, "entities": {"ask": 1}}',
        headings='["Tên sản phẩm", "Tên chủ thể"]',
        mapping='{"0": "product", "1": "entity"}',
    )
    await read.save()
    question = ImportEntity(
        within=read.id,
        key="k",
        first_row=2,
        name="Hợp tác xã Mẫu",
        entity_kind=EntityKind.COOPERATIVE,
        alike="",
        outcome=Outcome.ASK,
        candidates=f'["{candidate.id}"]',
    )
    await question.save()
    brought = Import(**about, filename="old.csv", state=ImportState.DONE)
    await brought.save()
    stopped = Import(**about, filename="half.csv", state=ImportState.STOPPED, stopped_in=ImportState.RUNNING)
    await stopped.save()
    return {"import_id": read.id, "question_id": question.id, "brought_id": brought.id, "stopped_id": stopped.id}


def picture() -> bytes:
    """A small picture, as a file."""
    made = io.BytesIO()
    Image.new("RGB", (8, 8), "green").save(made, "PNG")
    return made.getvalue()
