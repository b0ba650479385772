"""The API's reference is a page of ours."""

import re

import httpx


async def test_the_page_lists_every_operation_and_loads_nothing_from_elsewhere(client: httpx.AsyncClient) -> None:
    document = (await client.get("/schema/openapi.json")).json()
    page = (await client.get("/schema")).text
    assert (document["openapi"], document["info"]["title"]) == ("3.1.0", "OCOP Fairs")
    for path, item in document["paths"].items():
        for method in item:
            assert f"<code>{method.upper()} {path}</code>" in page
    assert re.findall(r'(?:src|href)="(?!/|#)[^"]*"', page) == []
