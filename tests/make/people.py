"""The people that tests speak of, and the organizations to which they belong."""

from dataclasses import dataclass
from typing import Any

from events_app import values
from events_app.accounts import queries, tokens
from events_app.accounts.tables import User
from events_app.actor import Actor, Role
from events_app.directory import joining
from events_app.directory.tables import EntityKind, Kind, Organization
from tests.make.given import NOW, nth


@dataclass
class Person:
    """One of the cast: the person, the organization, the Actor, and a token for the API."""

    user: User
    belongs_to: Organization | None
    actor: Actor
    token: str

    @property
    def organization(self) -> Organization:
        """The person's organization; Chi has none."""
        assert self.belongs_to is not None
        return self.belongs_to

    @property
    def headers(self) -> dict[str, str]:
        """What a program of this person sends."""
        return {"Authorization": f"Bearer {self.token}"}


@dataclass
class Cast:
    """The people that tests speak of."""

    an: Person
    binh: Person
    chi: Person
    dung: Person
    em: Person


async def organization(kind: Kind = Kind.ENTITY, name: str | None = None, **given: Any) -> Organization:
    """An organization; entities are cooperatives unless said otherwise."""
    called = name or f"Hợp tác xã {nth()}"
    row = Organization(
        **{
            "kind": kind,
            "entity_kind": EntityKind.COOPERATIVE if kind == Kind.ENTITY else None,
            "name": called,
            "slug": values.slug_of(f"{called} {nth()}"),
            "province_set": "34",
            "province_code": "01",
            "created_at": NOW,
            "search": values.searched(called),
            "sort": values.sort_key(called),
            **given,
        }
    )
    await row.save()
    return row


async def person(
    name: str, organization: Organization | None = None, role: Role = Role.OWNER, language: str = "vi"
) -> Person:
    """A person, a member of ``organization`` where one is given, with a token."""
    email = f"{values.slug_of(name)}-{nth()}@fairs.example"
    user = await joining.person(email, name, at=NOW, language=language)
    if organization is not None:
        await joining.join(user, organization, role, at=NOW)
    who = await queries.actor_of(user.id, None, ("read", "write"))
    return Person(user, organization, who, await tokens.make(email, at=NOW))


async def admin(name: str = "Quân") -> Person:
    """Somebody who runs the platform."""
    someone = await person(name)
    await User.update({User.admin: True}).where(User.id == someone.user.id)
    someone.actor = await queries.actor_of(someone.user.id, None, ("read", "write"))
    return someone


async def officer(province_code: str = "01", name: str = "Hà", **given: Any) -> Person:
    """Somebody of the authority of a province."""
    department = await organization(Kind.AUTHORITY, f"Sở {nth()}", province_code=province_code, **given)
    return await person(name, department)


async def cast() -> Cast:
    """The five of them."""
    return Cast(
        an=await person("An", await organization(Kind.ORGANIZER, "Trung tâm Xúc tiến Thương mại")),
        binh=await person("Bình", await organization(Kind.ENTITY, "Hợp tác xã Sen Việt")),
        chi=await person("Chi"),
        dung=await person("Dũng", await organization(Kind.DISTRIBUTOR, "Siêu thị Mẫu")),
        em=await person("Em", await organization(Kind.ENTITY, "Hợp tác xã Trà Xanh")),
    )
