"""What a new filter brings of what was there before it: nothing unless it is asked for, and then in one message."""

from alerts.compose import Action, Verb


async def before(bot, count):
    """Let postings be there before anybody has a filter."""
    for number in range(count):
        bot.publish(f"job{number:02}", title=f"Python Engineer {number:02}")
    await bot.work()


async def test_a_first_filter_floods_nobody(bot, ann):
    """However much fits already, nothing of it comes by itself."""
    await before(bot, 15)
    await ann.say("/new python")
    assert await bot.work() == []
    assert "new from now on" in await ann.press("Only what is new")


async def test_the_newest_come_as_one_digest(bot, ann):
    """The last ten are shown at once, in one answer, and can be opened and saved like what was sent."""
    await before(bot, 15)
    await ann.say("/new python")
    made = ann.reply
    await ann.press("Show the last ten", of=made)
    digest = ann.reply.shows
    assert (len(digest.items), digest.total) == (10, 10)
    await ann.press("Show the last ten", of=made)
    assert ann.reply.shows == digest
    assert "Saved" in await ann.act(Action(Verb.SAVE, digest.items[0].posting_id))
    assert await bot.work() == []


async def test_the_best_three_and_then_the_rest(bot, ann):
    """What was shown once is not shown again with another choice."""
    await before(bot, 5)
    await ann.say("/new python")
    made = ann.reply
    await ann.press("Show the best three", of=made)
    best = {item.posting_id for item in ann.reply.shows.items}
    await ann.press("Show the last ten", of=made)
    rest = {item.posting_id for item in ann.reply.shows.items}
    assert (len(best), len(rest), best & rest) == (3, 2, set())


async def test_another_chats_filter_brings_nothing(bot, ann):
    """A forged button, and one that says nothing known, are out of date."""
    await before(bot, 2)
    await ann.say("/new python")
    stranger = bot.person("2", user="eve")
    assert "out of date" in await stranger.act(Action(Verb.BRING, 1, "best"))
    assert "out of date" in await ann.act(Action(Verb.BRING, 1, "all"))
