"""Runs loops until the process is told to stop, and then lets what has begun come to its end; knows no work."""

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Sequence
from contextlib import asynccontextmanager, suppress

import structlog

from bot.scheduling import Loop, ticking

log = structlog.get_logger()

# How long a stop waits for sends and polls that have begun. With what platforms take to close, which is
# `bot.platforms.lifecycle.STOP_SECONDS`, it stays below the ten seconds that supervisors give.
DRAIN_SECONDS = 6.0


async def supervise(loops: Sequence[Loop], until: Awaitable[object]) -> None:
    """Run the loops until ``until`` is done, then drain them. Raises what made a loop end by itself."""
    scheduler = ticking(loops)
    scheduler.start()
    tasks = [asyncio.create_task(loop.run(), name=loop.name) for loop in loops]
    try:
        await _until(until, tasks)
    finally:
        log.info("stopping")
        scheduler.shutdown(wait=False)
        await _drain(loops, tasks)


async def _until(until: Awaitable[object], tasks: Sequence[asyncio.Task[None]]) -> None:
    """Wait; a loop that ends before it is told to is a defect, and a process without it must not live on."""
    told = asyncio.ensure_future(until)
    try:
        done, _ = await asyncio.wait([told, *tasks], return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        told.cancel()


async def cancel(tasks: Sequence[asyncio.Task[None]]) -> None:
    """End tasks, whatever they do."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _drain(loops: Sequence[Loop], tasks: Sequence[asyncio.Task[None]]) -> None:
    """Let what has begun come to its end, then cancel what is left."""
    for loop in loops:
        loop.stop()
    if tasks:
        await asyncio.wait(tasks, timeout=DRAIN_SECONDS)
    await cancel(tasks)


@asynccontextmanager
async def stop_signal() -> AsyncIterator[asyncio.Event]:
    """Give an event that SIGTERM and SIGINT set."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    names = (signal.SIGTERM, signal.SIGINT)
    for name in names:
        loop.add_signal_handler(name, stop.set)
    try:
        yield stop
    finally:
        for name in names:
            with suppress(ValueError):
                loop.remove_signal_handler(name)
