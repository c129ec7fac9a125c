"""The commands that greet and explain; knows no filter and no posting."""

from collections.abc import Sequence

from bot.commands.registry import Call, Command, Run, Services
from bot.dialogs import conversing
from bot.platforms.contract import Reply
from bot.wording import replies
from bot.wording.language import gettext as _


async def start(services: Services, call: Call) -> Reply:
    """Greet."""
    del services, call
    return Reply(text=_(replies.WELCOME))


def help_with(groups: Sequence[tuple[str, Sequence[Command]]]) -> Run:
    """Make the command that lists ``groups`` of commands, each with its title."""

    async def show(services: Services, call: Call) -> Reply:
        del services, call
        listed = [
            (title, [(one.name, one.usage, one.summary) for one in commands]) for title, commands in groups
        ]
        return Reply(text=replies.help_on(listed))

    return show


async def cancel(services: Services, call: Call) -> Reply:
    """End the dialog that is under way."""
    return await conversing.cancel(services, call)
