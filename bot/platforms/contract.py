"""What every chat platform does and is given; knows no platform.

A platform turns its own events into `Incoming` and `Pressed`, hands them to a `ChatHandler`, and shows the reply. It
sends messages in its own form and raises nothing but `SendError` when one does not go.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

from alerts.compose import Action
from alerts.delivering import Limit
from alerts.messages import Message
from alerts.presence import Presence
from alerts.subscribing import Address
from bot.wording.language import ENGLISH


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A person's message: a command line such as ``/new remote python`` or any other text.

    ``language`` is the code by which the platform knows the language of a chat's only person, or ''. ``update`` is the
    platform's id of this message, the same where it is told again, or ''. ``about`` is the id of the message of ours
    that it answers, or ''. In a ``group`` people also talk to each other.
    """

    address: Address
    user: str
    text: str
    language: str = ""
    update: str = ""
    about: str = ""
    group: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """A button that a person pressed, under a message of ours; the other fields are as in `Incoming`."""

    address: Address
    user: str
    action: Action
    language: str = ""
    update: str = ""
    group: bool = False


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message: its words in the chat's language, and what it does."""

    label: str
    action: Action


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer in plain text; the platform escapes it and cuts it to what it can show.

    ``shows`` is shown in the platform's own form, below the text. ``language`` is the one that the answer is in, for
    what words the platform adds. One that ``replaces`` is shown in place of the message whose button was pressed, where
    the platform can do so. ``more`` are messages that follow it.
    """

    text: str = ""
    buttons: tuple[Button, ...] = field(default=())
    shows: Message | None = None
    language: str = ENGLISH
    replaces: bool = False
    more: tuple[str, ...] = field(default=())


class ChatHandler(Protocol):
    """The commands, as platforms see them. Raises nothing: every failure is a reply."""

    async def handle(self, incoming: Incoming) -> Reply | None:
        """Answer a message; None where people of a group talk to each other."""

    async def press(self, pressed: Pressed) -> Reply:
        """Answer a button."""

    async def note(self, presence: Presence) -> None:
        """Take note of where the bot may write."""


class ChatPlatform(Protocol):
    """A chat platform."""

    @property
    def name(self) -> str:
        """The word for it in addresses and in the configuration."""

    @property
    def limit(self) -> Limit | None:
        """The rate of a whole bot, of all its chats together; None where there is none."""

    async def start(self, handler: ChatHandler) -> None:
        """Begin to listen; returns once it listens."""

    async def stop(self) -> None:
        """Stop listening and let go of all connections; harmless when it never started."""

    async def send(self, address: Address, message: Message) -> str:
        """Send a message and give its id on the platform. Raises `SendError` and nothing else."""

    async def edit(self, address: Address, message_id: str, message: Message) -> None:
        """Put a message in the place of one that was sent, without a ping. Raises `SendError` and nothing else.

        One that cannot be edited any more is a permanent failure of the message; one that shows this already is none.
        """

    def gap(self, address: Address) -> timedelta:
        """Give the least time between two messages to this chat."""

    async def manages(self, address: Address, user: str) -> bool:
        """Say whether a person manages a chat: it is their own, or they are its administrator or made it.

        False where that cannot be learnt. Raises nothing.
        """
