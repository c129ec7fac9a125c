"""Quiet hours kept by all of it together: any zone, any night on which clocks change, settings changed meanwhile."""

import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from builders import hasty, spec
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from nights import changes, is_quiet, quiet_hours, zones
from world import World

from alerts.timing import describe_quiet, parse_quiet
from bot.event_loop import run
from storage.chat_settings import Settings
from storage.database import Database

minutes = st.integers(0, 6 * 60).map(lambda many: timedelta(minutes=many))
steps = st.lists(
    st.one_of(
        st.tuples(st.just("publish"), minutes),
        st.tuples(st.just("quiet"), quiet_hours()),
        st.tuples(st.just("zone"), zones),
        st.tuples(st.just("snooze"), minutes),
    ),
    min_size=6,
    max_size=14,
)


class Night:
    """A chat and what it decides; each message must arrive at a moment that it allows."""

    def __init__(self, database, zone):
        self.world = World(database)
        self.choices = Settings(database)
        self.zone = zone
        self.quiet = parse_quiet("22:00-08:00")
        self.snoozed_until = datetime.min.replace(tzinfo=UTC)
        self.published = 0
        self.world.messenger.before = self.arrive

    async def arrive(self):
        now = await self.world.database.now()
        assert not is_quiet(self.quiet, now, ZoneInfo(self.zone))
        assert now >= self.snoozed_until

    async def begin(self):
        await self.world.feeds.reconcile_feeds([spec("board")])
        self.made = await self.world.subscribe()
        await self.decide(zone=self.zone, quiet=describe_quiet(self.quiet))

    async def decide(self, **what):
        await self.choices.change_settings(self.made.chat_id, **what)

    async def take(self, kind, given_):
        if kind == "publish":
            self.world.later(given_)
            self.published += 1
            await self.world.publish(f"Job {self.published}")
        elif kind == "quiet":
            self.quiet = given_
            await self.decide(quiet=describe_quiet(given_) or None)
        elif kind == "zone":
            self.zone = given_
            await self.decide(zone=given_)
        else:
            self.snoozed_until = await self.world.database.now() + given_
            await self.decide(snoozed_until=self.snoozed_until)
        await self.world.deliver()


async def live_through(file, zone, at, taken):
    """Take the steps, then let all windows pass, and give what was published and what came."""
    database = hasty(Database(f"sqlite:///{file}"))
    database.clock.stands_at = at
    try:
        night = Night(database, zone)
        await night.begin()
        for kind, given_ in taken:
            await night.take(kind, given_)
        for _ in range(8 * 24):
            night.world.later(timedelta(hours=1))
            await night.world.deliver()
    finally:
        await database.dispose()
    assert sorted(night.world.titles()) == sorted(f"Job {number}" for number in range(1, night.published + 1))


def law(template, examples):
    """Make the law's check for so many nights. One that fails is not made smaller: each takes a second or so."""

    @settings(max_examples=examples, phases=(Phase.generate,))
    @given(st.data(), zones, steps)
    def holds(data, zone, taken):
        near = data.draw(st.sampled_from(changes(zone, (2026,))))
        at = near + timedelta(minutes=data.draw(st.integers(-18 * 60, 6 * 60)))
        with tempfile.TemporaryDirectory() as folder:
            run(live_through(shutil.copy(template, Path(folder) / "night.db"), zone, at, taken))

    return holds


def test_nothing_in_quiet_hours_nothing_lost_nothing_twice(sqlite_template):
    """Whatever a chat decides through the night, all comes once, when it may."""
    law(sqlite_template, 8)()


@pytest.mark.soak
def test_many_nights(sqlite_template):
    """The same for many more nights."""
    law(sqlite_template, 100)()
