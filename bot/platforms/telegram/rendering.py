"""Puts alerts and replies into Telegram's HTML, with a plain twin and a keyboard; sends nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from alerts.compose import Alert
from bot.platforms.contract import Button, Reply
from bot.platforms.hostile import clean, one_line
from bot.platforms.telegram.callbacks import callback_data
from bot.platforms.telegram.text import (
    MOST_TEXT,
    cut,
    escape,
    fit,
    host_of,
    is_web_url,
    link,
    size,
)
from bot.wording.alerts import alert_text, details, headline, origin
from bot.wording.labels import label
from bot.wording.language import gettext as _

# The title and the link stay whole; what a feed makes longer than these is no title and no name.
MOST_TITLE = 512
MOST_NAMES = 256
MOST_ORIGIN = 768
MOST_HOST = 100
# Clients cut longer labels, and wider rows squeeze them.
MOST_LABEL = 40
MOST_IN_ROW = 3
MOST_BUTTONS = 99


@dataclass(frozen=True, slots=True)
class Message:
    """A message ready to send. ``plain`` goes where Telegram refuses ``html``; ``url`` is then left out, too."""

    html: str
    plain: str
    buttons: tuple[Button, ...] = ()
    url: str = ""


def reply_message(reply: Reply) -> Message:
    """Show a reply's text literally, cut at a line."""
    text = cut(clean(reply.text), MOST_TEXT, end="\n").strip() or "…"
    return Message(escape(text), text, reply.buttons)


def alert_message(alert: Alert, now: datetime) -> Message:
    """Show an alert: title, terms, reasons, source, and what can be done about it."""
    buttons = tuple(Button(label(action.verb), action) for action in alert.actions)
    plain = cut(clean(alert_text(alert, now)), MOST_TEXT, end="\n")
    return Message(_html(alert, now), plain, buttons, alert.url if is_web_url(alert.url) else "")


def _html(alert: Alert, now: datetime) -> str:
    title = cut(one_line(alert.title), MOST_TITLE)
    names = cut(one_line(headline(alert).removeprefix(alert.title)), MOST_NAMES)
    found = cut(one_line(origin(alert, now)), MOST_ORIGIN)
    place = cut(one_line(host_of(alert.url) or alert.url), MOST_HOST)
    room = MOST_TEXT - sum(size(part) + 3 for part in (title, names, found, place))
    lines = fit([one_line(line) for line in details(alert)], room)
    shown = link(alert.url, place) if is_web_url(alert.url) else escape(place)
    head = f"<b>{escape(title)}</b> {escape(names)}".strip()
    return "\n".join([head, *map(escape, lines), f"{escape(found)} · {shown}"])


def keyboard(buttons: Sequence[Button], url: str = "") -> InlineKeyboardMarkup | None:
    """Give the keyboard under a message: a link on top, then the actions."""
    keys = [
        InlineKeyboardButton(
            cut(one_line(button.label), MOST_LABEL) or "…", callback_data=callback_data(button.action)
        )
        for button in buttons[:MOST_BUTTONS]
    ]
    rows = [keys[first : first + MOST_IN_ROW] for first in range(0, len(keys), MOST_IN_ROW)]
    if url:
        rows.insert(0, [InlineKeyboardButton(_("Open"), url=url)])
    return InlineKeyboardMarkup(rows) if rows else None
