import asyncio
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from alerts.errors import StorageError
from bot.scheduling import Loop, ticking


async def run_until(loop, done):
    """Run a loop until ``done`` says so; every await gives the others a turn."""
    task = asyncio.create_task(loop.run())
    async with asyncio.timeout(5):
        while not done():
            await asyncio.sleep(0)
    loop.stop()
    await task


async def test_works_while_there_is_more():
    """A loop calls its work again at once while the work says that more is left."""
    left = [True, True, False]
    calls = []

    async def work():
        calls.append(1)
        return left.pop(0)

    await run_until(Loop("test", work), lambda: len(calls) == 3)


async def test_waits_to_be_woken():
    """A loop that is done works again when it is woken, not before."""
    calls = []

    async def work():
        calls.append(1)
        return False

    loop = Loop("test", work)
    task = asyncio.create_task(loop.run())
    for _ in range(20):
        await asyncio.sleep(0)
    assert len(calls) == 1
    loop.wake.set()
    for _ in range(20):
        await asyncio.sleep(0)
    assert len(calls) == 2
    loop.stop()
    await task


async def test_works_again_when_its_work_said_so():
    """A loop whose work is to go on in a while goes on by then, and nobody has to wake it."""
    calls = []

    async def work():
        calls.append(1)
        return timedelta(milliseconds=1)

    await run_until(Loop("test", work), lambda: len(calls) == 3)


@pytest.mark.parametrize("error", [StorageError("locked"), ValueError("a defect")])
async def test_survives_errors(error, monkeypatch):
    """Whatever the work raises, the loop backs off and goes on."""
    waits = []

    @asynccontextmanager
    async def no_wait(seconds):
        waits.extend([seconds] if seconds else [])  # none is the rest that ends with being woken
        yield
        raise TimeoutError

    calls = []

    async def work():
        calls.append(1)
        if len(calls) < 4:
            raise error
        return False

    loop = Loop("test", work)
    monkeypatch.setattr("bot.scheduling.asyncio.timeout", no_wait)
    monkeypatch.setattr(asyncio.Event, "wait", lambda _: asyncio.sleep(0))
    task = asyncio.create_task(loop.run())
    while len(calls) < 4:
        await asyncio.sleep(0)
    loop.stop()
    await task
    assert waits == sorted(waits)
    assert len(waits) == 3


async def test_stops_after_the_work_that_has_begun():
    """stop() lets the work that is under way come to its end and begins no more."""
    begun, go_on = asyncio.Event(), asyncio.Event()
    ended = []

    async def work():
        begun.set()
        await go_on.wait()
        ended.append(1)
        return True

    loop = Loop("test", work)
    task = asyncio.create_task(loop.run())
    await begun.wait()
    loop.stop()
    go_on.set()
    await task
    assert ended == [1]


async def test_ticks_never_run_late_or_twice():
    """Ticks are coalesced, never expire, and one runs at a time; the defaults of APScheduler lose late ones."""
    scheduler = ticking([Loop("one", lambda: None), Loop("two", lambda: None)])
    scheduler.start(paused=True)
    settings = {(job.coalesce, job.max_instances, job.misfire_grace_time) for job in scheduler.get_jobs()}
    scheduler.shutdown(wait=False)
    assert settings == {(True, 1, None)}
