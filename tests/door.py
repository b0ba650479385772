"""What newcomers do: register, read their letters, follow the links in them."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from events_app import db
from tests import make
from tests.reminders import posting

PASSWORD = "đồng lúa chín vàng"
SEN = {
    "kind": "entity",
    "entity_kind": "cooperative",
    "name": "Hợp tác xã Sen Mới",
    "province_set": "34",
    "province_code": "82",
}


async def consent(client: httpx.AsyncClient, language: str = "vi") -> str:
    """The text to agree to."""
    answer = await client.get("/api/v1/registrations/consent", headers={"Accept-Language": language})
    return str(answer.json()["text"])


async def register(client: httpx.AsyncClient, **said: Any) -> httpx.Response:
    """Lan registers her cooperative."""
    body = {"name": "Lan", "email": "Lan@Sen.example", "consent": await consent(client), "organization": SEN, **said}
    return await client.post("/api/v1/registrations", json=body)


async def links(purpose: str) -> list[str]:
    """The addresses in the letters of this purpose that are owed and true."""
    await posting.tell()
    parts = await posting.written(await posting.deliveries(purpose))
    return [found for one in parts for found in re.findall(r"http://fairs\.test(/\S+token=\S+)", one.text)]


async def token(purpose: str) -> str:
    """The token of the one such link."""
    [address] = await links(purpose)
    return parse_qs(urlsplit(address).query)["token"][0]


async def confirm(client: httpx.AsyncClient, given: str, password: str = PASSWORD) -> httpx.Response:
    """Follow the link of the letter."""
    return await client.post("/api/v1/registrations/confirmation", json={"token": given, "password": password})


def kind(answer: httpx.Response) -> tuple[int, str]:
    """The status of a refusal and its type."""
    return answer.status_code, answer.json()["type"].rpartition("/")[2]


async def with_password(someone: make.Person, password: str = PASSWORD) -> make.Person:
    """Let somebody of the cast have a password."""
    from events_app.accounts import signing_in

    await db.fetch(
        "UPDATE users SET password_hash = $2 WHERE id = $1", someone.user.id, await signing_in.password_hash(password)
    )
    return someone
