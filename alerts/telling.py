"""Shows again what a chat was told: a page of a digest, one posting of it; knows no platform and no SQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from alerts.chat_settings import ChatSettings
from alerts.compose import Alert
from alerts.delivering.composing import retold
from alerts.delivering.owed import Wanted
from alerts.digest import Digest, compose_digest
from alerts.money import Rates


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some postings of a message that a chat was sent, in their order, and how many it has in all."""

    contents: tuple[Wanted, ...]
    total: int


class ToldStore(Protocol):
    """What showing again needs of the database; each method is one transaction."""

    async def told_page(self, chat_id: int, delivery_id: int, page: int) -> Page | None:
        """Give a page of a digest; None where the chat was sent no such digest or it has no such page."""

    async def told_posting(self, chat_id: int, posting_id: int) -> Wanted | None:
        """Give a posting with the filters that it was told for; None where it never was to this chat."""


def page_again(page: Page, delivery_id: int, number: int, rates: Rates, reader: ChatSettings) -> Digest:
    """Compose a page of a digest with what its postings say now."""
    return compose_digest(
        delivery_id, alerts_again(page.contents, rates, reader), page=number, total=page.total, reader=reader
    )


def alerts_again(contents: Sequence[Wanted], rates: Rates, reader: ChatSettings) -> Sequence[Alert]:
    """Compose alerts of postings as they are now, whether or not they would still be sent."""
    return [retold(wanted, rates, reader) for wanted in contents]
