"""What Telegram tells of and how it is answered; beginning and end of listening."""

import asyncio
import traceback
from pathlib import Path

import pytest
import structlog
from fake_telegram import TOKEN, USERNAME, Refused
from telegram.error import Conflict
from test_contract import alert

from alerts.compose import Action, Verb
from alerts.errors import ConfigError, RolecallError, SendError
from alerts.presence import Presence
from alerts.subscribing import Address
from bot.commands import all_commands
from bot.platforms.contract import Reply
from bot.platforms.telegram import TelegramPlatform, polling
from bot.platforms.telegram.sending import MOST_PIECE_WAIT, MOST_REPLY_WAIT

GROUP = -100777
BOT = {"id": 4242, "is_bot": True, "first_name": "Rolecall", "username": USERNAME}


def heard(handler):
    return [one.text for one in handler.messages]


async def settle(ann):
    """Let everything that was told before be handled: a last message is answered."""
    await ann.say("/settled")


@pytest.fixture
async def listens(ann, handler):
    await ann.platform.start(handler)
    return ann


@pytest.mark.parametrize(
    ("text", "reached"),
    [
        ("/new remote python", True),
        (f"/new@{USERNAME.upper()} remote", True),
        (f"/nonsense@{USERNAME}", True),
        ("/subscribe python", True),
        ("/new@another_bot remote", False),
        ("/weather Berlin", False),
        ("/new/remote", False),
        ("hello all", False),
    ],
)
async def test_a_group_reaches_the_bot_by_its_commands(listens, handler, text, reached):
    """In a group only commands of ours count, and those that name us."""
    await listens.server.say(text, chat=GROUP)
    await settle(listens)
    assert heard(handler) == [text] * reached + ["/settled"]


async def test_a_group_reaches_the_bot_by_answers_and_by_its_name(listens, handler):
    """In a group an answer to a message of ours counts, with its id, and so does what names us, without the name."""
    ours = {**listens.server.message("question", chat=GROUP), "from": BOT}
    theirs = listens.server.message("question", chat=GROUP)
    await listens.server.say("senior python", chat=GROUP, reply_to_message=ours)
    await listens.server.say("me too", chat=GROUP, reply_to_message=theirs)
    await listens.server.say(f"see @{USERNAME} https://jobs.example/1", chat=GROUP)
    await listens.server.say(f"see @{USERNAME}_other", chat=GROUP)
    await listens.server.say("/help", chat=GROUP)
    await listens.server.until(lambda: listens.server.messages and len(handler.messages) > 2)
    assert [(one.text, one.about, one.group) for one in handler.messages] == [
        ("senior python", str(ours["message_id"]), True),
        ("see  https://jobs.example/1", "", True),
        ("/help", "", True),
    ]


@pytest.mark.parametrize(
    ("text", "reached"), [("python jobs please", True), ("/weather", True), ("/new@another_bot", False)]
)
async def test_a_private_chat_reaches_the_bot(listens, handler, text, reached):
    """In a private chat every text counts, but for another bot's command."""
    await listens.server.say(text)
    await settle(listens)
    assert (text in heard(handler)) is reached


@pytest.mark.parametrize(
    "update",
    [
        {"edited_message": "/new python"},
        {"channel_post": "/new python"},
        {"message": ""},
    ],
)
async def test_other_updates_are_ignored(listens, handler, update):
    """Edited messages, channels' posts and messages without a text are not answered."""
    ((kind, text),) = update.items()
    await listens.server.tell(**{kind: listens.server.message(text)})
    await settle(listens)
    assert heard(handler) == ["/settled"]


async def tell_membership(ann, status, **more):
    bot = {"id": 4242, "is_bot": True, "first_name": "Rolecall"}
    message = ann.server.message("")
    await ann.server.tell(
        my_chat_member={
            "chat": message["chat"],
            "from": message["from"],
            "date": 1,
            "old_chat_member": {"user": bot, "status": "member"},
            "new_chat_member": {"user": bot, "status": status, **more},
        }
    )
    await settle(ann)


@pytest.mark.parametrize(
    ("status", "more", "present"),
    [("kicked", {"until_date": 0}, False), ("left", {}, False), ("member", {}, True)],
)
async def test_a_block_and_a_return_are_noted(listens, handler, status, more, present):
    """Where we are blocked or kicked, and where we are let in again, is noted of the chat, and stops nothing."""
    await tell_membership(listens, status, **more)
    chat = str(listens.server.message("")["chat"]["id"])
    assert handler.noted == [
        Presence(address=Address(platform="telegram", external_id=chat), present=present)
    ]


async def test_a_group_that_moves_is_noted(listens, handler):
    """A group that becomes a supergroup tells its new id, which is no message to us."""
    told = listens.server.message("", chat=GROUP, migrate_to_chat_id=-10055)
    del told["text"]
    await listens.server.tell(message=told)
    await settle(listens)
    group = Address(platform="telegram", external_id=str(GROUP))
    assert handler.noted == [Presence(address=group, moved_to="-10055")]


async def test_what_follows_an_answer_has_patience(listens, handler, monkeypatch):
    """The further messages of a long answer wait longer than the first, for which a person waits."""
    patience = []

    async def reply(_address, _message, _instead_of=None, *, most_wait=MOST_REPLY_WAIT):
        patience.append(most_wait)

    monkeypatch.setattr(listens.platform._sender, "reply", reply)
    handler.reply = Reply(text="1", more=("2", "3"))
    await listens.server.say("/export")
    async with asyncio.timeout(5):
        while len(patience) < 3:
            await asyncio.sleep(0)
    assert patience == [MOST_REPLY_WAIT, MOST_PIECE_WAIT, MOST_PIECE_WAIT]


async def test_a_topic_is_answered_in_it(listens, handler):
    """What is said in a forum's topic has the topic in its address, and the answer goes there."""
    topic = {"message_thread_id": 5, "is_topic_message": True}
    await listens.server.tell(message=listens.server.message("/filters", chat=GROUP, **topic))
    await listens.server.until(lambda: listens.server.messages)
    assert handler.messages[0].address == Address(platform="telegram", external_id=str(GROUP), thread="5")
    assert listens.server.messages[0].thread == 5


async def test_a_chain_of_replies_is_no_topic(listens, handler):
    """Outside a forum a thread id names a chain of replies, to which nothing can be sent."""
    await listens.server.tell(message=listens.server.message("/filters", chat=GROUP, message_thread_id=5))
    await listens.server.until(lambda: listens.server.messages)
    assert handler.messages[0].address.thread == ""


async def test_who_wrote_is_named_by_id(listens, handler):
    """A person is named by the id that stays; an anonymous admin by the chat that spoke."""
    await listens.server.say("/filters", chat=GROUP, user=77)
    anonymous = {"sender_chat": {"id": GROUP, "type": "supergroup"}}
    await listens.server.tell(
        message=listens.server.message("/filters", chat=GROUP, user=1087968824, **anonymous)
    )
    await listens.server.until(lambda: len(listens.server.messages) == 2)
    assert [one.user for one in handler.messages] == ["77", str(GROUP)]


@pytest.mark.parametrize("data", ["forged:1", "v0:save:1", "v1:save:zzzzzzzzzzz", "v1:fly:1"])
async def test_a_forged_button_is_out_of_date(listens, handler, data):
    """Data that we never wrote changes nothing and is answered."""
    query = await listens.server.press(data)
    await listens.server.until(lambda: query in listens.server.answers)
    assert listens.server.answers[query].startswith("This button is out of date.")
    assert handler.presses == []


async def test_a_button_of_an_old_message_works(listens, handler):
    """Of a message that is too old Telegram tells only the chat; its button still does what it says."""
    old = {"message_id": 1, "date": 0, "chat": {"id": 1001, "type": "private"}}
    await listens.server.press("v1:save:7", message=old)
    await listens.server.until(lambda: listens.server.messages)
    assert handler.presses[0].action == Action(Verb.SAVE, 7)
    assert handler.presses[0].address == listens.address


async def test_pressing_twice_is_answered_twice(listens, handler):
    """Two presses of one button are two presses, each acknowledged and answered."""
    queries = [await listens.server.press("v1:save:7") for _ in range(2)]
    await listens.server.until(lambda: len(listens.server.messages) == 2)
    assert set(queries) <= set(listens.server.answers)
    assert [one.action.target for one in handler.presses] == [7, 7]


async def test_a_press_that_cannot_be_acknowledged_counts(listens, handler):
    """A press from before a restart is too old to be acknowledged, and still does what it says."""
    listens.server.faults.append(("answerCallbackQuery", Refused(400, "Bad Request: query is too old")))
    await listens.server.press("v1:save:7")
    await listens.server.until(lambda: listens.server.messages)
    assert len(handler.presses) == 1


class Slow:
    """Commands that wait until they are let go."""

    def __init__(self):
        self.begun = []
        self.go = asyncio.Event()

    async def handle(self, incoming):
        self.begun.append(incoming.text)
        await self.go.wait()
        return Reply(text=incoming.text)

    async def press(self, pressed):
        await self.go.wait()
        return Reply(text="pressed")


async def test_a_press_is_acknowledged_before_its_work(ann):
    """The wait on a pressed button ends although the work has not."""
    slow = Slow()
    await ann.platform.start(slow)
    query = await ann.server.press("v1:save:7")
    await ann.server.until(lambda: query in ann.server.answers)
    assert ann.server.messages == []
    slow.go.set()
    await ann.server.until(lambda: ann.server.messages)


async def test_chats_do_not_wait_for_each_other(ann):
    """One chat's messages are handled in order, while another chat's are handled at the same time."""
    slow = Slow()
    await ann.platform.start(slow)
    for text, chat in (("first", 1001), ("second", 1001), ("other", 1002)):
        await ann.server.say(text, chat=chat)
    async with asyncio.timeout(5):
        while len(slow.begun) < 2:
            await asyncio.sleep(0)
    assert sorted(slow.begun) == ["first", "other"]
    slow.go.set()
    await ann.server.until(lambda: len(ann.server.messages) == 3)
    assert [one.text for one in ann.server.messages if one.chat == 1001] == ["first", "second"]


async def test_a_defect_loses_one_update_only(ann, handler):
    """When the commands break their word and raise, it is logged and the next message is answered."""

    async def breaks(incoming):
        return 1 / (incoming.text != "/filters") and handler.reply

    handler.handle = breaks
    await ann.platform.start(handler)
    with structlog.testing.capture_logs() as logs:
        await ann.server.say("/filters")
        await settle(ann)
    assert [one["event"] for one in logs] == ["telegram update failed"]


async def test_the_menu_has_every_command(listens):
    """Telegram's menu lists the commands that there are."""
    await listens.server.until(lambda: listens.server.commands)
    names = [(one["command"], one["description"]) for one in listens.server.commands]
    assert names == [(one.name, one.summary) for one in all_commands().listed]


async def test_no_menu_is_no_failure(ann, handler):
    """A refused menu is logged; the bot listens all the same."""
    ann.server.faults.append(("setMyCommands", Refused(429, "Too Many Requests", retry_after=60)))
    await ann.platform.start(handler)
    await ann.say("/filters")


def polls():
    """Give the tasks that the SDK left running."""
    files = {task: Path(task.get_coro().cr_code.co_filename) for task in asyncio.all_tasks()}
    return [
        task for task, file in files.items() if "site-packages" in file.parts and "telegram" in file.parts
    ]


async def test_stopping_leaves_nothing_running(ann, handler):
    """After a stop no task is left and no connection polls, and what had come was answered."""
    await ann.platform.start(handler)
    assert polls()
    await ann.server.say("/filters")
    await ann.server.until(lambda: handler.messages)
    await ann.platform.stop()
    assert polls() == []
    assert ann.server.polling == 0
    assert len(ann.server.messages) == 1


@pytest.mark.parametrize("code", [401, 404])
async def test_a_refused_token_is_told_without_it(ann, handler, code):
    """A start with a wrong token is an error of the configuration, and neither it nor its causes show the token."""
    ann.server.faults.append(("getMe", Refused(code, "Unauthorized")))
    with pytest.raises(ConfigError) as caught:
        await ann.platform.start(handler)
    assert TOKEN not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize(("method", "code"), [("getMe", 401), ("getMe", 500), ("deleteWebhook", 502)])
async def test_a_failed_start_can_be_repeated(ann, handler, method, code):
    """Whatever fails at the start, a start after it works, with one poller."""
    ann.server.faults.append((method, Refused(code, "no")))
    try:
        await ann.platform.start(handler)
    except RolecallError:
        assert ann.server.polling == 0
        await ann.platform.start(handler)
    await ann.say("/filters")
    assert ann.server.polling <= 1


async def test_a_telegram_that_is_away_is_told(ann, handler):
    """A start without Telegram is an error that a later start may not have, and leaves nothing running."""
    ann.server.broken = True
    with pytest.raises(SendError):
        await ann.platform.start(handler)
    ann.server.broken = False
    await ann.platform.start(handler)
    await ann.say("/filters")


async def test_a_start_can_be_cancelled(ann, handler):
    """A start that is cancelled half-way leaves nothing that a stop or the next start stumbles on."""
    ann.server.faults.append(("deleteWebhook", "hang"))
    starting = asyncio.create_task(ann.platform.start(handler))
    await ann.server.until(lambda: ann.server.sent("deleteWebhook"))
    starting.cancel()
    await asyncio.gather(starting, return_exceptions=True)
    await ann.platform.stop()
    await ann.platform.start(handler)
    await ann.say("/filters")


async def test_a_stop_does_not_wait_for_telegram(ann, handler, monkeypatch):
    """A stop ends in time although Telegram has gone silent."""
    monkeypatch.setattr(polling, "STOP_SECONDS", 0.3)
    await ann.platform.start(handler)
    await ann.server.until(lambda: ann.server.polling)
    ann.server.faults += [("getUpdates", "hang")] * 3
    async with asyncio.timeout(4):
        await ann.platform.stop()
    assert polls() == []


async def test_polling_outlives_failures(ann, handler):
    """A poll that fails, even as if the token were wrong, is logged without it, and the next one works."""
    ann.server.faults.append(("getUpdates", Refused(401, "Unauthorized")))
    with structlog.testing.capture_logs() as logs:
        await ann.platform.start(handler)
        await ann.say("/filters")
    assert [one["event"] for one in logs] == ["telegram poll failed"]
    assert TOKEN not in repr(logs)


def test_a_second_poller_is_told():
    """Another process that polls with the token is named as what it is."""
    with structlog.testing.capture_logs() as logs:
        polling._tell_trouble(Conflict("terminated by other getUpdates request"))
    assert "another process" in logs[0]["event"]


async def test_a_reply_that_does_not_go_is_logged(listens, handler):
    """A person who blocks the bot before its answer stops nothing."""
    listens.server.faults.append(("sendMessage", Refused(403, "Forbidden: bot was blocked by the user")))
    with structlog.testing.capture_logs() as logs:
        await listens.server.say("/filters")
        await settle(listens)
    assert [one["event"] for one in logs] == ["telegram reply not sent"]


async def test_listening_and_sending_do_not_mix(listens, handler):
    """Alerts go out while listening, and there is one poller."""
    await asyncio.gather(*(listens.platform.send(listens.address, alert()) for _ in range(8)))
    assert len(listens.server.messages) == 8
    assert listens.server.polling <= 1


async def test_another_process_sends_and_does_not_poll(listens):
    """A worker with the same token sends without disturbing who listens."""
    worker = TelegramPlatform(TOKEN, listens.server.base_url, now=listens.platform._now)
    await worker.send(listens.address, alert())
    await worker.stop()
    assert len(listens.server.messages) == 1
    assert listens.server.refused == []


@pytest.mark.parametrize(
    ("chat", "user", "role", "manages"),
    [
        (GROUP, "7", "creator", True),
        (GROUP, "7", "administrator", True),
        (GROUP, "7", "member", False),
        (GROUP, str(GROUP), "member", True),
        (1001, "1001", "member", True),
    ],
)
async def test_who_manages_a_group_is_what_telegram_says(ann, chat, user, role, manages):
    """Administrators do, also one who speaks as the group itself; a private chat is its person's own."""
    ann.server.roles[7] = role
    address = Address(platform="telegram", external_id=str(chat))
    assert await ann.platform.manages(address, user) is manages


async def test_where_telegram_does_not_answer_nobody_manages(ann):
    """It is better to refuse than to let anybody delete what others have."""
    ann.server.faults.append(("getChatMember", Refused(400, "Bad Request: member list is inaccessible")))
    assert not await ann.platform.manages(Address(platform="telegram", external_id=str(GROUP)), "7")
