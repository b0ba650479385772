"""Pictures of a product over HTTP."""

from typing import Any

import httpx
import pytest

from events_app.directory import picturing, reencoding
from tests import make
from tests.directory import asking
from tests.directory.test_reencoding import GPS, picture


async def _send(
    client: httpx.AsyncClient, who: make.Person, product: Any, content: bytes = b"", alternative: str = "Hộp trà"
) -> httpx.Response:
    files = {"file": ("anh.jpg", content, "image/jpeg")}
    return await client.post(
        f"{asking.API}/products/{product.id}/pictures",
        data={"alternative": alternative},
        files=files,
        headers=who.headers,
    )


async def test_a_picture_is_kept_and_served_to_everybody(client: httpx.AsyncClient, cast: make.Cast) -> None:
    product = await make.product(cast.binh.organization)
    sent = await _send(client, cast.binh, product, picture("JPEG", (800, 600), comment=GPS))
    assert (sent.status_code, sent.headers["etag"]) == (201, '"1"'), sent.text
    body = sent.json()
    assert (body["alternative"], body["width"], body["height"]) == ("Hộp trà", 800, 600)
    listed = await client.get(f"{asking.API}/products/{product.id}/pictures")
    assert listed.json() == {"items": [body], "next": None}
    for address in (body["address"], body["small_address"]):
        got = await client.get(address)
        assert (got.status_code, got.headers["content-type"]) == (200, "image/webp")
        assert "immutable" in got.headers["cache-control"]
        assert GPS not in got.content
        again = await client.get(address, headers={"If-None-Match": got.headers["etag"]})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", got.headers["etag"])
    assert (await client.get(body["address"])).headers["etag"] != (await client.get(body["small_address"])).headers[
        "etag"
    ]
    for address in ("/pictures/nothing.webp", body["address"].replace(".webp", ".png"), f"/pictures/{product.id}.webp"):
        assert (await client.get(address)).status_code == 404


async def test_both_errors_of_a_form_are_said_at_once(client: httpx.AsyncClient, cast: make.Cast) -> None:
    product = await make.product(cast.binh.organization)
    assert sorted(asking.wrong(await _send(client, cast.binh, product, b"", ""))) == ["alternative", "file"]
    assert list(asking.wrong(await _send(client, cast.binh, product, b"no picture"))) == ["file"]
    as_json = await asking.post(client, cast.binh, f"/products/{product.id}/pictures", alternative="x")
    assert "file" in asking.wrong(as_json)


async def test_five_mebibytes_are_taken_and_more_is_refused(
    client: httpx.AsyncClient, cast: make.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    product = await make.product(cast.binh.organization)
    content = picture("JPEG")
    full = content + bytes(reencoding.MOST_BYTES - len(content))
    assert (await _send(client, cast.binh, product, full)).status_code == 201
    assert asking.wrong(await _send(client, cast.binh, product, full + b"0")) == {
        "file": "Ảnh có dung lượng tối đa 5 MiB."
    }
    assert (await _send(client, cast.binh, product, full + bytes(100_000))).status_code == 413
    other = await client.post(
        f"{asking.API}/products/{product.id}/certificates", content=bytes(2 << 20), headers=cast.binh.headers
    )
    assert other.status_code == 413


async def test_a_product_has_a_picture_once_and_a_few_in_all(
    client: httpx.AsyncClient, cast: make.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    product = await make.product(cast.binh.organization)
    assert (await _send(client, cast.binh, product, picture("JPEG"))).status_code == 201
    again = await _send(client, cast.binh, product, picture("JPEG"))
    assert (again.status_code, again.json()["type"].rpartition("/")[2]) == (409, "already-there")
    monkeypatch.setattr(picturing, "MOST", 1)
    more = await _send(client, cast.binh, product, picture("PNG", (10, 10)))
    assert (more.status_code, more.json()["type"].rpartition("/")[2]) == (409, "enough-pictures")


async def test_its_people_change_the_text_and_take_it_away(client: httpx.AsyncClient, cast: make.Cast) -> None:
    product = await make.product(cast.binh.organization)
    made = (await _send(client, cast.binh, product, picture("JPEG"))).json()
    path = f"/pictures/{made['id']}"
    assert (await _send(client, cast.em, product, picture("JPEG"))).status_code == 403
    assert (await asking.patch(client, cast.em, path, 1, alternative="X")).status_code == 403
    changed = await asking.patch(client, cast.binh, path, 1, alternative="Hộp trà sen 250 g")
    assert (changed.status_code, changed.headers["etag"]) == (200, '"2"')
    same = await asking.patch(client, cast.binh, path, 2, alternative="Hộp trà sen 250 g")
    assert same.headers["etag"] == '"2"'
    assert (await asking.patch(client, cast.binh, path, 1, alternative="X")).status_code == 412
    gone = await client.delete(f"{asking.API}{path}", headers={**cast.binh.headers, "If-Match": '"2"'})
    assert gone.status_code == 204
    assert (await client.get(made["address"])).status_code == 404
    assert (await asking.topics())[-3:] == ["picture.create", "picture.edit", "picture.delete"]


async def test_the_reference_says_how_a_picture_is_sent(client: httpx.AsyncClient) -> None:
    document = (await client.get("/schema/openapi.json")).json()
    taken = document["paths"]["/api/v1/products/{product_id}/pictures"]["post"]["requestBody"]["content"]
    assert sorted(taken["multipart/form-data"]["schema"]["properties"]) == ["alternative", "file"]
