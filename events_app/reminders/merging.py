"""Whom it concerns is told that two records have become one: their people, who kept either, whose fair it is, who had asked.

Whoever did it knows already. What a letter says is read from the message, which names all that was given up and what stays
instead; of a person who belonged to both, or to the one that went, the letter says in which role that one is there now.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app import db, i18n, outbox
from events_app.directory import words
from events_app.i18n import text as _
from events_app.reminders import judging, recipients, welcoming
from events_app.reminders.tables import Purpose
from events_app.settings import settings

PURPOSES = frozenset({Purpose.MERGED, Purpose.GIVEN_UP, Purpose.CONTACT_GIVEN_UP})

Row = dict[str, Any]


async def tell(message: outbox.Recorded, *, at: datetime) -> None:
    """Write to owners and to whose membership ended or moved, to keepers, to organizers with a free booth, to buyers."""
    people = await db.fetch(_PEOPLE, message.id)
    for row in people:
        facts = {"merger": message.id} | ({row["how"]: row["membership"]} if row["how"] else {})
        await welcoming.write(Purpose.MERGED, message, row["email"], row["name"], row["language"], **facts)
    known = {row["email"].lower() for row in people}
    keepers = [row["id"] for row in await db.fetch(_KEEPERS, message.id)]
    letter: Row = {
        "purpose": Purpose.MERGED,
        "subject": str(message.id),
        "event": None,
        "facts": {"merger": str(message.id)},
        "due_at": message.at,
    }
    reached = recipients.once(await db.fetch(recipients.OF_ORGANIZATIONS, keepers))
    kept = [{**one, **letter, "facts": {**letter["facts"], "keeper": str(one["organization_id"])}} for one in reached]
    await recipients.write([one for one in kept if one["address"] not in known], at=message.at)
    told = {one["organization_id"] for one in kept}  # all of it, booths too
    for fair in await db.fetch(_FAIRS, message.id):
        if fair["organization"] in told:
            continue
        about = {"purpose": Purpose.GIVEN_UP, "subject": f"{message.id}:{fair['event']}", "event": fair["event"]}
        reached = recipients.once(await db.fetch(recipients.OF_ORGANIZATIONS, [fair["organization"]]))
        await recipients.write([{**one, **letter, **about} for one in reached], at=message.at)
    requests = await db.fetch(_REQUESTS, message.id)
    buyers = recipients.once(
        await db.fetch(recipients.OF_ORGANIZATIONS, list({row["distributor"] for row in requests}))
    )
    given_up = [
        {**one, **letter, **_about_request(message, row["id"])}
        for row in requests
        for one in buyers
        if one["organization_id"] == row["distributor"]
    ]
    await recipients.write(given_up, at=message.at)


def _about_request(message: outbox.Recorded, request: UUID) -> Row:
    return {
        "purpose": Purpose.CONTACT_GIVEN_UP,
        "subject": f"{message.id}:{request}",
        "facts": {"merger": str(message.id), "contact_request": str(request)},
    }


async def read(letters: Sequence[Row]) -> dict[UUID, Row]:
    """The merger that each of these deliveries is about, with the ``role`` of a reader who belonged to both or ``moved``."""
    ours = [row for row in letters if row["purpose"] in PURPOSES]
    if not ours:
        return {}
    rows = await db.fetch(_MERGERS, list({UUID(row["facts"]["merger"]) for row in ours}))
    found = {str(row["id"]): row for row in rows}
    membership_of = {row["id"]: row["facts"].get("membership") or row["facts"].get("moved") for row in ours}
    asked = [UUID(one) for one in membership_of.values() if one]
    roles = await db.fetch("SELECT id, role FROM membership WHERE id = ANY($1)", asked) if asked else []
    role_of = {str(row["id"]): row["role"] for row in roles}
    return {
        row["id"]: {
            **found[row["facts"]["merger"]],
            "role": role_of.get(membership_of[row["id"]]),
            "moved": "moved" in row["facts"],
            "ended": _is_ended(found[row["facts"]["merger"]], row["facts"].get("keeper")),
            "withdrawn": [
                one
                for one in found[row["facts"]["merger"]]["withdrawn"]
                if row["purpose"] == Purpose.MERGED or one["event"] == str(row["event"])
            ],
        }
        for row in ours
        if row["facts"]["merger"] in found
    }


def _is_ended(merger: Row, keeper: str | None) -> bool:
    """Whether a reader's organization spoke for either record, and does not for the one that stays."""
    return keeper is not None and (merger["has_people"] or str(merger["keeper"]) != keeper)


def decider(merger: Row) -> str:
    """Who decided it; an admin acts for no organization, and is reached as the settings say. Nothing where no person did."""
    if merger.get("decider"):
        return _("Decided by: %(organization)s", organization=merger["decider"])
    if merger.get("by_somebody"):
        return _("Decided by: the platform's administrators (%(contact)s)", contact=settings().contact)
    return ""


def declared(merger: Row) -> list[str]:
    """The certificates that had been verified and are only declared since."""
    return judging.lines(merger.get("declared", ()))


def chosen(merger: Row) -> list[str]:
    """The products about which both records said different things, each with the certificates that stay."""
    return [
        _("%(product)s: what stays is %(certificates)s", product=one["product"], certificates=_papers(one["papers"]))
        if one["papers"]
        else one["product"]
        for one in merger.get("chosen", ())
    ]


def _papers(papers: Sequence[Row]) -> list[str]:
    """Certificates with their stars."""
    said = []
    for one in papers:
        number = (
            _("certificate %(number)s", number=one["number"]) if one["number"] else _("certificate without a number")
        )
        stars = "potential_five" if one["potential_five"] else str(one["stars"] or "")
        said.append(f"{number} ({_(words.RATINGS[stars])})" if stars else number)
    return said


def lines(merger: Row, purpose: Purpose) -> list[str]:
    """Of each event to which both had applied: whose application was withdrawn, with which booths, and what stays.

    An organizer is written to about one event, which the letter names above.
    """
    found = []
    for one in merger.get("withdrawn", ()):
        both = {"gone": _said(merger, one["gone"]), "kept": _said(merger, one["kept"])}
        if purpose == Purpose.GIVEN_UP:
            found.append(_("withdrawn is the application of %(gone)s; the application of %(kept)s stays", **both))
        else:
            title = i18n.localized(one["title"])
            found.append(
                _(
                    "%(event)s: withdrawn is the application of %(gone)s; the application of %(kept)s stays",
                    event=title,
                    **both,
                )
            )
    return found


def _said(merger: Row, application: Row) -> str:
    """An application by the name of its record, and by what tells it from the other one where both had one name."""
    name = merger["former"] if application["of_merged"] else merger["name"]
    moment = datetime.fromisoformat(application["submitted_at"]) if application["submitted_at"] else None
    said = [_("handed in %(moment)s", moment=moment)] if moment else []
    numbers = ", ".join(application["booths"])
    held = ", ".join(application["held"])
    if numbers or not held:
        said.append(_("booths: %(numbers)s", numbers=numbers) if numbers else _("no booth"))
    if held:
        said.append(_("held: %(numbers)s", numbers=held))
    return f"{name} ({'; '.join(said)})"


# The record that stayed, or what it has gone into since.
_STAYED = """
    coalesce((SELECT organization FROM merged_organization WHERE id = (message.payload->>'id')::uuid),
             (message.payload->>'id')::uuid)
"""


def _named(ids: str) -> str:
    """The ids that a message has under a name, as SQL."""
    return f"string_to_array(message.payload->>'{ids}', ' ')::uuid[]"


_LOST = (
    f"coalesce({_named('booths')}, '{{}}') || coalesce({_named('holds')}, '{{}}')"  # messages of before have no holds
)

_PEOPLE = f"""
    SELECT users.email, users.name, users.language, membership.id AS membership,
           CASE WHEN membership.id = ANY({_named("kept")}) THEN 'membership'
                WHEN membership.id = ANY({_named("moved")}) THEN 'moved' END AS how
    FROM message
    JOIN membership ON membership.organization = {_STAYED}
         AND (membership.role = 'owner' OR membership.id = ANY({_named("kept")} || {_named("moved")}))
    JOIN users ON users.id = membership."user"
    WHERE message.id = $1 AND users.id IS DISTINCT FROM message.user_id ORDER BY membership.id
"""
_KEEPERS = f"""
    SELECT keeper.id FROM message JOIN organization AS keeper ON keeper.id = ANY({_named("keepers")})
    WHERE message.id = $1 AND keeper.id IS DISTINCT FROM message.organization_id ORDER BY keeper.id
"""
_FAIRS = f"""
    SELECT DISTINCT event.id AS event, event.organization
    FROM message JOIN booth ON booth.id = ANY({_LOST}) JOIN site ON site.id = booth.site
    JOIN event ON event.id = site.event
    WHERE message.id = $1 AND event.organization IS DISTINCT FROM message.organization_id ORDER BY event.id
"""
# Which stays says the request itself; its distributor may be the record that went.
_REQUESTS = f"""
    SELECT request.id, request.distributor FROM message JOIN contact_request AS request ON request.id = ANY({_named("given_up")})
    WHERE message.id = $1 AND request.state = 'given_up' AND request.distributor IS DISTINCT FROM message.organization_id
    ORDER BY request.id
"""


def _application(which: str, booths: str, held: str) -> str:
    return f"""
        jsonb_build_object(
            'id', {which}.id, 'of_merged', coalesce({which}.id = ANY({_named("of_merged")}), false),
            'submitted_at', {which}.submitted_at,
            'booths', ARRAY(SELECT DISTINCT booth.number FROM {booths} ORDER BY booth.number),
            'held', ARRAY(SELECT DISTINCT booth.number FROM {held} ORDER BY booth.number))
    """


def _lost(ids: str) -> str:
    return f"booth JOIN site ON site.id = booth.site WHERE booth.id = ANY({_named(ids)}) AND site.event = event.id"


_OWN = "assignment JOIN booth ON booth.id = assignment.booth WHERE assignment.application_id = kept.id AND held_until"
_MERGERS = f"""
    SELECT message.id, organization.name, organization.slug, coalesce(former.name, organization.name) AS former,
           decider.name AS decider, message.user_id IS NOT NULL AS by_somebody, organization.keeper,
           EXISTS (SELECT FROM membership WHERE membership.organization = organization.id) AS has_people,
           coalesce((
               SELECT jsonb_agg(jsonb_build_object('product', product.name, 'number', certificate.number)
                                ORDER BY product.sort, certificate.id)
               FROM certificate JOIN product ON product.id = certificate.product
               WHERE certificate.id = ANY({
    _named("declared")
}) AND certificate.standing = 'declared'), '[]') AS declared,
           coalesce((
               SELECT jsonb_agg(jsonb_build_object('product', product.name, 'papers', coalesce((
                          SELECT jsonb_agg(jsonb_build_object('number', paper.number, 'stars', paper.stars,
                                     'potential_five', paper.potential_five) ORDER BY paper.counts_from, paper.id)
                          FROM certificate AS paper WHERE paper.product = product.id), '[]'))
                      ORDER BY product.sort, product.id)
               FROM product WHERE product.id = ANY({_named("chosen")})), '[]') AS chosen,
           coalesce((
               SELECT jsonb_agg(jsonb_build_object(
                          'event', event.id, 'title', event.title,
                          'gone', {_application("gone", _lost("booths"), _lost("holds"))},
                          'kept', {_application("kept", f"{_OWN} IS NULL", f"{_OWN} > message.at")})
                      ORDER BY event.first_on, event.id)
               FROM unnest({_named("given_up")}, {_named("kept")}) AS settled (gone, kept)
               JOIN application AS gone ON gone.id = settled.gone JOIN application AS kept ON kept.id = settled.kept
               JOIN event ON event.id = gone.event), '[]') AS withdrawn
    FROM message JOIN organization ON organization.id = {_STAYED}
    LEFT JOIN organization_name AS former ON former.id = (message.payload->>'name')::uuid
    LEFT JOIN organization AS decider ON decider.id = message.organization_id
    WHERE message.id = ANY($1)
"""
