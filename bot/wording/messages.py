"""Any message in plain text, and the buttons under it; knows no platform's markup."""

from datetime import datetime

from alerts.compose import Action, Alert
from alerts.digest import Digest
from alerts.messages import Message, Notice
from alerts.silence import Silence
from bot.wording.alerts import alert_text
from bot.wording.digests import digest_label, digest_text
from bot.wording.labels import label
from bot.wording.notices import notice_text
from bot.wording.silence import silence_label, silence_text


def message_text(message: Message, now: datetime) -> str:
    """Give all parts, one a line."""
    match message:
        case Digest():
            return digest_text(message, now)
        case Notice():
            return notice_text(message)
        case Silence():
            return silence_text(message)
        case Alert():
            return alert_text(message, now)


def labelled(message: Message) -> list[tuple[str, Action]]:
    """Give each button's words and what it does."""
    if isinstance(message, Notice):
        return []
    if isinstance(message, Digest):
        return [(digest_label(message, action), action) for action in message.actions]
    if isinstance(message, Silence):
        return [(silence_label(message, action), action) for action in message.actions]
    return [(label(action.verb), action) for action in message.actions]
