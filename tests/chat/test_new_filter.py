"""/new without words: the dialog that makes a filter, by buttons and by typing."""

from alerts.compose import Action, Verb
from bot.platforms.contract import Incoming


def labels(person):
    return [one.label for one in person.reply.buttons]


async def test_a_filter_is_made_by_buttons(ann):
    """Pressing through the steps gives the filter that the same line gives."""
    assert "Which technologies" in await ann.say("/new")
    await ann.press("python")
    assert "✓ python" in labels(ann)
    await ann.press("go")
    assert "How do you want to work" in await ann.press("Next")
    await ann.press("Remote")
    assert "Where do you work from" in await ann.press("Next")
    assert "at least" in await ann.press("United States")
    assert "benefits" in await ann.press("150k USD")
    await ann.press("wfh stipend")
    assert "When should" in await ann.press("Next")
    shown = await ann.press("✓ at once")
    assert "remote, go|python, in:US, pay>=150k USD, benefit:wfh-stipend" in shown
    assert "is active" in await ann.press("Save filter")
    await ann.say("/new remote go|python in:US pay>=150k USD benefit:wfh-stipend")
    first, second = (await ann.say("/filters")).split("\n")[:2]
    assert first.partition(": ")[2] == second.partition(": ")[2]


async def test_a_filter_is_made_by_typing(ann):
    """Every step takes words, and 'skip', 'back' and 'save' mean the buttons."""
    await ann.say("/new")
    assert "How do you" in await ann.say("senior python or go")
    assert "Which technologies" in await ann.say("back")
    assert "So far: senior, go|python" in ann.reply.text
    await ann.say("next")
    await ann.say("remote")
    await ann.say("germany")
    await ann.say("60 eur/hour")
    await ann.say("skip")
    shown = await ann.say("skip")
    assert "remote, senior, go|python, in:DE, pay>=60 EUR/hour" in shown
    assert "-php" in await ann.say("-php name:backend")
    assert "Filter 1 'backend' is active" in await ann.say("save filter")


async def test_buttons_replace_their_question(ann):
    """What a button leads to is shown in place of its message, what is typed is answered anew."""
    await ann.say("/new")
    assert not ann.reply.replaces
    await ann.press("python")
    assert ann.reply.replaces
    await ann.say("go")
    assert not ann.reply.replaces


async def test_a_mistake_is_named_and_the_step_stays(ann):
    """A word that is not understood is named, and the question is put again with its buttons."""
    await ann.say("/new")
    shown = await ann.say("pyhton")
    assert "pyhton" in shown
    assert "python" in shown
    assert "Which technologies" in shown
    await ann.press("python")
    assert "✓ python" in labels(ann)


async def test_the_review_leads_back_to_each_part(ann):
    """A part that is changed from the review comes back to the review, and a skipped one is taken out."""
    await ann.say("/new")
    for words in ("python", "remote", "skip", "100k", "skip", "skip"):
        await ann.say(words)
    assert "at least, in a year" in await ann.press("Pay")
    assert "pay>=200k USD" in await ann.press("200k USD")
    await ann.press("Workplace")
    assert "remote" not in await ann.press("Skip")


async def test_the_schedule_is_asked_for_and_kept(ann):
    """What is typed or pressed for when it comes is shown, can be changed at the review, and holds once saved."""
    await ann.say("/new")
    for words in ("python", "skip", "skip", "skip", "skip"):
        await ann.say(words)
    assert "'fortnightly' is no schedule" in await ann.say("fortnightly")
    assert "When should" in ann.reply.text
    assert "comes: every Friday at 18:30" in await ann.say("fridays 6:30pm")
    await ann.press("When")
    assert "comes: daily at 09:00" in await ann.press("daily")
    await ann.press("When")
    assert "✓ daily at 09:00" in labels(ann)
    assert "benefits" in await ann.press("Back")
    await ann.say("skip")
    assert "comes: daily at 09:00" in await ann.press("Save filter")
    assert "Times are in UTC" in ann.reply.text
    assert "comes: daily at 09:00" in await ann.say("/schedule 1")


async def test_nothing_chosen_is_no_filter(ann):
    """Skipping every question makes no filter, and says where to begin."""
    await ann.say("/new")
    for _ in range(5):
        await ann.say("skip")
    assert "chosen nothing" in await ann.say("skip")
    assert "Save filter" not in labels(ann)
    assert "Which technologies" in await ann.press("Technologies")


async def test_parts_that_contradict_are_refused(ann):
    """Two parts that leave nothing are refused at the step that brought the second."""
    await ann.say("/new")
    await ann.say("-remote, python")
    assert "leave nothing" in await ann.say("remote")
    assert "How do you want to work" in ann.reply.text


async def test_an_old_button_is_out_of_date(ann):
    """A button of an earlier step, of an ended dialog or of nobody's is out of date and changes nothing."""
    await ann.say("/new")
    first = ann.reply
    await ann.press("python")
    second = ann.reply
    assert "out of date" in await ann.press("go", of=first)
    assert "Cancelled" in await ann.press("Cancel", of=second)
    assert "out of date" in await ann.press("Next", of=second)
    await ann.say("/new")
    current = ann.reply
    assert "out of date" in await ann.press("Next", of=second)
    forged = current.buttons[0].action
    assert "out of date" in await ann.act(Action(Verb.CHOOSE, forged.target, "rm-rf"))


async def test_cancel_leaves_everything_as_it_was(ann):
    """/cancel ends the dialog; then words are no answer any more."""
    await ann.say("/new")
    assert "Cancelled" in await ann.say("/cancel")
    assert "reads like a filter" in await ann.say("python")
    assert "No filters yet" in await ann.say("/filters")
    assert "nothing to cancel" in await ann.say("/cancel")


async def test_two_people_in_a_group_do_not_meet(bot):
    """Each has a dialog, and neither's buttons or words reach the other's."""
    ann, bob = (bot.person("-1", user=name, group=True) for name in ("ann", "bob"))
    await ann.say("/new")
    assert "reply to this message" in ann.reply.text
    assert await bob.say("python") is None
    assert "out of date" in await bob.press("python", of=ann.reply)
    await bob.say("/new")
    assert "How do you" in await ann.say("go")
    assert "How do you" in await bob.say("rust")
    assert "So far: go" in await ann.say("back")


async def test_a_dialog_goes_on_in_another_process(bot, config):
    """The next answer may be taken by a process that did not ask."""
    from bot.app import opened

    ann = bot.person()
    await ann.say("/new")
    async with opened(config, []) as parts:
        said = Incoming(address=ann.address, user="ann", text="python")
        assert "How do you" in (await parts.dispatcher.handle(said)).text
    assert "Where do you" in await ann.say("remote")


async def test_an_update_that_is_told_again_acts_once(bot):
    """A platform that repeats a message gets the question that waits now, and the dialog does not move twice."""
    ann = bot.person()
    await ann.say("/new", update="1")
    first = await ann.say("python", update="2")
    assert await ann.say("python", update="2") == first
    for number, words in enumerate(["skip"] * 5, start=3):
        await ann.say(words, update=str(number))
    assert "is active" in await ann.say("save filter", update="9")
    await ann.say("save filter", update="9")
    assert (await ann.say("/filters")).count("python") == 2  # in its name and in its line


async def test_a_repeated_command_acts_once(bot):
    """/new and /delete told twice make and delete one filter."""
    ann = bot.person()
    for _ in range(2):
        await ann.say("/new python", update="1")
    await ann.say("/new go", update="2")
    for _ in range(2):
        await ann.say("/delete 1", update="3")
    assert await ann.say("/filters") == "1. 'go': go"


async def test_the_dialog_speaks_german(bot):
    """Questions, buttons and what may be typed for them are in the chat's language."""
    ann = bot.person(language="de")
    assert "Welche Technologien" in await ann.say("/new")
    await ann.say("python")
    await ann.say("überspringen")
    await ann.press("Deutschland")
    await ann.press("Zurück")
    assert "Wo arbeitest du" in ann.reply.text
