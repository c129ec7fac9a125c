"""Puts alerts and replies into Slack's blocks, within every limit of them; knows no connection.

Nothing here can mention a person or a channel: whatever comes from elsewhere is escaped, and what mrkdwn could garble
goes as plain text.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from alerts.compose import Action, Alert, Verb
from alerts.digest import Digest
from alerts.messages import Message as Told
from alerts.messages import Notice
from alerts.silence import Silence
from bot.platforms.callbacks import write_action
from bot.platforms.contract import Button, Reply
from bot.platforms.hostile import clean, one_line
from bot.platforms.slack.text import (
    TextObject,
    escaped,
    is_tame,
    mrkdwn,
    passages,
    plain,
    web_address,
)
from bot.wording.alerts import alert_text, details, headline, news, origin, terms
from bot.wording.digests import below, digest_text, heading, numbered
from bot.wording.language import gettext as _
from bot.wording.messages import labelled, message_text

Block = dict[str, Any]

EVENT_TYPE = "rolecall_alert"
OPEN = "open"

# All text of a message's blocks may be some 13,000 characters; more is refused as msg_blocks_too_long.
_MOST_SECTIONS = 4
_MOST_TITLE = 600
_MOST_REST = 300
# Ten of these are below what a message may hold; in what is longer the link is left out.
_MOST_HEAD = 200
_MOST_ITEM = 1200
_MOST_ORIGIN = 2000
_MOST_LABEL = 75
_MOST_FALLBACK = 1000
_BUTTONS_A_ROW = 25
_MOST_ROWS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message as Slack takes it: ``text`` is for notifications, ``bare`` is all of it without blocks."""

    text: str
    blocks: tuple[Block, ...]
    bare: str
    metadata: Block | None = None


def message_of(told: Told, now: datetime) -> Message:
    """Put whatever a chat is told into blocks."""
    match told:
        case Digest():
            return digest_message(told, now)
        case Alert():
            return alert_message(told, now)
        case Notice() | Silence():
            return reply_message(Reply(text=message_text(told, now), buttons=_buttons(told)), now)


def alert_message(alert: Alert, now: datetime) -> Message:
    """Put an alert into blocks: headline, details, origin, buttons."""
    url = web_address(alert.url)
    lines = "\n".join(one_line(line) for line in details(alert))
    blocks = [
        *([_section(plain(one_line(news(alert))))] if alert.news else []),
        _section(_headline(alert, url)),
        *([_section(plain(lines))] if lines else []),
        {"type": "context", "elements": [plain(_origin(alert, url, now), _MOST_ORIGIN)]},
        *_rows(_buttons(alert), url),
    ]
    return Message(
        text=escaped(one_line(" · ".join([headline(alert), *terms(alert)])), _MOST_FALLBACK) or "…",
        blocks=tuple(blocks),
        bare=escaped(clean(alert_text(alert, now))),
        metadata={"event_type": EVENT_TYPE, "event_payload": {"posting_id": alert.posting_id}},
    )


def digest_message(digest: Digest, now: datetime) -> Message:
    """Put a page of a digest into blocks: a section for each posting, then the buttons."""
    sections = [_section(_item(number, item, now)) for number, item in numbered(digest)]
    text = escaped(one_line(heading(digest)), _MOST_FALLBACK)
    return Message(
        text=text,
        blocks=(_section(plain(one_line(heading(digest)))), *sections, *_rows(_buttons(digest), None)),
        bare=escaped(clean(digest_text(digest, now))),
    )


def reply_message(reply: Reply, now: datetime) -> Message:
    """Put a reply into sections and its buttons below them."""
    if reply.shows is not None:
        return _joined(reply, message_of(reply.shows, now))
    text = clean(reply.text).strip("\n")
    sections = _sections(text)
    return Message(
        text=escaped(one_line(text), _MOST_FALLBACK) or "…",
        blocks=(*sections, *_rows(reply.buttons, None)),
        bare=escaped(text) or "…",
    )


def _joined(reply: Reply, shown: Message) -> Message:
    """Put a reply's text above what it shows, and its buttons below."""
    if not (reply.text or reply.buttons):
        return shown
    text = _sections(clean(reply.text).strip("\n")) if reply.text else []
    return replace(shown, blocks=(*text, *shown.blocks, *_rows(reply.buttons, None)))


def _sections(text: str) -> list[Block]:
    return [_section(passage) for passage in passages(text, _MOST_SECTIONS)]


def _item(number: int, item: Alert, now: datetime) -> TextObject:
    """Give a posting's line in a digest and what stands below it; where it can be linked, as a link."""
    url = web_address(item.url)
    lines = [one_line(line) for line in below(item, now)]
    head, rest = one_line(item.title) or "…", one_line(headline(item).removeprefix(item.title))
    if url is not None and is_tame("\n".join([head, rest, *lines])):
        linked = f"{number}. *<{escaped(url)}|{escaped(head, _MOST_HEAD)}>* {escaped(rest, _MOST_REST)}"
        markup = "\n".join([linked, *(escaped(line, _MOST_REST) for line in lines)])
        if len(markup) <= _MOST_ITEM:
            return mrkdwn(markup)
    return plain("\n".join([f"{number}. {head} {rest}", *lines, url or one_line(item.url)]), _MOST_ITEM)


def _buttons(told: Told) -> tuple[Button, ...]:
    return tuple(Button(words, action) for words, action in labelled(told))


def _headline(alert: Alert, url: str | None) -> TextObject:
    """Give title, levels and company, the title as a link where that shows all of it literally."""
    title = one_line(alert.title) or "…"
    rest = one_line(headline(alert).removeprefix(alert.title))
    rest = f" {rest}" if rest else ""
    if url is None or not is_tame(title + rest):
        return plain(title + rest)
    return mrkdwn(f"*<{escaped(url)}|{escaped(title, _MOST_TITLE)}>*{escaped(rest, _MOST_REST)}")


def _origin(alert: Alert, url: str | None, now: datetime) -> str:
    """Say where it comes from; an address that cannot be linked is shown as text."""
    shown = one_line(alert.url) if url is None else ""
    return one_line(origin(alert, now)) + (f" · {shown}" if shown else "")


def _section(text: TextObject) -> Block:
    return {"type": "section", "text": text}


def _rows(buttons: tuple[Button, ...], url: str | None) -> list[Block]:
    """Put buttons into rows, one that opens the posting first."""
    elements = [_link_button(url)] if url else []
    elements += [_button(number, button) for number, button in enumerate(buttons, start=1)]
    starts = range(0, len(elements), _BUTTONS_A_ROW)[:_MOST_ROWS]
    return [{"type": "actions", "elements": elements[start : start + _BUTTONS_A_ROW]} for start in starts]


def _link_button(url: str) -> Block:
    return {"type": "button", "action_id": OPEN, "text": plain(_("Open")), "url": url}


def _button(number: int, button: Button) -> Block:
    """Make a button; ids must differ within a message, so they are counted."""
    element = {
        "type": "button",
        "action_id": f"rolecall-{number}",
        "text": plain(one_line(button.label) or "…", _MOST_LABEL),
        "value": write_action(button.action),
    }
    return {**element, "style": "danger"} if _destroys(button.action) else element


def _destroys(action: Action) -> bool:
    return action.verb is Verb.DELETE
