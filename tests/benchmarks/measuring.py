"""What every benchmark needs: a result, and load from wrk that walks through prepared requests."""

import asyncio
import json
import re
import statistics
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec

ROUNDS = 3
THREADS = 2

# Each thread takes every THREADS-th of the prepared requests; one that has run out asks for what is not there, which is an error.
_WALK = """
local threads = 0
function setup(thread) thread:set("mine", threads); threads = threads + 1 end
function init()
  requests, place = {}, 0
  local n = 0
  for line in io.lines(FILE) do
    if n % THREADS == mine then
      local method, path, token, body = line:match("^(%S+)\\t(%S+)\\t(%S*)\\t(.*)$")
      local headers = {["Content-Type"] = "application/json"}
      if token ~= "" then headers["Authorization"] = "Bearer " .. token end
      requests[#requests + 1] = wrk.format(method, path, headers, body)
    end
    n = n + 1
  end
end
function request()
  place = place + 1
  return requests[place] or wrk.format("GET", "/all-prepared-requests-are-used-up")
end
"""


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """One figure against the limit measured in the same run; it holds when ``ratio`` reaches ``required``."""

    name: str
    figure: float
    limit: float
    ratio: float
    required: float
    note: str = ""

    @property
    def holds(self) -> bool:
        """Whether it is as good as it must be."""
        return self.ratio >= self.required

    def kept(self) -> dict[str, float | str]:
        """As it is written down."""
        return {name: getattr(self, name) for name in ("name", "figure", "limit", "ratio", "required")}


class Asked(msgspec.Struct, frozen=True):
    """One prepared POST."""

    path: str
    token: str
    body: dict[str, object]

    def line(self) -> str:
        """As the script reads it."""
        return f"POST\t{self.path}\t{self.token}\t{json.dumps(self.body)}\n"


class Load(msgspec.Struct, frozen=True):
    """What wrk saw."""

    per_second: float
    answered: int
    refused: int  # neither 2xx nor 3xx, or no answer at all


@asynccontextmanager
async def prepared(requests: Sequence[Asked]) -> AsyncIterator[Path]:
    """A script for wrk that sends these requests one after another, each once."""
    with tempfile.TemporaryDirectory(prefix="fairs-bench-") as folder:
        lines, script = Path(folder, "requests"), Path(folder, "walk.lua")
        lines.write_text("".join(request.line() for request in requests), "utf-8")
        script.write_text(f"local FILE, THREADS = {json.dumps(str(lines))}, {THREADS}\n{_WALK}", "utf-8")
        yield script


async def load(url: str, script: Path, *, clients: int, seconds: int) -> Load:
    """Send the prepared requests from ``clients`` connections for ``seconds``."""
    argv = (
        "wrk",
        "-t",
        str(THREADS),
        "-c",
        str(clients),
        "-d",
        f"{seconds}s",
        "--timeout",
        "30s",
        "-s",
        str(script),
        url,
    )
    process = await asyncio.create_subprocess_exec(*argv, stdout=asyncio.subprocess.PIPE)
    told = (await process.communicate())[0].decode()
    rate, answered = re.search(r"Requests/sec:\s+([\d.]+)", told), re.search(r"(\d+) requests in", told)
    assert rate, told
    assert answered, told
    errors = [int(n) for n in re.findall(r"(?:Non-2xx or 3xx responses: |connect |read |write |timeout )(\d+)", told)]
    return Load(float(rate[1]), int(answered[1]), sum(errors))


async def compared(
    ours: Callable[[], Awaitable[float]], bare: Callable[[], Awaitable[float]], rounds: int = ROUNDS
) -> tuple[float, float]:
    """The median of each, measured in turn."""
    figures = [(await ours(), await bare()) for _ in range(rounds)]
    return statistics.median(one for one, _ in figures), statistics.median(other for _, other in figures)
