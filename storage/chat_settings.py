"""Stores what chats decided about how they are spoken to; knows no command."""

from dataclasses import replace
from typing import Any

from sqlalchemy import select, update

from alerts.chat_settings import ChatSettings
from storage.database import Database
from storage.due import SETTINGS, retime, stored_settings
from storage.tables import chats


class Settings:
    """The `SettingsStore` of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def settings_of(self, chat_id: int) -> ChatSettings:
        """Give a chat's settings."""
        async with self._database.read() as connection:
            stored = (await connection.execute(_settings_of(chat_id))).scalar_one_or_none()
        return stored_settings(stored)

    async def change_settings(self, chat_id: int, **changes: Any) -> ChatSettings:
        """Change the fields that are given, under a lock: two people of a group may be at it.

        What the chat is owed is due, and held back, as the settings now say.
        """
        async with self._database.write() as connection:
            stored = await connection.execute(_settings_of(chat_id).with_for_update())
            changed = replace(stored_settings(stored.scalar_one_or_none()), **changes)
            kept = update(chats).where(chats.c.id == chat_id)
            await connection.execute(kept.values(settings=settings_to_json(changed)))
            await retime(connection, chat_id, changed)
        return changed


def settings_to_json(settings: ChatSettings) -> dict[str, Any]:
    """Give what the column holds: the choices that were made."""
    chosen: dict[str, Any] = SETTINGS.dump(settings)
    return chosen


def _settings_of(chat_id: int) -> Any:
    return select(chats.c.settings).where(chats.c.id == chat_id)
