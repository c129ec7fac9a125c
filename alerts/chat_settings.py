"""What a chat decided about how it is spoken to: time zone, currency, language; knows no command."""

from dataclasses import dataclass
from typing import Protocol

# What a sum without a currency is in, where the chat chose none.
DEFAULT_CURRENCY = "USD"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatSettings:
    """A chat's choices; None where it made none.

    ``zone`` is an IANA name, ``currency`` the ISO 4217 code of sums that name none, ``language`` an ISO 639-1 code.
    """

    zone: str | None = None
    currency: str | None = None
    language: str | None = None


class SettingsStore(Protocol):
    """What settings need of the database; each method is one transaction."""

    async def settings_of(self, chat_id: int) -> ChatSettings:
        """Give a chat's settings."""

    async def change_settings(self, chat_id: int, **changes: str | None) -> ChatSettings:
        """Change the fields that are given, leave the others, and give what holds now."""
