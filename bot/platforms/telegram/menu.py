"""The commands as Telegram's menu shows them; knows no command's work."""

from telegram import BotCommand

from bot.commands import all_commands
from bot.platforms.telegram.text import cut

MOST_DESCRIPTION = 256

_COMMANDS = all_commands().listed
# In a group, other words behind a slash are for other bots.
COMMAND_NAMES = frozenset(name for command in _COMMANDS for name in (command.name, *command.aliases))


def menu() -> list[BotCommand]:
    """Give every command with its summary."""
    return [BotCommand(command.name, cut(command.summary, MOST_DESCRIPTION)) for command in _COMMANDS]
