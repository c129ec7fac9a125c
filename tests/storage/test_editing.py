"""What was sent stays true: edits on real databases, after all that is new, and never at the chat's cost."""

import pytest
from builders import owe_one_by_one, poll, read, spec
from sqlalchemy import select, update
from world import MINUTE, RATES, posting

from alerts.compose import News
from alerts.delivering import LEASE, SEND_TIMEOUT, Editor
from alerts.errors import SendError, SendFate, SendScope
from storage.chat_settings import Settings
from storage.closing import outdate
from storage.deliveries.editing import Edits
from storage.tables import chats, deliveries, postings


class Editing:
    """Takes edits on the messenger's behalf, or raises what it was told to."""

    def __init__(self, messenger):
        self.edits = []
        self.errors = []
        self._messenger = messenger

    async def edit(self, address, message_id, message):
        if self.errors and (error := self.errors.pop(0)):
            raise error
        self.edits.append((address.external_id, message_id, message))

    def gap(self, address):
        return self._messenger.gap(address)


@pytest.fixture
def kept(world):
    """A world whose messages are kept true."""
    world.editing = Editing(world.messenger)
    world.editor = Editor(
        Edits(world.database),
        world.editing,
        RATES,
        owner="me",
        platforms=["console"],
        lease=LEASE,
        timeout=SEND_TIMEOUT,
    )
    world.deliverer = world.another_deliverer(world.database, editor=world.editor)
    return world


async def work(world):
    while await world.deliverer.work() is True:
        pass


async def close(world, *titles):
    """Close postings as polling does, and have what was sent about them brought up to date."""
    async with world.database.write() as connection:
        closed = select(postings.c.id).where(postings.c.title.in_(titles))
        ids = (await connection.execute(closed)).scalars().all()
        await connection.execute(update(postings).where(postings.c.id.in_(ids)).values(closed_ms=1))
        await outdate(connection, ids)


async def is_up_to_date(world):
    return all(row.wanted_rev == row.shown_rev for row in await world.rows(deliveries))


async def test_a_closed_posting_is_shown_so_in_its_message(kept):
    """The message that told of it says so, without a new one; nothing more is done after that."""
    await kept.subscribe()
    await kept.publish("One")
    await work(kept)
    await close(kept, "One")
    await work(kept)
    ((chat, message_id, alert),) = kept.editing.edits
    assert (chat, message_id, alert.title, alert.news) == ("here", "m1", "One", News.CLOSED)
    assert kept.titles() == ["One"]


async def test_a_changed_posting_is_shown_as_it_is(kept):
    """What a posting says by now stands in the message that told of it."""
    await kept.subscribe()
    await kept.publish("One")
    await work(kept)
    changed = read("One", title="One more", body="We run Python.", stack=posting("One").facts.stack)
    await poll(kept.feeds, changed)
    await kept.match()
    await work(kept)
    ((_, _, alert),) = kept.editing.edits
    assert (alert.title, alert.news) == ("One more", News.CHANGED)


async def test_another_board_is_added_and_nothing_is_said_to_have_changed(kept):
    """A copy found elsewhere is one more link; the posting states what it stated."""
    await kept.subscribe()
    await kept.publish("One")
    await work(kept)
    await kept.feeds.reconcile_feeds([spec("board"), spec("other")])
    await poll(kept.feeds, posting("One"))
    await poll(kept.feeds, posting("One"))
    await work(kept)
    ((_, _, alert),) = kept.editing.edits
    assert (len(alert.found_on), alert.news) == (2, None)


async def test_a_text_that_states_the_same_edits_nothing(kept):
    """The message shows what a posting states, not how."""
    await kept.subscribe()
    await kept.publish("One")
    await work(kept)
    same = posting("One").facts
    body = "We run Python, and more of it."
    await poll(kept.feeds, read("One", title="One", body=body, stack=same.stack, workplace=same.workplace))
    await kept.match()
    await work(kept)
    assert kept.editing.edits == []
    assert await is_up_to_date(kept)


async def test_a_digest_shows_what_closed(kept):
    """In a message of several postings the one that closed is marked, and all keep their places."""
    await kept.subscribe()
    await kept.publish("One", "Two", "Three")
    await work(kept)
    await close(kept, "Two")
    await work(kept)
    ((_, _, digest),) = kept.editing.edits
    assert [(item.title, item.news) for item in digest.items] == [
        (item.title, News.CLOSED if item.title == "Two" else None)
        for item in kept.messenger.messages[0].items
    ]


async def test_a_digest_shows_what_changed(kept):
    """In a message of several postings the one that changed is marked, and no other."""
    await kept.subscribe()
    await kept.publish("One", "Two")
    await work(kept)
    more = {"stack": posting("Two").facts.stack}
    await poll(kept.feeds, posting("One"), read("Two", title="Two more", body="We run Python.", **more))
    await kept.match()
    await work(kept)
    ((_, _, digest),) = kept.editing.edits
    told = {item.title: item.news for item in digest.items}
    assert told == {"One": None, "Two more": News.CHANGED}


async def test_a_change_while_the_send_is_in_flight_ends_shown(kept):
    """What changes between the look and the platform's answer is edited in afterwards."""
    await kept.subscribe()
    await kept.publish("One")

    async def meanwhile():
        kept.messenger.before = None
        await close(kept, "One")

    kept.messenger.before = meanwhile
    await work(kept)
    assert [alert.news for _, _, alert in kept.editing.edits] == [News.CLOSED]
    assert await is_up_to_date(kept)


async def test_a_change_before_the_send_needs_no_edit(kept):
    """What changes before the message is composed is in it from the start."""
    await kept.subscribe()
    await kept.publish("One")
    await close(kept, "One")
    await work(kept)
    assert kept.editing.edits == []
    assert kept.messenger.messages[0].news is News.CLOSED


@pytest.mark.parametrize("many", [30, pytest.param(500, marks=pytest.mark.soak)])
async def test_edits_come_after_everything_new(kept, many):
    """However many messages are out of date, what is new goes first, and after at most one edit."""
    await kept.subscribe(chat="busy")
    await kept.subscribe(chat="other")
    titles = [f"Job {number:03}" for number in range(many)]
    await kept.publish(*titles)
    await owe_one_by_one(kept.database)
    await work(kept)
    await close(kept, *titles)
    await kept.publish("New")
    before = len(kept.messenger.messages)
    await kept.deliverer.work()
    await kept.deliverer.work()
    assert (len(kept.messenger.messages) - before, kept.editing.edits) == (2, [])
    await kept.deliverer.work()
    assert len(kept.editing.edits) == 1
    await kept.publish("Newer")
    await kept.deliverer.work()
    assert len(kept.messenger.messages) - before == 3
    await work(kept)
    assert len(kept.editing.edits) == 2 * many


async def test_quiet_hours_let_edits_pass(kept):
    """An edit makes no ping, so it need not wait for the morning."""
    made = await kept.subscribe()
    await kept.publish("One")
    await work(kept)
    until = await kept.database.now() + 60 * MINUTE
    await Settings(kept.database).change_settings(made.chat_id, snoozed_until=until)
    await close(kept, "One")
    await work(kept)
    assert len(kept.editing.edits) == 1


@pytest.mark.parametrize("scope", [SendScope.MESSAGE, SendScope.CHAT, SendScope.THREAD])
async def test_a_message_that_is_gone_settles_its_edit(kept, scope):
    """What cannot be edited any more is left alone, and the chat goes on as if nothing had been."""
    await kept.subscribe()
    await kept.publish("One")
    await work(kept)
    await close(kept, "One")
    kept.editing.errors = [SendError("message to edit not found", scope=scope, permanent=True)]
    await work(kept)
    assert await is_up_to_date(kept)
    await kept.publish("Two")
    await work(kept)
    assert kept.titles() == ["One", "Two"]
    assert [row.state for row in await kept.rows(chats)] == ["active"]


@pytest.mark.parametrize("fate", SendFate)
async def test_a_transient_failure_of_an_edit_delays_nothing_new(kept, fate):
    """An edit that fails is tried again later, and the chat is not held back meanwhile."""
    await kept.subscribe()
    await kept.publish("One")
    await work(kept)
    await close(kept, "One")
    kept.editing.errors = [SendError("502", scope=SendScope.PLATFORM, fate=fate)]
    await work(kept)
    assert kept.editing.edits == []
    await poll(kept.feeds, posting("Two"))
    await kept.match()
    await work(kept)
    assert kept.titles() == ["One", "Two"]
    kept.later(MINUTE)
    await work(kept)
    assert len(kept.editing.edits) == 1


async def test_a_wait_that_is_asked_for_is_kept(kept):
    """Where the platform is too busy for an edit, the chat is left alone for as long as it said."""
    await kept.subscribe()
    await kept.publish("One")
    await work(kept)
    await close(kept, "One")
    kept.editing.errors = [SendError("429", scope=SendScope.CHAT, retry_after=90)]
    await work(kept)
    kept.later(MINUTE)
    await work(kept)
    assert kept.editing.edits == []
    kept.later(MINUTE)
    await work(kept)
    assert len(kept.editing.edits) == 1


async def test_a_message_that_cannot_be_read_stops_no_other_edit(kept):
    """One of a newer program waits for it; those after it are edited, and new alerts go out."""
    await kept.subscribe()
    for title in ("Odd", "One"):
        await kept.publish(title)
        await work(kept)
    await kept.break_posting("Odd")
    await close(kept, "Odd", "One")
    await work(kept)
    await kept.publish("Two")
    await work(kept)
    assert [message_id for _, message_id, _ in kept.editing.edits] == ["m2"]
    assert kept.titles() == ["Odd", "One", "Two"]


async def test_an_edit_that_fails_unforeseen_lets_the_others_go_on(kept):
    """What nobody thought of befalls one sender, once, and the message is edited later."""
    await kept.subscribe()
    for title in ("Odd", "One"):
        await kept.publish(title)
        await work(kept)
    await close(kept, "Odd", "One")
    kept.editing.errors = [RuntimeError("a defect")]
    with pytest.raises(RuntimeError):
        await work(kept)
    await work(kept)
    assert [message_id for _, message_id, _ in kept.editing.edits] == ["m2"]
    kept.later(MINUTE)
    await work(kept)
    assert [message_id for _, message_id, _ in kept.editing.edits] == ["m2", "m1"]
