"""Makes the message of what a chat is owed, as its filters are now; knows no platform."""

from dataclasses import dataclass

from alerts.alerting import Matched, matched_by
from alerts.chat_settings import ChatSettings
from alerts.compose import Alert, compose_alert
from alerts.delivering.owed import Wanted
from alerts.money import Rates


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """A message, the verdicts that made it, and the thread of the chat in which it belongs."""

    message: Alert
    matched: tuple[Matched, ...]
    thread: str


def compose(contents: Wanted, rates: Rates, reader: ChatSettings) -> Composed | None:
    """Compose; None where every filter that wanted it was deleted, paused or changed, or the posting changed."""
    evaluated = [matched_by(one, contents.posting, rates) for one in contents.subscriptions]
    matched = tuple(one for one in evaluated if one.fits)
    if not matched:
        return None
    # One alert a chat and posting: of filters in several threads the oldest one's thread gets it.
    thread = matched[0].subscription.thread
    message = compose_alert(contents.posting, matched, reader)
    return Composed(message=message, matched=matched, thread=thread)
