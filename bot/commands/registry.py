"""What a command is, and the one list of them that makes parsing, help and menus; knows no platform."""

import difflib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from alerts.adjusting import AdjustmentStore
from alerts.belongings import BelongingsStore
from alerts.bringing import BringingStore
from alerts.chat_settings import ChatSettings, SettingsStore
from alerts.dialogs import DialogStore, Seat
from alerts.errors import CommandError
from alerts.explaining import StoryStore
from alerts.feed_book import FeedBook, FeedScout
from alerts.feedback import FeedbackStore
from alerts.looking import PageStore, PostingStore
from alerts.money import Rates
from alerts.presence import PresenceStore
from alerts.previewing import Previewer
from alerts.silence import SilenceStore
from alerts.subscribing import Address, SubscriptionStore, Update
from alerts.telling import ToldStore
from bot.platforms.contract import Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """What commands may use; ``now`` gives aware UTC, ``manages`` says whether a person manages a chat."""

    subscriptions: SubscriptionStore
    feedback: FeedbackStore
    postings: PostingStore
    settings: SettingsStore
    dialogs: DialogStore
    pages: PageStore
    told: ToldStore
    adjustments: AdjustmentStore
    bringing: BringingStore
    silences: SilenceStore
    presence: PresenceStore
    previews: Previewer
    belongings: BelongingsStore
    stories: StoryStore
    book: FeedBook
    scout: FeedScout
    rates: Rates
    now: Callable[[], datetime]
    manages: Callable[[Address, str], Awaitable[bool]]
    admins: frozenset[str] = frozenset()

    def is_admin(self, call: "Call") -> bool:
        """Say whether the operator named who speaks, as platform:user; who sits at the console is the operator."""
        return call.address.platform == "console" or f"{call.address.platform}:{call.user}" in self.admins

    async def may_manage(self, call: "Call") -> bool:
        """Say whether who speaks may decide for the whole chat."""
        return self.is_admin(call) or await self.manages(call.address, call.user)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A command as a person gave it: ``words`` is what stands behind its name, or a whole message that is none.

    ``update`` is the platform's id of it, if it has one; ``about`` the id of the message that it answers, or ''.
    """

    chat_id: int
    settings: ChatSettings
    address: Address
    user: str
    words: str = ""
    update: Update | None = None
    about: str = ""
    group: bool = False

    @property
    def first_and_rest(self) -> tuple[str, str]:
        """Cut the words at the first white space, be it a space or the end of a line."""
        first, *rest = self.words.split(maxsplit=1) or [""]
        return first, rest[0].rstrip() if rest else ""

    @property
    def seat(self) -> Seat:
        """Say who speaks where."""
        return Seat(address=self.address, person=self.user)


Run = Callable[[Services, Call], Awaitable[Reply]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command. ``usage`` shows its words, ``summary`` says in one line what it does.

    One of ``managers`` only is for those who manage a chat, as far as the chat is not a person's own.
    """

    name: str
    run: Run
    summary: str
    usage: str = ""
    aliases: tuple[str, ...] = ()
    managers: bool = False


class Commands:
    """The registered commands, found by name or alias."""

    def __init__(self, commands: tuple[Command, ...]) -> None:
        self.listed = commands
        self._by_name: Mapping[str, Command] = {
            name: command for command in commands for name in (command.name, *command.aliases)
        }

    def has(self, name: str) -> bool:
        """Say whether there is a command of that name."""
        return name.casefold() in self._by_name

    def find(self, name: str) -> Command:
        """Find a command. Raises `CommandError` with the nearest one."""
        command = self._by_name.get(name.casefold())
        if command is None:
            close = difflib.get_close_matches(name.casefold(), self._by_name, n=1)
            if close:
                raise CommandError(
                    "There is no command /{name}. Did you mean /{close}?", name=name[:40], close=close[0]
                )
            raise CommandError("There is no command /{name}. /help lists what there is.", name=name[:40])
        return command
