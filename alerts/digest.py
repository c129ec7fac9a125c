"""Makes the one message that a chat gets of several postings, in pages: typed parts, no markup, no wording."""

from collections.abc import Sequence
from dataclasses import dataclass

from alerts.chat_settings import ChatSettings
from alerts.compose import Action, Alert, Verb

# What a message of the narrowest platform shows in readable form.
PAGE_SIZE = 10
# More of what is due at once goes into the next message: looking it all up must not hold up other chats.
MOST_IN_DIGEST = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """A page of several postings for one chat, best first.

    ``first`` is the number of the page's first posting, counted from 1; ``total`` counts those of all pages. Of
    ``actions`` the SHOW ones open a posting of this page, in its order, and the PAGE ones show another page.
    ``reader`` is the chat as it wants to be spoken to.
    """

    items: tuple[Alert, ...]
    first: int
    total: int
    actions: tuple[Action, ...]
    reader: ChatSettings

    @property
    def page(self) -> int:
        """The page's number, from 1."""
        return page_of(self.first)

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return page_of(max(self.total, 1))


def page_of(place: int) -> int:
    """Give the page, from 1, on which the posting in a place stands, from 1."""
    return (place - 1) // PAGE_SIZE + 1


def compose_digest(
    delivery_id: int, items: Sequence[Alert], *, page: int, total: int, reader: ChatSettings
) -> Digest:
    """Compose a page of a delivery whose postings on this page are ``items``."""
    around = [other for other in (page - 1, page + 1) if 1 <= other <= page_of(max(total, 1))]
    return Digest(
        items=tuple(items),
        first=(page - 1) * PAGE_SIZE + 1,
        total=total,
        actions=(
            *(Action(Verb.SHOW, item.posting_id) for item in items),
            *(Action(Verb.PAGE, delivery_id, str(other)) for other in around),
        ),
        reader=reader,
    )
