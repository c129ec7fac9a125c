"""Which chat platforms there are and how each is made; imports a platform's SDK only when it is configured.

A new platform is a package with a ``make``, one line here, and its section in `bot.config.Config`.
"""

from importlib import import_module

from bot.config import Config, ConsoleSection
from bot.platforms.contract import ChatPlatform

# The name of the configuration's section, and what makes the platform of it.
PLATFORMS = {
    "console": "bot.platforms.console:make",
    "slack": "bot.platforms.slack:make",
    "telegram": "bot.platforms.telegram:make",
}


def open_platforms(config: Config) -> list[ChatPlatform]:
    """Make every configured platform; without any, alerts of console chats go to the standard output.

    Raises `ConfigError` where a platform cannot use its section.
    """
    configured = {name: getattr(config, name) for name in PLATFORMS if getattr(config, name) is not None}
    return [_make(name, section) for name, section in (configured or {"console": ConsoleSection()}).items()]


def _make(name: str, section: object) -> ChatPlatform:
    module, _, function = PLATFORMS[name].partition(":")
    platform: ChatPlatform = getattr(import_module(module), function)(section)
    return platform
