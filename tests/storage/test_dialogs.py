"""Dialogs as the database keeps them: one a seat, moved on once, by an update that counts once."""

import asyncio
from datetime import timedelta

import pytest

from alerts.dialogs import Seat, State
from alerts.errors import AlreadyDoneError
from alerts.filters import parse_filter
from alerts.subscribing import Address, NewSubscription, SubscriptionState, Update
from storage.dialogs import EXPIRY, Dialogs
from storage.subscriptions import Subscriptions

GROUP = Address(platform="telegram", external_id="-100")
ANN, BOB = Seat(address=GROUP, person="1"), Seat(address=GROUP, person="2")
FIRST, SECOND = (State(kind="new", step=name, draft={"stack": name}) for name in ("stack", "pay"))


def update(number):
    return Update(platform="telegram", workspace="", id=str(number))


@pytest.fixture
def dialogs(database):
    return Dialogs(database)


async def test_a_dialog_is_found_by_another_process(dialogs, second):
    """A dialog is where it was left, whichever process asks."""
    begun = await dialogs.begin_dialog(ANN, FIRST, None)
    assert await Dialogs(second).dialog_of(ANN) == begun
    moved = await Dialogs(second).advance_dialog(ANN, begun.rev, SECOND, None)
    assert (await dialogs.dialog_of(ANN)) == moved
    assert moved.state == SECOND


async def test_two_people_of_a_group_do_not_meet(dialogs):
    """Each person, and each topic of a chat, has a dialog of its own."""
    topic = Seat(address=Address(platform="telegram", external_id="-100", thread="7"), person="1")
    for seat in (ANN, BOB, topic):
        await dialogs.begin_dialog(seat, FIRST, None)
    await dialogs.end_dialog(ANN, None, None)
    assert await dialogs.dialog_of(ANN) is None
    assert await dialogs.dialog_of(BOB) is not None
    assert await dialogs.dialog_of(topic) is not None


async def test_of_two_answers_one_counts(dialogs, second):
    """Two answers to one step, in two processes at once: exactly one moves the dialog."""
    begun = await dialogs.begin_dialog(ANN, FIRST, None)
    stores = (dialogs, Dialogs(second))
    moved = await asyncio.gather(
        *(one.advance_dialog(ANN, begun.rev, SECOND, update(n)) for n, one in enumerate(stores))
    )
    assert sum(one is not None for one in moved) == 1


async def test_revisions_are_never_used_again(dialogs):
    """A button of an ended dialog fits no step of a later one."""
    first = await dialogs.begin_dialog(ANN, FIRST, None)
    again = await dialogs.begin_dialog(ANN, FIRST, None)
    assert again.rev > first.rev
    assert await dialogs.advance_dialog(ANN, first.rev, SECOND, None) is None
    assert not await dialogs.end_dialog(ANN, first.rev, None)
    assert await dialogs.dialog_of(ANN) == again


async def test_an_update_counts_once(dialogs, second):
    """An update that is told again is refused and changes nothing."""
    begun = await dialogs.begin_dialog(ANN, FIRST, update(1))
    moved = await dialogs.advance_dialog(ANN, begun.rev, SECOND, update(2))
    for repeated in (
        dialogs.begin_dialog(ANN, FIRST, update(1)),
        Dialogs(second).advance_dialog(ANN, moved.rev, FIRST, update(2)),
        dialogs.end_dialog(ANN, None, update(2)),
    ):
        with pytest.raises(AlreadyDoneError):
            await repeated
    assert await dialogs.dialog_of(ANN) == moved


async def test_a_filter_is_saved_with_the_end_of_its_dialog(database, dialogs):
    """Saving ends the dialog in the same commit: pressed twice, or told twice, it saves one filter."""
    subscriptions = Subscriptions(database)
    chat = await subscriptions.open_chat(GROUP)
    new = NewSubscription(chat_id=chat, owner="1", name="go", filter=parse_filter("go"))
    begun = await dialogs.begin_dialog(ANN, FIRST, None)
    assert (await dialogs.subscribe_and_end(ANN, begun.rev, new, update(1))).name == "go"
    assert await dialogs.subscribe_and_end(ANN, begun.rev, new, update(2)) is None
    with pytest.raises(AlreadyDoneError):
        await dialogs.subscribe_and_end(ANN, begun.rev, new, update(1))
    assert len(await subscriptions.subscriptions_of(chat)) == 1


async def test_a_command_told_twice_acts_once(database):
    """Numbers in /filters move when one is deleted: a repeated update must not delete the next one."""
    subscriptions = Subscriptions(database)
    chat = await subscriptions.open_chat(GROUP)
    new = NewSubscription(chat_id=chat, owner="1", name="go", filter=parse_filter("go"))
    made = [await subscriptions.add_subscription(new, update(number)) for number in (1, 2)]
    with pytest.raises(AlreadyDoneError):
        await subscriptions.add_subscription(new, update(2))
    deleted = {"state": SubscriptionState.DELETED, "update": update(3)}
    await subscriptions.change_subscription(chat, made[0].id, **deleted)
    with pytest.raises(AlreadyDoneError):
        await subscriptions.change_subscription(chat, made[1].id, **deleted)
    assert [one.id for one in await subscriptions.subscriptions_of(chat)] == [made[1].id]


async def test_a_dialog_expires(database, dialogs):
    """A dialog that was left for a day is over."""
    await dialogs.begin_dialog(ANN, FIRST, None)
    database.clock.offset = EXPIRY - timedelta(minutes=1)
    assert await dialogs.dialog_of(ANN) is not None
    database.clock.offset = EXPIRY + timedelta(minutes=1)
    assert await dialogs.dialog_of(ANN) is None
