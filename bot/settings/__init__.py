"""What a chat can decide, each setting with its question, how it is read and how it is shown.

A new one is a `Setting` in a module here, its field in `alerts.chat_settings.ChatSettings`, and its line in `SETTINGS`.
"""

from bot.settings.setting import Setting
from bot.settings.speech import CURRENCY, LANGUAGE
from bot.settings.zones import ZONE

SETTINGS: tuple[Setting, ...] = (ZONE, CURRENCY, LANGUAGE)


def setting_named(word: str) -> Setting | None:
    """Find a setting by its name or one of its other words."""
    said = word.casefold()
    return next((one for one in SETTINGS if said in (one.name, *one.aliases)), None)
