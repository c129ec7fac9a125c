"""What processes say of themselves, and what an operator is told of it."""

from datetime import timedelta

import pytest

from alerts.health import SILENCE, STANDSTILL, Beat, complaints
from storage.health import Health


@pytest.fixture
def health(database):
    return Health(database)


def beat(**changes):
    return Beat(**{"owner": "host:1", "role": "worker", "standing": timedelta(0)} | changes)


async def test_a_worker_that_lives_is_no_complaint(health):
    """Where a worker beats and works, all is well, however often it said so."""
    for _ in range(2):
        await health.beat(beat())
    assert complaints(await health.vitals()) == []


async def test_without_a_worker_nothing_is_sent(health):
    """A database that nobody works on is a complaint, and so is one with a bot alone."""
    await health.beat(beat(role="bot"))
    assert complaints(await health.vitals()) == [
        "no worker is running: nothing is polled and nothing is sent"
    ]


async def test_a_worker_that_fell_silent_is_named(health, database):
    """A process that was killed is missed after a while, until it is forgotten after a day."""
    await health.beat(beat())
    database.clock.offset = SILENCE + timedelta(seconds=1)
    assert "host:1 (worker) was last heard of 31 s ago" in complaints(await health.vitals())
    database.clock.offset = timedelta(days=2)
    await health.beat(beat(owner="host:2"))
    assert complaints(await health.vitals()) == []


async def test_a_killed_worker_is_not_missed_once_replaced(health, database):
    """A process that began after one's last beat stands in for it, and for no more than that one, nor for an elder."""
    for owner in ("host:1", "host:2"):
        await health.beat(beat(owner=owner))
    database.clock.offset = SILENCE
    await health.beat(beat(owner="host:3"))
    database.clock.offset = SILENCE + timedelta(seconds=1)
    (missed,) = complaints(await health.vitals())
    assert "31 s ago" in missed
    await health.beat(beat(owner="host:4"))
    assert complaints(await health.vitals()) == []


async def test_a_worker_that_ended_as_told_is_not_missed(health):
    """Another one still works, so all is well."""
    await health.beat(beat())
    await health.beat(beat(owner="host:2"))
    await health.leave("host:1")
    assert [one.beat.owner for one in (await health.vitals()).heard] == ["host:2"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"trouble": "poll-1: the disk is full"}, "the disk is full"),
        ({"standing": STANDSTILL + timedelta(minutes=1)}, "stands still for 16 min"),
    ],
)
async def test_what_a_worker_says_of_itself_is_told(health, change, said):
    """Its trouble, and work that comes to no end."""
    await health.beat(beat(**change))
    (complaint,) = complaints(await health.vitals())
    assert said in complaint
