"""Takes a chat's message or button to its command and turns every failure into a reply; knows no command's work."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import structlog

from alerts.compose import Verb
from alerts.errors import AlreadyDoneError, CommandError, RolecallError, StorageError
from alerts.presence import Presence
from alerts.subscribing import Update
from bot.commands import pasting, postings
from bot.commands.buttons import press
from bot.commands.hinting import hint
from bot.commands.registry import Call, Command, Commands, Services
from bot.dialogs import conversing
from bot.platforms.contract import Incoming, Pressed, Reply
from bot.wording import replies
from bot.wording.errors import told
from bot.wording.language import ENGLISH, language_of, speak, speaking, spoken
from bot.wording.language import gettext as _

log = structlog.get_logger()

Answer = Callable[[Call], Awaitable[Reply | None]]


class Dispatcher:
    """The `ChatHandler` of all platforms."""

    def __init__(self, commands: Commands, services: Services) -> None:
        self._commands = commands
        self._services = services

    async def handle(self, incoming: Incoming) -> Reply | None:
        """Run the command of a message, or take it as the answer that a dialog waits for; else give a hint.

        What people of a group say to each other is not answered.
        """
        name, words = _split(incoming.text)

        async def answer(call: Call) -> Reply | None:
            if name:
                return await self._run(self._commands.find(name), replace(call, words=words))
            return await self._answer_text(replace(call, words=incoming.text))

        return await self._answered(incoming, f"/{name[:40]}", answer)

    async def press(self, pressed: Pressed) -> Reply:
        """Do what a button says; an old or forged one changes nothing."""
        action = pressed.action

        async def answer(call: Call) -> Reply:
            if action.verb is Verb.CHOOSE:
                return await conversing.press(self._services, call, action.target, action.choice)
            if action.verb is Verb.WHY:
                return await postings.why_pressed(self._services, call, action.target)
            return await press(self._services, call, action)

        return await self._answered(pressed, action.verb, answer) or Reply(text="")

    async def _run(self, command: Command, call: Call) -> Reply:
        if command.managers and not await self._services.may_manage(call):
            raise CommandError(
                "/{name} concerns everybody here: only administrators may use it, and I cannot see that you are one.",
                name=command.name,
            )
        return await command.run(self._services, call)

    async def note(self, presence: Presence) -> None:
        """Take note of where the bot may write. Where that fails the next message that does not arrive tells."""
        try:
            await self._services.presence.note_presence(presence)
        except StorageError as error:
            log.error("failed", what="presence", error=str(error))

    async def _answer_text(self, call: Call) -> Reply | None:
        pasted = pasting.is_pasted(call.words)
        reply = await conversing.take_text(self._services, call, text=pasted)
        if reply is not None:
            return reply
        if pasted:
            return await pasting.read(self._services, call)
        return None if call.group else await hint(self._commands, call)

    async def _answered(self, said: Incoming | Pressed, what: str, answer: Answer) -> Reply | None:
        """Answer in the chat's language, whatever happens."""
        with speaking(said.language):
            try:
                call = await self._open(said)
                speak(call.settings.language)
                reply = await self._once(call, answer)
            except StorageError as error:  # its words are for the operator, not for a chat
                log.error("failed", what=what, error=str(error))
                reply = Reply(text=_(replies.WENT_WRONG))
            except RolecallError as error:
                log.info("refused", what=what, error=str(error))
                reply = Reply(text=told(error))
            except Exception:
                log.exception("failed", what=what)
                reply = Reply(text=_(replies.WENT_WRONG))
            return reply and replace(reply, language=spoken())

    async def _once(self, call: Call, answer: Answer) -> Reply | None:
        """Answer; what was done before the platform told of it again is answered by how things stand."""
        try:
            return await answer(call)
        except AlreadyDoneError as error:
            return await conversing.ask_again(self._services, call) or Reply(text=told(error))

    async def _open(self, said: Incoming | Pressed) -> Call:
        """Find the chat and how it wants to be spoken to; the first language that it is known to speak is kept."""
        chat_id = await self._services.subscriptions.open_chat(said.address)
        settings = await self._services.settings.settings_of(chat_id)
        language = language_of(said.language)
        if settings.language is None and language not in (None, ENGLISH):
            settings = await self._services.settings.change_settings(chat_id, language=language)
        return Call(
            chat_id=chat_id,
            settings=settings,
            address=said.address,
            user=said.user,
            update=_update_of(said),
            about=said.about if isinstance(said, Incoming) else "",
            group=said.group,
        )


def _update_of(said: Incoming | Pressed) -> Update | None:
    address = said.address
    return (
        Update(platform=address.platform, workspace=address.workspace, id=said.update)
        if said.update
        else None
    )


def _split(text: str) -> tuple[str, str]:
    """Split '/new@somebot remote' into 'new' and 'remote'; no name where it is no command."""
    head, *rest = text.split(maxsplit=1) or [""]
    if not head.startswith("/"):
        return "", ""
    return head[1:].partition("@")[0], rest[0].strip() if rest else ""
