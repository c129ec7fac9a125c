"""The bot speaks the language that its chat wants, in answers and in alerts."""


async def test_a_platforms_language_is_spoken(bot):
    """Whoever the platform knows as a German speaker is answered in German, and is so in alerts."""
    person = bot.person(language="de-AT")
    assert "Filter 1 'python' ist aktiv" in await person.say("/new python")
    assert person.reply.language == "de"
    bot.publish("one")
    (text,) = await bot.work()
    assert "Warum: python" in text
    assert "gefunden bei" in text


async def test_other_chats_are_spoken_to_in_english(bot):
    """One chat's language is not another's, and an unknown one is English."""
    await bot.person("1", language="de").say("/new python")
    assert "is active" in await bot.person("2", language="tlh").say("/new python")
    bot.publish("one")
    german, english = sorted(await bot.work(), key=lambda text: "Why:" in text)
    assert "Warum:" in german
    assert "Why:" in english


async def test_a_chats_own_choice_wins(bot):
    """A chat that chose its language keeps it, whatever the platform says of the person."""
    person = bot.person(language="de")
    await person.say("/help")
    chat = await bot.parts.services.subscriptions.open_chat(person.address)
    await bot.parts.services.settings.change_settings(chat, language="en")
    assert "is active" in await person.say("/new python")


async def test_errors_are_translated(bot):
    """What went wrong is said in the chat's language, with the values of the moment."""
    person = bot.person(language="de")
    assert await person.say("/nwe") == "Es gibt keinen Befehl /nwe. Meinst du /new?"
    assert "Dieser Chat hat noch keine Filter" in await person.say("/delete 7")
    assert "{" not in await person.say("/delete {which}")


async def test_errors_of_filters_are_translated(bot):
    """What is wrong with a filter's line is said in the chat's language around the words as they were typed."""
    person = bot.person(language="de")
    shown = await person.say("/new remote pyhton")
    assert shown.startswith("'pyhton': das kenne ich nicht. Um nach dem Wort selbst zu suchen, schreib ")
    assert "Meinst du python?" in shown
    assert "Zum Beispiel: " in shown
    assert (await person.say("/new in:mars")).startswith(
        "'mars': kenne ich nicht als Angabe dieser Art: Ort."
    )
    assert (await person.say("/new pay")).startswith("Hinter 'pay': hier fehlt eine Summe.")
    assert "'python' und '-python' lassen nichts übrig" in await person.say("/new python -python")
    assert (await person.say('/new title:"{said}')).startswith("'\"{said}': hier beginnt ")
