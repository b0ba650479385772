"""People join organizations."""

import pytest

from events_app import db
from events_app.actor import Role
from events_app.directory import contacting, joining, queries
from events_app.errors import Invalid
from tests import make

pytestmark = pytest.mark.usefixtures("database")


async def test_a_person_who_is_added_is_made_and_gets_the_letters() -> None:
    organization = await make.organization()
    membership = await joining.add(" Lan@Sen.Example ", organization.slug, Role.STAFF, at=make.NOW)
    assert membership.role == Role.STAFF
    assert [(c.name, c.email) for c in await queries.contacts_of(organization.id)] == [("lan", "lan@sen.example")]
    assert [(m["email"], m["role"]) for m in await queries.members_of(organization.id)] == [
        ("lan@sen.example", "staff")
    ]


async def test_a_viewer_gets_no_letters() -> None:
    organization = await make.organization()
    await joining.add("lan@sen.example", organization.slug, Role.VIEWER, at=make.NOW)
    assert await queries.contacts_of(organization.id) == []


async def test_a_contact_who_joins_stays_one_contact() -> None:
    organization = await make.organization()
    known = await contacting.add(organization.id, name="Lan Nguyễn", email="lan@sen.example", at=make.NOW)
    await joining.add("lan@sen.example", organization.slug, Role.OWNER, at=make.NOW)
    found = await queries.contacts_of(organization.id)
    assert [(c.id, c.name, c.version) for c in found] == [(known.id, "Lan Nguyễn", 1)]
    assert found[0].user is None  # somebody typed it: it stays when the person goes


async def test_a_person_joins_once() -> None:
    organization = await make.organization()
    await joining.add("lan@sen.example", organization.slug, Role.OWNER, at=make.NOW)
    with pytest.raises(joining.AlreadyMember):
        await joining.add("LAN@sen.example", organization.slug, Role.STAFF, at=make.NOW)
    assert len(await queries.members_of(organization.id)) == 1


async def test_nobody_joins_what_is_not_there() -> None:
    with pytest.raises(joining.NoSuchOrganization):
        await joining.add("lan@sen.example", "nowhere", Role.OWNER, at=make.NOW)
    assert await db.fetch("SELECT FROM users WHERE email = 'lan@sen.example'") == []


async def test_what_is_no_address_or_no_role_is_refused() -> None:
    organization = await make.organization()
    with pytest.raises(joining.NoAddress):
        await joining.add("lan", organization.slug, Role.OWNER, at=make.NOW)
    with pytest.raises(joining.TellingAddress):
        await joining.add("lan.001099012345@sen.example", organization.slug, Role.OWNER, at=make.NOW)
    with pytest.raises(Invalid) as refused:
        await joining.add("lan@sen.example", organization.slug, Role.ADMIN, at=make.NOW)
    assert [wrong.field for wrong in refused.value.errors] == ["role"]
    assert await db.fetch("SELECT FROM users WHERE email LIKE 'lan%'") == []


async def test_a_person_is_known_by_the_address_in_lower_case() -> None:
    first = await joining.person("Lan@Sen.Example", "Lan", at=make.NOW)
    again = await joining.person("lan@sen.example", "Somebody else", at=make.NOW)
    assert (again.id, again.name) == (first.id, "Lan")
