"""Listens to Telegram by long polling; knows no update's meaning.

The SDK's `run_polling` would own the event loop, so its parts are started and stopped here one by one.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import structlog
from telegram import Update
from telegram.error import Conflict, TelegramError
from telegram.ext import Application, TypeHandler

from bot.platforms.telegram.answering import Context
from bot.platforms.telegram.errors import send_error
from bot.platforms.telegram.menu import menu
from bot.platforms.telegram.requesting import Request
from bot.platforms.telegram.turns import ChatTurns

log = structlog.get_logger()

# Telegram keeps the last list that it was given, so what is not asked for stays away for good.
ALLOWED_UPDATES = ("message", "callback_query", "my_chat_member", "channel_post")
CONNECTIONS = 8
# How long each part of a stop may take; the SDK alone would sleep out its back-off, up to 30 s.
STOP_SECONDS = 1.5

Bot = Application[Any, Any, Any, Any, Any, Any]
Take = Callable[[Any, Context], Coroutine[Any, Any, None]]


@asynccontextmanager
async def listening(token: str, base_url: str, take: Take) -> AsyncIterator[None]:
    """Give every update to ``take`` meanwhile. Raises TelegramError where Telegram cannot be asked who we are."""
    bot = _build(token, base_url, take)
    try:
        await bot.initialize()
        await bot.start()
        await _poll(bot)
        await _show_menu(bot)
        yield
    finally:
        await _stop(bot)


def _build(token: str, base_url: str, take: Take) -> Bot:
    bot = (
        Application.builder()
        .token(token)
        .base_url(base_url)
        .request(Request(CONNECTIONS))
        .get_updates_request(Request(1))
        .job_queue(None)
        .concurrent_updates(ChatTurns())
        .build()
    )
    bot.add_handler(TypeHandler(Update, take))
    bot.add_error_handler(_tell_failure)
    return bot


async def _poll(bot: Bot) -> None:
    assert bot.updater is not None  # the builder makes one unless told otherwise
    await bot.updater.start_polling(
        allowed_updates=ALLOWED_UPDATES, bootstrap_retries=-1, error_callback=_tell_trouble
    )


async def _show_menu(bot: Bot) -> None:
    """Set the commands' menu; without it the bot still works."""
    try:
        await bot.bot.set_my_commands(menu())
    except TelegramError as error:
        log.warning("telegram menu not set", error=str(send_error(error)))


async def _stop(bot: Bot) -> None:
    """Stop what was started, in the order in which nothing that was fetched is dropped."""
    if bot.updater is not None and bot.updater.running:
        await _within(STOP_SECONDS, bot.updater.stop())
    if bot.running:
        await _within(STOP_SECONDS, bot.stop())
    await bot.shutdown()
    await (
        bot.bot.shutdown()
    )  # a bot that was never told who it is counts as not initialised, yet has connections


async def _within(seconds: float, ending: Coroutine[Any, Any, None]) -> None:
    """Let it end, or cancel it: twice, as the SDK takes a first cancel for its polling's and makes one more request."""
    task = asyncio.create_task(ending)
    for _ in range(2):
        done, _ = await asyncio.wait([task], timeout=seconds)
        if done:
            break
        task.cancel()
    result = (await asyncio.gather(task, return_exceptions=True))[0]
    if isinstance(result, BaseException):
        log.warning("telegram stopped uncleanly", error=type(result).__name__)


def _tell_trouble(error: TelegramError) -> None:
    """Log a failed poll; the SDK tries again, at the latest after 30 s."""
    if isinstance(error, Conflict):
        log.error("telegram is polled by another process with the same token, or has a webhook set")
    else:
        log.warning("telegram poll failed", error=str(send_error(error)))


async def _tell_failure(update: object, context: Context) -> None:
    """Log a defect of ours; the update is lost, the next one is handled."""
    number = update.update_id if isinstance(update, Update) else None
    log.error("telegram update failed", update=number, exc_info=context.error)
