import pytest

from alerts.chat_settings import ChatSettings
from alerts.subscribing import Address
from storage.chat_settings import Settings
from storage.subscriptions import Subscriptions


@pytest.fixture
async def chat(database):
    return await Subscriptions(database).open_chat(Address(platform="console", external_id="1"))


async def test_a_change_leaves_other_settings(database, second, chat):
    """Changing one setting keeps those that another process changed, and None takes one back."""
    settings = Settings(database)
    assert await settings.settings_of(chat) == ChatSettings()
    await settings.change_settings(chat, zone="Europe/Berlin")
    await Settings(second).change_settings(chat, language="de")
    assert await settings.settings_of(chat) == ChatSettings(zone="Europe/Berlin", language="de")
    await settings.change_settings(chat, zone=None)
    assert await settings.settings_of(chat) == ChatSettings(language="de")
