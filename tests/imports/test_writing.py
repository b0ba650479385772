"""Batches that are written while the next is understood: two at once, none lost, all given up where one of them goes wrong."""

import asyncio

import pytest

from events_app.imports.writing import Writing


async def test_two_batches_are_written_at_once_and_a_third_waits_for_the_first() -> None:
    writing, begun, written = Writing(), [], list[int]()
    may_end = [asyncio.Event() for _ in range(3)]

    async def write(n: int) -> None:
        begun.append(n)
        await may_end[n].wait()
        written.append(n)

    for n in (0, 1):
        await writing.next(write(n))
    third = asyncio.create_task(writing.next(write(2)))
    may_end[1].set()
    await asyncio.sleep(0.05)
    assert (begun, written) == ([0, 1], [1])
    may_end[0].set()
    await third
    may_end[2].set()
    await writing.done()
    assert written == [1, 0, 2]


async def test_what_goes_wrong_with_one_is_raised_and_the_others_are_given_up() -> None:
    writing, given_up = Writing(), list[int]()

    async def fail() -> None:
        raise ValueError("of a batch")

    async def wait() -> None:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            given_up.append(1)
            raise

    await writing.next(fail())
    await writing.next(wait())
    with pytest.raises(ValueError, match="of a batch"):
        await writing.next(wait())
    await writing.stop()
    assert given_up == [1]
