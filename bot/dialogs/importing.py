"""Brings back what an export gave, also where it comes in several messages."""

import asyncio
from dataclasses import replace
from typing import Any, ClassVar

from alerts.belongings import from_json, is_whole
from alerts.chat_settings import ChatSettings
from alerts.dialogs import Dialog, State
from alerts.errors import CommandError
from alerts.timing import describe_quiet, parse_quiet
from bot.commands.registry import Call, Services
from bot.dialogs.flow import CANCEL, Answer, Listening, Question, way
from bot.platforms.contract import Reply
from bot.settings import SETTINGS
from bot.wording import belongings as wording
from bot.wording.language import gettext as _
from bot.wording.language import speak

PIECES = "pieces"
MOST_CHARACTERS = 1_000_000


def waiting(text: str = "") -> State:
    """Wait for the text, or for what is missing of it."""
    return State(kind=Importing.kind, step=PIECES, draft={"text": text})


async def brought_back(services: Services, call: Call, text: str) -> Reply:
    """Bring everything back. Raises `RolecallError` on a text that is no export."""
    given = await asyncio.to_thread(from_json, text)
    given = replace(given, settings=_readable(given.settings))
    brought = await services.belongings.bring_back(call.chat_id, given)
    speak(given.settings.language)
    return Reply(text=wording.brought(brought))


def joined(before: str, piece: str) -> str:
    """Put pieces together; line ends come from messages, never from the export."""
    text = before + "".join(piece.splitlines()).strip()
    if not text.startswith("{"):
        raise CommandError("That is not what /export gave. Send all of it, unchanged.")
    if len(text) > MOST_CHARACTERS:
        raise CommandError("That is too long to be an export. /cancel, then try /import again.")
    return text


def _readable(given: ChatSettings) -> ChatSettings:
    """Give settings as they would be stored had they been typed. Raises `RolecallError` on one that is none."""
    typed = {one.name: getattr(given, one.name) for one in SETTINGS}
    read: dict[str, Any] = {one.name: typed[one.name] and one.read(typed[one.name]) for one in SETTINGS}
    return replace(given, quiet=given.quiet and describe_quiet(parse_quiet(given.quiet)), **read)


class Importing:
    """The `Flow` of /import."""

    kind: ClassVar[str] = "import"
    listens: ClassVar[Listening] = Listening.TEXTS

    async def ask(self, services: Services, call: Call, state: State) -> Question:
        """Ask for the text, or for the next piece of it."""
        del services, call
        length = len(state.draft["text"])
        asked = (
            _("{length} characters so far. Send the next piece.").format(length=length)
            if length
            else _("Send what /export gave, all of its messages in their order.")
        )
        return Question(text=asked, choices=(way(CANCEL),))

    async def take(self, services: Services, call: Call, dialog: Dialog, answer: Answer) -> State | Reply:
        """Take a piece; with the last one everything is brought back."""
        text = joined(dialog.state.draft["text"], answer.text)
        if not is_whole(text):
            return waiting(text)
        reply = await brought_back(services, call, text)
        await services.dialogs.end_dialog(call.seat, dialog.rev, call.update)
        return reply
