"""The program says whether it is alive and whether everything is there."""

import httpx


async def test_a_living_process_says_so(client: httpx.AsyncClient) -> None:
    answer = await client.get("/health/live")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


async def test_it_is_ready_when_database_broker_and_migrations_are_there(client: httpx.AsyncClient) -> None:
    answer = await client.get("/health/ready")
    assert answer.json() == {"status": "ok", "checks": {"database": "ok", "broker": "ok", "migrations": "ok"}}
    assert answer.status_code == 200
