"""What the buttons of a digest do: open a posting of it, show another page; knows no database."""

import asyncio

from alerts.compose import Action, Verb
from alerts.errors import CommandError
from alerts.telling import alerts_again, page_again
from bot.commands.registry import Call, Services
from bot.platforms.contract import Reply
from bot.wording import replies


async def press_told(services: Services, call: Call, action: Action) -> Reply:
    """Open a posting, or put another page in the place of this one, as the postings are now."""
    if action.verb is Verb.SHOW:
        told = await services.told.told_posting(call.chat_id, action.target)
        if told is None:
            raise CommandError(replies.OUT_OF_DATE)
        (alert,) = await asyncio.to_thread(alerts_again, [told], services.rates, call.settings)
        return Reply(shows=alert)
    return await show_page(services, call, action.target, action.choice)


async def show_page(services: Services, call: Call, delivery_id: int, number: str) -> Reply:
    """Show a page of a digest. Raises `CommandError` where the chat has no such page."""
    page = int(number) if number.isdecimal() and len(number) <= 4 else 0  # noqa: PLR2004  # no digest has more
    found = await services.told.told_page(call.chat_id, delivery_id, page) if page else None
    if found is None:
        raise CommandError(replies.OUT_OF_DATE)
    digest = await asyncio.to_thread(page_again, found, delivery_id, page, services.rates, call.settings)
    return Reply(shows=digest, replaces=True)
