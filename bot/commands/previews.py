"""Shows what a filter would have sent before it is saved, and refuses one that would flood its chat."""

import asyncio

from alerts.chat_settings import DEFAULT_CURRENCY
from alerts.errors import CommandError
from alerts.filters import Filter, parse_filter
from alerts.previewing import Preview, breadth_of
from alerts.subscribing import numbered
from bot.commands.naming import without_name
from bot.commands.registry import Call, Services
from bot.platforms.contract import Reply
from bot.wording import previews


async def preview(services: Services, call: Call) -> Reply:
    """Preview a line or a saved filter: ``/preview remote python``, ``/preview 2``."""
    line = without_name(call.words)[1]
    if not line:
        raise CommandError("Preview a line or a filter: /preview remote python pay>=100k USD, or /preview 2")
    if line.isdecimal():
        wanted = (await numbered(services.subscriptions, call.chat_id, line)).filter
    else:
        wanted = await understood(line, call)
    return Reply(text=previews.looked_at(wanted, await services.previews.preview(wanted)))


async def understood(line: str, call: Call) -> Filter:
    """Parse in a thread: a hostile line may take a tenth of a second, which nobody else should wait."""
    return await asyncio.to_thread(parse_filter, line, currency=currency_of(call))


def currency_of(call: Call) -> str:
    """Give the currency that is meant where none is written."""
    return call.settings.currency or DEFAULT_CURRENCY


async def previewed(services: Services, wanted: Filter) -> Preview:
    """Preview a filter that is about to be saved. Raises `CommandError` where nearly everything passes it."""
    found = await services.previews.preview(wanted)
    breadth = breadth_of(wanted, found)
    if breadth is not None:
        raise previews.too_broad(breadth, found)
    return found
