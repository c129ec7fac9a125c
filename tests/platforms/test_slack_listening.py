"""How the platform listens: acknowledged first, once each, and nothing left when it stops."""

import asyncio

import pytest
from fake_slack import BOT, CHANNEL, HIDDEN, MEMBER, STRANGE, SlackPerson, settled
from test_contract import alert

from alerts.compose import Action, Verb
from alerts.subscribing import Address
from bot.platforms.contract import Button, Reply
from bot.platforms.slack import listening


@pytest.fixture
async def ann(tmp_path, handler):
    """A person with a platform that listens."""
    someone = SlackPerson(tmp_path)
    await someone.arrive()
    await someone.platform.start(handler)
    yield someone
    await someone.platform.stop()
    await someone.leave()


class Slow:
    """A handler that answers only when it may."""

    def __init__(self):
        self.may, self.begun, self.order = asyncio.Event(), [], []

    async def handle(self, incoming):
        self.begun.append(incoming.text)
        await self.may.wait()
        self.order.append(incoming.text)
        return Reply(text=incoming.text)

    async def press(self, pressed):
        return await self.handle(pressed)


@pytest.fixture
async def slow(ann):
    waiting = Slow()
    await ann.platform.start(waiting)
    yield waiting
    waiting.may.set()


@pytest.mark.parametrize("kind", ["command", "message", "press"])
async def test_the_acknowledgement_comes_before_the_work(ann, slow, kind):
    """Slack has its acknowledgement while the handler still works."""
    given = {"command": "new go", "message": "new go", "press": {"action_id": "a", "value": "v1:save:7"}}[
        kind
    ]
    await getattr(ann.slack, kind)(given)
    assert len(ann.slack.acks) == 1
    assert ann.slack.messages == []


async def test_a_chat_is_served_in_order(ann, slow):
    """Two messages of one chat are worked on one after the other."""
    await ann.slack.message("new a")
    await ann.slack.message("new b")
    await settled()
    assert slow.begun == ["/new a"]
    slow.may.set()
    await ann.slack.until(lambda: len(ann.slack.messages) == 2)
    assert slow.order == ["/new a", "/new b"]


async def test_a_command_without_words_asks_for_help(ann, handler):
    """'/jobs' alone is help."""
    await ann.say("/")
    assert [one.text for one in handler.messages] == ["/help"]


async def test_a_reply_to_a_command_is_for_one_person(ann):
    """What /jobs answers is visible only to who typed it, and replaces nothing."""
    await ann.say("/filters")
    shown = ann.slack.messages[0]
    assert (shown["response_type"], shown["replace_original"]) == ("ephemeral", False)


async def test_a_direct_message_is_answered_in_the_chat(ann, handler):
    """'help' without a slash reaches the commands, and the reply stays in the conversation."""
    await ann.slack.message("help")
    await ann.slack.until(lambda: ann.slack.messages)
    assert [(one.text, one.address, one.user) for one in handler.messages] == [("/help", ann.address, "U1")]
    assert ann.slack.messages[0]["channel"] == CHANNEL


async def test_a_question_in_a_thread_is_answered_there(ann, handler):
    """The reply goes into the thread; the filter's alerts go to the conversation."""
    await ann.slack.message("help", thread_ts="17.1")
    await ann.slack.until(lambda: ann.slack.messages)
    assert ann.slack.messages[0]["thread_ts"] == "17.1"
    assert handler.messages[0].address.thread == ""


async def test_an_event_that_comes_twice_is_taken_once(ann, handler):
    """Slack sends an event again when it missed the acknowledgement."""
    for _ in range(2):
        await ann.slack.message("new go", event_id="Ev-same")
    await ann.slack.until(lambda: ann.slack.messages)
    await settled()
    assert len(handler.messages) == 1


@pytest.mark.parametrize(
    "event",
    [
        {
            "type": "message",
            "channel_type": "im",
            "channel": CHANNEL,
            "user": BOT,
            "text": "help",
            "ts": "1.1",
        },
        {
            "type": "message",
            "channel_type": "im",
            "channel": CHANNEL,
            "bot_id": "B1",
            "text": "help",
            "ts": "1.1",
        },
        {
            "type": "message",
            "channel_type": "im",
            "channel": CHANNEL,
            "subtype": "message_changed",
            "ts": "1.1",
        },
        {"type": "app_home_opened", "user": "U1", "channel": CHANNEL, "tab": "home"},
        {"type": "tokens_revoked", "tokens": {"oauth": ["U1"]}},
        {"type": "member_joined_channel", "user": "U1", "channel": CHANNEL},
    ],
)
async def test_what_is_not_for_us_is_only_acknowledged(ann, handler, event):
    """Own messages, edits and other events are acknowledged and change nothing."""
    await ann.slack.event(event)
    await settled()
    assert (handler.messages, ann.slack.messages) == ([], [])


@pytest.mark.parametrize(
    ("event", "channel", "present"),
    [
        ({"type": "tokens_revoked", "tokens": {"bot": [BOT]}}, "", False),
        ({"type": "app_uninstalled"}, "", False),
        ({"type": "channel_archive", "channel": CHANNEL, "user": "U1"}, CHANNEL, False),
        ({"type": "group_left", "channel": CHANNEL}, CHANNEL, False),
        ({"type": "channel_unarchive", "channel": CHANNEL, "user": "U1"}, CHANNEL, True),
        ({"type": "member_joined_channel", "channel": CHANNEL, "user": BOT}, CHANNEL, True),
    ],
)
async def test_where_the_app_may_write_is_noted(ann, handler, event, channel, present):
    """A removed app, an archived channel and a return are noted of the workspace or the channel."""
    await ann.slack.event(event)
    await ann.slack.until(lambda: handler.noted)
    (noted,) = handler.noted
    assert (noted.address.external_id, noted.present) == (channel, present)


async def test_the_link_button_is_only_acknowledged(ann, handler):
    """Open does its work in the browser; Slack still wants an acknowledgement."""
    await ann.slack.press({"action_id": "open", "url": "https://board.example/7"})
    await settled()
    assert (handler.presses, ann.slack.messages) == ([], [])


@pytest.mark.parametrize("value", ["v0:save:7", "v1:destroy:7", "garbage", "v1:save:0", None])
async def test_a_forged_button_is_out_of_date(ann, handler, value):
    """A value that we do not give is answered and presses nothing."""
    await ann.slack.press({"action_id": "rolecall-1", "value": value})
    await ann.slack.until(lambda: ann.slack.messages)
    assert "This button is out of date." in ann.sees()
    assert handler.presses == []


async def test_a_press_names_chat_and_person(ann, handler):
    """A pressed button brings its chat, its person and its action."""
    await ann.platform.send(ann.address, alert())
    await ann.press(1)
    (pressed,) = handler.presses
    assert (pressed.address, pressed.user, pressed.action) == (ann.address, "U1", Action(Verb.SAVE, 7))


async def test_equal_buttons_have_ids_of_their_own(ann, handler):
    """Two buttons with one action are two buttons to Slack."""
    handler.reply = Reply(text="x", buttons=(Button("A", Action(Verb.PAUSE, 3)),) * 2)
    await ann.say("/filters")
    assert len({one["action_id"] for one in ann.slack.buttons()}) == 2


@pytest.mark.parametrize(("channel", "told"), [(MEMBER, False), (STRANGE, True), (HIDDEN, True)])
async def test_a_channel_without_the_bot_is_said_to_be_one(ann, handler, channel, told):
    """A command works anywhere, alerts only where the bot is a member: the reply says so."""
    await ann.slack.command("new go", channel=channel, name="jobs")
    await ann.slack.until(lambda: ann.slack.messages)
    assert ("type /invite" in ann.sees()) is told
    assert handler.messages[0].address.external_id == channel


async def test_a_command_between_two_people_means_the_bots_own_chat(ann, handler):
    """The bot can never write into a conversation of two people, so the filter goes to its own with this person."""
    await ann.slack.command("new go", channel="D-of-others")
    await ann.slack.until(lambda: ann.slack.messages)
    assert handler.messages[0].address.external_id == CHANNEL


async def test_a_button_between_two_people_is_pressed_in_the_bots_own_chat(ann, handler):
    """What answers such a command has its buttons there too, and they belong to the chat that the command meant."""
    await ann.slack.press({"action_id": "rolecall-1", "value": "v1:save:7"}, channel="D-of-others")
    await ann.slack.until(lambda: ann.slack.messages)
    assert handler.presses[0].address.external_id == CHANNEL


async def test_a_slack_that_tells_no_place_is_no_obstacle(ann, handler):
    """Where the place cannot be learnt, the command is done all the same."""
    ann.slack.fault("conversations.open", "missing_scope")
    await ann.slack.command("new go", channel="D9")
    await ann.slack.until(lambda: ann.slack.messages)
    assert handler.messages[0].address.external_id == "D9"


async def test_a_refused_answer_is_tried_in_plain_words(ann):
    """An answer that Slack refuses goes once more without blocks."""
    ann.slack.fault("response_url", 500)
    await ann.say("/filters")
    assert "blocks" not in ann.slack.messages[0]


async def test_a_lost_answer_ends_nothing(ann, handler):
    """When an answer cannot be shown, the next command still works."""
    for method, kind in (("response_url", 404), ("response_url", 404), ("chat.postMessage", "is_archived")):
        ann.slack.fault(method, kind)
    await ann.slack.command("filters")
    await ann.slack.message("help")
    await ann.slack.until(lambda: ann.slack.faults == [])
    await ann.say("/filters")
    assert len(handler.messages) == 3


async def test_stopping_lets_begun_answers_end(ann, slow):
    """An answer that has begun is still shown."""
    await ann.slack.command("new go")
    await ann.slack.until(lambda: ann.slack.acks)
    asyncio.get_running_loop().call_later(0.05, slow.may.set)
    await ann.platform.stop()
    assert len(ann.slack.messages) == 1


async def test_stopping_does_not_wait_for_ever(ann, slow, monkeypatch):
    """An answer that does not come is cancelled."""
    monkeypatch.setattr(listening, "DRAIN_SECONDS", 0.01)
    await ann.slack.command("new go")
    await ann.platform.stop()
    assert ann.slack.messages == []


PERSON = "U7"


@pytest.mark.parametrize(
    ("channel", "creator", "admins", "manages"),
    [
        (MEMBER, PERSON, set(), True),
        (MEMBER, "U0", {PERSON}, True),
        (MEMBER, "U0", set(), False),
        (HIDDEN, PERSON, set(), False),
        (CHANNEL, "U0", set(), True),
    ],
)
async def test_who_manages_a_channel_is_what_slack_says(ann, channel, creator, admins, manages):
    """Its creator does, and who manages the workspace; a direct conversation is its person's own."""
    ann.slack.creator, ann.slack.admins = creator, admins
    address = Address(platform="slack", external_id=channel)
    assert await ann.platform.manages(address, PERSON) is manages


async def test_without_the_scope_nobody_manages_a_channel(ann):
    """It is better to refuse than to let anybody delete what others have."""
    ann.slack.fault("users.info", "missing_scope")
    assert not await ann.platform.manages(Address(platform="slack", external_id=MEMBER), PERSON)


async def test_a_person_is_spoken_to_as_slack_speaks_to_them(ann, handler):
    """In a conversation of their own, asked for once; a channel has more than one person's language."""
    ann.slack.locale = "de-DE"
    await ann.say("/filters")
    await ann.say("/latest")
    await ann.slack.command("help", channel=MEMBER, name="jobs")
    await ann.slack.until(lambda: len(handler.messages) == 3)
    assert [one.language for one in handler.messages] == ["de-DE", "de-DE", ""]
    assert [method for method, _ in ann.slack.requests].count("users.info") == 1


async def test_without_the_scope_a_persons_language_is_not_known(ann, handler):
    """The app goes on in English."""
    ann.slack.fault("users.info", "missing_scope")
    await ann.say("/filters")
    assert [one.language for one in handler.messages] == [""]
