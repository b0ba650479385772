"""A program that speaks to the API as somebody."""

from typing import Any

import httpx

API = "/api/v1"


class Api:
    """An organizer's program."""

    def __init__(self, client: httpx.AsyncClient, headers: dict[str, str]) -> None:
        self.client, self.headers = client, headers

    async def __call__(
        self, method: str, path: str, body: Any = None, *, version: int | None = None, expect: int = 200
    ) -> Any:
        headers = {**self.headers, **({"If-Match": f'"{version}"'} if version is not None else {})}
        answer = await self.client.request(method, API + path, json=body, headers=headers)
        assert answer.status_code == expect, answer.text
        if expect in {200, 201} and "version" in (found := answer.json()):
            assert answer.headers["ETag"] == f'"{found["version"]}"'
        return answer.json() if answer.content else None


def fields(problem: Any) -> list[str]:
    return [wrong["field"] for wrong in problem["errors"]]
