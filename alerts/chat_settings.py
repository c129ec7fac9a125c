"""What a chat decided about how it is spoken to, and when; knows no command."""

from dataclasses import dataclass
from typing import Any, Protocol

from alerts.moments import Moment

# What a sum without a currency is in, where the chat chose none.
DEFAULT_CURRENCY = "USD"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatSettings:
    """A chat's choices; None where it made none.

    ``zone`` is an IANA name, ``currency`` the ISO 4217 code of sums that name none, ``language`` an ISO 639-1 code.
    ``quiet`` are quiet hours as `alerts.timing.describe_quiet` writes them; ``snoozed_until`` is aware UTC.
    """

    zone: str | None = None
    currency: str | None = None
    language: str | None = None
    quiet: str | None = None
    snoozed_until: Moment | None = None


class SettingsStore(Protocol):
    """What settings need of the database; each method is one transaction."""

    async def settings_of(self, chat_id: int) -> ChatSettings:
        """Give a chat's settings."""

    async def change_settings(self, chat_id: int, **changes: Any) -> ChatSettings:
        """Change the fields that are given, leave the others, and give what holds now."""
