"""What a chat is owed and who may send it; knows neither how it looks nor how it is sent."""

from dataclasses import dataclass, field
from datetime import timedelta

from alerts.chat_settings import ChatSettings
from alerts.messages import Notice
from alerts.posting import Posting
from alerts.silence import Silence
from alerts.subscribing import Address, Subscription


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """The right to send to one chat until its lease ends; ``token`` fences everybody else.

    ``wait`` is how long the first message's slot in the bot's rate was away when the turn was claimed.
    """

    chat_id: int
    address: Address
    token: int
    settings: ChatSettings = field(default_factory=ChatSettings)
    wait: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A posting and the chat's live subscriptions that it matched.

    ``changed`` says that it is not what it was when the chat was told of it.
    """

    posting: Posting
    subscriptions: tuple[Subscription, ...]
    changed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """One message owed to a chat: of one posting, of several in one digest, or a notice for a ``thread``.

    ``revision`` is the one of the contents; ``attempts`` counts those before this one; ``uncertain`` says that the
    last one was cut short and may have arrived. One is ``alone`` where the chat is known to be owed nothing else.
    """

    delivery_id: int
    contents: tuple[Wanted, ...] = ()
    notice: Notice | Silence | None = None
    thread: str = ""
    revision: int = 0
    attempts: int = 0
    uncertain: bool = False
    alone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A message that was sent and is out of date, with the right to edit it.

    ``contents`` are the postings of its first page, ``total`` counts all; ``revision`` is the one of the contents;
    ``failures`` counts the tries to edit it since one went well.
    """

    turn: Turn
    delivery_id: int
    message_id: str
    contents: tuple[Wanted, ...]
    total: int
    revision: int
    failures: int = 0
