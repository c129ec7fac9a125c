"""Chats and their subscriptions."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import update

from alerts.errors import StorageError
from alerts.filters import parse_filter
from alerts.subscribing import Address, NewSubscription, SubscriptionState
from storage.matches import Matches
from storage.subscriptions import Subscriptions
from storage.tables import chats, subscriptions

HERE = Address(platform="console", external_id="here")


@pytest.fixture
def store(database):
    return Subscriptions(database)


async def make(store, line="remote python", address=HERE, name="backend"):
    chat = await store.open_chat(address)
    return await store.add_subscription(
        NewSubscription(chat_id=chat, owner="ann", name=name, filter=parse_filter(line))
    )


async def test_a_chat_is_opened_once(store):
    """Opening a chat again gives the same chat."""
    assert await store.open_chat(HERE) == await store.open_chat(HERE)


@pytest.mark.parametrize("change", [{"external_id": "there"}, {"workspace": "T1"}, {"platform": "slack"}])
async def test_chats_are_told_apart(store, change):
    """Another id, workspace or platform is another chat."""
    assert await store.open_chat(HERE) != await store.open_chat(replace(HERE, **change))


async def test_two_openings_at_once_make_one_chat(store):
    """Two first messages at the same moment open one chat."""
    opened = await asyncio.gather(*(store.open_chat(HERE) for _ in range(5)))
    assert len(set(opened)) == 1


async def test_a_gone_chat_comes_back(database, store):
    """A message from a chat that was gone revives it."""
    chat = await store.open_chat(HERE)
    async with database.write() as connection:
        await connection.execute(update(chats).values(state="gone", gone_ms=1))
    assert await store.open_chat(HERE) == chat
    async with database.read() as connection:
        row = (await connection.execute(chats.select())).one()
    assert (row.state, row.gone_ms) == ("active", None)


async def test_a_subscription_comes_back_as_it_was_saved(store):
    """What is listed equals what was answered when it was saved."""
    made = await make(
        store, 'remote, senior, python, go|rust, pay>=150k USD, in:US, -php, title:"platform engineer"'
    )
    assert await store.subscriptions_of(made.chat_id) == [made]


async def test_a_deleted_subscription_is_not_listed(store):
    """A deleted subscription is gone for its chat and cannot be changed again."""
    made = await make(store)
    await store.change_subscription(made.chat_id, made.id, state=SubscriptionState.DELETED)
    assert await store.subscriptions_of(made.chat_id) == []
    assert await store.change_subscription(made.chat_id, made.id, state=SubscriptionState.ACTIVE) is None


async def test_a_chat_changes_only_its_own(store):
    """A forged id changes nothing of another chat."""
    made = await make(store)
    other = await store.open_chat(replace(HERE, external_id="there"))
    assert await store.change_subscription(other, made.id, state=SubscriptionState.DELETED) is None
    assert await store.subscriptions_of(made.chat_id) == [made]


async def test_a_change_changes_what_is_given(store):
    """A new filter keeps name and state; the revision grows."""
    made = await make(store)
    changed = await store.change_subscription(made.chat_id, made.id, changed_filter=parse_filter("go"))
    assert changed == replace(made, filter=parse_filter("go"), rev=made.rev + 1)


async def test_every_change_is_followed(database, store):
    """From a horizon on, every later change is given, in order, deletions included."""
    matches = Matches(database)
    first = await make(store)
    horizon = (await matches.subscriptions_since(0)).horizon
    second = await make(store, "go", name="second")
    await store.change_subscription(first.chat_id, first.id, state=SubscriptionState.DELETED)
    changed = (await matches.subscriptions_since(horizon + 1)).changed
    assert [(one.id, one.state) for one in changed] == [(second.id, "active"), (first.id, "deleted")]


async def test_changes_at_once_get_revisions_of_their_own(store):
    """Revisions never repeat, so that none can be skipped by who follows them."""
    await store.open_chat(HERE)
    made = await asyncio.gather(*(make(store, name=f"n{number}") for number in range(6)))
    assert len({one.rev for one in made}) == 6


async def test_a_filter_of_a_newer_program_is_refused(database, store):
    """A worker that does not know a stored filter's version stops instead of guessing."""
    made = await make(store)
    async with database.write() as connection:
        await connection.execute(update(subscriptions).values(spec={"version": 99, "criteria": []}))
    with pytest.raises(StorageError, match="another version"):
        await store.subscriptions_of(made.chat_id)
