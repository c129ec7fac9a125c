"""Saving, dismissing, changing filters by button and taking it back, as a person in a chat does it."""

import pytest

from alerts.compose import Action, Verb


@pytest.fixture
async def alerted(bot, ann):
    """A chat that got one alert."""
    await ann.say("/new python")
    bot.publish("one")
    await bot.work()
    return ann


async def test_a_saved_posting_has_a_note_and_a_stage(alerted):
    """What is saved is listed with what was said of it, until it is dropped."""
    await alerted.act(Action(Verb.SAVE, 1))
    await alerted.act(Action(Verb.SAVE, 1))
    assert "[applied]" in await alerted.say("/saved 1 applied")
    assert "call Ann" in await alerted.say("/saved 1 note call Ann on Monday")
    listed = await alerted.say("/saved")
    assert "1. Python Engineer" in listed
    assert "[applied] · call Ann on Monday" in listed
    await alerted.say("/saved 1 drop")
    assert "Nothing saved" in await alerted.say("/saved")


@pytest.mark.parametrize(
    ("line", "named"), [("/saved 2 applied", "2"), ("/saved 1 dreamt", "dreamt"), ("/saved x", "x")]
)
async def test_what_cannot_be_said_is_named(alerted, line, named):
    """A number that there is not and a word that is none are named."""
    await alerted.act(Action(Verb.SAVE, 1))
    assert named in await alerted.say(line)


async def test_a_company_is_muted_and_heard_again(bot, alerted):
    """Muting keeps the company's next posting out; Undo, in the same message, lets the one after in."""
    assert "not for you" in await alerted.act(Action(Verb.DISMISS, 1))
    offered = alerted.reply
    assert "-company:" in await alerted.press("Mute Acme one", of=offered)
    assert alerted.reply.replaces
    undo = alerted.reply
    await alerted.press("Mute Acme one", of=offered)
    bot.publish("one", title="Staff Python Engineer")
    assert await bot.work() == []
    assert "-company:" not in await alerted.press("Undo", of=undo)
    assert "-company:" not in await alerted.press("Undo", of=undo)
    assert "python" in await alerted.say("/filters")


async def test_what_a_change_was_about_may_be_gone(alerted):
    """A change of a filter that was deleted meanwhile is out of date."""
    await alerted.act(Action(Verb.DISMISS, 1))
    offered = alerted.reply
    await alerted.say("/delete 1")
    assert "out of date" in await alerted.press("Mute", of=offered)


async def test_a_forged_button_changes_nothing(bot, alerted):
    """Another chat cannot save, dismiss, change or undo what is not its own."""
    await alerted.act(Action(Verb.DISMISS, 1))
    stranger = bot.person("2", user="eve")
    for verb in (Verb.SAVE, Verb.DISMISS, Verb.APPLY, Verb.UNDO):
        assert "out of date" in await stranger.act(Action(verb, 1))
    assert "company" not in await alerted.say("/filters")
