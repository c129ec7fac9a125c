"""What a platform tells of the places where the bot may write; knows no platform and no database."""

from dataclasses import dataclass
from typing import Protocol

from alerts.subscribing import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """Whether the bot may write in a chat by now, or, where the address names none, in a whole workspace.

    ``moved_to`` is the id that the chat has from now on, or ''.
    """

    address: Address
    present: bool = True
    moved_to: str = ""


class PresenceStore(Protocol):
    """What noting presence needs of the database; the method is one transaction."""

    async def note_presence(self, presence: Presence) -> None:
        """Stop writing to a chat or workspace, or go on; twice does no more than once.

        Filters stay as they are, and what is owed waits and comes back as one message.
        """
