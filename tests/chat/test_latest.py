"""/latest: the newest postings, those that fit the chat's filters first."""


async def shown(person):
    """Give the links in the order in which they are listed."""
    text = await person.say("/latest")
    return [line.rpartition("/")[2] for line in text.splitlines()]


async def test_what_fits_comes_first_and_says_what_it_fits(bot, ann):
    """Best first; what fits nothing follows, the newest first, and a filter that is paused puts nothing forward."""
    bot.publish("mentioned", title="Data Engineer", body="Remote in the United States. You know Python.")
    await bot.work()
    bot.publish("titled", title="Python Engineer", body="Remote in the United States. You know SQL.")
    await bot.work()
    bot.publish("other", title="Go Engineer", body="Remote in the United States. You know Go.")
    await bot.work()
    assert await shown(ann) == ["other", "titled", "mentioned"]
    await ann.say("/new python name:mine")
    assert await shown(ann) == ["titled", "mentioned", "other"]
    first, _, last = (await ann.say("/latest")).splitlines()
    assert "· fits 'mine' ·" in first
    assert "fits" not in last
    await ann.say("/pause 1")
    assert await shown(ann) == ["other", "titled", "mentioned"]
