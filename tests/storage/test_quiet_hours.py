"""Schedules, quiet hours and snooze on real databases: nothing inside them, nothing lost, nothing twice."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from builders import HOUR
from world import MINUTE

from alerts.delivering import LEASE
from alerts.timing import parse_quiet, parse_schedule
from alerts.timing.windows import opens
from storage.chat_settings import Settings
from storage.deliveries import Deliveries
from storage.tables import alerts, chats, deliveries

LIMITS = {"console": None}
DAY = timedelta(days=1)


@pytest.fixture
async def night(world):
    """A world whose clock can be put to a moment; ``set_to`` takes it in the zone of the chat."""

    async def set_to(wall, zone="Europe/Berlin", fold=0):
        moment = datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(zone), fold=fold)
        world.database.clock.stands_at = moment.astimezone(UTC)
        world.database.clock.offset = timedelta(0)

    world.set_to = set_to
    world.settings = Settings(world.database)
    return world


async def decide(world, made, **settings):
    return await world.settings.change_settings(made.chat_id, **settings)


async def test_quiet_hours_hold_and_let_go_as_one_message(night):
    """What comes in the night arrives in the morning, in one message."""
    await night.set_to("2026-12-08T21:00")
    made = await night.subscribe()
    await decide(night, made, zone="Europe/Berlin", quiet="22:00-08:00")
    for title in ("One", "Two", "Three"):
        await night.publish(title)
    await night.set_to("2026-12-09T07:59:50")
    await night.deliver()
    assert night.messenger.messages == []
    await night.set_to("2026-12-09T08:00")
    await night.deliver()
    assert sorted(night.titles()) == ["One", "Three", "Two"]
    assert len(night.messenger.messages) == 1


async def test_what_was_gathered_before_the_night_comes_with_the_rest(night):
    """A message whose send failed before the quiet hours is gathered anew with what came in them."""
    await night.set_to("2026-12-08T20:59")
    made = await night.subscribe()
    await decide(night, made, zone="Europe/Berlin", quiet="22:00-08:00")
    await night.publish("One")
    turn = await Deliveries(night.database).claim_chat(LIMITS, "me", LEASE)
    assert await Deliveries(night.database).next_owed(turn) is not None
    await Deliveries(night.database).release_chat(turn)
    await night.publish("Two")
    await night.deliver()
    assert night.messenger.messages == []
    await night.set_to("2026-12-09T08:00:01")
    await night.deliver()
    assert len(night.messenger.messages) == 1
    assert sorted(night.titles()) == ["One", "Two"]


async def test_the_window_is_tested_again_before_the_attempt(night):
    """A message that was taken up before the quiet hours does not go in them."""
    await night.set_to("2026-12-08T20:00")
    made = await night.subscribe()
    await decide(night, made, zone="Europe/Berlin", quiet="22:00-08:00")
    await night.publish("One")
    store = Deliveries(night.database)
    await night.set_to("2026-12-08T21:59:40")
    turn = await store.claim_chat(LIMITS, "me", 2 * MINUTE)
    owed = await store.next_owed(turn)
    await night.set_to("2026-12-08T21:59:55")
    assert not await store.begin_attempt(turn, owed.delivery_id, [], 2 * MINUTE)
    await store.release_chat(turn)
    await night.set_to("2026-12-09T08:00:01")
    await night.deliver()
    assert night.titles() == ["One"]


async def test_settings_that_change_in_the_night_hold_at_once(night):
    """Quiet hours that are taken back let go what they held; new ones, or another zone, hold it again."""
    await night.set_to("2026-12-08T21:30")
    made = await night.subscribe()
    await decide(night, made, zone="Europe/Berlin", quiet="22:00-08:00")
    await night.publish("One")
    await night.deliver()
    await decide(night, made, zone="America/New_York")
    await night.deliver()
    assert night.titles() == ["One"]
    await decide(night, made, zone="Europe/Berlin")
    await night.publish("Two")
    await night.deliver()
    await decide(night, made, quiet=None)
    await night.deliver()
    assert night.titles() == ["One", "Two"]
    assert [row.held_until_ms for row in await night.rows(chats)] == [0]


async def test_a_snoozed_chat_gets_all_at_the_exact_time(night):
    """A snooze holds everything until its end, and lets it go as one message."""
    await night.set_to("2026-12-08T12:00")
    made = await night.subscribe()
    until = datetime(2026, 12, 9, 11, tzinfo=UTC)
    await decide(night, made, snoozed_until=until)
    await night.publish("One")
    await night.publish("Two")
    await night.deliver()
    await night.set_to("2026-12-09T11:59:59")
    await night.deliver()
    assert night.messenger.messages == []
    await night.set_to("2026-12-09T12:00:00")
    await night.deliver()
    assert len(night.messenger.messages) == 1


async def test_a_snoozed_filter_leaves_the_others_alone(night):
    """What only a snoozed filter wants waits for it; what another one wants as well comes at once."""
    await night.set_to("2026-12-08T12:00")
    asleep = await night.subscribe('title:"One"')
    await night.subscribe('title:"Two"')
    await night.publish("One", "Two")
    until = datetime(2026, 12, 9, 11, tzinfo=UTC)
    await night.subscriptions.time_subscription(asleep.chat_id, asleep.id, snoozed_until=until)
    await night.publish("One more")
    await night.deliver()
    assert night.titles() == ["Two"]
    await night.set_to("2026-12-09T12:00:01")
    await night.deliver()
    assert sorted(night.titles()) == ["One", "One more", "Two"]
    assert len(night.messenger.messages) == 2


async def test_waking_a_filter_brings_what_waited(night):
    """A snooze that is ended early lets go what it held."""
    await night.set_to("2026-12-08T12:00")
    made = await night.subscribe()
    store = night.subscriptions
    await store.time_subscription(made.chat_id, made.id, snoozed_until=datetime(2026, 12, 20, tzinfo=UTC))
    await night.publish("One")
    await night.deliver()
    assert night.titles() == []
    await store.time_subscription(made.chat_id, made.id, snoozed_until=await night.database.now())
    await night.deliver()
    assert night.titles() == ["One"]


async def test_a_daily_filter_comes_once_a_day(night):
    """All of a day comes in one message at its time, by the chat's clock."""
    await night.set_to("2026-12-08T07:00")
    made = await night.subscribe()
    await decide(night, made, zone="Europe/Berlin")
    daily = parse_schedule("daily 9:00")
    await night.subscriptions.time_subscription(made.chat_id, made.id, schedule=daily)
    await night.publish("One")
    await night.deliver()
    assert night.messenger.messages == []
    night.later(HOUR)
    await night.deliver()
    for title in ("Two", "Three"):
        await night.publish(title)
        await night.deliver()
    await night.set_to("2026-12-09T08:59:59")
    await night.deliver()
    assert night.titles() == ["One"]
    await night.set_to("2026-12-09T09:00:00")
    await night.deliver()
    assert sorted(night.titles()) == ["One", "Three", "Two"]
    assert len(night.messenger.messages) == 2


async def test_a_schedule_that_changes_moves_what_waits(night):
    """What is not due yet is due by the schedule as it is now; the first of several filters counts."""
    await night.set_to("2026-12-08T12:00")
    made = await night.subscribe()
    time = night.subscriptions.time_subscription
    await time(made.chat_id, made.id, schedule=parse_schedule("weekly mon 9:00"))
    await night.publish("One")
    await time(made.chat_id, made.id, schedule=parse_schedule("daily 18:00"))
    (alert,) = await night.rows(alerts)
    assert datetime.fromtimestamp(alert.due_ms / 1000, UTC) == datetime(2026, 12, 8, 18, tzinfo=UTC)
    await time(made.chat_id, made.id, schedule=parse_schedule("now"))
    await night.deliver()
    assert night.titles() == ["One"]


async def test_an_instant_filter_is_not_held_by_a_daily_one(night):
    """A posting that two filters want comes with the earlier one, once."""
    await night.set_to("2026-12-08T12:00")
    daily = await night.subscribe("python")
    await night.subscribe("remote")
    await night.subscriptions.time_subscription(
        daily.chat_id, daily.id, schedule=parse_schedule("daily 9:00")
    )
    await night.publish("One")
    await night.deliver()
    await night.set_to("2026-12-10T12:00")
    await night.deliver()
    assert night.titles() == ["One"]


@pytest.mark.parametrize(
    ("zone", "start"),
    [
        ("Europe/Berlin", "2027-03-27T18:00"),
        ("Europe/Berlin", "2027-10-30T18:00"),
        ("America/New_York", "2027-11-06T18:00"),
        ("Australia/Lord_Howe", "2027-04-03T18:00"),
    ],
)
async def test_a_night_on_which_the_clock_changes(night, zone, start):
    """Through the short and the long night nothing arrives inside the window, nothing is lost and nothing doubled."""
    quiet = parse_quiet("22:00-07:30")
    await night.set_to(start, zone)
    made = await night.subscribe()
    await decide(night, made, zone=zone, quiet="22:00-07:30")
    for number in range(16):
        before = len(night.messenger.messages)
        await night.publish(f"Job {number:02}")
        await night.deliver()
        now = await night.database.now()
        if len(night.messenger.messages) > before:
            assert opens(quiet, now, ZoneInfo(zone)) == now
    night.later(DAY - 16 * HOUR)
    await night.deliver()
    assert sum(getattr(message, "total", 1) for message in night.messenger.messages) == 16
    assert all(row.place for row in await night.rows(alerts))
    assert {row.status for row in await night.rows(deliveries)} == {"sent"}
