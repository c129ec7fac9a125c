"""From matched postings to settled sends: the use cases on real databases, with a messenger that does as it is told."""

import asyncio
from datetime import timedelta

import pytest
from builders import HOUR, owe_one_by_one, poll, read
from sqlalchemy import update
from world import LIMITS, posting

from alerts.delivering import LEASE, Outcome, Settlement, Unsure
from alerts.digest import PAGE_SIZE
from alerts.errors import SendError, SendFate, SendScope, StorageError
from alerts.filters import parse_filter
from alerts.posting import Evidence, Part, Strength, Technology
from alerts.subscribing import Address, NewSubscription, SubscriptionState
from storage.clock import now_ms
from storage.deliveries import Deliveries
from storage.deliveries.dead import DeadLetters
from storage.deliveries.expiring import KEPT, Expiring
from storage.matches import Matches
from storage.moving import move_chat
from storage.tables import alerts, chats, deliveries, installations, listings, matches, postings

MINUTE = timedelta(minutes=1)


async def test_a_match_is_delivered_once(world):
    """A posting that fits is sent once, however often the loops come round."""
    await world.subscribe()
    await world.publish("One")
    await world.deliver()
    await world.match()
    await world.deliver()
    assert world.titles() == ["One"]


async def test_order_is_kept_within_a_chat(world):
    """A chat gets its alerts in the order in which they were committed, over several turns and a failure."""
    await world.subscribe()
    world.messenger.errors = [None, SendError("500")]
    for number in range(5):
        await world.publish(f"Job {number:02}")
        await world.deliver()
    assert world.titles() == [f"Job {number:02}" for number in range(5)]


async def test_what_is_due_at_one_turn_is_one_message(world):
    """A burst becomes one message, best first, in which every posting has its place."""
    await world.subscribe("python?")
    await poll(world.feeds, read("none", title="None stated"), *(posting(f"Job {n:02}") for n in range(30)))
    await world.match()
    await world.deliver()
    (digest,) = world.messenger.messages
    assert (len(digest.items), digest.total, digest.pages) == (PAGE_SIZE, 31, 4)
    told = sorted(await world.rows(alerts), key=lambda row: row.place)
    assert [row.place for row in told] == list(range(1, 32))
    worst = next(row for row in await world.rows(postings) if row.title == "None stated")
    assert told[-1].posting_id == worst.id
    assert [item.posting_id for item in digest.items] == [row.posting_id for row in told[:PAGE_SIZE]]


async def test_a_flood_is_several_messages(world, monkeypatch):
    """Of more than one message may hold the rest comes in the next one, nothing twice."""
    monkeypatch.setattr("storage.deliveries.gathering.MOST_IN_DIGEST", 4)
    await world.subscribe()
    await poll(world.feeds, *(posting(f"Job {n:02}") for n in range(10)))
    await world.match()
    await world.deliver()
    assert [len(message.items) for message in world.messenger.messages] == [4, 4, 2]
    assert sorted(world.titles()) == [f"Job {n:02}" for n in range(10)]


async def test_a_message_stays_in_its_thread(world):
    """What belongs in two threads of a chat is two messages."""
    for thread, line in (("7", "python"), ("8", "rust")):
        await world.subscribe(line, thread=thread)
    rust = Technology("rust", Strength.REQUIRED, (Evidence(Part.BODY, 7, 11, "Rust"),))
    rusty = [read(f"r{n}", title=f"Rust {n}", body="We run Rust.", stack=(rust,)) for n in range(2)]
    await poll(world.feeds, posting("One"), rusty[0], posting("Two"), rusty[1])
    await world.match()
    await world.deliver()
    assert world.messenger.threads == ["7", "8"]
    assert world.titles() == ["One", "Two", "Rust 0", "Rust 1"]


async def test_two_filters_of_a_chat_make_one_alert(world):
    """A posting that fits two filters of a chat comes once and names both."""
    await world.subscribe("python")
    await world.subscribe("remote")
    await world.publish("One")
    await world.deliver()
    assert world.titles() == ["One"]
    (alert,) = await world.rows(alerts)
    assert len(alert.verdicts) == 2


async def test_each_chat_gets_its_own(world):
    """Chats are matched and sent to by themselves."""
    await world.subscribe("python", chat="a")
    await world.subscribe("rust", chat="b")
    await world.publish("One")
    await world.deliver()
    assert (world.titles("a"), world.titles("b")) == (["One"], [])


async def test_a_baseline_is_silent(world):
    """Postings of a baseline are never sent."""
    await world.subscribe()
    await world.publish("Old", baseline=True)
    await world.deliver()
    assert world.titles() == []


async def test_a_changed_posting_comes_no_second_time(world):
    """A posting whose content changed is matched again and does not alert a chat twice."""
    await world.subscribe()
    await world.publish("One")
    await world.deliver()
    changed = posting("One")
    await poll(world.feeds, read("One", title="One", body="We run Python and Go.", stack=changed.facts.stack))
    await world.match()
    await world.deliver()
    assert world.titles() == ["One"]


async def test_a_filter_saved_before_the_posting_is_never_missed(world):
    """A matcher that already runs follows a filter saved since, before it matches the next posting."""
    await world.publish("Before")
    await world.subscribe()
    await world.publish("After")
    await world.deliver()
    assert world.titles() == ["After"]


@pytest.mark.parametrize("state", [SubscriptionState.PAUSED, SubscriptionState.DELETED])
async def test_what_was_paused_or_deleted_meanwhile_is_not_sent(world, state):
    """An alert whose only filter was paused or deleted since is dropped, and the next one goes on."""
    made = await world.subscribe()
    await world.publish("One")
    await world.subscriptions.change_subscription(made.chat_id, made.id, state=state)
    await world.deliver()
    assert world.titles() == []
    assert [row.status for row in await world.rows(deliveries)] == ["expired"]


async def test_what_a_changed_filter_refuses_is_not_sent(world):
    """An alert whose filter was changed since, so that it no longer fits, is dropped."""
    made = await world.subscribe("python")
    await world.publish("One")
    await world.subscriptions.change_subscription(
        made.chat_id, made.id, changed_filter=parse_filter("onsite")
    )
    await world.deliver()
    assert world.titles() == []
    assert [row.status for row in await world.rows(deliveries)] == ["expired"]


async def test_a_posting_that_cannot_be_read_stops_no_other(world):
    """One broken posting is passed over by the matcher and stays to be matched by a program that can read it."""
    await world.subscribe()
    await poll(world.feeds, posting("Broken"), posting("Good"))
    broken = listings.c.native_key == "Broken"
    async with world.database.write() as connection:
        await connection.execute(update(listings).where(broken).values(facts={"pay": "none of ours"}))
    await world.match()
    await world.deliver()
    assert world.titles() == ["Good"]
    assert [row.title for row in await world.rows(postings) if row.matched_ms is None] == ["Broken"]


async def test_a_delivery_that_cannot_be_read_goes_dead(world):
    """A posting that breaks after it was matched does not block its chat."""
    await world.subscribe()
    await world.publish("Broken")
    await world.break_posting("Broken")
    await world.deliver()
    await world.publish("Good")
    await world.deliver()
    assert world.titles() == ["Good"]
    assert sorted(row.status for row in await world.rows(deliveries)) == ["dead", "sent"]


async def test_a_posting_that_cannot_be_read_leaves_its_message(world):
    """Of several postings those that can be read are told."""
    await world.subscribe()
    await world.publish("One", "Broken", "Two", "Three")
    await world.break_posting("Broken")
    await world.deliver()
    assert sorted(world.titles()) == ["One", "Three", "Two"]
    assert len(world.messenger.messages) == 1


async def test_a_send_that_hangs_is_ended_and_uncertain(world, monkeypatch):
    """A send without an answer is given up within the lease, and may have arrived."""
    monkeypatch.setattr("alerts.delivering.engine.SEND_TIMEOUT", timedelta(seconds=0.05))
    await world.subscribe()
    await world.publish("One")
    world.messenger.before = asyncio.Event().wait
    await world.deliver()
    (delivery,) = await world.rows(deliveries)
    assert (delivery.status, delivery.uncertain, delivery.last_error) == (
        "pending",
        True,
        "no answer in time",
    )


async def test_a_settle_outlives_a_database_that_is_away(world, monkeypatch):
    """A message that is out is settled once the database is back, and not sent again."""
    monkeypatch.setattr("alerts.delivering.engine.SETTLE_WAITS", (0,))
    await world.subscribe()
    await world.publish("One")
    settle, away = Deliveries.settle, [StorageError("away")] * 9

    async def late(*arguments):
        if away:
            raise away.pop()
        await settle(*arguments)

    monkeypatch.setattr(Deliveries, "settle", late)
    await world.deliver()
    assert world.titles() == ["One"]
    assert [row.status for row in await world.rows(deliveries)] == ["sent"]


@pytest.mark.parametrize(("each", "alone"), [(1, True), (2, False)])
async def test_a_single_message_is_known_to_be_alone(world, each, alone):
    """What the chat is owed first comes with whether it is all."""
    await world.subscribe()
    await world.publish(*(f"Job {number}" for number in range(each)))
    await owe_one_by_one(world.database)
    store = Deliveries(world.database)
    owed = await store.next_owed(await store.claim_chat(LIMITS, "me", LEASE))
    assert owed.alone is alone


@pytest.mark.parametrize("each", [1, 2])
async def test_a_turn_leaves_no_lease(world, second, each):
    """After a turn, whatever it ended with, another worker can serve the chat at once."""
    await world.subscribe()
    await world.publish(*(f"Job {number}" for number in range(each)))
    await owe_one_by_one(world.database)
    await world.deliverer.take_turn()
    await world.publish("Later")
    second.clock.offset = world.database.clock.offset
    assert await world.another_deliverer(second).take_turn()
    assert world.titles()[-1] == "Later"


async def test_what_comes_while_the_last_one_is_sent_is_not_lost(world):
    """A message that was alone when it was looked up ends the turn; what came meanwhile has the next."""
    await world.subscribe()
    await world.publish("One")
    await owe_one_by_one(world.database)

    async def publish_more():
        world.messenger.before = None
        await world.publish("Two")

    world.messenger.before = publish_more
    await world.deliver()
    assert world.titles() == ["One", "Two"]


async def test_a_worker_that_lost_its_lease_does_not_send(world, second):
    """Between the look and the send the lease is checked once more."""
    await world.subscribe()
    await world.publish("One")
    store = Deliveries(world.database)
    turn = await store.claim_chat(LIMITS, "me", LEASE)
    owed = await store.next_owed(turn)
    second.clock.offset = world.database.clock.offset + 2 * LEASE
    assert await Deliveries(second).claim_chat(LIMITS, "other", LEASE) is not None
    assert not await store.begin_attempt(turn, owed.delivery_id, [], LEASE)


async def test_a_settled_delivery_stays_as_it_is(world):
    """A late failure of another worker does not undo what was sent."""
    await world.subscribe()
    await world.publish("One")
    store = Deliveries(world.database)
    turn = await store.claim_chat(LIMITS, "me", LEASE)
    owed = await store.next_owed(turn)
    await store.settle(turn, owed.delivery_id, Settlement(outcome=Outcome.SENT, message_id="m1"))
    await store.settle(turn, owed.delivery_id, Settlement(outcome=Outcome.DEAD, error="late"))
    (delivery,) = await world.rows(deliveries)
    assert (delivery.status, delivery.provider_msg_id, delivery.last_error) == ("sent", "m1", None)


async def test_what_the_old_chat_was_sent_is_not_sent_to_the_new_one(world):
    """When a chat moves onto a known one, a posting that it was sent already does not come again."""
    await world.subscribe("python", chat="old")
    await world.subscribe("python", chat="new")
    await world.publish("One")
    turn = None
    while turn is None or turn.address.external_id != "old":
        turn = await Deliveries(world.database).claim_chat(LIMITS, "me", LEASE)
    owed = await Deliveries(world.database).next_owed(turn)
    await Deliveries(world.database).settle(turn, owed.delivery_id, Settlement(outcome=Outcome.SENT))
    async with world.database.write() as connection:
        await move_chat(connection, turn.chat_id, "new")
    world.later(2 * LEASE)
    await world.deliver()
    assert world.messenger.sent == []


async def test_a_transient_failure_is_sent_later(world):
    """A failed send waits its back-off and then goes out, before what came after it."""
    await world.subscribe()
    await world.publish("One", "Two")
    world.messenger.errors = [SendError("500")]
    await world.deliver()
    assert world.titles() == []
    world.later(2 * MINUTE)
    await world.deliver()
    assert sorted(world.titles()) == ["One", "Two"]
    assert [row.status for row in await world.rows(deliveries)] == ["sent"]


async def test_retry_after_is_kept_in_the_database(world, second):
    """A platform's wait holds for other processes and after a restart, and not longer."""
    await world.subscribe()
    await world.publish("One")
    world.messenger.errors = [SendError("429", retry_after=34)]
    await world.deliver()
    second.clock.offset = world.database.clock.offset + timedelta(seconds=30)
    assert not await world.another_deliverer(second).take_turn()
    second.clock.offset += timedelta(seconds=5)
    assert await world.another_deliverer(second).take_turn()
    assert world.titles() == ["One"]


async def test_the_pace_between_two_messages_is_kept(world):
    """With a platform's gap, a chat's second message waits for it."""
    await world.subscribe()
    world.messenger.pace = 2 * HOUR
    await world.publish("One")
    await world.deliver()
    await world.publish("Two")
    await world.deliver()
    assert len(world.titles()) == 1
    world.later(HOUR)
    await world.deliver()
    assert len(world.titles()) == 2


async def test_a_dead_message_lets_the_next_go(world):
    """A message that the platform will never take goes dead; the chat goes on."""
    await world.subscribe()
    world.messenger.errors = [SendError("too odd", permanent=True)]
    for title in ("Bad", "Good"):
        await world.publish(title)
        await world.deliver()
    assert world.titles() == ["Good"]
    assert sorted(row.status for row in await world.rows(deliveries)) == ["dead", "sent"]


async def test_an_alert_goes_to_the_thread_of_its_filter(world):
    """A filter made in a thread gets its alerts there."""
    here = Address(platform="console", external_id="here", thread="77")
    chat_id = await world.subscriptions.open_chat(here)
    await world.subscriptions.add_subscription(
        NewSubscription(chat_id=chat_id, owner="ann", name="a", filter=parse_filter("python"), thread="77")
    )
    await world.publish("One")
    await world.deliver()
    assert world.messenger.threads == ["77"]


async def test_a_gone_chat_keeps_what_it_is_owed(world):
    """A blocked chat gets no more attempts, keeps its pending message, and gets it on its return."""
    await world.subscribe()
    await world.publish("One")
    world.messenger.errors = [SendError("blocked", scope=SendScope.CHAT, permanent=True)]
    await world.deliver()
    assert not await world.deliverer.take_turn()
    await world.subscriptions.open_chat(Address(platform="console", external_id="here"))
    await world.deliver()
    assert world.titles() == ["One"]


async def test_an_uninstalled_bot_keeps_what_all_its_chats_are_owed(world):
    """Where the bot was uninstalled nobody is sent to; when one writes again, everybody gets what was owed."""
    await world.subscribe(chat="a")
    await world.subscribe(chat="b")
    await world.publish("One")
    world.messenger.errors = [SendError("uninstalled", scope=SendScope.INSTALLATION, permanent=True)]
    await world.deliver()
    world.later(HOUR)
    assert not await world.deliverer.take_turn()
    await world.subscriptions.open_chat(Address(platform="console", external_id="b"))
    await world.deliver()
    assert sorted(world.messenger.sent) == [("a", "One"), ("b", "One")]


async def test_what_a_chat_was_owed_that_stayed_away_expires(world):
    """After two weeks a gone chat's messages expire, as does what was still to be put into one, and are counted."""
    await world.subscribe()
    await world.publish("One")
    world.messenger.errors = [
        SendError("500"),
        SendError("blocked", scope=SendScope.CHAT, permanent=True),
    ]
    await world.deliver()
    await world.publish("Two", "Three")
    await world.deliver()
    expiring = Expiring(world.database)
    world.later(KEPT - MINUTE)
    assert await expiring.expire_some() == 0
    world.later(2 * MINUTE)
    assert await expiring.expire_some() == 2
    assert {row.status for row in await world.rows(deliveries)} == {"expired"}
    await world.subscriptions.open_chat(Address(platform="console", external_id="here"))
    await world.publish("New")
    await world.deliver()
    assert world.titles() == ["New"]


async def test_a_thread_that_is_gone_is_left_for_the_chat(world):
    """When a topic was deleted, its filter's alerts come in the chat itself, this one and later ones."""
    here = Address(platform="console", external_id="here")
    chat_id = await world.subscriptions.open_chat(here)
    await world.subscriptions.add_subscription(
        NewSubscription(chat_id=chat_id, owner="ann", name="a", filter=parse_filter("python"), thread="77")
    )
    await world.publish("One")
    world.messenger.errors = [SendError("no such thread", scope=SendScope.THREAD, permanent=True)]
    await world.deliver()
    await world.publish("Two")
    await world.deliver()
    assert world.titles() == ["One", "Two"]
    assert world.messenger.threads == ["", ""]


async def fail_for(world, hours, others):
    """Let one chat's message fail as often as it is tried, while others are sent to or not."""
    await world.subscribe("python", chat="bad")
    await world.subscribe("rust", chat="good")

    async def refuse(address, _alert):
        if address.external_id == "bad" or not others:
            raise SendError("500")
        return "m"

    world.messenger.send = refuse
    await world.publish("One")
    end = await world.database.now() + hours * HOUR
    while await world.database.now() < end:
        async with world.database.write() as connection:
            await connection.execute(update(chats).values(backoff_until_ms=0))
            if others:
                await connection.execute(update(installations).values(sent_ms=await now_ms(connection)))
        await world.deliver()
        world.later(HOUR / 4)
    return [row.status for row in await world.rows(deliveries)]


async def test_a_message_that_fails_while_others_succeed_is_given_up(world):
    """Eight failures over more than an hour, with other chats sent to in between, are enough."""
    assert await fail_for(world, hours=2.5, others=True) == ["dead"]


async def test_no_message_is_given_up_while_the_platform_is_away(world):
    """However long it is: where nobody is sent to, no message is to blame."""
    assert await fail_for(world, hours=2.5, others=False) == ["pending"]


async def test_what_a_platform_says_never_keeps_a_send_from_being_settled(world):
    """No error's text, however odd or long, is more than a database takes."""
    await world.subscribe()
    await world.publish("One")
    world.messenger.errors = [SendError("odd \x00 \ud800" + "x" * 9999, permanent=True)]
    async with asyncio.timeout(20):
        await world.deliver()
    (row,) = await world.rows(deliveries)
    assert (row.status, row.last_error[:6]) == ("dead", "odd  x")


async def test_a_single_chat_gets_past_a_message_that_always_fails(world):
    """What is owed after it arrives within hours, and shows that the message is to blame: it is given up."""
    await world.subscribe()
    send = world.messenger.send

    async def refuse(address, message):
        if getattr(message, "title", "") == "Odd":
            raise SendError("500")
        return await send(address, message)

    world.messenger.send = refuse
    await world.publish("Odd")
    for number in range(18):
        await world.deliver()
        await world.publish(f"Job {number:02}")
    assert world.titles() == [f"Job {number:02}" for number in range(17)]
    assert [row.status for row in await world.rows(deliveries)].count("dead") == 1


async def test_dead_letters_are_listed_and_sent_again(world):
    """What was given up is listed with its reason, and sent once more when that is asked for."""
    await world.subscribe()
    await world.publish("One")
    world.messenger.errors = [SendError("too odd", permanent=True)]
    await world.deliver()
    letters = DeadLetters(world.database)
    (found,) = await letters.newest(9)
    assert (found.title, found.error, found.address.external_id) == ("One", "too odd", "here")
    assert (await letters.retry([found.id + 1]), await letters.retry([found.id])) == (0, 1)
    await world.deliver()
    assert (world.titles(), await letters.newest(9)) == (["One"], [])


async def test_what_may_have_arrived_is_not_sent_again_where_that_is_wanted(world):
    """With the policy skip a killed attempt ends as a dead letter that says so, and the next message goes."""
    await world.subscribe()
    await world.publish("One")
    careful = world.another_deliverer(world.database, unsure=Unsure.SKIP)
    world.messenger.before = cut_short
    with pytest.raises(asyncio.CancelledError):
        await careful.take_turn()
    world.messenger.before = None
    world.later(LEASE)
    await world.publish("Two")
    while await careful.take_turn():
        pass
    assert world.titles() == ["Two"]
    (found,) = await DeadLetters(world.database).newest(9)
    assert found.uncertain == 1


async def test_one_chats_backlog_delays_no_other(world):
    """Each chat has its turn: what another is owed comes within one pass, whatever waits before it."""
    await world.subscribe(chat="busy")
    await world.publish(*(f"Job {number}" for number in range(30)))
    await world.subscribe(chat="other")
    await world.publish("New")
    for _ in range(2):
        await world.deliverer.take_turn()
    assert world.titles("other") == ["New"]


async def cut_short():
    raise asyncio.CancelledError


async def test_a_chat_that_moved_gets_its_message_at_its_new_id(world):
    """When the platform says that the chat has a new id, the message goes there and so does what comes later."""
    await world.subscribe(chat="old")
    await world.publish("One")
    world.messenger.errors = [SendError("upgraded", scope=SendScope.CHAT, moved_to="new")]
    await world.deliver()
    await world.publish("Two")
    await world.deliver()
    assert world.messenger.sent == [("new", "One"), ("new", "Two")]


async def test_a_chat_that_moved_onto_a_known_one_is_merged(world):
    """Both chats' filters live on in the new one, and what both were owed comes once."""
    await world.subscribe("python", chat="old")
    await world.subscribe("remote", chat="new")
    await world.publish("One")
    world.messenger.errors = [SendError("upgraded", scope=SendScope.CHAT, moved_to="new")]
    await world.deliver()
    await world.publish("Two")
    await world.deliver()
    assert sorted(world.messenger.sent) == [("new", "One"), ("new", "Two")]
    made = await world.subscribe("go", chat="new")
    mine = await world.subscriptions.subscriptions_of(made.chat_id)
    assert sorted(one.name for one in mine) == ["go", "python", "remote"]


async def test_a_gone_chat_gets_no_new_alerts(world):
    """Nothing is matched for a chat that is gone or whose installation was revoked."""
    await world.subscribe(chat="gone")
    await world.subscribe(chat="here")
    async with world.database.write() as connection:
        await connection.execute(update(chats).where(chats.c.external_id == "gone").values(state="gone"))
    await world.publish("One")
    assert len(await world.rows(alerts)) == 1
    async with world.database.write() as connection:
        await connection.execute(update(installations).values(revoked_ms=1))
    await world.publish("Two")
    assert len(await world.rows(alerts)) == 1


async def test_a_killed_attempt_is_sent_again_and_counted(world):
    """A process that dies between the send and the settle leaves a message that is sent again, as uncertain."""
    await world.subscribe()
    await world.publish("One")
    world.messenger.before = cut_short
    with pytest.raises(asyncio.CancelledError):
        await world.deliver()
    world.messenger.before = None
    world.later(LEASE)
    await world.deliver()
    assert world.titles() == ["One"]
    (delivery,) = await world.rows(deliveries)
    assert (delivery.status, delivery.uncertain, delivery.attempts) == ("sent", True, 2)


async def test_an_uncertain_failure_is_counted_when_it_is_sent_again(world):
    """A send whose answer never came is tried again after its wait and stays marked."""
    await world.subscribe()
    await world.publish("One")
    world.messenger.errors = [SendError("cut off", fate=SendFate.UNCERTAIN)]
    await world.deliver()
    world.later(2 * MINUTE)
    await world.deliver()
    (delivery,) = await world.rows(deliveries)
    assert (delivery.status, delivery.uncertain) == ("sent", True)


async def test_a_worker_that_lost_its_lease_still_records_what_arrived(world, second):
    """Facts are never fenced: the late accept is recorded, and nobody sends it again."""
    await world.subscribe()
    await world.publish("One")
    other = Deliveries(second)

    async def sleep_past_the_lease():
        second.clock.offset = world.database.clock.offset + 2 * LEASE
        assert await other.claim_chat(LIMITS, "other", LEASE) is not None

    world.messenger.before = sleep_past_the_lease
    await world.deliverer.take_turn()
    world.messenger.before = None
    assert [row.status for row in await world.rows(deliveries)] == ["sent"]
    (chat,) = await world.rows(chats)
    assert chat.lease_owner == "other"


async def test_two_workers_never_serve_one_chat_at_once(world, second):
    """While one worker has a chat's turn, another finds nothing to do."""
    await world.subscribe()
    await world.publish("One")
    second.clock.offset = world.database.clock.offset
    idle = []

    async def look():
        idle.append(await world.another_deliverer(second).take_turn())

    world.messenger.before = look
    await world.deliverer.take_turn()
    assert idle == [False]
    assert world.titles() == ["One"]


async def test_matching_twice_changes_nothing(world):
    """Two workers that matched the same posting leave one match and one alert."""
    await world.subscribe()
    await world.publish("One")
    async with world.database.write() as connection:
        await connection.execute(update(postings).values(matched_ms=None))
    await world.match()
    assert (len(await world.rows(matches)), len(await world.rows(alerts))) == (1, 1)


async def test_a_posting_that_changed_while_it_was_matched_is_matched_again(world):
    """A posting whose content changed between the look and the record is not taken for matched."""
    await world.subscribe("go")
    await poll(world.feeds, posting("One"))
    store = Matches(world.database)
    (seen,) = await store.unmatched(9)
    world.later(HOUR)
    go = Technology("go", Strength.REQUIRED, (Evidence(Part.BODY, 7, 9, "Go"),))
    await poll(world.feeds, read("One", title="One", body="We run Go.", stack=(go,)))
    await store.record_matches(seen, ())
    await world.match()
    await world.deliver()
    assert world.titles() == ["One"]


async def test_a_posting_is_saved_by_who_was_sent_it(world):
    """Save works for a posting that the chat was sent, twice as well as once, and not for a forged one."""
    made = await world.subscribe()
    stranger = await world.subscribe("rust", chat="stranger")
    await world.publish("One")
    await world.deliver()
    (row,) = await world.rows(postings)
    for _ in range(2):
        assert (await world.feedback.save_posting(made.chat_id, row.id)).subject.title == "One"
    assert await world.feedback.save_posting(stranger.chat_id, row.id) is None
    assert [one.posting.id for one in await world.feedback.saved_postings(made.chat_id, 9)] == [row.id]
