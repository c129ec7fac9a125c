"""What a send to Telegram does when Telegram, or the way to it, fails."""

import traceback
from contextlib import asynccontextmanager
from datetime import timedelta

import httpx
import pytest
from fake_telegram import TOKEN, FakeTelegram, Refused, TelegramPerson
from telegram.error import BadRequest, NetworkError, TimedOut
from test_contract import alert

from alerts.delivering import SEND_TIMEOUT
from alerts.errors import ConfigError, SendError, SendFate, SendScope
from alerts.subscribing import Address
from bot.config import TelegramSection
from bot.platforms.telegram import TelegramPlatform, make, requesting
from bot.platforms.telegram.errors import send_error
from bot.platforms.telegram.rendering import Message
from bot.platforms.telegram.sending import MOST_PIECE_WAIT, Sender

CHAT, THREAD, MESSAGE, PLATFORM = SendScope.CHAT, SendScope.THREAD, SendScope.MESSAGE, SendScope.PLATFORM
HELLO = Message("hello", "hello")
ADDRESS = TelegramPerson.address


def told(code, description, **parameters):
    return Refused(code, description, **parameters)


async def fails(ann, kind):
    ann.server.faults.append(("sendMessage", kind))
    with pytest.raises(SendError) as caught:
        await ann.platform.send(ann.address, alert())
    return caught.value


@pytest.mark.parametrize(
    ("kind", "scope", "permanent"),
    [
        (told(403, "Forbidden: bot was blocked by the user"), CHAT, True),
        (told(403, "Forbidden: user is deactivated"), CHAT, True),
        (told(403, "Forbidden: bot was kicked from the supergroup chat"), CHAT, True),
        (told(403, "Forbidden: bot is not a member of the channel chat"), CHAT, True),
        (told(400, "Bad Request: chat not found"), CHAT, True),
        (told(400, "Bad Request: not enough rights to send text messages to the chat"), CHAT, True),
        (told(400, "Bad Request: need administrator rights in the channel chat"), CHAT, True),
        (told(400, "Bad Request: CHAT_WRITE_FORBIDDEN"), CHAT, True),
        (told(400, "Bad Request: message thread not found"), THREAD, True),
        (told(400, "Bad Request: TOPIC_CLOSED"), THREAD, True),
        (told(401, "Unauthorized"), PLATFORM, False),
        (told(404, "Not Found"), PLATFORM, False),
        (told(500, "Internal Server Error"), PLATFORM, False),
        (told(503, "Service Unavailable"), PLATFORM, False),
        (told(413, "Request Entity Too Large"), PLATFORM, False),
        (told(429, "Too Many Requests"), PLATFORM, False),
    ],
)
async def test_a_definite_answer_is_a_refusal(ann, kind, scope, permanent):
    """What Telegram says about a send tells how much else fails with it, and whether for good."""
    error = await fails(ann, kind)
    assert (error.scope, error.permanent, error.fate) == (scope, permanent, SendFate.REFUSED)
    assert len(ann.server.sent()) == 1


@pytest.mark.parametrize(
    "kind", ["drop", "drop_after", "hang", "garbage", told(502, "Bad Gateway"), told(504, "")]
)
async def test_no_answer_is_uncertain(ann, kind, monkeypatch):
    """A cut, a timeout, a gateway's error and an answer that is none leave open whether the message arrived."""
    monkeypatch.setattr(requesting, "READ_SECONDS", 0.1)
    ann.platform = TelegramPlatform(TOKEN, ann.server.base_url, now=ann.platform._now)
    error = await fails(ann, kind)
    assert (error.scope, error.permanent, error.fate) == (PLATFORM, False, SendFate.UNCERTAIN)
    assert len(ann.server.sent()) == 1


async def test_no_connection_is_a_refusal(ann):
    """When nobody can be reached, the message cannot have arrived."""
    await ann.server.stop()
    with pytest.raises(SendError) as caught:
        await ann.platform.send(ann.address, alert())
    assert (caught.value.scope, caught.value.fate) == (PLATFORM, SendFate.REFUSED)
    await ann.server.start()


@pytest.mark.parametrize(
    ("cause", "fate"),
    [
        (httpx.ConnectTimeout(""), SendFate.REFUSED),
        (httpx.PoolTimeout(""), SendFate.REFUSED),
        (httpx.ReadTimeout(""), SendFate.UNCERTAIN),
        (httpx.WriteError(""), SendFate.UNCERTAIN),
        (RuntimeError(""), SendFate.UNCERTAIN),
    ],
)
@pytest.mark.parametrize("kind", [NetworkError, TimedOut])
def test_what_never_left_is_a_refusal(kind, cause, fate):
    """Only a failure before the request left is a refusal."""
    error = kind("trouble")
    error.__cause__ = cause
    assert send_error(error).fate is fate


def test_a_refused_message_is_about_the_message():
    """A refusal that names neither chat nor thread is the message's own fault."""
    error = send_error(BadRequest("Message is too long"))
    assert (error.scope, error.permanent) == (MESSAGE, True)


async def test_a_migrated_group_tells_its_new_id(ann):
    """A group that became a supergroup is not gone: the error says where it is."""
    kind = told(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=-10055)
    error = await fails(ann, kind)
    assert (error.scope, error.permanent, error.moved_to) == (CHAT, False, "-10055")


async def test_a_chat_is_left_alone_as_long_as_told(ann):
    """After a 429, the chat is not asked again before its time, and others are."""
    error = await fails(ann, told(429, "Too Many Requests: retry after 7", retry_after=7))
    assert error.retry_after == 7
    with pytest.raises(SendError) as caught:
        await ann.platform.send(ann.address, alert())
    assert 6 < caught.value.retry_after <= 7
    assert len(ann.server.sent()) == 1
    await ann.platform.send(Address(platform="telegram", external_id="1002"), alert())


@pytest.mark.parametrize("description", ["can't parse entities: Unsupported start tag", "Wrong HTTP URL"])
async def test_a_refused_form_goes_as_plain_text(ann, description):
    """When Telegram refuses markup or link, the alert goes once more without them, and with its actions."""
    ann.server.faults.append(("sendMessage", told(400, f"Bad Request: {description}")))
    await ann.platform.send(ann.address, alert(title="Engineer <b>"))
    (shown,) = ann.server.messages
    assert "parse_mode" not in ann.server.sent()[-1]
    assert shown.text.startswith("Engineer <b> (senior)")
    assert [key["text"] for key in shown.keys] == ["Save", "Not for me", "Filter"]


async def test_a_form_is_refused_once(ann):
    """A message that is refused as plain text, too, is not tried a third time."""
    ann.server.faults += [("sendMessage", told(400, "Bad Request: no"))] * 2
    with pytest.raises(SendError) as caught:
        await ann.platform.send(ann.address, alert())
    assert (caught.value.scope, caught.value.permanent) == (MESSAGE, True)
    assert len(ann.server.sent()) == 2


async def test_previews_are_off(ann):
    """An alert brings no preview of the page that it links to."""
    await ann.platform.send(ann.address, alert())
    assert ann.server.sent()[0]["link_preview_options"] == {"is_disabled": True}


async def test_a_thread_gets_its_message(ann):
    """A message to a topic goes into it."""
    await ann.platform.send(Address(platform="telegram", external_id="-1007", thread="5"), alert())
    assert [(one.chat, one.thread) for one in ann.server.messages] == [(-1007, 5)]


@pytest.mark.parametrize("address", [("@channel", ""), ("", ""), ("1001", "x")])
async def test_no_chat_has_such_an_id(ann, address):
    """An address that cannot be Telegram's is a chat that is not there, and is asked of nobody."""
    to = Address(platform="telegram", external_id=address[0], thread=address[1])
    with pytest.raises(SendError) as caught:
        await ann.platform.send(to, alert())
    assert (caught.value.scope, caught.value.permanent) == (CHAT, True)
    assert ann.server.calls == []


async def test_sending_does_not_poll(ann):
    """A worker that never starts the platform sends, and asks Telegram for nothing else."""
    await ann.platform.send(ann.address, alert())
    assert [method for method, _ in ann.server.calls] == ["sendMessage"]


async def test_sending_works_after_a_stop(ann, handler):
    """What is still to be sent when listening has stopped goes out, and no connection stays open for it."""
    await ann.platform.start(handler)
    await ann.platform.stop()
    await ann.platform.send(ann.address, alert())
    assert len(ann.server.messages) == 1
    assert ann.platform._sender._request._client.is_closed


@pytest.mark.parametrize("code", [401, 404, 403, 400, 500])
async def test_the_token_is_in_no_error(ann, code):
    """No error of a send shows the token, however far its causes are followed."""
    error = await fails(ann, told(code, "chat not found"))
    assert TOKEN not in "".join(traceback.format_exception(error))


class Clock:
    """A clock that only sleeping moves."""

    def __init__(self):
        self.now = 0.0
        self.slept = []

    async def sleep(self, seconds):
        self.slept.append(seconds)
        self.now += seconds


@asynccontextmanager
async def replying(*faults):
    server, clock = FakeTelegram(), Clock()
    await server.start()
    server.faults += [("sendMessage", fault) for fault in faults]
    sender = Sender(TOKEN, server.base_url, clock=lambda: clock.now, sleep=clock.sleep)
    try:
        yield server, sender, clock
    finally:
        await sender.close()
        await server.stop()


async def test_a_reply_waits_as_told():
    """An answer to a person that came too soon is sent after the wait that Telegram asked for."""
    async with replying(told(429, "", retry_after=3), told(500, "")) as (server, sender, clock):
        await sender.reply(ADDRESS, HELLO)
        assert clock.slept == [3, 2]
        assert [one.text for one in server.messages] == ["hello"]


@pytest.mark.parametrize(
    "fault",
    ["drop", told(403, "Forbidden"), told(429, "", retry_after=600), told(400, "", migrate_to_chat_id=-1)],
)
async def test_a_reply_is_given_up(fault):
    """An answer that may have arrived, or cannot arrive soon, is not sent again."""
    async with replying(fault) as (server, sender, clock):
        with pytest.raises(SendError):
            await sender.reply(ADDRESS, HELLO)
        assert (len(server.sent()), clock.slept) == (1, [])


async def test_what_follows_a_reply_waits_longer():
    """A list with a hole is none: its further messages wait as long as a group's 20 a minute may take."""
    async with replying(told(429, "", retry_after=40)) as (server, sender, clock):
        await sender.reply(ADDRESS, HELLO, most_wait=MOST_PIECE_WAIT)
        assert clock.slept == [40]
        assert [one.text for one in server.messages] == ["hello"]


async def test_a_reply_is_tried_three_times():
    """A Telegram that keeps failing gets no fourth try."""
    async with replying(*[told(500, "")] * 4) as (server, sender, _):
        with pytest.raises(SendError):
            await sender.reply(ADDRESS, HELLO)
        assert len(server.sent()) == 3


def test_a_request_ends_before_the_send_is_cut():
    """The timeouts of a request are together shorter than what a send may take in all."""
    together = (
        requesting.POOL_SECONDS
        + requesting.CONNECT_SECONDS
        + requesting.WRITE_SECONDS
        + requesting.READ_SECONDS
    )
    assert timedelta(seconds=together) < SEND_TIMEOUT


@pytest.mark.parametrize(("chat", "seconds"), [("1001", 1), ("-1001", 3.1)])
def test_groups_are_slower(ann, chat, seconds):
    """A private chat gets a message a second, a group not twenty a minute."""
    assert ann.platform.gap(Address(platform="telegram", external_id=chat)) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("token", "url"), [("my token", "https://x.example/bot"), ("1:abc", "x.example/bot")]
)
def test_a_wrong_section_is_told(monkeypatch, token, url):
    """A token or an address that can be none is an error of the configuration, and the token is not in it."""
    monkeypatch.setenv("A_TOKEN", token)
    with pytest.raises(ConfigError) as caught:
        make(TelegramSection(token="env:A_TOKEN", base_url=url))
    assert token not in str(caught.value)


def test_a_section_makes_the_platform(monkeypatch):
    """A token and an address are enough, and nothing is asked of Telegram yet."""
    monkeypatch.setenv("A_TOKEN", TOKEN)
    assert make(TelegramSection(token="env:A_TOKEN")).name == "telegram"
