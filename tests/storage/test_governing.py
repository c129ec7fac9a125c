"""A bot's rate, kept in rows that all processes share: the engine in a time of its own, before a strict platform."""

from collections import deque
from datetime import timedelta
from types import SimpleNamespace

import pytest
from builders import owe_one_by_one
from sqlalchemy import update
from world import MINUTE, World

from alerts.delivering import Limit
from alerts.errors import SendError, SendScope
from storage.clock import now_ms
from storage.tables import chats, rate_budgets

LIMIT = Limit(interval=timedelta(milliseconds=37), burst=3)
GAP = timedelta(seconds=1)
SECOND = 1000


class Strict:
    """A platform that refuses what is above thirty messages a second in all, or a message a second in a chat."""

    def __init__(self, database):
        self._database = database
        self.accepted = []
        self.refused = 0

    async def send(self, address, _alert):
        now = await self._now()
        lately = [chat for at, chat in self.accepted[-40:] if at > now - SECOND]
        if len(lately) >= 30 or address.external_id in lately:
            self.refused += 1
            raise SendError("429", scope=SendScope.CHAT, retry_after=1)
        self.accepted.append((now, address.external_id))
        return "m"

    def gap(self, _address):
        return GAP

    async def _now(self):
        async with self._database.read() as connection:
            return await now_ms(connection)


@pytest.fixture
async def virtual(world, monkeypatch):
    """Let time stand still, and the engine's sleeps move it instead of waiting."""

    async def pass_by(seconds):
        world.later(timedelta(seconds=max(seconds, 0)))

    world.database.clock.stands_at = await world.database.now()

    def monotonic():
        return world.database.clock.offset.total_seconds()

    monkeypatch.setattr("alerts.delivering.engine.time", SimpleNamespace(monotonic=monotonic))
    monkeypatch.setattr("alerts.delivering.engine.asyncio.sleep", pass_by)
    return world


async def work(world, deliverers):
    """Work as the loops of several processes would, one after the other, until nothing waits."""
    rest = deque(deliverers)
    while rest:
        more = await rest[0].work()
        if isinstance(more, timedelta):
            world.later(more)
        if more is False:
            rest.popleft()
        rest.rotate(-1)


async def fill_and_drain(world, in_chats, each, processes=2):
    """Drain what many chats are owed and give the strict platform and the seconds that it took."""
    for number in range(in_chats):
        await world.subscribe(chat=f"c{number}")
    await world.publish(*(f"Job {number}" for number in range(each)))
    await owe_one_by_one(world.database)
    platform = Strict(world.database)
    limits = {"console": LIMIT}
    begun = await world.database.now()
    await work(world, [world.another_deliverer(world.database, limits, platform) for _ in range(processes)])
    return platform, (await world.database.now() - begun).total_seconds()


async def test_the_whole_rate_is_used_and_never_exceeded(virtual: World):
    """Two processes together send all, within the platform's limits, and leave little of them unused."""
    platform, took = await fill_and_drain(virtual, in_chats=40, each=2)
    assert (len(platform.accepted), platform.refused) == (80, 0)
    assert 80 / took >= 0.9 * 27


@pytest.mark.soak
async def test_ten_thousand_alerts_within_the_limits(virtual: World):
    """Ten thousand alerts over five hundred chats: none is refused, and nine tenths of thirty a second are used."""
    platform, took = await fill_and_drain(virtual, in_chats=500, each=20)
    print(
        f"{len(platform.accepted)} sent at {len(platform.accepted) / took:.2f}/s, {platform.refused} refused"
    )
    assert (len(platform.accepted), platform.refused) == (10_000, 0)
    assert 10_000 / took >= 27


async def test_a_reply_comes_before_what_is_owed(virtual: World):
    """Replies go at once, and deliveries wait until their debt is paid."""
    await virtual.subscribe()
    await virtual.publish("One")
    limits = {"console": Limit(interval=MINUTE, burst=1)}
    assert await virtual.deliveries.charge_replies("console", "", limits["console"], 2) == timedelta(0)
    deliverer = virtual.another_deliverer(virtual.database, limits)
    assert not await deliverer.take_turn()
    virtual.later(2 * MINUTE)
    assert await deliverer.take_turn()
    assert virtual.titles() == ["One"]


async def test_three_chats_refused_at_once_pause_the_bot(virtual: World):
    """When several chats are refused for the rate, nobody of that bot is sent to for as long as was asked."""
    for chat in "abcd":
        await virtual.subscribe(chat=chat)
    await virtual.publish("One")
    virtual.messenger.errors = [SendError("429", scope=SendScope.CHAT, retry_after=30) for _ in range(3)]
    await virtual.deliver()
    assert virtual.messenger.sent == []
    virtual.later(timedelta(seconds=31))
    await virtual.deliver()
    assert len(virtual.messenger.sent) == 4


async def test_a_pause_outlives_the_process(virtual: World, second):
    """A bot's pause is kept in the database: another process keeps to it."""
    await virtual.subscribe()
    await virtual.publish("One")
    virtual.messenger.errors = [SendError("429", scope=SendScope.INSTALLATION, retry_after=30)]
    await virtual.deliver()
    async with virtual.database.write() as connection:
        await connection.execute(update(chats).values(backoff_until_ms=0))
    second.clock.offset, second.clock.stands_at = (
        virtual.database.clock.offset,
        virtual.database.clock.stands_at,
    )
    assert not await virtual.another_deliverer(second).take_turn()
    assert (await virtual.rows(rate_budgets))[0].paused_until_ms > 0
    second.clock.offset += timedelta(seconds=31)
    assert await virtual.another_deliverer(second).take_turn()
