"""The process that reads lists: it stands ready, a file can only end its child, and it goes with its worker."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from events_app.imports import facts, standby, understanding
from events_app.imports.understanding import Asked, End, Frame, Lines, Opened, Refused, Rows
from tests.imports import asking
from tests.imports.bad_files import bad


@pytest.fixture
async def alone() -> AsyncIterator[None]:
    """Nobody stands ready, before and after."""
    standby.dismiss()
    yield
    standby.dismiss()


def a_list(folder: Path, rows: int = 3) -> Asked:
    path = folder / "list"
    path.write_bytes(asking.a_csv([asking.a_row(n) for n in range(1, rows + 1)]))
    return Asked(str(path), "", facts.Place())


async def frames(asked: Asked) -> list[Frame]:
    return [frame async for frame in standby.read(asked)]


def running() -> int:
    """The process that stands ready."""
    found = standby.running()
    assert found is not None
    return found


def is_gone(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text("ascii").rsplit(") ", 1)[1].startswith("Z")
    except FileNotFoundError:
        return True


def children(process: int) -> set[int]:
    return set(map(int, Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split()))


def the_child_of(process: int) -> int:
    (child,) = children(process)
    return child


async def the_ready_child(asked: Asked) -> int:
    """The child that waits after a list was read."""
    reading = standby.read(asked)
    await anext(reading)
    first = the_child_of(running())
    async for _ in reading:
        pass
    until_gone(first)
    while not (found := children(running()) - {first}):  # of a child that is gone the name stays until it is fetched
        await asyncio.sleep(0.01)
    (ready,) = found
    return ready


def until(process: int, state: str) -> None:
    """Wait until a process has been in a state of ``/proc`` for a while."""
    seen, begun = 0, time.monotonic()
    while seen < 10:
        assert time.monotonic() - begun < 20
        now = Path(f"/proc/{process}/stat").read_text("ascii").rsplit(") ", 1)[1][0]
        seen = seen + 1 if now == state else 0
        time.sleep(0.02)


def until_gone(process: int) -> None:
    begun = time.monotonic()
    while not is_gone(process):
        assert time.monotonic() - begun < 20
        time.sleep(0.05)


@pytest.mark.usefixtures("alone")
async def test_one_process_reads_one_list_after_the_other(tmp_path: Path) -> None:
    said = await frames(a_list(tmp_path))
    assert [type(one) for one in said] == [Opened, Lines, End]
    first = running()
    again = await frames(a_list(tmp_path, 3 * understanding.BATCH - 1))
    assert [isinstance(one, Lines | Rows) for one in again] == [False, True, True, True, False]
    assert running() == first


@pytest.mark.usefixtures("alone")
async def test_the_next_child_stands_ready_before_anybody_asks(tmp_path: Path) -> None:
    ready = await the_ready_child(a_list(tmp_path, 12_000))
    reading = standby.read(a_list(tmp_path, 12_000))
    assert isinstance(await anext(reading), Opened)
    assert the_child_of(running()) == ready
    await reading.aclose()


def test_a_child_takes_its_own_list_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standby, "IDLE", 0.05)
    lists = [msgspec.json.encode(a_list(tmp_path, rows)) for rows in (3, 4)]
    asks, asking_for = os.pipe()
    os.write(asking_for, b"".join(one + b"\n" for one in lists))
    with os.fdopen(asks, "rb", buffering=0) as waiting, (tmp_path / "out").open("wb") as out:
        assert standby.serve(waiting, out) == 0
    os.close(asking_for)
    found = []
    with (tmp_path / "out").open("rb") as said:
        while size := said.read(4):
            found.append(type(understanding.decode(said.read(int.from_bytes(size, "big")))))
    assert found == [Opened, Lines, End] * 2


def test_what_is_left_to_the_worker_is_understood_as_the_rest_is(tmp_path: Path) -> None:
    asked = a_list(tmp_path, 3 * understanding.BATCH)
    left = list(understanding.frames(asked, lambda: False))
    here = list(understanding.frames(asked, lambda: True))
    assert [isinstance(one, Lines) for one in left] == [isinstance(one, Rows) for one in here]
    lines = [one.lines for one in left if isinstance(one, Lines)]
    assert [understanding.understood(one, asked.place) for one in lines] == here[1 : 1 + len(lines)]
    assert len(lines) == 4  # the last has the one row that the header pushed out of the others


def test_what_nobody_takes_is_understood_meanwhile(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    standby.widen(writing)
    with os.fdopen(reading, "rb") as taken:
        with os.fdopen(writing, "wb") as out:
            understanding.write(a_list(tmp_path, 6 * understanding.BATCH), out)
        said = []
        while size := taken.read(4):
            said.append(type(understanding.decode(taken.read(int.from_bytes(size, "big")))))
    assert said[1] == Lines
    assert said[-2] == Rows


@pytest.mark.usefixtures("alone")
async def test_a_child_that_is_stopped_within_a_frame_goes_on_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONUNBUFFERED", "1")  # as `fairs up` has it
    said = standby.read(a_list(tmp_path, 12_000))  # more than any pipe holds
    await anext(said)
    child = the_child_of(running())
    until(child, "S")  # nobody takes what it writes
    os.kill(child, signal.SIGSTOP)
    until(child, "T")
    os.kill(child, signal.SIGCONT)
    numbers = []
    async for frame in said:
        if isinstance(frame, Lines | Rows):
            numbers += [one.number for one in (frame.lines if isinstance(frame, Lines) else frame.rows)]
    assert numbers == list(range(2, 12_002))


@pytest.mark.usefixtures("alone")
async def test_a_file_that_takes_too_much_ends_its_child_and_the_next_list_is_read(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb"
    bomb.write_bytes(bad("bomb of ods"))
    (refused,) = await frames(Asked(str(bomb), "", facts.Place()))
    assert isinstance(refused, Refused)
    assert refused.code == "unpacks_too_large"
    assert isinstance((await frames(a_list(tmp_path)))[-1], End)


@pytest.mark.usefixtures("alone")
async def test_one_that_is_killed_meanwhile_is_replaced(tmp_path: Path) -> None:
    await frames(a_list(tmp_path))
    before = running()
    os.kill(before, signal.SIGKILL)
    until_gone(before)
    assert isinstance((await frames(a_list(tmp_path)))[-1], End)
    assert running() != before


@pytest.mark.usefixtures("alone")
async def test_one_that_goes_as_it_is_asked_is_replaced(tmp_path: Path) -> None:
    child = await the_ready_child(a_list(tmp_path, 12_000))
    before = running()
    os.kill(child, signal.SIGSTOP)  # it does not hear any more, and nobody knows that yet
    reading = asyncio.create_task(frames(a_list(tmp_path)))
    await asyncio.sleep(0.2)
    os.kill(before, signal.SIGKILL)
    assert isinstance((await reading)[-1], End)
    assert running() != before


@pytest.mark.usefixtures("alone")
async def test_one_that_goes_in_the_middle_is_no_fault_of_the_file(tmp_path: Path) -> None:
    reading = standby.read(a_list(tmp_path, 20_000))
    assert isinstance(await anext(reading), Opened)
    os.kill(running(), signal.SIGKILL)
    with pytest.raises(RuntimeError):
        async for _ in reading:
            pass


@pytest.mark.usefixtures("alone")
async def test_a_mistake_of_ours_is_not_said_to_be_the_files(tmp_path: Path) -> None:
    asked = msgspec.structs.replace(a_list(tmp_path), mapping={"0": "no field of ours"})
    with pytest.raises(RuntimeError):
        await frames(asked)


@pytest.mark.usefixtures("alone")
async def test_a_list_that_nobody_reads_to_its_end_is_given_up(tmp_path: Path) -> None:
    reading = standby.read(a_list(tmp_path, 20_000))
    assert isinstance(await anext(reading), Opened)
    before = running()
    child = the_child_of(before)
    await reading.aclose()
    until_gone(before)
    until_gone(child)
    assert isinstance((await frames(a_list(tmp_path)))[-1], End)


WORKER = """
import asyncio, sys
from events_app.imports import facts, standby
from events_app.imports.understanding import Asked

async def main():
    async for _ in standby.read(Asked(sys.argv[1], "", facts.Place())):
        pass
    print(standby.running(), flush=True)
    await asyncio.sleep(60)

asyncio.run(main())
"""


def test_it_goes_with_its_worker_however_that_ends(tmp_path: Path) -> None:
    argv = [sys.executable, "-c", WORKER, a_list(tmp_path).path]
    with subprocess.Popen(argv, stdout=subprocess.PIPE) as worker:
        assert worker.stdout
        process = int(worker.stdout.readline())
        assert not is_gone(process)
        worker.kill()
    until_gone(process)


def test_it_goes_when_nobody_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standby, "IDLE", 0.05)
    asks, never = os.pipe()
    with os.fdopen(asks, "rb", buffering=0) as waiting, (tmp_path / "out").open("wb") as out:
        assert standby.serve(waiting, out) == 0
    os.close(never)
