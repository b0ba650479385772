"""The application on a real server with several processes, and a connection into each of them."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import httpx
import psutil

STARTING = 60.0  # seconds


@asynccontextmanager
async def server(
    factory: str = "events_app.app:create_app",
    workers: int = 2,
    ready: str = "/health/live",
    environ: Mapping[str, str] | None = None,
) -> AsyncIterator[tuple[str, psutil.Process]]:
    """``factory`` on uvicorn (uvloop, httptools) on a free port: its address and its parent process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "uvicorn", factory, "--factory", "--no-access-log", "--log-level", "warning"),
        *("--loop", "uvloop", "--http", "httptools"),
        *("--host", "127.0.0.1", "--port", str(port), "--workers", str(workers)),
        env={**os.environ, **(environ or {}), "PORT": str(port)},
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        async with asyncio.timeout(STARTING):
            await _answered(f"{url}{ready}")
        yield url, psutil.Process(process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(process.wait(), 20)


async def _answered(url: str) -> None:
    async with httpx.AsyncClient() as client:
        while True:
            try:
                if (await client.get(url)).status_code == 200:
                    return
            except httpx.TransportError:
                await asyncio.sleep(0.1)


async def client_of_each_worker(url: str, parent: psutil.Process, workers: int = 2) -> list[httpx.AsyncClient]:
    """Kept connections, one into each worker process; which process has it is seen at the sockets."""
    found: dict[int, httpx.AsyncClient] = {}
    for _ in range(300):
        client = httpx.AsyncClient(base_url=url, limits=httpx.Limits(max_connections=1))
        answer = await client.get("/health/live")
        mine = answer.extensions["network_stream"].get_extra_info("client_addr")[1]
        holder = _holder(parent, mine)
        if holder is None or holder in found:
            await client.aclose()
        else:
            found[holder] = client
        if len(found) == workers:
            return list(found.values())
    raise AssertionError(f"only {len(found)} of {workers} workers answered")


def _holder(parent: psutil.Process, port: int) -> int | None:
    for worker in parent.children(recursive=True):
        if any(held.raddr and held.raddr.port == port for held in worker.net_connections("tcp")):
            return int(worker.pid)
    return None
