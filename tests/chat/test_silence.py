"""A filter that finds nothing explains itself: once a week, outside quiet hours, with what would let something in."""

import json
from datetime import timedelta

import pytest

from alerts.compose import Action, Verb

DAY = timedelta(days=1)


@pytest.fixture
async def silent(bot, ann):
    """A chat whose filter found nothing for eight days, although something all but fitted."""
    await ann.say("/new python, onsite name:mine")
    bot.publish("near")
    assert await bot.work() == []
    bot.parts.database.clock.offset = 8 * DAY
    return ann


async def explained(bot):
    while await bot.parts.explainer.explain_some():
        pass
    return await bot.work()


async def test_a_silent_filter_says_what_it_kept_out(bot, silent):
    """The line says what was read, that the feeds work, and what all but fitted; it comes once."""
    (text,) = await explained(bot)
    assert "found nothing for 8 days" in text
    assert "1 posting." in text
    assert "feed works" in text
    assert "1 would fit but for: onsite" in text
    assert await explained(bot) == []
    bot.parts.database.clock.offset = 14 * DAY
    assert await explained(bot) == []
    bot.parts.database.clock.offset = 16 * DAY
    assert len(await explained(bot)) == 1


async def test_the_offered_change_lets_it_in_and_is_undone(bot, silent):
    """The button makes the change that is named, and Undo takes it back."""
    await explained(bot)
    ((_, silence, _),) = bot.sent
    change = next(one for one in silence.actions if one.verb is Verb.APPLY)
    assert "onsite" not in await silent.act(change)
    assert "onsite" in await silent.press("Undo")


async def test_fine_is_fine_for_long(bot, silent):
    """Who says that it is fine is not told again soon."""
    await explained(bot)
    assert "Fine" in await silent.act(Action(Verb.FINE, 1))
    bot.parts.database.clock.offset = 60 * DAY
    assert await explained(bot) == []


async def test_a_filter_that_was_paused_was_not_silent(bot, silent):
    """After /resume the week is counted anew."""
    await silent.say("/pause 1")
    bot.parts.database.clock.offset = 40 * DAY
    await silent.say("/resume 1")
    assert await explained(bot) == []
    bot.parts.database.clock.offset = 48 * DAY
    (text,) = await explained(bot)
    assert "found nothing for 8 days" in text


async def test_a_filter_that_was_elsewhere_was_not_silent(bot, ann):
    """After /import the week begins, whenever the filter was made."""
    one = {"name": "x", "line": "go", "state": "active", "owner": "", "created_at": "2026-01-01T00:00:00Z"}
    await ann.say(f"/import {json.dumps({'rolecall': 1, 'filters': [one]})}")
    bot.parts.database.clock.offset = 6 * DAY
    assert await explained(bot) == []
    bot.parts.database.clock.offset = 8 * DAY
    (text,) = await explained(bot)
    assert "found nothing for 8 days" in text


async def test_show_says_more(bot, silent):
    """Show gives the filter's preview."""
    await explained(bot)
    assert "onsite" in await silent.act(Action(Verb.NEAR, 1))


async def test_a_filter_that_found_something_is_not_explained(bot, ann):
    """Neither a filter that found something within the week, nor a new, paused or snoozed one."""
    for line in ("/new python", "/new go", "/new rust", "/new ruby name:asleep"):
        await ann.say(line)
    await ann.say("/pause 2")
    await ann.say("/delete 3")
    assert await explained(bot) == []
    bot.parts.database.clock.offset = 5 * DAY
    await ann.say("/snooze 3 30d")
    bot.publish("one")
    await bot.work()
    bot.parts.database.clock.offset = 9 * DAY
    assert await explained(bot) == []


async def test_quiet_hours_hold_it_back(bot, silent):
    """The explanation waits like everything else."""
    await silent.say("/snooze 60d")
    assert await explained(bot) == []


async def test_another_chats_filter_says_nothing(bot, silent):
    """A forged button is out of date."""
    stranger = bot.person("2", user="eve")
    for verb in (Verb.NEAR, Verb.FINE):
        assert "out of date" in await stranger.act(Action(verb, 1))
