"""Puts alerts and replies into Telegram's HTML, with a plain twin and a keyboard; sends nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from alerts.compose import Alert
from alerts.digest import Digest
from alerts.messages import Message as Told
from alerts.messages import Notice
from alerts.silence import Silence
from bot.platforms.callbacks import write_action
from bot.platforms.contract import Button, Reply
from bot.platforms.hostile import clean, one_line
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
from bot.wording.alerts import alert_text, details, headline, news, origin
from bot.wording.digests import below, digest_text, heading, numbered
from bot.wording.language import gettext as _
from bot.wording.messages import labelled, message_text

# The title and the link stay whole; what a feed makes longer than these is no title and no name.
MOST_TITLE = 512
MOST_NAMES = 256
MOST_ORIGIN = 768
MOST_HOST = 100
# Ten of these and a heading are below a message's limit.
MOST_ITEM_TITLE = 128
MOST_ITEM_NAMES = 64
MOST_ITEM_LINES = 160
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


def message_of(told: Told, now: datetime) -> Message:
    """Show whatever a chat is told."""
    match told:
        case Digest():
            return digest_message(told, now)
        case Alert():
            return alert_message(told, now)
        case Notice() | Silence():
            return reply_message(Reply(text=message_text(told, now), buttons=_buttons(told)), now)


def reply_message(reply: Reply, now: datetime) -> Message:
    """Show a reply's text literally, cut at a line, and below it what it shows."""
    if reply.shows is not None:
        return _joined(reply, message_of(reply.shows, now))
    text = cut(clean(reply.text), MOST_TEXT, end="\n").strip() or "…"
    return Message(escape(text), text, reply.buttons)


def alert_message(alert: Alert, now: datetime) -> Message:
    """Show an alert: title, terms, reasons, source, and what can be done about it."""
    plain = cut(clean(alert_text(alert, now)), MOST_TEXT, end="\n")
    return Message(_html(alert, now), plain, _buttons(alert), alert.url if is_web_url(alert.url) else "")


def digest_message(digest: Digest, now: datetime) -> Message:
    """Show a page of a digest: what it is, then each posting's title as a link, and its terms."""
    head = escape(cut(one_line(heading(digest)), MOST_NAMES))
    items = [_item(number, item, now) for number, item in numbered(digest)]
    plain = cut(clean(digest_text(digest, now)), MOST_TEXT, end="\n")
    return Message("\n".join([f"<b>{head}</b>", *items]), plain, _buttons(digest))


def _item(number: int, item: Alert, now: datetime) -> str:
    """Give a posting's lines in a digest, which are short enough for ten of them."""
    title = cut(one_line(item.title) or "…", MOST_ITEM_TITLE)
    names = cut(one_line(headline(item).removeprefix(item.title)), MOST_ITEM_NAMES)
    lines = fit([one_line(line) for line in below(item, now)], MOST_ITEM_LINES)
    shown = link(item.url, title) if is_web_url(item.url) else escape(title)
    return "\n".join([f"\n{number}. <b>{shown}</b> {escape(names)}".rstrip(), *map(escape, lines)])


def _joined(reply: Reply, shown: Message) -> Message:
    """Put a reply's text above what it shows, and its buttons below."""
    if not (reply.text or reply.buttons):
        return shown
    text = cut(clean(reply.text), MOST_NAMES).strip()
    html, plain = (f"{part}\n{body}" for part, body in ((escape(text), shown.html), (text, shown.plain)))
    return Message(
        html.strip(), cut(plain, MOST_TEXT, end="\n").strip(), (*shown.buttons, *reply.buttons), shown.url
    )


def _buttons(told: Told) -> tuple[Button, ...]:
    return tuple(Button(words, action) for words, action in labelled(told))


def _html(alert: Alert, now: datetime) -> str:
    title = cut(one_line(alert.title), MOST_TITLE)
    names = cut(one_line(headline(alert).removeprefix(alert.title)), MOST_NAMES)
    found = cut(one_line(origin(alert, now)), MOST_ORIGIN)
    place = cut(one_line(host_of(alert.url) or alert.url), MOST_HOST)
    room = MOST_TEXT - sum(size(part) + 3 for part in (title, names, found, place))
    lines = fit([one_line(line) for line in details(alert)], room - size(news(alert)) - 1)
    shown = link(alert.url, place) if is_web_url(alert.url) else escape(place)
    head = f"<b>{escape(title)}</b> {escape(names)}".strip()
    top = [f"<b>{escape(news(alert))}</b>"] if alert.news else []
    return "\n".join([*top, head, *map(escape, lines), f"{escape(found)} · {shown}"])


def keyboard(buttons: Sequence[Button], url: str = "") -> InlineKeyboardMarkup | None:
    """Give the keyboard under a message: a link on top, then the actions."""
    keys = [
        InlineKeyboardButton(
            cut(one_line(button.label), MOST_LABEL) or "…", callback_data=write_action(button.action)
        )
        for button in buttons[:MOST_BUTTONS]
    ]
    rows = [keys[first : first + MOST_IN_ROW] for first in range(0, len(keys), MOST_IN_ROW)]
    if url:
        rows.insert(0, [InlineKeyboardButton(_("Open"), url=url)])
    return InlineKeyboardMarkup(rows) if rows else None
