"""What a command is, and the one list of them that makes parsing, help and menus; knows no platform."""

import difflib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from alerts.errors import CommandError
from alerts.feedback import FeedbackStore
from alerts.looking import PostingStore
from alerts.money import Rates
from alerts.subscribing import Address, SubscriptionStore
from bot.platforms.contract import Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """What commands may use; ``now`` gives aware UTC."""

    subscriptions: SubscriptionStore
    feedback: FeedbackStore
    postings: PostingStore
    rates: Rates
    now: Callable[[], datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A command as a person gave it: ``words`` is what stands behind its name."""

    chat_id: int
    address: Address
    user: str
    words: str


Run = Callable[[Services, Call], Awaitable[Reply]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command. ``usage`` shows its words, ``summary`` says in one line what it does."""

    name: str
    run: Run
    summary: str
    usage: str = ""
    aliases: tuple[str, ...] = ()


class Commands:
    """The registered commands, found by name or alias."""

    def __init__(self, commands: tuple[Command, ...]) -> None:
        self.listed = commands
        self._by_name: Mapping[str, Command] = {
            name: command for command in commands for name in (command.name, *command.aliases)
        }

    def find(self, name: str) -> Command:
        """Find a command. Raises `CommandError` with the nearest one."""
        command = self._by_name.get(name.casefold())
        if command is None:
            close = difflib.get_close_matches(name.casefold(), self._by_name, n=1)
            hint = f"Did you mean /{close[0]}?" if close else "/help lists what there is."
            raise CommandError(f"There is no command /{name[:40]}. {hint}")
        return command
