"""Takes a chat's message or button to its command and turns every failure into a reply; knows no command's work."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

import structlog

from alerts.chat_settings import ChatSettings
from alerts.errors import RolecallError
from bot.commands.buttons import press
from bot.commands.registry import Call, Commands, Services
from bot.platforms.contract import Incoming, Pressed, Reply
from bot.wording import replies
from bot.wording.errors import told
from bot.wording.language import ENGLISH, language_of, speak, speaking, spoken
from bot.wording.language import gettext as _

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chat:
    id: int
    settings: ChatSettings


class Dispatcher:
    """The `ChatHandler` of all platforms."""

    def __init__(self, commands: Commands, services: Services) -> None:
        self._commands = commands
        self._services = services

    async def handle(self, incoming: Incoming) -> Reply:
        """Run the command of a message; text that is no command gets a hint."""
        name, words = _split(incoming.text)

        async def answer(chat: _Chat) -> Reply:
            if not name:
                return Reply(text=_(replies.NOT_A_COMMAND))
            call = Call(
                chat_id=chat.id,
                settings=chat.settings,
                address=incoming.address,
                user=incoming.user,
                words=words,
            )
            return await self._commands.find(name).run(self._services, call)

        return await self._answered(incoming, f"/{name[:40]}", answer)

    async def press(self, pressed: Pressed) -> Reply:
        """Do what a button says; an old or forged one changes nothing."""

        async def answer(chat: _Chat) -> Reply:
            return await press(self._services, chat.id, pressed.action)

        return await self._answered(pressed, pressed.action.verb, answer)

    async def _answered(
        self, said: Incoming | Pressed, what: str, answer: Callable[[_Chat], Awaitable[Reply]]
    ) -> Reply:
        """Answer in the chat's language, whatever happens."""
        with speaking(said.language):
            try:
                chat = await self._open(said)
                speak(chat.settings.language)
                reply = await answer(chat)
            except RolecallError as error:
                log.info("refused", what=what, error=str(error))
                reply = Reply(text=told(error))
            except Exception:
                log.exception("failed", what=what)
                reply = Reply(text=_(replies.WENT_WRONG))
            return replace(reply, language=spoken())

    async def _open(self, said: Incoming | Pressed) -> _Chat:
        """Find the chat and how it wants to be spoken to; the first language that it is known to speak is kept."""
        chat_id = await self._services.subscriptions.open_chat(said.address)
        settings = await self._services.settings.settings_of(chat_id)
        language = language_of(said.language)
        if settings.language is None and language not in (None, ENGLISH):
            settings = await self._services.settings.change_settings(chat_id, language=language)
        return _Chat(id=chat_id, settings=settings)


def _split(text: str) -> tuple[str, str]:
    """Split '/new@somebot remote' into 'new' and 'remote'; no name where it is no command."""
    head, _sign, words = text.strip().partition(" ")
    if not head.startswith("/"):
        return "", ""
    return head[1:].partition("@")[0], words.strip()
