"""The composition root: the one place that sees storage, platforms and the scheduler together.

It puts the parts together for a role and runs them until it is told to stop; it holds no rule of its own.
"""

import asyncio
import os
import secrets
import signal
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import structlog

from alerts.alerting import Matcher
from alerts.delivering import Deliverer
from alerts.errors import RolecallError
from alerts.money import load_rates
from alerts.polling import FeedSpec, PollReport, poll_next
from alerts.previewing import Previewer
from bot.commands import all_commands
from bot.commands.dispatch import Dispatcher
from bot.commands.registry import Services
from bot.config import Config
from bot.feeds_config import feed_specs
from bot.fetching import Fetching
from bot.fetching.pages import Pages
from bot.messenger import PlatformMessenger
from bot.platforms.contract import ChatHandler, ChatPlatform
from bot.platforms.registry import open_platforms
from bot.scheduling import Loop, ticking
from storage.chat_settings import Settings
from storage.database import Database
from storage.deliveries import Deliveries
from storage.dialogs import Dialogs
from storage.feedback import Feedback
from storage.feeds import Feeds
from storage.matches import Matches
from storage.migrating import State, state_of, upgrade
from storage.postings import Postings
from storage.subscriptions import Subscriptions
from storage.windows import Windows

log = structlog.get_logger()

# Turns of chats that a platform's senders have at once: some more than the messages in flight, which take the longest
# (`alerts.delivering.engine.IN_FLIGHT`). Each platform has its own, so that one that hangs holds up no other.
SENDERS = 12
# Hosts polled at once: one that hangs holds up no other.
POLLERS = 4
# How long a stop waits for sends and polls that have begun, and then for the platforms to close: 9 s together, below
# the ten that supervisors give.
DRAIN_SECONDS = 6.0
STOP_SECONDS = 3.0
RETRY_SECONDS = 0.1
# The longest wait before a platform that could not be started is tried again.
MOST_START_SECONDS = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Everything that runs, put together for one process."""

    config: Config
    owner: str
    database: Database
    feeds: Feeds
    fetching: Fetching
    matcher: Matcher
    deliverers: Sequence[Deliverer]
    platforms: Mapping[str, ChatPlatform]
    services: Services
    dispatcher: Dispatcher


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a look at a configuration shows: the database's state, the feeds, those that are off, the platforms."""

    database: State
    feeds: Sequence[FeedSpec]
    disabled: Sequence[tuple[str, str]]
    platforms: Sequence[str]


async def look(config: Config) -> Look:
    """See whether everything could run, and change nothing. Raises `StorageError` or `ConfigError` where not."""
    specs = feed_specs(config)
    platforms = open_platforms(config)
    state = await asyncio.to_thread(state_of, config.database.url)
    database = Database(config.database.url)
    try:
        off = await Feeds(database).disabled_feeds() if state is State.CURRENT else []
    finally:
        await database.dispose()
    return Look(database=state, feeds=specs, disabled=off, platforms=[one.name for one in platforms])


@asynccontextmanager
async def opened(config: Config, platforms: Sequence[ChatPlatform] = ()) -> AsyncIterator[Parts]:
    """Bring the database up to date, reconcile the feeds and put the parts together.

    Raises `StorageError` or `ConfigError` where that cannot be done.
    """
    specs = feed_specs(config)
    await asyncio.to_thread(upgrade, config.database.url)
    database = Database(config.database.url)
    fetching = Fetching(config.fetching)
    try:
        parts = _put_together(config, database, fetching, platforms)
        await parts.feeds.reconcile_feeds(specs)
        yield parts
    finally:
        await fetching.aclose()
        await database.dispose()  # aiosqlite's threads would keep the process alive


def _put_together(
    config: Config, database: Database, fetching: Fetching, platforms: Sequence[ChatPlatform]
) -> Parts:
    owner = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
    rates = load_rates(Path(config.rates.file) if config.rates.file else None)
    previews = Previewer(Windows(database), rates)
    by_name = {platform.name: platform for platform in platforms}
    messenger = PlatformMessenger(by_name)
    services = Services(
        subscriptions=Subscriptions(database),
        feedback=Feedback(database),
        postings=Postings(database),
        settings=Settings(database),
        dialogs=Dialogs(database),
        previews=previews,
        pages=Pages(fetching),
        rates=rates,
        now=lambda: datetime.now(UTC),
    )
    return Parts(
        config=config,
        owner=owner,
        database=database,
        feeds=Feeds(database),
        fetching=fetching,
        matcher=Matcher(Matches(database), rates),
        deliverers=[
            Deliverer(
                Deliveries(database),
                messenger,
                rates,
                owner=owner,
                limits={platform.name: platform.limit},
                unsure=config.delivery.uncertain,
            )
            for platform in platforms
        ],
        platforms=by_name,
        services=services,
        dispatcher=Dispatcher(all_commands(), services),
    )


async def run(parts: Parts, *, bot: bool, worker: bool, until: Awaitable[object]) -> None:
    """Listen to the platforms and do the work, as far as the role says, until ``until`` is done."""
    loops = _loops(parts) if worker else []
    scheduler = ticking(loops)
    scheduler.start()
    tasks = [asyncio.create_task(loop.run(), name=loop.name) for loop in loops]
    listening = parts.platforms.values() if bot else ()
    starting = [asyncio.create_task(_start(platform, parts.dispatcher)) for platform in listening]
    log.info("running", role=_role(bot=bot, worker=worker), feeds=len(parts.config.feeds))
    try:
        await _until(until, tasks)
    finally:
        log.info("stopping")
        scheduler.shutdown(wait=False)
        await _cancel(starting)
        await _drain(loops, tasks)  # before the platforms close what the last sends need
        await asyncio.gather(*(_stop(platform) for platform in parts.platforms.values()))


async def _until(until: Awaitable[object], tasks: Sequence[asyncio.Task[None]]) -> None:
    """Wait; a loop that ends before it is told to is a defect, and a process without it must not live on."""
    told = asyncio.ensure_future(until)
    try:
        done, _ = await asyncio.wait([told, *tasks], return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        told.cancel()


def _loops(parts: Parts) -> list[Loop]:
    """Make the supervised loops; work that one finishes wakes the next."""

    async def poll() -> bool:
        report = await poll_next(parts.feeds, parts.fetching, parts.owner)
        if report is not None:
            log_poll(report)
            matching.wake.set()
        return report is not None

    async def match() -> bool:
        matched = await parts.matcher.match_some()
        if matched:
            for sender in senders:
                sender.wake.set()
        return matched > 0

    matching = Loop("match", match)
    senders = [
        Loop(f"deliver-{name}-{number}", deliverer.work)
        for name, deliverer in zip(parts.platforms, parts.deliverers, strict=True)
        for number in range(1, SENDERS + 1)
    ]
    pollers = [Loop(f"poll-{number}", poll) for number in range(1, POLLERS + 1)]
    return [*pollers, matching, *senders]


async def _start(platform: ChatPlatform, handler: ChatHandler) -> None:
    """Start one platform, trying again as long as it fails: one that is down does not stop the others."""
    for tried in count():
        try:
            return await platform.start(handler)
        except Exception as error:  # whatever a platform's SDK raises
            wait = min(2.0 ** min(tried, 10), MOST_START_SECONDS)
            log.error("platform did not start", platform=platform.name, error=_told(error), retry_in=wait)
            await asyncio.sleep(wait)
    return None


def _told(error: Exception) -> str:
    """Say what failed; a stranger's message may hold a token, so of it only the kind is told."""
    return str(error) if isinstance(error, RolecallError) else type(error).__name__


async def _stop(platform: ChatPlatform) -> None:
    try:
        async with asyncio.timeout(STOP_SECONDS):
            await platform.stop()
    except Exception as error:
        log.error("platform did not stop cleanly", platform=platform.name, error=_told(error))


async def _cancel(tasks: Sequence[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _drain(loops: Sequence[Loop], tasks: Sequence[asyncio.Task[None]]) -> None:
    """Let what has begun come to its end, then cancel what is left."""
    for loop in loops:
        loop.stop()
    if tasks:
        await asyncio.wait(tasks, timeout=DRAIN_SECONDS)
    await _cancel(tasks)


async def poll_all(
    parts: Parts, report: Callable[[PollReport], None], deadline: float
) -> Sequence[PollReport]:
    """Poll each feed once, due or not, and match what came; ``deadline`` is on the monotonic clock."""
    due_at = await parts.feeds.make_all_due()
    return await _poll_due(parts, due_at, report, deadline)


async def catch_up(parts: Parts, deadline: float) -> None:
    """Do all work that is due now, then return; ``deadline`` is on the monotonic clock."""
    due_at = await parts.database.now()
    await _poll_due(parts, due_at, log_poll, deadline)
    for deliverer in parts.deliverers:
        while time.monotonic() < deadline and await deliverer.take_turn():
            pass


async def _poll_due(
    parts: Parts, due_at: datetime, report: Callable[[PollReport], None], deadline: float
) -> Sequence[PollReport]:
    reports = []
    while time.monotonic() < deadline and await parts.feeds.count_due(due_at):
        polled = await poll_next(parts.feeds, parts.fetching, parts.owner, due_at)
        if polled is None:  # its host is between two fetches, or another process has it
            await asyncio.sleep(RETRY_SECONDS)
        else:
            report(polled)
            reports.append(polled)
    while time.monotonic() < deadline and await parts.matcher.match_some():
        pass
    return reports


def log_poll(report: PollReport) -> None:
    """Log how a poll ended: a failure always, a success only where it brought something."""
    done = report.round
    if done.error:
        log.warning("feed failed", feed=report.feed.name, error=done.error)
    elif done.new or done.changed or done.quarantined:
        log.info(
            "feed polled",
            feed=report.feed.name,
            new=done.new,
            changed=done.changed,
            quarantined=done.quarantined,
        )


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


def _role(*, bot: bool, worker: bool) -> str:
    return "all" if bot and worker else "bot" if bot else "worker"
