"""How the platform connects and lets go: nothing left behind, no secret shown, and a dead connection made anew."""

import asyncio
import logging

import pytest
from fake_slack import APP_TOKEN, BOT_TOKEN, TICKET, SlackPerson, section, settled
from pydantic import SecretStr

from alerts.errors import ConfigError, RolecallError
from bot.platforms.slack import connection, make
from bot.platforms.slack.discretion import discreet_logger


@pytest.fixture
async def ann(tmp_path, handler):
    """A person with a platform that listens."""
    someone = SlackPerson(tmp_path)
    await someone.arrive()
    await someone.platform.start(handler)
    yield someone
    await someone.platform.stop()
    await someone.leave()


async def test_stopping_leaves_no_task(ann, handler):
    """After a stop, nothing of ours or of the SDK's is left in the loop."""
    before = {task for task in asyncio.all_tasks() if "slack_sdk" not in repr(task)}
    await ann.platform.stop()
    await settled()
    ours = [task for task in asyncio.all_tasks() - before if "slack" in repr(task)]
    assert ours == []


async def test_a_connection_that_closes_badly_is_let_go(ann, handler, monkeypatch):
    """When the SDK stumbles in closing, its tasks are ended all the same."""
    client = ann.platform._connection._socket.client

    async def stumbling():
        await client.current_session.close()
        raise ConnectionResetError

    monkeypatch.setattr(client, "close", stumbling)
    await ann.platform.stop()
    assert [task for task in asyncio.all_tasks() if "slack_sdk" in repr(task)] == []


@pytest.mark.parametrize("method", ["auth.test", "apps.connections.open"])
@pytest.mark.parametrize(
    ("kind", "error"), [("invalid_auth", ConfigError), (500, RolecallError), ("drop", RolecallError)]
)
async def test_a_failed_start_leaves_nothing(tmp_path, handler, method, kind, error):
    """A start that fails says why without a token, leaves no task, and can be tried again."""
    someone = SlackPerson(tmp_path)
    await someone.arrive()
    before = asyncio.all_tasks()
    someone.slack.fault(method, kind)
    with pytest.raises(error) as caught:
        await someone.platform.start(handler)
    await settled()
    left = [task for task in asyncio.all_tasks() - before if "slack_sdk" in repr(task)]
    shown = repr(caught.value)
    assert (left, BOT_TOKEN in shown, APP_TOKEN in shown, TICKET in shown) == ([], False, False, False)
    await someone.platform.start(handler)
    await someone.say("/help")
    await someone.platform.stop()
    await someone.leave()


async def test_a_socket_that_does_not_open_fails_the_start(tmp_path, handler, monkeypatch, caplog):
    """Where only the socket fails, the start fails too, and neither error nor log shows the ticket."""
    monkeypatch.setattr(connection, "OPEN_SECONDS", 0.3)
    someone = SlackPerson(tmp_path)
    await someone.arrive()
    monkeypatch.setattr("fake_slack.TICKET", "another")
    answer = someone.slack._apps_connections_open

    async def stale(body):
        return {"url": (await answer(body))["url"].replace("another", "stale-ticket")}

    someone.slack._apps_connections_open = stale
    with caplog.at_level(logging.WARNING), pytest.raises(RolecallError) as caught:
        await someone.platform.start(handler)
    assert "Failed to connect" in caplog.text
    assert "stale-ticket" not in caplog.text + repr(caught.value)
    await someone.leave()


async def test_a_wrong_app_token_is_named(tmp_path, handler):
    """A start with a token that Slack does not know is an error of the configuration."""
    someone = SlackPerson(tmp_path)
    await someone.arrive()
    mistyped = section(someone.slack.base_url).model_copy(update={"app_token": SecretStr("xapp-typo")})
    platform = make(mistyped)
    with pytest.raises(ConfigError, match=r"\[slack\]: invalid_auth"):
        await platform.start(handler)
    await platform.stop()
    await someone.leave()


async def test_a_dead_connection_is_made_anew(ann, handler, monkeypatch):
    """When the SDK does not get the connection back, the platform makes a new one."""
    monkeypatch.setattr(connection, "WATCH_SECONDS", 0.01)
    await ann.platform.stop()
    await ann.platform.start(handler)
    opened = ann.slack.opened
    socket = ann.platform._connection._socket.client
    socket.auto_reconnect_enabled = False
    await socket.current_session.close()
    await ann.slack.until(lambda: ann.slack.opened > opened and ann.slack.sockets)
    await ann.say("/filters")
    assert [one.text for one in handler.messages] == ["/filters"]


@pytest.mark.parametrize(
    "line",
    [
        f"failed with {BOT_TOKEN}",
        f"failed with {APP_TOKEN}",
        f"url='wss://wss.slack.example/link/?ticket={TICKET}&app_id=A1'",
        "POST https://hooks.slack.com/commands/T1/2/secret-bot",
    ],
)
def test_the_sdk_logs_no_secret(line, caplog):
    """Tokens, tickets and response URLs are taken out of the SDK's lines."""
    discreet_logger().error("%s", line)
    assert not [secret for secret in ("secret", TICKET) if secret in caplog.text]


def test_bolts_own_loggers_are_discreet(ann, caplog):
    """The loggers that bolt makes for its parts take secrets out as well."""
    made = [name for name in logging.Logger.manager.loggerDict if name.startswith("slack_bolt.Async")]
    for name in made:
        logging.getLogger(name).error("failed with %s", BOT_TOKEN)
    assert made
    assert BOT_TOKEN not in caplog.text
