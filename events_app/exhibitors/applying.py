"""An entity asks to exhibit: begun, edited, submitted with consent, withdrawn - by itself, or by the organizer on its behalf."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app import access, actor, db, i18n, lifecycle, outbox
from events_app.booths import booking
from events_app.directory import forwarding, on_behalf
from events_app.directory.tables import Kind
from events_app.errors import Forbidden, Invalid, NotFound, Refusal, Wrong, WrongState
from events_app.events import queries as events
from events_app.events.tables import Event, EventState, Mode
from events_app.exhibitors import queries
from events_app.exhibitors.tables import Application, ApplicationProduct, ApplicationState
from events_app.i18n import marked

S = ApplicationState
EDITABLE = frozenset({S.DRAFT, S.SUBMITTED, S.CHANGES_REQUESTED})
COMING = (EventState.PUBLISHED, EventState.POSTPONED)  # a fair that is not over yet

CONSENT = marked(
    "We agree that the organizer of this fair and OCOP Fairs keep and use our organization's name, products, "
    "certificates and contact details to decide about this application, to give us a booth, to write to us about this "
    "fair and to report on it afterwards. We may withdraw this consent at any time by writing to the organizer."
)


class AlreadyApplied(Refusal):
    """This organization has already applied for this event."""


class RegistrationNotOpen(Refusal):
    """Registration for this event is not open."""


class ByNomination(Refusal):
    """Exhibitors of this event are nominated: its organizer enters them."""

    status = 403


class NotHeldNow(Refusal):
    """This event is not being prepared at present: it is a draft, postponed, cancelled or over."""


@contextmanager
def for_entity(organization_id: UUID) -> Iterator[bool]:
    """Say in every message whether the actor does this on behalf of the entity; gives whether it does."""
    with on_behalf.of(organization_id):
        yield actor.acting().on_behalf_of == organization_id


def is_open(event: Event, at: datetime) -> bool:
    """Whether entities may apply for ``event`` and pick booths at the instant ``at``; an end that is not set is open."""
    opens, closes = event.registration_opens_at, event.registration_closes_at
    return event.state == EventState.PUBLISHED and (opens is None or opens <= at) and (closes is None or at < closes)


async def going_on(event_id: UUID, *others: EventState) -> Event:
    """The event, kept from being moved or cancelled until the transaction ends.

    Raises NotHeldNow unless it is published, or in one of the ``others`` states.
    """
    rows = await db.fetch("SELECT * FROM event WHERE id = $1 FOR SHARE", event_id)
    if not rows:
        raise NotFound
    event = lifecycle.found(Event, rows[0])
    if event.state not in {EventState.PUBLISHED, *others}:
        raise NotHeldNow(state=str(event.state))
    return event


async def coming(event_id: UUID) -> Event:
    """The same for what may be decided or given back while a fair is postponed too, and never once it is over or cancelled.

    The event is locked before its applications and booths, as everywhere. Raises NotHeldNow.
    """
    return await going_on(event_id, *COMING)


def applicant(who: actor.Actor, event: Event, named: UUID | None) -> UUID:
    """The organization that applies: one's own, or the one that the event's organizer names.

    Raises SignedOut, Forbidden, and Invalid where the organizer names nobody.
    """
    own = access.signed_in(who) and who.organization_id
    if who.admin or events.keeps(who, event):
        if not who.writes:
            raise Forbidden
        if named is None:
            raise Invalid([Wrong("organization_id", marked("Say which entity applies."))])
        return named
    access.writer(who, Kind.ENTITY)
    if own is None or named not in {None, own}:
        raise Forbidden
    return own


async def create(
    event_id: UUID, organization_id: UUID, *, products: Sequence[UUID] = (), note: str = "", at: datetime
) -> Application:
    """Begin an application of an entity, as a draft.

    Raises RegistrationNotOpen or ByNomination where the entity does it itself, NotHeldNow, AlreadyApplied with the id of the
    open one, Invalid for an organization that is no entity and for products that are not its own.
    """
    try:
        with for_entity(organization_id) as for_another:
            async with db.transaction(an_entity_has_one_open_application_for_an_event=AlreadyApplied):
                event = await going_on(event_id)
                if not for_another:
                    _may_apply(event, at)
                await _check_entity(organization_id)
                row = Application(
                    event=event_id,
                    organization=organization_id,
                    note=note,
                    entered_by=actor.acting().user_id if for_another else None,
                    created_at=at,
                )
                await row.save()
                await _show(row, products)
                await outbox.record(
                    "application.create", at=at, id=row.id, event=event_id, organization=organization_id
                )
                return row
    except AlreadyApplied:
        raise AlreadyApplied(id=str(await queries.open_one(event_id, organization_id))) from None


async def apply(
    event_id: UUID,
    organization_id: UUID,
    *,
    products: Sequence[UUID] = (),
    note: str = "",
    consent: str | None = None,
    record: str | None = None,
    at: datetime,
) -> Application:
    """Begin an application and hand it in at once, or do neither. Raises what ``create`` and ``submit`` raise."""
    async with db.transaction():
        made = await create(event_id, organization_id, products=products, note=note, at=at)
        return await submit(made, consent=consent, record=record, at=at)


async def edit(
    application: Application,
    version: int,
    *,
    products: Sequence[UUID] | None = None,
    note: str | None = None,
    at: datetime,
) -> Application:
    """Change the products or the note while nobody has decided yet. Raises NotHeldNow, WrongState, Stale, Invalid."""
    with for_entity(application.organization):
        async with db.transaction():
            await coming(application.event)
            await lifecycle.lock(application)
            changes: dict[str, Any] = {} if note is None else {"note": note}
            await lifecycle.edit(application, version, at=at, **changes)
            if application.state not in EDITABLE:
                raise WrongState(verb="edit", state=application.state)
            if products is not None:
                await _show(application, products)
            return application


async def submit(
    application: Application, *, consent: str | None = None, record: str | None = None, at: datetime
) -> Application:
    """Hand the application in, with consent.

    ``consent`` is the text that was shown and agreed to, word for word; on behalf of an entity ``record`` says how it agreed,
    as in "signed form of 3 December 2026", and the form carries that text in Vietnamese. Raises Invalid, WrongState,
    RegistrationNotOpen.
    """
    with for_entity(application.organization) as for_another:
        async with db.transaction():
            event = await going_on(application.event)
            await lifecycle.lock(application)
            errors = [] if for_another else await _owed(application)
            text = _recorded(record, errors) if for_another else _agreed(consent, errors)
            if errors:
                raise Invalid(errors)
            if not for_another and application.state == S.DRAFT:
                _may_apply(event, at)
            return await lifecycle.move(
                application,
                "submit",
                at=at,
                submitted_at=at,
                consent_text=text,
                consent_at=at,
                consent_by=actor.acting().user_id,
            )


async def withdraw(application: Application, *, at: datetime) -> Application:
    """Take the application back; its booths are free again at once. Raises NotHeldNow, WrongState, DecidesItself."""
    with for_entity(application.organization):
        await on_behalf.decides(application.organization)
        async with db.transaction():
            await coming(application.event)
            return await _end(application, at=at)


async def give_way(application: Application, because: str, *, at: datetime) -> Application:
    """Withdraw an application where another one of its entity stays, as whoever made one record of two has said: ``because``.

    Nobody else is asked, and it may be of a fair that is over: only one application of an entity can stand. Raises WrongState.
    """
    with for_entity(application.organization):
        async with db.transaction():
            await db.fetch("SELECT FROM event WHERE id = $1 FOR SHARE", application.event)
            return await _end(application, at=at, reason="", because=because)


async def _end(application: Application, *, at: datetime, **changes: Any) -> Application:
    await lifecycle.lock(application)
    await booking.release(application.id, None, at=at)
    return await lifecycle.move(application, "withdraw", at=at, **changes)


def consent_text() -> str:
    """The text to agree to, in the language of whoever reads it."""
    return i18n.text(CONSENT)


def paper_text() -> str:
    """The text that a form on paper carries: in Vietnamese, whoever enters it."""
    with i18n.speaking(i18n.Language.VI):
        return consent_text()


def _texts() -> set[str]:
    texts = set()
    for language in i18n.Language:
        with i18n.speaking(language):
            texts.add(consent_text())
    return texts


def _agreed(consent: str | None, errors: list[Wrong]) -> str:
    if not consent:
        errors.append(Wrong("consent", marked("Without your consent the application cannot be submitted.")))
    elif consent not in _texts():
        errors.append(Wrong("consent", marked("This is not the text to agree to; read it again.")))
    return consent or ""


def _recorded(record: str | None, errors: list[Wrong]) -> str:
    if not record:
        errors.append(Wrong("consent_record", marked("Say how the entity agreed, as on which signed form.")))
    return f"{record}\n\n{paper_text()}"


async def _owed(application: Application) -> list[Wrong]:
    """What an entity's own application still lacks; the organizer may enter a form whose products nobody has recorded yet."""
    if await ApplicationProduct.count().where(ApplicationProduct.application == application.id):
        return []
    return [Wrong("products", marked("Choose at least one product."))]


def _may_apply(event: Event, at: datetime) -> None:
    if event.mode == Mode.NOMINATE:
        raise ByNomination
    if not is_open(event, at):
        raise RegistrationNotOpen


async def _check_entity(organization_id: UUID) -> None:
    row = await db.one("SELECT kind FROM organization WHERE id = $1", organization_id)
    if row is None or row["kind"] != Kind.ENTITY:
        await forwarding.unmoved([organization_id])
        raise Invalid([Wrong("organization_id", marked("Only an OCOP entity can exhibit."))])


async def _show(application: Application, products: Sequence[UUID]) -> None:
    """Let the application name these products and no others. Raises Invalid for what is not the entity's own."""
    found = await db.fetch(
        "SELECT id FROM product WHERE organization = $1 AND id = ANY($2)", application.organization, list(products)
    )
    known = {row["id"] for row in found}
    wrong = [
        Wrong(f"products.{place}", marked("This is not a product of this organization."))
        for place, product in enumerate(products)
        if product not in known
    ]
    if wrong:
        await forwarding.unmoved(products=products)
        raise Invalid(wrong)
    await ApplicationProduct.delete().where(ApplicationProduct.application == application.id)
    if known:
        await ApplicationProduct.insert(
            *(ApplicationProduct(application=application.id, product=product) for product in dict.fromkeys(products))
        )
