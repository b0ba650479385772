"""A household's 12-digit number is nowhere: the sample is crawled, page by page and route by route, as everybody in it."""

import os
import re
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit
from uuid import UUID

import httpx
import pytest

from events_app import db, logs, outbox, sample
from events_app.accounts import signing_in, tokens
from events_app.accounts.authenticating import COOKIE
from events_app.actor import Role
from events_app.app import create_app
from events_app.directory import arriving, joining, masking, registering
from events_app.directory.tables import EntityKind, Kind, Organization
from events_app.embedded import mailbox
from events_app.reminders import sending
from tasks.outbox import ROUTES
from tests import door, make
from tests.contract import world as worlds
from tests.reminders import posting

# No province has the code 000: the sample's, that of a household with people, and that of a newcomer who waits.
KEPT, OWN, WAITING = "000123456789", "000987654321", "000555666777"
MOST = 250  # pages for each person
PEOPLE = ("an@fairs.example", "binh@fairs.example", "dung@fairs.example", "tu@fairs.example", "quan@fairs.example")
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{16,}", re.I)
_TWELVE = re.compile(r"(?<![\d+])\d{12}(?!\d)")  # an E.164 number has a plus before it
_TABLES = {
    "day_id": "opening_day",
    "hold_id": "assignment",
    "rule_id": "reminder_rule",
    "name_id": "organization_name",
    "name": "summary",
}


def leaks(text: str) -> list[str]:
    """Every run of twelve digits, and the numbers however they are spaced."""
    bare = _ID.sub("", text)
    spaced = [number for number in (KEPT, OWN, WAITING) if re.search(r"[\s.\-]?".join(number), bare)]
    return _TWELVE.findall(bare) + spaced


class Visitor:
    """Somebody who opens everything that there is a link to."""

    def __init__(self, client: httpx.AsyncClient, headers: dict[str, str]) -> None:
        self.client, self.headers = client, headers
        self.seen: dict[str, int] = {}
        self.leaking: dict[str, list[str]] = {}

    async def open(self, path: str) -> httpx.Response:
        """The answer at ``path``, looked through."""
        answer = await self.client.get(path, headers=self.headers, follow_redirects=True)
        self.seen[path] = answer.status_code
        found = leaks(answer.text if "pdf" not in answer.headers.get("content-type", "") else "")
        if found:
            self.leaking[path] = found
        return answer

    async def crawl(self, *starts: str) -> None:
        """Follow links from page to page; of one page with many queries only a few are opened."""
        waiting, variants = list(starts), dict.fromkeys(starts, 1)
        while waiting and len(self.seen) < MOST:
            path = waiting.pop(0)
            answer = await self.open(path)
            assert answer.status_code < 500, path
            if "html" not in answer.headers.get("content-type", ""):
                continue
            for written in re.findall(r'(?:href|src)="([^"]+)"', answer.text):
                link = urlsplit(urldefrag(urljoin(f"http://fairs.test{path}", written.replace("&amp;", "&")))[0])
                target = link.path + (f"?{link.query}" if link.query else "")
                if link.netloc != "fairs.test" or link.path.startswith(("/static", "/language", "/dev", "/schema")):
                    continue
                if target not in self.seen and target not in waiting and variants.get(link.path, 0) < 3:
                    variants[link.path] = variants.get(link.path, 0) + 1
                    waiting.append(target)

    async def ask(self, first: list[UUID]) -> None:
        """Every GET of the API, with some ids of each kind; those of the households among them."""
        document = (await self.client.get("/schema/openapi.json")).json()
        tables = {
            row["name"] for row in await db.fetch("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'")
        }
        for method, path in worlds.operations(document):
            names = re.findall(r"{(\w+)}", path)
            table = _TABLES.get(names[0], names[0].removesuffix("_id")) if names else ""
            if method != "GET" or len(names) > 1 or (names and table not in tables):
                continue
            asked = document["paths"][f"/api/v1{path}"]["get"].get("parameters", [])
            taken = {one["name"] for one in asked}
            rows = await db.fetch(f'SELECT id FROM "{table}" ORDER BY id LIMIT 5') if names else [{"id": ""}]
            for one in [*(row["id"] for row in rows), *(first if table == "organization" else [])]:
                query = "?set=34" if path == "/provinces" else "?limit=200" if "limit" in taken else ""
                await self.open("/api/v1" + re.sub(r"{\w+}", str(one), path) + query)


@pytest.fixture
async def households(own_database: str, at: datetime) -> AsyncIterator[list[Organization]]:
    """The sample, with a second household that has people of its own, and an admin."""
    await sample.load(at=at)
    kept = await Organization.objects().get(Organization.name == "Hộ kinh doanh Nước mắm Mẫu")
    assert kept
    tu = await joining.person("tu@fairs.example", "Bà Tư (mẫu)", at=at)
    own = await registering.register(
        tu.id, Kind.ENTITY, at=at, entity_kind=EntityKind.HOUSEHOLD, name="Hộ Bà Tư (mẫu)", tax_code=OWN
    )
    await joining.join(
        await joining.person("quan@fairs.example", "Quân (mẫu)", at=at, admin=True), own, Role.VIEWER, at=at
    )
    await masking.keep(own.id, OWN, at=at)
    held = await posting.fair(await make.person("Ẩn", await make.organization(Kind.ORGANIZER)))
    await posting.confirmed(held, await make.person("Tư", own))
    while await outbox.route(ROUTES, at=at):
        await posting.tell(at)
    yield [kept, own]
    await sending.hang_up()


async def visitors(at: datetime) -> list[Visitor]:
    """Nobody, and each of the people with a session and a token."""
    app: Any = create_app()
    found = []
    for email in (None, *PEOPLE):
        client = httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://fairs.test")
        headers = {"Accept-Language": "en"}
        if email:
            (user,) = await db.fetch("SELECT id FROM users WHERE email = $1", email)
            client.cookies.set(COOKIE, await signing_in.begin(user["id"], at=at), domain="fairs.test")
            headers["Authorization"] = f"Bearer {await tokens.make(email, at=at)}"
        found.append(Visitor(client, headers))
    return found


async def arrive(client: httpx.AsyncClient) -> None:
    """Somebody registers a household, and has not followed the link yet."""
    household = {**door.SEN, "name": "Hộ Mới", "entity_kind": "household", "tax_code": f"{WAITING[:6]} {WAITING[6:]}"}
    answer = await door.register(client, organization=household)
    assert answer.status_code == 202, answer.text
    [row] = await db.fetch("SELECT organization::text AS said, personal FROM registration")
    assert (leaks(row["said"]), row["personal"]) == ([], WAITING)


@pytest.fixture
def logging_afterwards() -> Iterator[None]:
    """Lines go where they went before, once what was captured here is closed; ask for it before ``capfd``."""
    yield
    logs.set_up()


async def test_no_page_feed_answer_log_line_letter_or_table_holds_a_personal_number(
    households: list[Organization], at: datetime, logging_afterwards: None, capfd: pytest.CaptureFixture[str]
) -> None:
    kept, own = households
    seen: dict[str, int] = {}
    people = await visitors(at)
    await arrive(people[0].client)
    letter = await door.token("newcomer")
    await people[0].open(f"/confirmation?token={letter}")
    for visitor in people:
        await visitor.crawl(
            "/", "/organizations", "/organization", "/organization/edit", f"/desk/entities/{kept.id}",
            f"/desk/entities/{kept.id}/edit", "/desk", "/desk/duplicates", "/subscribe", f"/organizations/{own.slug}",
        )  # fmt: skip
        await visitor.ask([kept.id, own.id])
        await visitor.client.aclose()
        assert visitor.leaking == {}
        seen |= {path: status for path, status in visitor.seen.items() if status == 200}
    for path in (
        "/organization/edit",
        f"/desk/entities/{kept.id}/edit",
        f"/organizations/{own.slug}",
        "/desk/duplicates",
    ):
        assert path in seen
    assert any(path.endswith(".ics") for path in seen)
    assert f"/api/v1/organizations/{kept.id}" in seen
    await sending.send_due(at=at)
    letters = mailbox.newest(Path(os.environ["FAIRS_MAIL_DIR"]), 500)
    said = [
        str(part.get_content()) for _, one in letters for part in one.walk() if part.get_content_maintype() == "text"
    ]
    assert await db.fetch("SELECT FROM delivery WHERE state = 'sent' AND organization = $1", own.id)
    assert [found for text in said if (found := leaks(text))] == []
    out, err = capfd.readouterr()
    assert "request" in out + err
    assert leaks(out + err) == []
    tables = await db.fetch("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'")
    holding = [
        row["name"]
        for row in tables
        for said in await db.fetch(f'SELECT t::text AS said FROM "{row["name"]}" AS t')
        if any(number in said["said"] for number in (KEPT, OWN, WAITING))
    ]
    assert sorted(set(holding)) == ["personal_number", "registration"]


@pytest.mark.parametrize("came", [True, False])
async def test_the_number_of_a_newcomer_goes_where_it_belongs_or_with_its_registration(
    client: httpx.AsyncClient, at: datetime, came: bool
) -> None:
    await arrive(client)
    if came:
        assert (await door.confirm(client, await door.token("newcomer"))).status_code == 201
    else:
        await arriving.sweep(at=at + timedelta(days=30))
    assert await db.fetch("SELECT FROM registration WHERE personal IS NOT NULL") == []
    kept = await db.fetch("SELECT number FROM personal_number")
    assert [row["number"] for row in kept] == ([WAITING] if came else [])


async def test_control_a_number_that_is_shown_is_found(
    households: list[Organization], at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def unmasked(organization_id: UUID) -> str | None:
        row = await db.one("SELECT number FROM personal_number WHERE organization = $1", organization_id)
        return str(row["number"]) if row else None

    monkeypatch.setattr(masking, "masked", unmasked)
    an = (await visitors(at))[1]
    await an.crawl("/desk/entities")
    await an.open(f"/api/v1/organizations/{households[0].id}")
    await an.client.aclose()
    assert f"/desk/entities/{households[0].id}" in an.leaking
    assert f"/api/v1/organizations/{households[0].id}" in an.leaking


def test_control_twelve_digits_are_told_from_ids_and_telephones() -> None:
    assert leaks("id 01a22010-7454-7642-9a4e-123456789012, +842438251234, 0123456789") == []
    assert leaks("số 001099012345.") == ["001099012345"]
    assert leaks("000 123 456 789") == [KEPT]
