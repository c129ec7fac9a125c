"""The whole bot in front of the strict Slack emulator that may lie beside the repository.

The emulator has requirements of its own: JUDGES_PYTHON names an interpreter that has them, if this one does not.
"""

import asyncio
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from fake_slack import section
from pydantic import SecretStr
from test_contract import HOSTILE, alert

from alerts.chat_settings import ChatSettings
from alerts.compose import Action, News, Verb
from alerts.digest import compose_digest
from alerts.errors import SendError, SendFate, SendScope
from alerts.silence import Miss, Silence
from alerts.subscribing import Address
from bot.app import opened
from bot.config import Config, DatabaseSection
from bot.platforms.slack import make

JUDGES = Path(__file__).parents[2].parent / "shared" / "judges" / "slack"
PYTHON = os.environ.get("JUDGES_PYTHON", sys.executable)
CHAT = Address(platform="slack", workspace="T0001", external_id="DANN0001")


def _missing():
    if not (JUDGES / "slack_emulator.py").exists():
        return "no Slack emulator beside the repository"
    wanted = [PYTHON, "-c", "import aiohttp, slackblocks"]
    if subprocess.run(wanted, capture_output=True, check=False).returncode:
        return (
            "the Slack emulator needs aiohttp and slackblocks: name an interpreter with them in JUDGES_PYTHON"
        )
    return ""


pytestmark = pytest.mark.skipif(bool(_missing()), reason=_missing() or "-")

# The emulator gives up after eight seconds, in which a busy machine has not even read its first posting.
PATIENCE = 60


class Ann:
    """The emulator's scripted person; each of her acts waits in a thread."""

    def __init__(self, base):
        self._member = _workspace().Member(base)

    def __getattr__(self, act):
        async def acting(*arguments, **named):
            if act == "expect":
                named.setdefault("timeout", PATIENCE)
            return await asyncio.to_thread(getattr(self._member, act), *arguments, **named)

        return acting


POSTING = """# [Rust Engineer](https://jobs.example/rust) <!channel>

We rate & review tide tables. You have built services in Rust and Go on AWS, you write them down well, and you explain
what you do to people who do something else, in English or in any language that they speak at home or at work.

The base salary for this role is $142,000 - $171,000 a year. This is a fully remote position, open to candidates who
live in the United States. You get a $80 monthly work-from-home stipend.
"""


@pytest.fixture(scope="module")
def base():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [PYTHON, str(JUDGES / "slack_emulator.py"), "--port", str(port)]
    emulator = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    yield f"http://127.0.0.1:{port}"
    emulator.kill()  # it would wait for the requests that it lets hang
    emulator.wait()


@pytest.fixture
async def ann(base):
    person = Ann(base)
    async with asyncio.timeout(20):
        while not await _answers(person):
            await asyncio.sleep(0.05)
    await person.ctl("reset")
    await person.messages()  # opens her conversation with the bot
    return person


@pytest.fixture
def platform(base):
    tokens = {"bot_token": SecretStr("xoxb-T0001-test"), "app_token": SecretStr("xapp-1-A0001-test")}
    return make(section(f"{base}/api/").model_copy(update=tokens))


@pytest.fixture
async def bot(ann, platform, tmp_path):
    """The commands over a database, listening to the emulator."""
    database = DatabaseSection(url=f"sqlite+aiosqlite:///{tmp_path}/rolecall.db")
    async with opened(Config(database=database), [platform]) as parts:
        await platform.start(parts.dispatcher)
        yield parts
        await platform.stop()


async def clean(ann, *, refused=0):
    """Check that only faults were refused, nothing was legal but wrong, and every acknowledgement was in time."""
    report = await ann.report()
    wrong = [report["lints"], report["slow_acks"], report["failed_acks"]]
    assert wrong == [[], [], []]
    assert len(report["rejected"]) == refused


async def test_a_filter_from_its_making_to_its_end(ann, bot):
    """Help, a new filter, pause and resume by button, the list, and delete."""
    await ann.command("/jobs")
    await ann.expect("/jobs new")
    await ann.command("/jobs", "new remote python pay>=150k USD")
    await ann.expect("is active")
    await ann.press("Pause")
    await ann.expect("is paused")
    await ann.command("/jobs", "filters")
    await ann.expect("paused.*pay")
    await ann.command("/jobs", "resume 1")
    await ann.expect("is active")
    await ann.say("help")
    await ann.expect("/jobs new")
    await ann.command("/jobs", "new go name:second")
    await ann.expect("second")
    await ann.press("Delete")
    await ann.expect("is deleted")
    await clean(ann)


async def test_the_filter_button_of_an_alert_resumes(ann, bot, platform):
    """The alert's Filter button shows a paused filter, and its Resume button resumes it."""
    await ann.command("/jobs", "new remote python")
    await ann.expect("is active")
    await ann.command("/jobs", "pause")
    await ann.expect("is paused")
    await platform.send(CHAT, alert(actions=(Action(Verb.SAVE, 7), Action(Verb.FILTER, 1))))
    await ann.press("Open")
    await ann.press("Filter")
    await ann.expect("paused")
    await ann.press("Resume")
    await ann.expect("is active")
    await ann.press("Save")
    await ann.expect("out of date")
    await clean(ann)


async def test_a_filter_is_made_by_a_dialog(ann, bot):
    """Questions take each other's place, words in a direct message answer them, and old buttons are out of date."""
    await ann.command("/jobs", "new")
    await ann.expect("Which technologies")
    await ann.press("python")
    await ann.expect("So far: python")
    await ann.press("Next")
    await ann.expect("How do you want to work")
    await ann.say("remote")
    await ann.expect("Where do you work from")
    await ann.press("United States")
    await ann.expect("What should it pay")
    await ann.say("150k usd")
    await ann.expect("Which benefits")
    await ann.press("Skip")
    await ann.expect("When should")
    await ann.press("Skip")
    await ann.expect("pay>=150k USD")
    await ann.press("Save filter")
    await ann.expect("is active")
    await clean(ann)


async def test_a_posting_is_read_and_settings_are_changed(ann, bot):
    """A pasted posting gives its card and a filter; settings, export and forgetting work by buttons."""
    await ann.say(POSTING)
    await ann.expect("Rust Engineer")
    await ann.press("Make a filter from this")
    await ann.expect("Your filter")
    await ann.press("Save filter")
    await ann.expect("is active")
    await ann.command("/jobs", "settings")
    await ann.expect("Time zone")
    await ann.press("Currency")
    await ann.expect("In which currency")
    await ann.press("EUR")
    await ann.expect("EUR")
    await ann.command("/jobs", "export")
    await ann.expect('"rolecall":1')
    await ann.command("/jobs", "forget")
    await ann.expect("cannot be undone")
    await ann.press("Forget everything")
    await ann.expect("deleted")
    await ann.command("/jobs", "filters")
    await ann.expect("No filters")
    await clean(ann)


async def test_a_hostile_title_is_shown_literally(ann, platform):
    """A title with markup and mentions is shown whole, as it stands, and pings nobody."""
    await platform.send(CHAT, alert(title=HOSTILE, company=HOSTILE, filters=(HOSTILE,)))
    shown = (await ann.messages())[-1]
    assert shown["shown"].count(HOSTILE) == 3
    assert HOSTILE.translate({ord("<"): "&lt;", ord(">"): "&gt;", ord("&"): "&amp;"}) in shown["text"]
    await clean(ann)


async def test_digests_notices_and_edits_are_taken(ann, platform):
    """A digest, the explanation of a silence, and an edit of a message are legal, however hostile their words."""
    items = [alert(posting_id=number, title=HOSTILE * 9, company="&<*|>" * 99) for number in range(1, 11)]
    page = compose_digest(5, items, page=2, total=99, reader=ChatSettings())
    await platform.send(CHAT, page)
    misses = (Miss(criterion=HOSTILE, count=3),)
    silence = Silence(
        subscription_id=1, name=HOSTILE, silent=8, looked_at=9, days=14, feeds=3, failing=1, misses=misses
    )
    await platform.send(CHAT, silence)
    message_id = await platform.send(CHAT, alert())
    await platform.edit(CHAT, message_id, alert(title="Staff Engineer", news=News.CLOSED))
    assert "not listed any more" in (await ann.messages())[-1]["text"] + (await ann.messages())[-1]["shown"]
    with pytest.raises(SendError) as caught:
        await platform.edit(CHAT, "1.000001", alert())
    assert (caught.value.permanent, caught.value.scope) == (True, SendScope.MESSAGE)
    await clean(ann, refused=1)


async def test_endless_text_is_within_limits(ann, platform):
    """An alert of very long texts is taken."""
    await platform.send(CHAT, alert(title="&<*" * 5000, company="x" * 9000, filters=("&" * 9000,)))
    await clean(ann)


@pytest.mark.parametrize(
    ("fault", "fate", "scope", "copies"),
    [
        ({"kind": 429, "retry_after": 1}, SendFate.REFUSED, SendScope.CHAT, 0),
        ({"kind": 500}, SendFate.UNCERTAIN, SendScope.PLATFORM, 0),
        ({"kind": "drop"}, SendFate.UNCERTAIN, SendScope.PLATFORM, 0),
        ({"kind": "drop_after"}, SendFate.UNCERTAIN, SendScope.PLATFORM, 1),
        ({"kind": "hang", "seconds": 30}, SendFate.UNCERTAIN, SendScope.PLATFORM, 0),
        ({"kind": "is_archived"}, SendFate.REFUSED, SendScope.CHAT, 0),
    ],
)
async def test_a_fault_is_said_honestly_and_doubles_nothing(ann, platform, fault, fate, scope, copies):
    """Each fault becomes its error, and no message is there twice."""
    platform._client.timeout = 0.5
    await ann.fault(method="chat.postMessage", times=1, **fault)
    with pytest.raises(SendError) as caught:
        await platform.send(CHAT, alert())
    assert (caught.value.fate, caught.value.scope) == (fate, scope)
    assert len(await ann.messages()) == copies
    await clean(ann, refused=1)


@pytest.mark.parametrize("way", ["refresh", "drop"])
async def test_a_lost_connection_comes_back(ann, bot, way):
    """After Slack asks for a new connection, or the connection dies, commands are answered again."""
    await ann.ctl("socket", do=way)
    async with asyncio.timeout(20):
        while (await ann.command("/jobs", "help")).get("error"):
            await asyncio.sleep(0.2)
    await ann.expect("/jobs new")


async def test_forged_and_foreign_commands_change_nothing(ann, bot):
    """An unknown word, an unusable filter and other people's chat are answered, cleanly."""
    await ann.command("/jobs", "<!channel> & <b>")
    await ann.expect("no command")
    await ann.command("/jobs", "new <!here> *x* & y")
    await ann.expect("")
    await ann.command("/jobs", "new go", channel="jobs")
    await ann.expect("/invite", channel="jobs")
    await clean(ann)


def _workspace():
    sys.path.insert(0, str(JUDGES))
    try:
        import workspace

        return workspace
    finally:
        sys.path.remove(str(JUDGES))


async def _answers(person):
    try:
        return await person.ctl("config")
    except OSError:
        return None
