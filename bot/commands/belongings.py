"""The commands that take everything of a chat away, bring it back, or delete it."""

import re

from alerts.belongings import is_whole, to_json
from bot.commands.registry import Call, Services
from bot.dialogs import conversing, forgetting, importing
from bot.platforms.contract import Reply
from bot.wording.language import gettext as _

# Fits every platform's message, escaped as well.
PIECE = 2_000
# Messages lose white space at their ends, and '/' or '!' would begin a command.
_CUT = re.compile(r"(?<!\s)(?![\s/!])")


async def export(services: Services, call: Call) -> Reply:
    """Give everything of the chat as JSON on one line, in as many messages as it takes."""
    pieces = cut(to_json(await services.belongings.belongings_of(call.chat_id)))
    first = _("This is everything of this chat. To bring it back, send /import and then the text below.")
    return Reply(text=first, more=pieces)


async def bring_back(services: Services, call: Call) -> Reply:
    """Bring back what /export gave: behind the command, or in the messages that follow."""
    if not call.words:
        return await conversing.begin(services, call, importing.waiting())
    text = importing.joined("", call.words)
    if is_whole(text):
        return await importing.brought_back(services, call, text)
    return await conversing.begin(services, call, importing.waiting(text))


async def forget(services: Services, call: Call) -> Reply:
    """Ask, and then delete everything."""
    return await conversing.begin(services, call, forgetting.asked())


def cut(text: str) -> tuple[str, ...]:
    """Cut a text into pieces that survive being messages; together they are the text."""
    pieces, start = [], 0
    while len(text) - start > PIECE:
        end = next(at for at in range(start + PIECE, start, -1) if _CUT.match(text, at))
        pieces.append(text[start:end])
        start = end
    return (*pieces, text[start:])
