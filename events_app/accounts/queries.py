"""Who somebody is: the person and its memberships, as the Actor of a request."""

from typing import Any
from uuid import UUID

from events_app import actor, db

_PERSON = """
    SELECT users.id, users.name, users.email, users.language, users.admin,
           coalesce(
               (SELECT jsonb_agg(jsonb_build_object('id', membership.id, 'organization_id', organization.id,
                       'name', organization.name, 'slug', organization.slug, 'kind', organization.kind,
                       'role', membership.role, 'state', organization.state) ORDER BY organization.sort, organization.id)
                FROM membership JOIN organization ON organization.id = membership.organization
                WHERE membership."user" = users.id),
               '[]') AS memberships
    FROM users
"""


async def actor_of(user_id: UUID, membership_id: UUID | None, scopes: tuple[str, ...]) -> actor.Actor:
    """The person acting in one membership: the one named, else its first; who runs the platform in none."""
    row = await db.one(f"{_PERSON} WHERE users.id = $1", user_id)
    return built(row, membership_id, scopes) if row else actor.NOBODY


def built(
    row: dict[str, Any], membership_id: UUID | None, scopes: tuple[str, ...], *, bound: bool = False
) -> actor.Actor:
    """An Actor from a row of person and memberships, in the one that is chosen.

    Where none is, that is the first; but none for who runs the platform, nor for what is ``bound`` to none.
    """
    memberships = tuple(
        actor.Membership(
            id=UUID(found["id"]),
            organization_id=UUID(found["organization_id"]),
            name=found["name"],
            slug=found["slug"],
            kind=found["kind"],
            role=actor.Role(found["role"]),
            state=found["state"],
        )
        for found in row["memberships"]
    )
    chosen = next((found for found in memberships if found.id == membership_id), None)
    if membership_id is None and not (bound or row["admin"]):
        chosen = next(iter(memberships), None)
    return actor.Actor(
        user_id=row["id"],
        name=row["name"],
        email=row["email"],
        language=row["language"],
        membership=chosen,
        memberships=memberships,
        admin=row["admin"],
        scopes=scopes,
    )


def joined(source: str) -> str:
    """The statement that finds a person through ``source``, a table with a ``user`` and a ``membership_id``, by token hash."""
    return f"""
        SELECT person.*, source.id AS source_id, source.membership_id, source.seen
        FROM ({source}) AS source JOIN ({_PERSON}) AS person ON person.id = source."user"
    """
