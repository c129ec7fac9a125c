"""The whole way, from a feed to a chat, before a strict Telegram that is not ours; skipped where that is absent.

It needs a Python with the judge's requirements, named by JUDGES_PYTHON.
"""

import importlib.util
import os
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from test_contract import HOSTILE

JUDGES = Path(__file__).parents[2].parent / "shared" / "judges" / "telegram"
PYTHON = os.environ.get("JUDGES_PYTHON", sys.executable)
ROLECALL = Path(sys.executable).with_name("rolecall")
TOKEN = "4242:" + "J" * 35
CONFIG = """
[[feeds]]
type = "directory"
path = "postings"
name = "A <b>board"
interval = "1s"
first_poll = "deliver"
[telegram]
token = "env:JUDGED_TOKEN"
base_url = "{base}/bot"
"""

POSTING = """# [Rust Engineer](https://jobs.example/rust) <!channel>

We rate & review tide tables. You have built services in Rust and Go on AWS, you write them down well, and you explain
what you do to people who do something else, in English or in any language that they speak at home or at work.

The base salary for this role is $142,000 - $171,000 a year. This is a fully remote position, open to candidates who
live in the United States. You get a $80 monthly work-from-home stipend.
"""


def reason_to_skip():
    if not JUDGES.exists():
        return "there is no judge beside the repository"
    asked = subprocess.run(
        [PYTHON, "-c", "import aiohttp, aiogram, teremok"], capture_output=True, check=False, cwd="/"
    )
    return "" if asked.returncode == 0 else f"{PYTHON} has not the judge's requirements (JUDGES_PYTHON)"


# The judge gives up after eight seconds, in which a busy machine has not even read its first posting.
PATIENCE = 60


def wait_for(done, what):
    deadline = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(0.05)


def reachable(url):
    try:
        return urllib.request.urlopen(url, timeout=5).status == 200
    except OSError:
        return False


@pytest.fixture(scope="module")
def judge():
    """Start the judge; its address."""
    if reason := reason_to_skip():
        pytest.skip(reason)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    running = subprocess.Popen(
        [PYTHON, JUDGES / "tg_emulator.py", "--port", str(port)], stdout=subprocess.DEVNULL
    )
    base = f"http://127.0.0.1:{port}"
    try:
        wait_for(lambda: reachable(f"{base}/_ctl/config?token={TOKEN}"), "the judge")
        yield base
    finally:
        running.terminate()
        running.wait()


class Bot:
    """The installed program with one feed, in a folder."""

    def __init__(self, folder, base):
        self._folder = folder
        (folder / "postings").mkdir()
        (folder / "config.toml").write_text(CONFIG.format(base=base))
        environment = {name: value for name, value in os.environ.items() if not name.startswith("ROLECALL_")}
        with (folder / "log").open("a") as log:
            self.running = subprocess.Popen(
                [ROLECALL, "run"],
                cwd=folder,
                env={**environment, "JUDGED_TOKEN": TOKEN},
                stdout=log,
                stderr=log,
            )

    def publish(self, name, title="Python Engineer"):
        head = f"# [{title}](https://jobs.example/{name})\n### Acme {name}\n#### `Remote, US`\n\n"
        (self._folder / "postings" / f"{name}.md").write_text(head + "Remote. Python and SQL.")

    def found(self):
        """Count the alerts that are owed or sent."""
        with closing(sqlite3.connect(self._folder / "rolecall.db")) as database:
            return database.execute("SELECT count(*) FROM alerts").fetchone()[0]

    def knows_of_the_block(self):
        """Say whether it is stored that the person blocked the bot."""
        with closing(sqlite3.connect(self._folder / "rolecall.db")) as database:
            return database.execute("SELECT count(*) FROM chats WHERE state = 'gone'").fetchone()[0] > 0

    def withdraw(self, name):
        (self._folder / "postings" / f"{name}.md").unlink()

    def stop(self):
        self.running.terminate()
        return self.running.wait(30), (self._folder / "log").read_text()


@pytest.fixture
def bot(tmp_path, judge):
    one = Bot(tmp_path, judge)
    yield one
    one.running.kill()
    one.running.wait()


@pytest.fixture
def person(judge, bot):
    """The judge's scripted person, who has a filter; what the judge held against others is forgotten."""
    spec = importlib.util.spec_from_file_location("judges_person", JUDGES / "person.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    one = module.Person(judge, TOKEN, 1001, first_name="Ann")
    one.expect = partial(one.expect, timeout=PATIENCE)
    one.ctl("reset")
    wait_for(lambda: one.report()["polling"], "the bot")
    one.say("/start")
    one.expect("job feeds")
    one.say("/new python")
    one.expect("is active")
    return one


def test_a_person_is_served(judge, bot, person):
    """Commands, an alert of a hostile posting, and its buttons pass the judge without a refusal or a remark."""
    bot.publish("hostile", title=f"{HOSTILE} Python")
    shown = person.expect("Acme hostile")
    assert shown["text"].startswith(f"{HOSTILE} Python")
    assert person.press("Open", wait=0) == {"opened": {"url": "https://jobs.example/hostile"}}
    for label, answer in (("Save", "Saved"), ("Not for me", "Noted"), ("Filter", "python")):
        assert person.press(label, message_id=shown["message_id"])["answer"] is not None
        person.expect(answer)
    manage = person.expect("python")
    for label, answer in (
        ("Pause", "is paused"),
        ("Pause", "is paused"),
        ("Edit", "/edit"),
        ("Delete", "is deleted"),
    ):
        assert person.press(label, message_id=manage["message_id"])["answered_in"] < 1
        person.expect(answer)
    person.ctl("replay_callback", chat_id=1001, message_id=manage["message_id"], data="forged:1")
    person.say("/filters")
    person.expect("No filters")
    report = person.report()
    assert [call for call in report["rejected"] if call["status"] != 429] == []
    assert report["lints"] == []
    code, log = bot.stop()
    assert code == 0
    assert TOKEN not in log


def test_a_digest_turns_its_pages_and_stays_true(bot, person):
    """A burst is one message whose pages turn in place, and which says so when one of its postings is gone."""
    person.say("/snooze 1h")
    person.expect("Nothing comes here")
    for number in range(12):
        bot.publish(f"job{number:02}", title=f"Python Engineer {number:02}")
    wait_for(lambda: bot.found() == 12, "the matches")
    person.say("/snooze off")
    digest = person.expect("12 postings")

    def shown():
        return next(one["text"] for one in person.messages() if one["message_id"] == digest["message_id"])

    first = shown()
    person.press("+2 more", message_id=digest["message_id"])
    wait_for(lambda: "11 to 12" in shown(), "the second page")
    person.press("◂ Back", message_id=digest["message_id"])
    wait_for(lambda: shown() == first, "the first page")
    person.press("1", message_id=digest["message_id"])
    person.expect("Why:")
    gone = next(f"job{number:02}" for number in range(12) if f"Engineer {number:02}" in first)
    bot.withdraw(gone)
    wait_for(lambda: "not listed any more" in shown(), "the edit")
    report = person.report()
    assert report["rejected"] == []
    assert report["lints"] == []


def test_a_person_talks_with_the_bot(bot, person):
    """The dialog for a filter, a pasted posting, why, settings, export and forgetting: no refusal, no remark."""
    expect = person.expect
    person.say("/new")
    shown = expect("Which technologies")
    steps = (
        ("python", "So far: python"),
        ("Next", "How do you"),
        ("Remote", "So far: remote"),
        ("Next", "Where do"),
    )
    for label, question in steps:
        person.press(label, message_id=shown["message_id"])
        expect(question)
    person.say("germany")
    expect("at least, in a year")
    person.say("60 eur/hour")
    asked = expect("Which benefits")
    person.press("Skip", message_id=asked["message_id"])
    expect("When should")
    person.press("Skip", message_id=asked["message_id"])
    expect("pay>=60 EUR/hour")
    person.press("Save filter", message_id=asked["message_id"])
    expect("is active")
    person.press("Back", message_id=shown["message_id"])
    expect("out of date")
    person.say(POSTING)
    card = expect("Rust Engineer")
    person.press("Make a filter from this", message_id=card["message_id"])
    review = expect("Your filter")
    person.press("Save filter", message_id=review["message_id"])
    expect("is active")
    person.say("/settings")
    menu = expect("Time zone")
    person.press("Time zone", message_id=menu["message_id"])
    expect("In which time zone")
    person.say("lisbon")
    expect("Europe/Lisbon")
    bot.publish("told")
    alert = expect("Acme told")
    person.press("Why", message_id=alert["message_id"])
    expect("It was sent here")
    person.say("/export")
    expect('"rolecall":1')
    person.say("/forget")
    sure = expect("cannot be undone")
    person.press("Forget everything", message_id=sure["message_id"])
    expect("deleted")
    report = person.report()
    assert [call for call in report["rejected"] if call["status"] != 429] == []
    assert report["lints"] == []


@pytest.mark.parametrize(
    ("fault", "copies"),
    [
        ({"kind": 429, "retry_after": 2}, 1),
        ({"kind": 500}, 1),
        ({"kind": "drop"}, 0),
        ({"kind": "drop_after"}, 1),
    ],
)
def test_a_fault_is_survived(bot, person, fault, copies):
    """After a definite refusal the alert comes, once; after none it is not sent again at once."""
    person.fault(method="sendMessage", times=1, **fault)
    bot.publish("faulty")
    person.mark = 0
    wait_for(lambda: any(call.get("fault") for call in person.ctl("calls")), "the fault")
    if fault["kind"] in {429, 500}:
        person.expect("Acme faulty")
    person.say("/help")
    person.expect("/filters")
    assert sum("Acme faulty" in one["text"] for one in person.messages(who="bot")) == copies
    assert person.report()["lints"] == []


def test_a_block_holds_alerts_back(bot, person):
    """A person who blocked the bot is sent nothing, and gets on return what was owed before."""
    person.say("/snooze 1h")
    person.expect("kept")
    before = bot.found()
    bot.publish("held")
    wait_for(lambda: bot.found() > before, "the alert that is held back")
    person.block()
    wait_for(bot.knows_of_the_block, "the block")
    person.say("/snooze off")
    person.expect("Acme held")
    assert person.report()["rejected"] == []
