"""Chats that are forgotten or move into another one, while everything goes on for all others."""

import asyncio
from datetime import timedelta
from functools import partial

import pytest
from alembic import command
from builders import poll, spec, until_somebody_waits
from sqlalchemy import func, select, text, update
from world import RATES, posting

from alerts.adjusting import Adjustment, Kind, Offer
from alerts.alerting import Matched, matched_by
from alerts.errors import SendError, SendFate, SendScope
from alerts.feed_book import propose
from alerts.filters import parse_filter
from alerts.subscribing import Address, NewSubscription
from alerts.timing import parse_schedule
from storage import migrating
from storage.adjustments import KEPT, Adjustments
from storage.belongings import BelongingsOfChats
from storage.chat_settings import Settings
from storage.feed_book import Book
from storage.matches import Matches
from storage.migrating import upgrade
from storage.moving import move_chat
from storage.revisions import next_rev
from storage.subscriptions import lock_chat
from storage.tables import alerts, chats, deliveries, forgotten, matches, subscriptions


def console(chat):
    return Address(platform="console", external_id=chat)


async def forget(world, subscription, chat):
    await BelongingsOfChats(world.database).forget_chat(subscription.chat_id, console(chat), None)


async def test_a_filter_made_after_the_newest_were_forgotten_is_followed(world):
    """Revisions never go back: who has followed up to the newest one sees what comes after it was deleted."""
    await world.subscribe(chat="stays")
    newest = await world.subscribe(chat="goes")
    await world.subscribe("remote, python", chat="goes")
    await world.publish("One")
    await forget(world, newest, "goes")
    await world.subscribe(chat="comes")
    await world.publish("Two")
    await world.deliver()
    assert (world.titles("stays"), world.titles("comes")) == (["One", "Two"], ["Two"])


async def test_a_forgotten_chats_filters_match_no_more(world):
    """All others get theirs, and a chat that comes back at the same address gets nothing for what it had before."""
    await world.subscribe(chat="stays")
    gone = await world.subscribe(chat="goes")
    await world.publish("One")
    await forget(world, gone, "goes")
    back = await world.subscriptions.open_chat(console("goes"))
    await world.publish("Two")
    await world.deliver()
    assert world.titles("stays") == ["One", "Two"]
    assert [row.chat_id for row in await world.rows(alerts)] == [1, 1]
    assert back != gone.chat_id
    assert list(world.matcher._active) == [1]


async def matched(world, posting_, *found):
    """Give what a matcher has found that followed these filters before something befell them."""
    return tuple(
        Matched(subscription=one, verdicts=matched_by(one, posting_, RATES).verdicts) for one in found
    )


async def test_a_chat_forgotten_while_it_is_matched_stops_no_other(world):
    """What was found for a filter that is gone by the time it is recorded is dropped, and the rest is recorded."""
    stays, gone = await world.subscribe(chat="stays"), await world.subscribe(chat="goes")
    await poll(world.feeds, posting("One"))
    store = Matches(world.database)
    (found,) = await store.unmatched(1)
    both = await matched(world, found, gone, stays)
    await forget(world, gone, "goes")
    await world.subscriptions.open_chat(console("goes"))
    assert await store.record_matches(found, both) == 1
    assert await store.unmatched(1) == []
    assert [row.subscription_id for row in await world.rows(matches)] == [stays.id]


async def merge(world, old, into):
    """Let a chat become another one that is known, as a group does that becomes a supergroup."""
    new = await world.subscriptions.open_chat(console(into))
    async with world.database.write() as connection:
        await move_chat(connection, old.chat_id, into)
    return new


async def test_a_chat_that_moved_goes_on_getting_alerts(world):
    """A matcher that has followed the old chat's filters learns where they are."""
    old = await world.subscribe(chat="old")
    await world.subscribe("go", chat="other")
    await world.publish("One")
    await world.deliver()
    await merge(world, old, "new")
    await world.publish("Two")
    await world.deliver()
    assert (world.titles("old"), world.titles("new")) == (["One"], ["Two"])


async def test_a_chat_that_moves_while_it_is_matched_misses_nothing(world):
    """What was found for the old chat is matched again, for the new one."""
    old = await world.subscribe(chat="old")
    await poll(world.feeds, posting("One"))
    store = Matches(world.database)
    (found,) = await store.unmatched(1)
    stale = await matched(world, found, old)
    await merge(world, old, "new")
    assert await store.record_matches(found, stale) == 0
    await world.match()
    await world.deliver()
    assert world.messenger.sent == [("new", "One")]


async def test_a_chat_that_moved_keeps_its_settings(world):
    """What the new chat decided itself stays, the rest is as the old one had it, quiet hours in force included."""
    settings = Settings(world.database)
    old = await world.subscribe(chat="old")
    await settings.change_settings(old.chat_id, zone="Europe/Berlin", quiet="00:00-23:59", currency="EUR")
    new = await world.subscriptions.open_chat(console("new"))
    await settings.change_settings(new, currency="CHF")
    await merge(world, old, "new")
    kept = await settings.settings_of(new)
    assert (kept.zone, kept.quiet, kept.currency) == ("Europe/Berlin", "00:00-23:59", "CHF")
    now = await world.database.now()
    async with world.database.read() as connection:
        held = (await connection.execute(select(chats.c.held_until_ms).where(chats.c.id == new))).scalar_one()
    assert held > now.timestamp() * 1000


async def test_no_number_is_given_twice(world):
    """Chats, filters, alerts and messages that come later have higher numbers than any that were deleted."""
    gone = await world.subscribe(chat="goes")
    await world.publish("One")
    await world.deliver()
    tables = chats, subscriptions, alerts, deliveries

    async def newest():
        async with world.database.read() as connection:
            return [(await connection.execute(select(func.max(one.c.id)))).scalar_one() for one in tables]

    before = await newest()
    await forget(world, gone, "goes")
    await world.subscribe(chat="comes")
    await world.publish("Two")
    await world.deliver()
    assert all(later > earlier for earlier, later in zip(before, await newest(), strict=True))


async def test_a_button_never_does_what_was_offered_later(world):
    """The number of an offer that was forgotten is not given to a later one, or an old button would take that."""
    mine = await world.subscribe()
    store = Adjustments(world.database)
    change = Adjustment(kind=Kind.MUTE_COMPANY, what="Acme", new=("-company:acme",))
    offered = [Offer(adjustment=change, subscription_ids=(mine.id,))]
    (old,) = await store.offer(mine.chat_id, offered)
    world.later(KEPT + timedelta(days=1))
    (new,) = await store.offer(mine.chat_id, offered)
    assert new.id > old.id
    assert await store.adjust(mine.chat_id, old.id, undo=False) is None


@pytest.mark.parametrize(
    "error",
    [
        None,
        SendError("500"),
        SendError("unanswered", fate=SendFate.UNCERTAIN),
        SendError("too fast", scope=SendScope.CHAT, retry_after=9),
        SendError("kicked", scope=SendScope.CHAT, permanent=True),
        SendError("uninstalled", scope=SendScope.INSTALLATION, permanent=True),
        SendError("too odd", permanent=True),
        SendError("upgraded", scope=SendScope.CHAT, moved_to="new"),
    ],
)
async def test_a_chat_forgotten_while_it_is_sent_to_frees_its_sender(world, error):
    """However the send ends: of a chat that is gone there is nothing to settle."""
    gone = await world.subscribe(chat="goes")
    await world.publish("One")
    world.messenger.before = partial(forget, world, gone, "goes")
    world.messenger.errors = [error]
    async with asyncio.timeout(20):
        await world.deliver()
    assert (await world.rows(deliveries), await world.rows(chats)) == ([], [])


async def add(world, subscription):
    new = NewSubscription(chat_id=subscription.chat_id, owner="x", name="y", filter=parse_filter("remote"))
    await world.subscriptions.add_subscription(new)


async def schedule(world, subscription):
    await world.subscriptions.time_subscription(
        subscription.chat_id, subscription.id, schedule=parse_schedule("daily 9:00")
    )


async def forget_here(world, subscription):
    await forget(world, subscription, "here")


@pytest.mark.parametrize("does", [add, schedule, forget_here])
async def test_nobody_waits_in_a_circle(world, second, does):
    """Who holds the chat may count a revision and settle its messages: nobody has those and waits for the chat."""
    if world.database._turn is not None:
        pytest.skip("SQLite has one writer at a time")
    mine = await world.subscribe()
    await world.publish("One")
    await world.deliver()
    async with second.write() as connection:
        await lock_chat(connection, mine.chat_id)
        other = asyncio.create_task(does(world, mine))
        await until_somebody_waits(second)
        await connection.execute(update(deliveries).values(uncertain=7))
        await next_rev(connection)
    await other


# What revision 0008 holds: a chat with a filter, and of its messages one whose alert is there and one that lost its.
OLDER = """
INSERT INTO installations (id, platform, workspace, sent_ms) VALUES (1, 'console', '', 0);
INSERT INTO chats (id, installation_id, external_id, state, paced_until_ms, held_until_ms, backoff_until_ms,
    lease_until_ms, lease_token) VALUES (7, 1, 'here', 'active', 0, 0, 0, 0, 0);
INSERT INTO subscriptions (id, chat_id, thread, owner, name, spec, spec_version, schedule, state, rev, created_ms,
    silence_check_ms) VALUES (3, 7, '', '', 'x', '{}', 1, 'now', 'active', 5, 1, 0);
INSERT INTO postings (id, title, company, regions, pay, stack, benefits, levels, roles, employment, seen_ms, baseline)
    VALUES (2, 'x', 'y', '[]', '[]', '{}', '{}', '[]', '[]', '[]', 1, FALSE);
INSERT INTO deliveries (id, chat_id, key, kind, status, attempts, failures, wanted_rev, shown_rev, edit_after_ms,
    edit_failures, uncertain)
    VALUES (4, 7, 'alert:9', 'alert', 'sent', 1, 0, 0, 0, 0, 0, 0),
        (5, 7, 'alert:8', 'alert', 'sent', 1, 0, 0, 0, 0, 0, 0),
        (6, 7, 'p', 'notice', 'sent', 1, 0, 0, 0, 0, 0, 0);
INSERT INTO alerts (id, chat_id, posting_id, due_ms, delivery_id) VALUES (9, 7, 2, 1, 4)
"""


def test_an_older_database_is_brought_along(bare_url):
    """Rows keep their numbers and what refers to them, and messages of which nothing is left go."""
    with migrating._connected(bare_url) as connection:
        migrating._run(connection, lambda config: command.upgrade(config, "0008"))
        for statement in OLDER.split(";"):
            connection.execute(text(statement))
    upgrade(bare_url)
    with migrating._connected(bare_url) as connection:
        assert connection.execute(select(subscriptions.c.chat_id, subscriptions.c.rev)).all() == [(7, 5)]
        assert connection.execute(select(deliveries.c.id, deliveries.c.key)).all() == [
            (4, "alert:9"),
            (6, "p"),
        ]
        assert connection.execute(select(alerts.c.id, alerts.c.delivery_id)).all() == [(9, 4)]
        assert connection.execute(select(forgotten)).all() == []


async def test_what_a_forgotten_chat_proposed_is_polled_for_whoever_else_hears_of_it(world):
    """A feed that waits for the operator and that no chat hears of any more is asked no more."""
    book = Book(world.database)
    gone, stays = await world.subscribe(chat="goes"), await world.subscribe(chat="stays")
    for name, chats_of in (("alone", [gone]), ("both", [gone, stays]), ("approved", [gone])):
        for one in chats_of:
            state = await propose(book, spec(name), one.chat_id)
    await book.approve_feed(state.id)
    await forget(world, gone, "goes")
    polled = [one.name for one in await book.all_feeds() if one.off is None]
    assert polled == ["approved", "board", "both"]
