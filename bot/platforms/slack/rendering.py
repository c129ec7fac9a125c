"""Puts alerts and replies into Slack's blocks, within every limit of them; knows no connection.

Nothing here can mention a person or a channel: whatever comes from elsewhere is escaped, and what mrkdwn could garble
goes as plain text.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from alerts.compose import Action, Alert, Verb
from bot.platforms.contract import Button, Reply
from bot.platforms.hostile import clean, one_line
from bot.platforms.slack.callbacks import write_action
from bot.platforms.slack.text import (
    TextObject,
    escaped,
    is_tame,
    mrkdwn,
    passages,
    plain,
    web_address,
)
from bot.wording.alerts import alert_text, details, headline, origin, terms
from bot.wording.labels import label
from bot.wording.language import gettext as _

Block = dict[str, Any]

EVENT_TYPE = "rolecall_alert"
OPEN = "open"

# All text of a message's blocks may be some 13,000 characters; more is refused as msg_blocks_too_long.
_MOST_SECTIONS = 4
_MOST_TITLE = 600
_MOST_REST = 300
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


def alert_message(alert: Alert, now: datetime) -> Message:
    """Put an alert into blocks: headline, details, origin, buttons."""
    url = web_address(alert.url)
    lines = "\n".join(one_line(line) for line in details(alert))
    blocks = [
        _section(_headline(alert, url)),
        *([_section(plain(lines))] if lines else []),
        {"type": "context", "elements": [plain(_origin(alert, url, now), _MOST_ORIGIN)]},
        *_rows(tuple(Button(label(action.verb), action) for action in alert.actions), url),
    ]
    return Message(
        text=escaped(one_line(" · ".join([headline(alert), *terms(alert)])), _MOST_FALLBACK) or "…",
        blocks=tuple(blocks),
        bare=escaped(clean(alert_text(alert, now))),
        metadata={"event_type": EVENT_TYPE, "event_payload": {"posting_id": alert.posting_id}},
    )


def reply_message(reply: Reply) -> Message:
    """Put a reply into sections and its buttons below them."""
    text = clean(reply.text).strip("\n")
    sections = [_section(passage) for passage in passages(text, _MOST_SECTIONS)]
    return Message(
        text=escaped(one_line(text), _MOST_FALLBACK) or "…",
        blocks=(*sections, *_rows(reply.buttons, None)),
        bare=escaped(text) or "…",
    )


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
