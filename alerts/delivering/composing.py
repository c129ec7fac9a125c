"""Makes the message of what a chat is owed, as its filters are now; knows no platform."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from alerts.alerting import Matched, matched_by
from alerts.chat_settings import ChatSettings
from alerts.compose import Alert, compose_alert
from alerts.delivering.owed import Owed, Told, Wanted
from alerts.digest import PAGE_SIZE, compose_digest
from alerts.matching import rank
from alerts.messages import Message
from alerts.money import Rates
from alerts.posting import Posting


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A posting of a message, with the verdicts of the filters that it fits."""

    posting: Posting
    matched: tuple[Matched, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """A message, all that it tells of in its order, and the thread of the chat in which it belongs."""

    message: Message
    items: tuple[Item, ...]
    thread: str


def compose(owed: Owed, rates: Rates, reader: ChatSettings) -> Composed | None:
    """Compose; None where no filter wants any of it any more, as filters or postings changed."""
    if owed.notice is not None:
        return Composed(message=replace(owed.notice, reader=reader), items=(), thread=owed.thread)
    items = best_first(fitting(owed.contents, rates))
    if not items:
        return None
    # One alert a chat and posting: of filters in several threads the oldest one's thread gets it.
    thread = items[0].matched[0].subscription.thread
    if len(items) == 1:
        message: Message = compose_alert(items[0].posting, items[0].matched, reader, rates)
    else:
        shown = [compose_alert(item.posting, item.matched, reader, rates) for item in items[:PAGE_SIZE]]
        message = compose_digest(owed.delivery_id, shown, page=1, total=len(items), reader=reader)
    return Composed(message=message, items=tuple(items), thread=thread)


def retold(wanted: Wanted, rates: Rates, reader: ChatSettings) -> Alert:
    """Compose what was told of a posting as it is now, whether or not it would still be sent."""
    matched = [matched_by(one, wanted.posting, rates) for one in wanted.subscriptions]
    return compose_alert(wanted.posting, matched, reader, rates, changed=wanted.changed)


def compose_edit(told: Told, rates: Rates, reader: ChatSettings) -> Message:
    """Compose anew the first page of a message that was sent, with what became of its postings."""
    shown = [retold(wanted, rates, reader) for wanted in told.contents]
    if told.total == 1:
        return shown[0]
    return compose_digest(told.delivery_id, shown, page=1, total=told.total, reader=reader)


def fitting(contents: Iterable[Wanted], rates: Rates) -> Iterable[Item]:
    """Give the postings that still fit any of their filters."""
    for wanted in contents:
        evaluated = (matched_by(one, wanted.posting, rates) for one in wanted.subscriptions)
        if matched := tuple(one for one in evaluated if one.fits):
            yield Item(posting=wanted.posting, matched=matched)


def best_first(items: Iterable[Item]) -> Sequence[Item]:
    """Order by the best that any of its filters says of a posting."""
    return sorted(
        items, key=lambda item: min(rank(one.verdicts, item.posting.subject) for one in item.matched)
    )
