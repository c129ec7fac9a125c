"""What Slack's refusals and broken connections become, against a local Slack."""

import traceback

import pytest
from fake_slack import APP_TOKEN, BOT_TOKEN, CHANNEL, TEAM, FakeSlack, SlackPerson, section
from pydantic import SecretStr
from test_contract import HOSTILE, alert

from alerts.errors import SendError, SendFate, SendScope
from alerts.subscribing import Address
from bot.platforms.slack import make, sending

ADDRESS = SlackPerson.address
METHOD = "chat.postMessage"


@pytest.fixture
async def slack():
    server = FakeSlack()
    await server.begin()
    yield server
    await server.end()


@pytest.fixture
def platform(slack):
    """A platform as a worker has it: made, never started."""
    return make(section(slack.base_url))


async def failure(platform):
    with pytest.raises(SendError) as caught:
        await platform.send(ADDRESS, alert())
    return caught.value


@pytest.mark.parametrize(
    ("code", "scope", "permanent"),
    [
        ("is_archived", SendScope.CHAT, True),
        ("channel_not_found", SendScope.CHAT, True),
        ("not_in_channel", SendScope.CHAT, True),
        ("user_disabled", SendScope.CHAT, True),
        ("account_inactive", SendScope.INSTALLATION, True),
        ("token_revoked", SendScope.INSTALLATION, True),
        ("token_expired", SendScope.INSTALLATION, False),
        ("missing_scope", SendScope.INSTALLATION, False),
        ("invalid_auth", SendScope.INSTALLATION, False),
        ("some_new_word", SendScope.PLATFORM, False),
    ],
)
async def test_a_refusal_says_whose_fault_it_is(slack, platform, code, scope, permanent):
    """Slack's word for a refusal gives its scope, and whether trying again is useless."""
    slack.fault(METHOD, code)
    error = await failure(platform)
    assert (error.scope, error.permanent, error.fate) == (scope, permanent, SendFate.REFUSED)
    assert code in str(error)


@pytest.mark.parametrize(("header", "wait"), [("7", 7), ("x", 30), ("-3", 0), ("nan", 30), ("1e9", 3600)])
async def test_too_many_requests_name_the_wait(slack, platform, header, wait):
    """Retry-After is obeyed as far as it makes sense."""
    slack.fault(METHOD, 429, retry_after=header, body='{"ok":false,"error":"ratelimited"}')
    error = await failure(platform)
    assert (error.retry_after, error.fate, error.permanent) == (wait, SendFate.REFUSED, False)


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": 500},
        {"kind": 503},
        {"kind": "internal_error"},
        {"kind": "fatal_error"},
        {"kind": "drop"},
        {"kind": "drop_after"},
        {"kind": "body", "body": "{"},
        {"kind": "body", "body": "[1]"},
        {"kind": "body", "body": "7"},
        {"kind": "body", "body": "sign in", "content_type": "text/plain"},
        {"kind": "body", "body": "<html>", "content_type": "text/html"},
        {"kind": "body", "body": "x", "content_type": "application/gzip"},
    ],
)
async def test_an_answer_that_is_none_is_uncertain(slack, platform, fault):
    """After a 5xx, a cut connection or an answer that says nothing, the message may have arrived."""
    slack.fault(METHOD, **fault)
    error = await failure(platform)
    assert (error.fate, error.permanent) == (SendFate.UNCERTAIN, False)


async def test_a_message_is_sent_once(slack, platform):
    """A connection that is cut after Slack took the message doubles nothing."""
    slack.fault(METHOD, "drop_after")
    await failure(platform)
    assert len(slack.messages) == 1


async def test_a_silent_slack_is_uncertain(slack, platform, monkeypatch):
    """No answer in time: the message may have arrived."""
    monkeypatch.setattr(sending, "TIMEOUT", 0.2)
    slack.fault(METHOD, "hang")
    assert (await failure(make(section(slack.base_url)))).fate is SendFate.UNCERTAIN


async def test_a_slack_that_cannot_be_reached_got_nothing(slack, platform):
    """A refused connection is certain: nothing left."""
    await slack.end()
    error = await failure(platform)
    assert (error.fate, error.scope) == (SendFate.REFUSED, SendScope.PLATFORM)


@pytest.mark.parametrize("code", ["invalid_blocks", "msg_blocks_too_long", "invalid_metadata_format"])
async def test_a_malformed_message_goes_once_more_in_plain_words(slack, platform, code):
    """What Slack takes for malformed is sent without blocks, all of it."""
    slack.fault(METHOD, code)
    await platform.send(ADDRESS, alert(title=HOSTILE))
    (sent,) = slack.messages
    assert not {"blocks", "metadata"} & set(sent)
    assert HOSTILE in slack.shown()
    assert "https://board.example/7" in slack.shown()


async def test_a_message_that_is_refused_twice_is_dead(slack, platform):
    """If plain words do not go either, the message never will."""
    slack.fault(METHOD, "msg_too_long")
    slack.fault(METHOD, "msg_too_long")
    error = await failure(platform)
    assert (error.scope, error.permanent) == (SendScope.MESSAGE, True)


async def test_a_thread_is_kept(slack, platform):
    """An alert for a thread goes into it."""
    await platform.send(
        Address(platform="slack", workspace=TEAM, external_id=CHANNEL, thread="17.1"), alert()
    )
    assert slack.messages[0]["thread_ts"] == "17.1"


@pytest.mark.parametrize("kind", ["invalid_auth", "drop", 500, "is_archived"])
async def test_no_error_holds_a_token(slack, platform, kind):
    """Neither the error nor its traceback shows a token."""
    slack.fault(METHOD, kind)
    shown = "".join(traceback.format_exception(await failure(platform)))
    assert BOT_TOKEN not in shown


async def test_a_wrong_token_does_not_end_the_chats(slack):
    """A mistyped token is the operator's to mend; the chats stay."""
    mistyped = section(slack.base_url).model_copy(update={"bot_token": SecretStr("xoxb-typo")})
    error = await failure(make(mistyped))
    assert (error.permanent, APP_TOKEN in str(error), "xoxb" in str(error)) == (False, False, False)


def test_one_message_a_second(platform):
    """A channel takes about one message a second."""
    assert platform.gap(ADDRESS).total_seconds() == 1
