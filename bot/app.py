"""The composition root: the one place that sees storage, platforms and the scheduler together.

It puts the parts together for a role and runs them until it is told to stop; it holds no rule of its own.
"""

import asyncio
import gc
import os
import secrets
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog

from alerts.alerting import Matcher
from alerts.delivering import LEASE, SEND_TIMEOUT, DeadLetter, Deliverer, Editor
from alerts.errors import RolecallError, StorageError
from alerts.health import complaints
from alerts.money import load_rates
from alerts.polling import FeedSpec, PollReport, poll_next
from alerts.previewing import Previewer
from alerts.silence import Explainer
from bot.beating import beating, leave
from bot.commands import all_commands
from bot.commands.dispatch import Dispatcher
from bot.commands.registry import Services
from bot.config import Config
from bot.feeds_config import feed_specs
from bot.fetching import Fetching
from bot.fetching.allowance import Allowance
from bot.fetching.pages import Pages
from bot.governing import Governed
from bot.messenger import PlatformMessenger
from bot.platforms.contract import ChatHandler, ChatPlatform
from bot.platforms.lifecycle import start_platform, stop_platform
from bot.platforms.registry import open_platforms
from bot.scheduling import Loop
from bot.supervising import cancel, supervise
from storage.adjustments import Adjustments
from storage.belongings import BelongingsOfChats
from storage.bringing import Bringing
from storage.chat_settings import Settings
from storage.database import Database
from storage.deliveries import Deliveries
from storage.deliveries.dead import DeadLetters
from storage.deliveries.editing import Edits
from storage.deliveries.expiring import Expiring
from storage.dialogs import Dialogs
from storage.feed_book import Book
from storage.feedback import Feedback
from storage.feeds import Feeds
from storage.health import Health
from storage.matches import Matches
from storage.migrating import State, state_of, upgrade
from storage.postings import Postings
from storage.presence import Presences
from storage.pruning import Pruning
from storage.silence import Silences
from storage.stories import Stories
from storage.subscriptions import Subscriptions
from storage.told import Told
from storage.windows import Windows

log = structlog.get_logger()

# Turns of chats that a platform's senders have at once: some more than the messages in flight, which take the longest
# (`alerts.delivering.engine.IN_FLIGHT`). Each platform has its own, so that one that hangs holds up no other.
SENDERS = 16
# Hosts polled at once: one that hangs holds up no other. Claims and ends of polls that fall together share a commit.
POLLERS = 32
RETRY_SECONDS = 0.1
# How often it is looked for what is owed to chats that are long gone.
EXPIRE_EVERY = timedelta(hours=1)
# How often what nobody needs any more is looked for.
TIDY_EVERY = timedelta(hours=1)
# How often filters that found nothing for long are looked for.
EXPLAIN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Everything that runs, put together for one process."""

    config: Config
    owner: str
    database: Database
    feeds: Feeds
    pruning: Pruning
    fetching: Fetching
    matcher: Matcher
    deliverers: Sequence[Deliverer]
    platforms: Mapping[str, ChatPlatform]
    services: Services
    dispatcher: Dispatcher
    expiring: Expiring
    explainer: Explainer
    health: Health


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
async def opened(
    config: Config, platforms: Sequence[ChatPlatform] = (), *, polls: bool = True
) -> AsyncIterator[Parts]:
    """Bring the database up to date and put the parts together; for who ``polls``, make the feeds the configured ones.

    Other processes have no say in what is polled: their configuration may well list no feed.
    Raises `StorageError` or `ConfigError` where that cannot be done.
    """
    specs = feed_specs(config)
    await asyncio.to_thread(upgrade, config.database.url)
    database = Database(config.database.url)
    fetching = Fetching(config.fetching)
    try:
        parts = _put_together(config, database, fetching, platforms)
        if polls:
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
    pages = Pages(fetching, Allowance())
    services = Services(
        subscriptions=Subscriptions(database),
        feedback=Feedback(database),
        postings=Postings(database),
        settings=Settings(database),
        dialogs=Dialogs(database),
        previews=previews,
        belongings=BelongingsOfChats(database),
        stories=Stories(database),
        pages=pages,
        book=Book(database),
        scout=pages,
        admins=frozenset(config.access.admins),
        told=Told(database),
        adjustments=Adjustments(database),
        bringing=Bringing(database),
        silences=Silences(database),
        presence=Presences(database),
        rates=rates,
        now=lambda: datetime.now(UTC),
        manages=messenger.manages,
    )
    return Parts(
        config=config,
        owner=owner,
        database=database,
        feeds=Feeds(database, config.access.admins),
        pruning=Pruning(database),
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
                editor=Editor(
                    Edits(database),
                    messenger,
                    rates,
                    owner=owner,
                    platforms=[platform.name],
                    lease=LEASE,
                    timeout=SEND_TIMEOUT,
                ),
            )
            for platform in platforms
        ],
        platforms=by_name,
        services=services,
        dispatcher=Dispatcher(all_commands(), services),
        expiring=Expiring(database),
        explainer=Explainer(Silences(database), previews),
        health=Health(database),
    )


async def run(parts: Parts, *, bot: bool, worker: bool, until: Awaitable[object]) -> None:
    """Listen to the platforms and do the work, as far as the role says, until ``until`` is done."""
    role = _role(bot=bot, worker=worker)
    work = _loops(parts) if worker else []
    _settle()
    listening = parts.platforms.values() if bot else ()
    starting = [asyncio.create_task(start_platform(one, _handler(parts, one))) for one in listening]
    if bot:
        starting.append(asyncio.create_task(_warm(parts.services.previews)))
    log.info("running", role=role, feeds=len(parts.config.feeds))
    try:
        await supervise([*work, beating(parts.health, parts.owner, role, work)], until)
    finally:
        await cancel(starting)
        await asyncio.gather(*(stop_platform(platform) for platform in parts.platforms.values()))
        await leave(parts.health, parts.owner)


def _settle() -> None:
    """Spare the garbage collector what start-up made: it stays, and walking over it stops everything for 0.1 s."""
    gc.collect()
    gc.freeze()


async def _warm(previews: Previewer) -> None:
    """Load what previews look at: the first one need not wait for it. Whatever fails is told to who asks for one."""
    try:
        _, window = await previews.follow()
        await previews.follow_texts(window)
    except RolecallError as error:
        log.warning("previews are not loaded yet", error=str(error))


def _handler(parts: Parts, platform: ChatPlatform) -> ChatHandler:
    """Give the commands; where a platform limits a bot's rate their answers count in it."""
    if platform.limit is None:
        return parts.dispatcher
    return Governed(parts.dispatcher, Deliveries(parts.database), platform.limit)


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

    async def expire() -> bool | timedelta:
        return await parts.expiring.expire_some() > 0 or EXPIRE_EVERY

    async def tidy() -> bool | timedelta:
        return await parts.pruning.prune() or TIDY_EVERY

    async def explain() -> bool | timedelta:
        return await parts.explainer.explain_some() or EXPLAIN_EVERY

    matching = Loop("match", match)
    senders = [
        Loop(f"deliver-{name}-{number}", deliverer.work)
        for name, deliverer in zip(parts.platforms, parts.deliverers, strict=True)
        for number in range(1, SENDERS + 1)
    ]
    pollers = [Loop(f"poll-{number}", poll) for number in range(1, POLLERS + 1)]
    unticked = [
        Loop("expire", expire, ticks=False),
        Loop("tidy", tidy, ticks=False),
        Loop("explain", explain, ticks=False),
    ]
    return [*pollers, matching, *senders, *unticked]


async def health(config: Config) -> Sequence[str]:
    """Say what is wrong with what runs. Raises `StorageError` where not even that can be asked."""
    async with _looking(config) as database:
        return complaints(await Health(database).vitals())


async def dead_letters(config: Config, most: int) -> Sequence[DeadLetter]:
    """Give the newest messages that were given up."""
    async with _looking(config) as database:
        return await DeadLetters(database).newest(most)


async def retry_dead(config: Config, ids: Collection[int] | None) -> int:
    """Make given-up messages owed again, these or all, and give how many there were."""
    async with _looking(config) as database:
        return await DeadLetters(database).retry(ids)


@asynccontextmanager
async def _looking(config: Config) -> AsyncIterator[Database]:
    """Open the database as it is, whoever else works on it. Raises `StorageError` where it is none of this version."""
    if await asyncio.to_thread(state_of, config.database.url) is not State.CURRENT:
        raise StorageError(
            "the database was not used by this version yet; `rolecall run` brings it up to date"
        )
    database = Database(config.database.url)
    try:
        yield database
    finally:
        await database.dispose()


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
        while time.monotonic() < deadline and await deliverer.work() is True:
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


def _role(*, bot: bool, worker: bool) -> str:
    return "all" if bot and worker else "bot" if bot else "worker"
