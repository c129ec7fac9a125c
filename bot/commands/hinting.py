"""Answers what is neither a command nor an answer with the command that may be meant."""

from contextlib import suppress

from alerts.errors import FilterError
from bot.commands.previews import understood
from bot.commands.registry import Call, Commands
from bot.platforms.contract import Reply
from bot.wording import replies
from bot.wording.language import gettext as _


async def hint(commands: Commands, call: Call) -> Reply:
    """Say how to make a filter of a line that is one, or how a command's name is typed."""
    line = " ".join(call.words.split())
    if commands.has(line):
        return Reply(text=_("Commands begin with a slash: /{name}").format(name=line.casefold()))
    with suppress(FilterError):
        await understood(line, call)
        return Reply(
            text=_("That reads like a filter. To get what fits it, send: /new {line}").format(line=line)
        )
    return Reply(text=_(replies.NOT_A_COMMAND))
