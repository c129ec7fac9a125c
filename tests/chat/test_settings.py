"""/settings: time zone, currency, language; by words and by buttons."""

from decimal import Decimal

import pytest

from alerts.errors import CommandError
from bot.settings.zones import zone_named


async def test_a_setting_is_changed_by_words(ann):
    """/settings NAME VALUE changes one and shows all."""
    shown = await ann.say("/settings zone Europe/Lisbon")
    assert "Time zone: Europe/Lisbon" in shown
    assert "Currency: EUR (Euro)" in await ann.say("/settings currency €")
    assert "Sprache: Deutsch" in await ann.say("/settings language deutsch")
    assert "Language: English" in await ann.say("/settings language en")


async def test_settings_are_changed_by_buttons(ann):
    """Each setting has a button; what is chosen is kept, and all are shown again."""
    assert "Time zone: UTC" in await ann.say("/settings")
    await ann.press("Currency")
    assert "Currency: CHF" in await ann.press("CHF")
    await ann.press("Time zone")
    assert "Time zone: Asia/Kolkata" in await ann.press("Kolkata")
    await ann.press("Language")
    assert "Sprache: Deutsch" in await ann.press("Deutsch")
    await ann.press("Schließen")
    assert "Zeitzone: Asia/Kolkata" in await ann.say("/settings")


async def test_a_setting_is_typed_in_the_dialog(ann):
    """A question of the settings takes words as well, and a mistake stays at it."""
    await ann.say("/settings")
    await ann.say("time zone")
    assert "Did you mean Europe/Berlin" in await ann.say("Berlim")
    assert "Time zone: Asia/Tokyo" in await ann.say("tokyo")


async def test_the_chats_currency_is_meant(ann):
    """A sum without a currency is in the chat's own, in a line and in the dialog."""
    await ann.say("/settings currency EUR")
    assert "pay>=90k EUR" in await ann.say("/new python pay>=90k")
    await ann.say("/new")
    for words in ("go", "skip", "skip"):
        await ann.say(words)
    await ann.press("100k EUR")
    await ann.say("skip")
    assert "pay>=100k EUR" in await ann.say("skip")


@pytest.mark.parametrize("words", ["/settings wallpaper blue", "/settings zone", "/settings blah"])
async def test_an_unknown_setting_names_those_there_are(ann, words):
    """What is no setting is answered with the names of all."""
    assert "zone, currency, language" in await ann.say(words)


@pytest.mark.parametrize(
    ("words", "expected"), [("currency wampum", "currency EUR"), ("language klingon", "de (Deutsch)")]
)
async def test_an_unknown_value_says_what_would_do(ann, words, expected):
    """A value that is none is answered with an example or with what there is."""
    assert expected in await ann.say(f"/settings {words}")


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("america/new york", "America/New_York"),
        ("new york", "America/New_York"),
        ("Tokyo", "Asia/Tokyo"),
        ("Munich", "Europe/Berlin"),
        ("Germany", "Europe/Berlin"),
        ("India", "Asia/Kolkata"),
        ("utc", "UTC"),
        ("PST", "America/Los_Angeles"),
        ("cet", "Europe/Berlin"),
    ],
)
def test_zones_are_found_by_name_city_and_country(text, zone):
    """A zone is found however people call it."""
    assert zone_named(text) == zone


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Seattle", "America/Los_Angeles"),
        ("Europe/Berln", "Europe/Berlin"),
        ("qqqq", "larger city"),
        ("{0.__class__}", "larger city"),
    ],
)
def test_what_is_no_zone_names_the_nearest(text, named):
    """Several zones, a typing error and an unknown place are each answered with what would do."""
    with pytest.raises(CommandError, match=named):
        zone_named(text)


async def test_an_alert_shows_pay_in_the_chats_currency_too(bot, ann):
    """What is stated stands first; what it comes to is rounded, and missing where the currency is the same."""
    await ann.say("/new python")
    await ann.say("/settings currency EUR")
    bot.publish(
        "dollars", body="Remote in the United States. Python. The salary is $150,000 - $190,000 a year."
    )
    bot.publish("euros", body="Remote in Germany. Python. The salary is €80,000 - €95,000 a year.")
    shown = "\n".join(await bot.work())
    rates = bot.parts.services.rates
    low, high = (
        round(float(rates.convert(Decimal(amount), "USD", "EUR")) / 1000) for amount in (150_000, 190_000)
    )
    assert f"USD 150,000 - 190,000 a year (≈ EUR {low},000 - {high},000)" in shown
    assert "EUR 80,000 - 95,000 a year" in shown
    assert shown.count("≈") == 1
