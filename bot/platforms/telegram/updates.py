"""Reads what Telegram tells of: who wrote or pressed what, where; answers nothing."""

import re
from collections.abc import Collection

from telegram import (
    CallbackQuery,
    Chat,
    ChatMember,
    ChatMemberRestricted,
    ChatMemberUpdated,
    Message,
    User,
)
from telegram.constants import ChatType

from alerts.presence import Presence
from alerts.subscribing import Address
from bot.platforms.callbacks import read_action
from bot.platforms.contract import Incoming, Pressed

NAME = "telegram"
_AWAY = {ChatMember.LEFT, ChatMember.BANNED}
_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,64})(?:@([A-Za-z0-9_]{1,64}))?(?!\S)")


def incoming(message: Message, username: str, commands: Collection[str]) -> Incoming | None:
    """Read a message; None where it is not for us: no text, or in a group no command of ours."""
    if not message.text or message.is_automatic_forward:
        return None
    if not _is_for_us(message, username.casefold(), commands):
        return None
    return Incoming(
        address=address_of(message),
        user=_user_of(message),
        text=_without_mention(message.text, username),
        language=_language_of(message.chat, message.from_user),
        about=_about(message, username),
        group=message.chat.type != ChatType.PRIVATE,
    )


def pressed(query: CallbackQuery) -> Pressed | None:
    """Read a pressed button; None where it is out of date or was never ours."""
    action = read_action(query.data)
    if action is None or query.message is None:
        return None
    # of a message that is too old Telegram tells the chat only
    address = (
        address_of(query.message) if isinstance(query.message, Message) else _chat(query.message.chat.id)
    )
    return Pressed(
        address=address,
        user=str(query.from_user.id),
        action=action,
        language=_language_of(query.message.chat, query.from_user),
        group=query.message.chat.type != ChatType.PRIVATE,
    )


def presence(change: ChatMemberUpdated) -> Presence:
    """Read what became of our own membership; a person who blocks us has kicked us from the private chat."""
    us = change.new_chat_member
    muted = isinstance(us, ChatMemberRestricted) and not us.can_send_messages
    return Presence(address=_chat(change.chat.id), present=us.status not in _AWAY and not muted)


def moved(message: Message) -> Presence | None:
    """Read that a group got a new id; None where it did not."""
    if message.migrate_to_chat_id is None:
        return None
    return Presence(address=_chat(message.chat.id), moved_to=str(message.migrate_to_chat_id))


def address_of(message: Message) -> Address:
    """Give the chat and, in a forum, the topic; elsewhere a thread id names a chain of replies, not a place."""
    thread = message.message_thread_id if message.is_topic_message else None
    return _chat(message.chat.id, "" if thread is None else str(thread))


def _chat(chat_id: int, thread: str = "") -> Address:
    return Address(platform=NAME, external_id=str(chat_id), thread=thread)


def _is_for_us(message: Message, username: str, commands: Collection[str]) -> bool:
    """Say whether to answer: in a private chat always, but for another bot's command.

    In a group it is a command of ours, an answer to a message of ours, or one that names us.
    """
    found = _COMMAND.match(message.text or "")
    name, bot = (found[1].casefold(), (found[2] or "").casefold()) if found else ("", "")
    if bot:
        return bot == username
    if message.chat.type == ChatType.PRIVATE or name in commands:
        return True
    return not name and bool(_about(message, username) or _mention(username).search(message.text or ""))


def _about(message: Message, username: str) -> str:
    """Give the id of our message that this one answers, or ''."""
    answered = message.reply_to_message
    author = answered.from_user if answered else None
    ours = author is not None and (author.username or "").casefold() == username.casefold()
    return str(answered.message_id) if answered and ours else ""


def _without_mention(text: str, username: str) -> str:
    return text if text.startswith("/") else _mention(username).sub("", text).strip()


def _mention(username: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)@{re.escape(username)}\b", re.IGNORECASE)


def _language_of(chat: Chat, person: User | None) -> str:
    """Give a person's language in a chat of their own; a group has more than one person's."""
    return (person.language_code or "") if person and chat.type == ChatType.PRIVATE else ""


def _user_of(message: Message) -> str:
    """Name who wrote: a person, or the chat on whose behalf an anonymous admin did."""
    sender = message.sender_chat or message.from_user or message.chat
    return str(sender.id)
