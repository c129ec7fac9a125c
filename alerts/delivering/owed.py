"""What a chat is owed and who may send it; knows neither how it looks nor how it is sent."""

from dataclasses import dataclass, field

from alerts.chat_settings import ChatSettings
from alerts.posting import Posting
from alerts.subscribing import Address, Subscription


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """The right to send to one chat until its lease ends; ``token`` fences everybody else."""

    chat_id: int
    address: Address
    token: int
    settings: ChatSettings = field(default_factory=ChatSettings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A posting and the chat's live subscriptions that it matched."""

    posting: Posting
    subscriptions: tuple[Subscription, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """One message owed to a chat.

    ``attempts`` counts those before this one; ``uncertain`` says that the last one's outcome was never learnt.
    """

    delivery_id: int
    contents: Wanted
    attempts: int = 0
    uncertain: bool = False
