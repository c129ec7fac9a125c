"""The first words between a chat and the bot: the welcome, help, and filters that are passed on."""

import re

import pytest

from alerts.errors import StorageError
from bot.commands import all_commands
from bot.wording.replies import WENT_WRONG
from storage.subscriptions import Subscriptions


async def test_help_has_every_command_once_in_groups(ann):
    """Each command but /help has one line, below its group's title."""
    groups = (await ann.say("/help")).split("\n\n")
    titles = [group.split("\n")[0] for group in groups]
    lines = [line for group in groups for line in group.split("\n")[1:]]
    assert titles == ["Filters", "When they come", "Postings", "Where they come from", "This chat"]
    listed = [re.match(r"/(\w+)\b.* - \w", line)[1] for line in lines]
    assert [*listed, "help"] == [command.name for command in all_commands().listed]


async def test_help_speaks_german(bot):
    """Titles and summaries are in the chat's language, commands are what they are."""
    shown = await bot.person(language="de").say("/help")
    assert "Wann sie kommen\n/schedule" in shown
    assert "/latest 5 - die neuesten Stellen" in shown


async def test_each_way_of_the_welcome_leads_to_a_filter(ann):
    """The line makes a filter as it stands there, and /new asks."""
    welcome = await ann.say("/start")
    (line,) = re.findall(r"1\. .*(/new .*)", welcome)
    assert "Filter 1 " in await ann.say(line)
    assert welcome.count("/new") == 2
    assert "Which technologies" in await ann.say("/new")


@pytest.mark.parametrize(
    "line",
    [
        'remote senior go|rust?, pay>=90k, benefit:wfh-stipend>=50/month, -title:"tech lead", name:mine',
        'python~, age<7d, name:"my own"',
    ],
)
async def test_a_shared_filter_is_the_same_filter(bot, line):
    """The line that /share gives makes the same filter, by the same name, in a chat with another currency."""
    ann, bob = bot.person("1"), bot.person("2", user="bob")
    await ann.say(f"/new {line}")
    await ann.say("/share 1")
    (shared,) = ann.reply.more
    await bob.say("/settings currency EUR")
    await bob.say(shared)
    assert await bob.say("/filters") == await ann.say("/filters")


async def test_all_filters_are_shared_one_a_message(ann):
    """Without a number each filter is a message of its own; with none there is nothing to share."""
    assert "No filters yet" in await ann.say("/share")
    await ann.say("/new python")
    await ann.say("/new go")
    await ann.say("/share")
    assert ann.reply.more == ('/new python, name:"python"', '/new go, name:"go"')


async def test_any_white_space_parts_a_command_from_its_words(ann):
    """A line's end or a tab does what a space does, between a command, a number and the rest."""
    await ann.say("/new\nremote\npython")
    await ann.say("/edit\t1\npay>=160k")
    assert "hourly" in await ann.say("/schedule\n1\nhourly")
    assert "remote, python, pay>=160k USD" in await ann.say("/filters")


async def test_a_failing_database_is_not_shown_to_the_chat(ann, monkeypatch):
    """The cause is for the log; the chat hears only that something went wrong."""

    async def fail(*_):
        raise StorageError("disk I/O error in the file secret.db")

    await ann.say("/filters")
    monkeypatch.setattr(Subscriptions, "subscriptions_of", fail)
    said = await ann.say("/filters")
    assert "secret.db" not in said
    assert said == WENT_WRONG


@pytest.mark.parametrize(
    ("typed", "answered"),
    [
        ("remote  python, pay>=100k", "send: /new remote python, pay>=100k"),
        ("Filters", "Commands begin with a slash: /filters"),
        ("good morning", "/new remote python pay>=100k USD"),
    ],
)
async def test_what_is_no_command_is_answered_with_the_one_that_may_be_meant(ann, typed, answered):
    """A newcomer types a filter, or a command's name, without a slash."""
    assert answered in await ann.say(typed)
    assert "No filters yet" in await ann.say("/filters")
