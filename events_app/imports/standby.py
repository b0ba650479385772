"""A process that stands ready to read lists, beside each worker: ``python -m events_app.imports.standby``.

For every list it has a child, so that a file that unpacks into gigabytes or breaks the library that reads it ends that child and
not a worker: its memory and its time are limited by the kernel. It knows the program already, which a new process would need a
second to learn; it goes when nobody has asked it for a while, and with its worker.
"""

import asyncio
import atexit
import fcntl
import gc
import os
import select
import subprocess
import sys
import tempfile
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from typing import BinaryIO

import msgspec

from events_app.imports import facts, reader, understanding
from events_app.imports.understanding import Asked, End, Frame, Refused

OURS = 70  # status where a child broke by a mistake of ours, as sysexits(3) has it
TOO_MUCH = 71  # likewise where the kernel ended it
NOBODY = 69  # likewise where nobody asked
IDLE = 600  # seconds
PATIENCE = 300  # seconds that a file may take
DYING = 10  # seconds at most until one that says no more is gone: a machine may have much to do
_AHEAD = 1 << 20  # bytes that the child may be ahead of the worker


def serve(asks: BinaryIO, out: BinaryIO) -> int:
    """Have a child stand ready for each list; go when nobody asks, or a child has died: then how, as a status.

    A child takes one line from ``asks``, which must not read ahead of it.
    """
    us = os.getpid()
    while True:
        child = os.fork()
        if not child:
            os._exit(_child(us, asks, out))
        _, status = os.waitpid(child, 0)
        if os.waitstatus_to_exitcode(status) == NOBODY:
            return 0
        if status:
            return OURS if os.waitstatus_to_exitcode(status) == OURS else TOO_MUCH


def _child(parent: int, asks: BinaryIO, out: BinaryIO) -> int:
    """Wait for a list and read it; how that ended, as a status."""
    try:
        gc.disable()  # nothing here is in a cycle, and all of it goes at the end
        reader.limit(parent)
        if not select.select([asks], [], [], IDLE)[0] or not (line := asks.readline()):
            return NOBODY
        understanding.write(msgspec.json.decode(line, type=Asked), out)
    except BaseException:  # what is said of it may hold what stands in the file
        return OURS
    return 0


def learn() -> None:
    """Read a small list, so that every child knows already what is looked up once: the words of headings, provinces, groups."""
    with tempfile.NamedTemporaryFile(prefix="fairs-learn-") as file:
        file.write(_SMALL.encode())
        file.flush()
        for _ in understanding.frames(Asked(file.name, "", facts.Place()), lambda: True):
            pass


_SMALL = """\
Tên sản phẩm;Nhóm;Số sao;Số quyết định;Ngày cấp;Tên chủ thể;Loại hình;Mã số thuế;Điện thoại;Địa chỉ;Tỉnh
Mật ong;1;4 sao;12/QĐ-UBND;16/12/2023;Hợp tác xã Mẫu;hợp tác xã;;0912345678;Xã Mẫu, tỉnh Lai Châu;Lai Châu
"""


def widen(pipe: int) -> None:
    """Let a pipe hold what a child may be ahead of its worker; a user may have only so much of this."""
    with suppress(OSError):
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _AHEAD)


class _Gone(Exception):
    """The process went away by itself: because nobody had asked, or because it was ended."""


class _Process:
    """The one that stands ready beside this worker."""

    def __init__(self) -> None:
        self._running: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """Its number, while it runs."""
        return self._running.pid if self._running and self._running.poll() is None else None

    def ask(self, asked: Asked) -> BinaryIO:
        """Ask for a list; where its frames will be."""
        if self._running is None or self._running.poll() is not None or not self._heard(asked):
            self.dismiss()
            argv = [sys.executable, "-m", "events_app.imports.standby"]
            self._running = subprocess.Popen(  # noqa: S603  # ourselves
                argv,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={
                    **os.environ,
                    "MALLOC_ARENA_MAX": "1",
                },  # one for its threads together: each would reserve 64 MiB more
            )
            assert self._running.stdout is not None
            widen(self._running.stdout.fileno())
            self._heard(asked)
        assert self._running.stdout is not None
        return os.fdopen(os.dup(self._running.stdout.fileno()), "rb", buffering=0)

    def _heard(self, asked: Asked) -> bool:
        assert self._running is not None
        assert self._running.stdin is not None
        try:
            self._running.stdin.write(msgspec.json.encode(asked) + b"\n")
            self._running.stdin.flush()
        except BrokenPipeError:
            return False
        return True

    def dismiss(self, patience: float = 0) -> int | None:
        """End it, and what it is reading; its status, where it ends by itself within so many seconds."""
        if self._running is None:
            return None
        running, self._running = self._running, None
        try:
            status = running.wait(patience)
        except subprocess.TimeoutExpired:
            status = None
        running.kill()
        running.wait()
        for pipe in (running.stdin, running.stdout):
            with suppress(BrokenPipeError):
                pipe.close()  # type: ignore[union-attr]  # both are pipes
        return status


_process = _Process()


def running() -> int | None:
    """The process that stands ready beside this one, if any does."""
    return _process.pid


def dismiss() -> None:
    """Let nobody stand ready any more."""
    _process.dismiss()


atexit.register(dismiss)


async def read(asked: Asked) -> AsyncGenerator[Frame]:
    """The frames of a list; the last one says that it is whole, or why it is not read.

    A process that goes away before it has said anything is asked again. Raises RuntimeError for a mistake of ours, and for one
    that goes away in the middle: the list can be read anew.
    """
    said = False
    for once_more in (True, False):
        try:
            async with aclosing(_said(asked)) as frames:
                async for frame in frames:
                    said = True
                    yield frame
        except _Gone:
            if said or not once_more:
                raise RuntimeError("the reader of lists went away") from None
        else:
            return


async def _said(asked: Asked) -> AsyncGenerator[Frame]:
    whole = False
    stream = asyncio.StreamReader(limit=understanding.LEAD)
    frames = _process.ask(asked)
    transport, _ = await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(stream), frames
    )
    try:
        while not whole:
            async with asyncio.timeout(PATIENCE):
                size = int.from_bytes(await stream.readexactly(4), "big")
                frame = understanding.decode(await stream.readexactly(size))
            whole = isinstance(frame, End | Refused)
            yield frame
    except TimeoutError:
        yield Refused("unpacks_too_large", {})
    except asyncio.IncompleteReadError:
        status = await asyncio.to_thread(_process.dismiss, DYING)
        if status == OURS:
            raise RuntimeError("the reader of lists broke") from None
        if status not in {TOO_MUCH, None}:
            raise _Gone from None
        yield Refused("unpacks_too_large", {})
    finally:
        transport.close()
        if not whole:
            _process.dismiss()


if __name__ == "__main__":
    learn()
    gc.freeze()
    # sys.stdout may be unbuffered, as `fairs up` has it: then what is written may be a part of a frame only.
    with open(0, "rb", buffering=0, closefd=False) as asks, open(1, "wb", closefd=False) as whole:
        os._exit(serve(asks, whole))
