"""Calls that share a transaction: what waits together is done together, and one fails alone."""

import asyncio

import pytest
from sqlalchemy.exc import OperationalError

from alerts.errors import StorageError
from storage.together import Together


class Work:
    """Doubles numbers, once it is let go; chokes on 13."""

    def __init__(self):
        self.batches = []
        self.go = asyncio.Event()
        self.error = ValueError("unlucky")

    async def __call__(self, some):
        self.batches.append(list(some))
        await self.go.wait()
        if 13 in some:
            raise self.error
        return [2 * one for one in some]


async def called(work, *numbers, most=100):
    """Call for the first number, then for the others while it is under way, and give all results."""
    together = Together(work, most)
    calls = [asyncio.create_task(together(number)) for number in numbers[:1]]
    while not work.batches:
        await asyncio.sleep(0)
    calls += [asyncio.create_task(together(number)) for number in numbers[1:]]
    await asyncio.sleep(0)
    work.go.set()
    return await asyncio.gather(*calls, return_exceptions=True)


async def test_what_waits_is_done_together():
    """The first call waits for nobody; those that come meanwhile share the next transaction."""
    work = Work()
    assert await called(work, 1, 2, 3, 4) == [2, 4, 6, 8]
    assert work.batches == [[1], [2, 3, 4]]


async def test_calls_that_come_a_moment_later_go_along():
    """Those that are some rounds of the event loop behind the first one are not left for the next transaction."""
    work = Work()
    work.go.set()
    together = Together(work, 100)

    async def call_after(rounds):
        for _ in range(rounds):
            await asyncio.sleep(0)
        return await together(rounds)

    await asyncio.gather(*(call_after(rounds) for rounds in range(4)))
    assert work.batches == [[0, 1, 2, 3]]


async def test_no_more_than_so_many_at_once():
    """What is too much for one transaction waits for the next."""
    work = Work()
    assert await called(work, 1, 2, 3, 4, 5, most=3) == [2, 4, 6, 8, 10]
    assert work.batches == [[1], [2, 3, 4], [5]]


async def test_one_that_cannot_be_done_takes_no_other_with_it():
    """After a failure each is tried alone."""
    work = Work()
    assert await called(work, 1, 2, 13, 4) == [2, 4, work.error, 8]


async def test_the_databases_own_failure_is_everybodys():
    """A database that is away is not asked again for each."""
    work = Work()
    work.error = StorageError("away")
    work.error.__cause__ = OperationalError("SELECT", {}, Exception("refused"))
    assert await called(work, 1, 2, 13, 4) == [2, work.error, work.error, work.error]
    assert len(work.batches) == 2


async def test_what_nobody_waits_for_any_more_is_not_done():
    """A caller that was cancelled while it waited leaves no claim behind."""
    work = Work()
    together = Together(work, 100)
    first = asyncio.create_task(together(1))
    while not work.batches:
        await asyncio.sleep(0)
    gone, last = asyncio.create_task(together(2)), asyncio.create_task(together(3))
    await asyncio.sleep(0)
    gone.cancel()
    work.go.set()
    assert await asyncio.gather(first, last) == [2, 6]
    assert work.batches == [[1], [3]]
    with pytest.raises(asyncio.CancelledError):
        await gone
