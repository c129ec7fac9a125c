"""Schedules, quiet hours, snooze and digests as a person in a chat meets them."""

import pytest

from alerts.compose import Action, Verb


async def test_a_schedule_is_typed_or_pressed(ann):
    """A filter's schedule is said back, by command and by button alike; pressing twice changes nothing more."""
    await ann.say("/new python")
    assert "daily at 18:30" in await ann.say("/schedule 1 every day at 6:30pm")
    assert "daily at 18:30" in await ann.say("/schedule 1")
    offered = ann.reply
    assert "hourly" in await ann.press("hourly", of=offered)
    assert "hourly" in await ann.press("hourly", of=offered)
    assert "hourly" in await ann.say("/schedule 1")


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("/schedule 1 sometimes", "sometimes"),
        ("/quiet late", "late"),
        ("/quiet 0-12; 12-24", "/pause"),
        ("/snooze 1 soon", "soon"),
        ("/snooze", "/snooze 3h"),
        ("/schedule 7 daily", "7"),
    ],
)
async def test_what_is_not_understood_is_named(ann, line, named):
    """A wrong line names the word and shows one that works."""
    await ann.say("/new python")
    assert named in await ann.say(line)


async def test_quiet_hours_are_set_shown_and_taken_back(ann):
    """Quiet hours are kept in their canonical form."""
    assert "22:00-08:00 mon-fri" in await ann.say("/quiet from 10pm to 8am weekdays")
    assert "22:00-08:00 mon-fri" in await ann.say("/quiet")
    assert "no quiet hours" in await ann.say("/quiet off")


async def test_a_snoozed_chat_hears_nothing_until_it_wakes(bot, ann):
    """A snooze of the chat holds what is found, and its end brings it."""
    await ann.say("/new python")
    assert "Nothing comes here until" in await ann.say("/snooze 2 weeks")
    bot.publish("one")
    bot.publish("two")
    assert await bot.work() == []
    await ann.say("/snooze off")
    (text,) = await bot.work()
    assert "2 postings" in text


async def test_a_filter_is_snoozed_by_button(bot, ann):
    """A filter that is snoozed waits, and wakes by button."""
    await ann.say("/new python")
    await ann.press("Snooze")
    assert "is silent until" in await ann.press("For a day")
    bot.publish("one")
    assert await bot.work() == []
    await ann.say("/snooze 1 off")
    assert len(await bot.work()) == 1


async def test_every_posting_of_a_digest_can_be_reached(bot, ann):
    """A digest's pages bring all postings, best first, each once; a posting of it opens with its own buttons."""
    await ann.say("/new python")
    for number in range(23):
        bot.publish(f"job{number:02}", title=f"Python Engineer {number:02}")
    await bot.work()
    ((_, digest, _),) = bot.sent
    seen = [item.title for item in digest.items]
    while forward := [
        one for one in digest.actions if one.verb is Verb.PAGE and int(one.choice) > digest.page
    ]:
        await ann.act(forward[0])
        assert ann.reply.replaces
        digest = ann.reply.shows
        seen += [item.title for item in digest.items]
    assert sorted(seen) == [f"Python Engineer {number:02}" for number in range(23)]
    await ann.act(digest.actions[0])
    assert ann.reply.shows.title == digest.items[0].title
    saving = next(one for one in ann.reply.shows.actions if one.verb is Verb.SAVE)
    assert "Saved" in await ann.act(saving)


async def test_a_stranger_turns_no_pages(bot, ann):
    """Pages and postings of another chat, pages that there are not, and nonsense are out of date."""
    await ann.say("/new python")
    for number in range(12):
        bot.publish(f"job{number:02}")
    await bot.work()
    stranger = bot.person("2", user="eve")
    for action in (Action(Verb.PAGE, 1, "1"), Action(Verb.SHOW, 1)):
        assert "out of date" in await stranger.act(action)
    for choice in ("3", "0", "x", "", "99999"):
        assert "out of date" in await ann.act(Action(Verb.PAGE, 1, choice))
    for verb in (Verb.SNOOZE, Verb.SCHEDULE):
        assert "out of date" in await stranger.act(Action(verb, 1, "1d" if verb is Verb.SNOOZE else "daily"))
