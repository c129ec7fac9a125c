"""Previews, filters said back and changed, and refused lines with what may be meant, as a person sees them."""


async def test_a_new_filter_says_what_it_would_have_sent(bot, ann):
    """Count, rate, samples, and what one criterion alone kept out."""
    bot.publish("fits")
    bot.publish("php", title="PHP Developer", body="Remote in the United States. You know PHP.")
    await bot.work()
    said = await ann.say("/new remote python age<30d")
    assert "Filter 1 'remote python age<30d' is active" in said
    assert "In the last 1 day: 1 of 2 postings" in said
    assert "Python Engineer · Acme fits · https://jobs.example/fits" in said
    assert "Kept out by one criterion alone: python 1" in said
    assert "Kept out nothing: remote, age<30d" in said


async def test_a_preview_saves_nothing(bot, ann):
    """A line, or a filter that is saved; what lets nothing through is pointed out."""
    bot.publish("fits")
    await bot.work()
    said = await ann.say("/preview remote php")
    assert "As one line: remote, php" in said
    assert "0 of 1 postings" in said
    assert "Lets nothing through: php" in said
    assert "No filters yet" in await ann.say("/filters")
    await ann.say("/new python")
    assert "As one line: python\nIn the last" in await ann.say("/preview 1")
    assert "/preview 2" in await ann.say("/preview")
    assert "No filter '7' here" in await ann.say("/preview 7")


async def test_before_any_posting_there_is_nothing_to_preview(ann):
    """And a filter can be made all the same."""
    assert "nothing to preview" in await ann.say("/new python")


async def test_a_filter_that_chooses_nothing_is_refused(ann):
    """With advice; nothing is saved."""
    said = await ann.say("/new age<30d, -php")
    assert "nearly every posting" in said
    assert "python" in said
    assert "No filters yet" in await ann.say("/filters")


async def test_a_filter_is_changed_by_what_is_new(ann):
    """One criterion is replaced, another added, the rest kept; how to take one out is said."""
    await ann.say("/new remote python pay>=150k USD name:one")
    said = await ann.say("/edit 1 pay>=160k, -php")
    assert "Gone: pay>=150k USD\nNew: pay>=160k USD, -php\nKept: remote, python" in said
    assert "/edit 1 drop remote" in said
    assert "1. 'one': remote, python, pay>=160k USD, -php" in await ann.say("/filters")
    await ann.say("/edit one drop pay")
    assert "1. 'one': remote, python, -php" in await ann.say("/filters")
    await ann.say("/edit 1 = hybrid go name:two")
    assert "1. 'two': hybrid, go" in await ann.say("/filters")


async def test_a_change_that_would_flood_is_refused(ann):
    """The filter stays as it was."""
    await ann.say("/new python -php name:one")
    assert "nearly every posting" in await ann.say("/edit 1 drop python")
    assert "1. 'one': python, -php" in await ann.say("/filters")


async def test_a_word_that_is_not_known_is_looked_for_with_one_tap(ann):
    """The button runs the line with the word's replacement; a second tap does nothing."""
    said = await ann.say('/new remote banana name:"my own"')
    assert "'banana'" in said
    refused = ann.reply
    said = await ann.press('title:"banana"')
    assert "Filter 1 'my own' is active" in said
    assert 'As one line: remote, title:"banana"' in said
    assert "out of date" in await ann.press('title:"banana"', of=refused)


async def test_a_slip_is_mended_with_one_tap(ann):
    """Also in a change."""
    await ann.say("/new remote name:one")
    await ann.say("/edit 1 pyton")
    assert "New: python" in await ann.press("python")


async def test_a_second_unknown_word_is_told_after_the_first(ann):
    """Each tap mends one word."""
    await ann.say("/new pyton banana")
    assert "'banana'" in await ann.press("python")


async def test_sums_are_in_the_currency_of_the_chat(bot, ann):
    """As the settings have it."""
    await ann.say("/new python 60k")
    assert "pay>=60k USD" in await ann.say("/filters")
