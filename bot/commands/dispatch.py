"""Takes a chat's message or button to its command and turns every failure into a reply; knows no command's work."""

import structlog

from alerts.errors import RolecallError
from bot.commands.buttons import press
from bot.commands.registry import Call, Commands, Services
from bot.platforms.contract import Incoming, Pressed, Reply
from bot.wording import replies

log = structlog.get_logger()


class Dispatcher:
    """The `ChatHandler` of all platforms."""

    def __init__(self, commands: Commands, services: Services) -> None:
        self._commands = commands
        self._services = services

    async def handle(self, incoming: Incoming) -> Reply:
        """Run the command of a message; text that is no command gets a hint."""
        name, words = _split(incoming.text)
        if not name:
            return Reply(text=replies.NOT_A_COMMAND)
        try:
            command = self._commands.find(name)
            chat_id = await self._services.subscriptions.open_chat(incoming.address)
            call = Call(chat_id=chat_id, address=incoming.address, user=incoming.user, words=words)
            return await command.run(self._services, call)
        except RolecallError as error:
            log.info("command refused", command=name[:40], error=str(error))
            return Reply(text=error.user_message)
        except Exception:
            log.exception("command failed", command=name[:40])
            return Reply(text=replies.WENT_WRONG)

    async def press(self, pressed: Pressed) -> Reply:
        """Do what a button says; an old or forged one changes nothing."""
        try:
            chat_id = await self._services.subscriptions.open_chat(pressed.address)
            return await press(self._services, chat_id, pressed.action)
        except RolecallError as error:
            return Reply(text=error.user_message)
        except Exception:
            log.exception("button failed", verb=pressed.action.verb)
            return Reply(text=replies.WENT_WRONG)


def _split(text: str) -> tuple[str, str]:
    """Split '/new@somebot remote' into 'new' and 'remote'; no name where it is no command."""
    head, _, words = text.strip().partition(" ")
    if not head.startswith("/"):
        return "", ""
    return head[1:].partition("@")[0], words.strip()
