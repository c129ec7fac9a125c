"""Values that no program of ours would store: they stop nobody."""

import pytest
from builders import poll
from sqlalchemy import insert, update
from world import posting

from alerts.errors import StorageError
from alerts.silence import AFTER
from storage.chat_settings import Settings
from storage.matches import Matches
from storage.silence import Silences
from storage.tables import chats, deliveries, postings, subscriptions

END_OF_TIME = 253_402_300_799_000 + 14 * 3_600_000


async def spoil(world, table, chat_id, **values):
    mine = (table.c.id if table is chats else table.c.chat_id) == chat_id
    async with world.database.write() as connection:
        await connection.execute(update(table).where(mine).values(**values))


@pytest.mark.parametrize(
    "odd",
    [
        {"created_ms": END_OF_TIME},
        {"created_ms": -END_OF_TIME},
        {"snoozed_until_ms": END_OF_TIME},
        {"snoozed_until_ms": END_OF_TIME - 14 * 3_600_000, "schedule": "weekly sun 23:59"},
        {"snoozed_until_ms": -END_OF_TIME, "schedule": "daily 09:00"},
        {"schedule": "at times"},
    ],
)
async def test_an_odd_filter_stops_no_other(world, odd):
    """All others are matched and sent to, and the filter's own chat can list and time it."""
    mine = await world.subscribe(chat="odd")
    await world.subscribe(chat="here")
    await spoil(world, subscriptions, mine.chat_id, **odd)
    await world.publish("One")
    await world.deliver()
    assert world.titles("here") == ["One"]
    (listed,) = await world.subscriptions.subscriptions_of(mine.chat_id)
    assert await world.subscriptions.time_subscription(
        mine.chat_id, listed.id, snoozed_until=await world.database.now()
    )


@pytest.mark.parametrize("until", ["2026-12-01T00:00:00", "9999-12-31T23:59:59Z", 7, None])
async def test_odd_settings_hold_nobody_back(world, until):
    """A decision that cannot be read counts as none, and the chat's others hold."""
    mine = await world.subscribe(chat="odd")
    await world.subscribe(chat="here")
    await spoil(world, chats, mine.chat_id, settings={"currency": "EUR", "snoozed_until": until})
    await world.publish("One")
    await world.deliver()
    assert (world.titles("odd"), world.titles("here")) == (["One"], ["One"])
    assert (await Settings(world.database).settings_of(mine.chat_id)).currency == "EUR"


async def test_a_silent_filter_of_a_newer_program_keeps_no_other_from_being_explained(world):
    """It is passed over, and looked at again when its time comes."""
    odd = await world.subscribe(chat="odd")
    mine = await world.subscribe(chat="here")
    await spoil(world, subscriptions, odd.chat_id, spec={"version": 99, "criteria": []})
    world.later(AFTER)
    silences = Silences(world.database)
    found, _ = await silences.quiet_some()
    assert [one.subscription.id for one in found] == [mine.id]
    await silences.let_be(mine.chat_id, mine.id)
    assert await silences.quiet_some() == ([], False)


async def test_a_posting_of_a_newer_program_is_passed_over(world):
    """A workplace that this program does not know is left for one that does, and stops no other posting."""
    await world.subscribe()
    await poll(world.feeds, posting("Odd"), posting("One"))
    async with world.database.write() as connection:
        await connection.execute(update(postings).where(postings.c.title == "Odd").values(workplace="orbit"))
    await world.match()
    await world.deliver()
    assert world.titles() == ["One"]


async def test_a_notice_of_a_newer_program_stops_no_message(world):
    """What cannot be read is let go, and what is owed after it goes out."""
    mine = await world.subscribe()
    odd = {"told": "an eclipse", "feed": "board", "reason": "", "thread": ""}
    async with world.database.write() as connection:
        owed = {"chat_id": mine.chat_id, "key": "odd", "kind": "notice", "notice": odd}
        await connection.execute(insert(deliveries).values(owed))
    await world.publish("One")
    await world.deliver()
    assert world.titles() == ["One"]


async def test_a_posting_that_cannot_be_recorded_holds_up_no_other(world, monkeypatch):
    """The others are matched in the same pass, and it is once it can be."""
    await world.subscribe()
    await poll(world.feeds, posting("Odd"), posting("One"))
    record, odd = Matches.record_matches, ["Odd"]

    async def fails(self, found, matched):
        if found.subject.title in odd:
            raise StorageError("of this one alone")
        return await record(self, found, matched)

    monkeypatch.setattr(Matches, "record_matches", fails)
    assert await world.matcher.match_some() == 1
    await world.deliver()
    assert world.titles() == ["One"]
    with pytest.raises(StorageError):
        await world.matcher.match_some()
    odd.clear()
    await world.match()
    await world.deliver()
    assert world.titles() == ["One", "Odd"]
