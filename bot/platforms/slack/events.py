"""Reads what Slack sends of a person: a command, a message, a button; knows no answer and no connection."""

import re
from dataclasses import replace
from typing import Any

from alerts.presence import Presence
from alerts.subscribing import Address
from bot.commands import all_commands
from bot.platforms.callbacks import read_action
from bot.platforms.contract import Incoming, Pressed, Reply
from bot.platforms.slack.rendering import OPEN
from bot.platforms.slack.text import unescaped

NAME = "slack"
COMMAND = "/jobs"

Payload = dict[str, Any]

# What tells that the app may write nowhere in the workspace any more, or not in a channel, or there again.
_FAREWELLS = frozenset({"app_uninstalled", "tokens_revoked"})
_AWAY = {"channel_archive", "channel_deleted", "channel_left", "group_archive", "group_deleted", "group_left"}
_BACK = {"channel_unarchive", "group_unarchive", "member_joined_channel"}
_COMMANDS = frozenset(name for one in all_commands().listed for name in (one.name, *one.aliases))
# A command as the replies write it, and not a piece of a path or of an address.
_WRITTEN = re.compile(rf"(?<![^\s(])/({'|'.join(sorted(_COMMANDS))})\b(?![/\w-])")


def command_of(body: Payload, workspace: str) -> Incoming:
    """Read '/jobs new remote' as '/new remote'; without words it asks for help."""
    words = unescaped(_string(body, "text")).strip().removeprefix("/")
    address = Address(platform=NAME, workspace=workspace, external_id=_string(body, "channel_id"))
    return Incoming(
        address=address,
        user=_string(body, "user_id"),
        text=f"/{words or 'help'}",
        update=_string(body, "trigger_id"),
    )


def message_of(event: Payload, workspace: str) -> Incoming | None:
    """Read a person's direct message; None for a bot's, an edit's and whatever else is no message to us."""
    if event.get("channel_type") != "im" or event.get("subtype") or event.get("bot_id"):
        return None
    user, text = _string(event, "user"), unescaped(_string(event, "text")).strip()
    if not user or not text:
        return None
    address = Address(platform=NAME, workspace=workspace, external_id=_string(event, "channel"))
    return Incoming(address=address, user=user, text=_as_command(text), about=_string(event, "thread_ts"))


def presence_of(event: Payload, workspace: str, bot: str) -> Presence | None:
    """Read where the app may write by now; None for an event that says nothing of it. ``bot`` is our own user's id."""
    kind, channel = _string(event, "type"), _string(event, "channel")
    if kind == "tokens_revoked" and not _table(event, "tokens").get("bot"):
        return None
    if kind == "member_joined_channel" and _string(event, "user") != bot:
        return None
    if kind in _FAREWELLS:
        return Presence(address=Address(platform=NAME, workspace=workspace, external_id=""), present=False)
    if not channel or kind not in _AWAY | _BACK:
        return None
    address = Address(platform=NAME, workspace=workspace, external_id=channel)
    return Presence(address=address, present=kind in _BACK)


def press_of(body: Payload, workspace: str) -> Pressed | None:
    """Read a button; None where its value is none that we give any more, or never was."""
    action = read_action(_first_action(body).get("value"))
    if action is None:
        return None
    return Pressed(
        address=address_of(body, workspace),
        user=_string(_table(body, "user"), "id"),
        action=action,
        update=_string(body, "trigger_id"),
    )


def address_of(body: Payload, workspace: str) -> Address:
    """Give the chat in which a button was pressed."""
    channel = _table(body, "channel") or {"id": _table(body, "container").get("channel_id")}
    return Address(platform=NAME, workspace=workspace, external_id=_string(channel, "id"))


def only_opens(body: Payload) -> bool:
    """Say whether a button did all it does in the person's browser."""
    return _first_action(body).get("action_id") == OPEN


def in_words_of_slack(reply: Reply) -> Reply:
    """Write commands as one types them here: '/new' is a command of Slack's own, '/jobs new' is ours."""
    return replace(reply, text=_WRITTEN.sub(rf"{COMMAND} \1", reply.text))


def _as_command(text: str) -> str:
    """Put the slash before a command that was typed without; other text stays what it is."""
    first, *rest = text.split(maxsplit=1)
    if first.casefold() == COMMAND:
        return f"/{rest[0].removeprefix('/') if rest else 'help'}"
    return f"/{text}" if first.casefold() in _COMMANDS else text


def _first_action(body: Payload) -> Payload:
    actions = body.get("actions")
    first = actions[0] if isinstance(actions, list) and actions else None
    return first if isinstance(first, dict) else {}


def _table(body: Payload, key: str) -> Payload:
    value = body.get(key)
    return value if isinstance(value, dict) else {}


def _string(body: Payload, key: str) -> str:
    value = body.get(key)
    return value if isinstance(value, str) else ""
