"""Reads a posting that a person pasted or linked to, and offers a filter made from it; knows no fact's wording."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from alerts.alerting import Matched, matched_by
from alerts.errors import CommandError, EntryError, FetchError
from alerts.pasting import is_posting, link_in, posting_of_page, posting_of_text
from alerts.posting import Posting
from alerts.subscribing import Subscription
from alerts.suggesting import suggested
from bot.commands.naming import short_name
from bot.commands.registry import Call, Services
from bot.dialogs import conversing, offer
from bot.platforms.contract import Reply
from bot.wording import card
from bot.wording.places import country_of


def is_pasted(text: str) -> bool:
    """Tell a posting or a link from what else a person may type."""
    return link_in(text) is not None or is_posting(text)


async def read(services: Services, call: Call) -> Reply:
    """Show what a posting says and which of the chat's filters it passes, with a button that makes one of it."""
    link = link_in(call.words)
    posting = await _linked(services, call, link) if link else await _pasted(services, call.words)
    mine = await services.subscriptions.subscriptions_of(call.chat_id)
    matched = await asyncio.to_thread(_matched, services, posting, mine)
    text = card.pasted(posting, matched)
    country = country_of(call.settings.zone)
    lines = await asyncio.to_thread(suggested, posting, country, services.rates)
    if not lines:
        return Reply(text=text)
    state = offer.offered(lines, short_name(posting.subject.title))
    return replace(await conversing.begin(services, call, state), text=text)


async def _linked(services: Services, call: Call, link: str) -> Posting:
    """Give the posting of a link: the one that a feed brought, or else the page behind it."""
    known = await services.postings.posting_at(link, call.chat_id)
    if known is not None:
        return known
    try:
        document = await services.pages.page(call.chat_id, link)
        return await asyncio.to_thread(posting_of_page, document, services.now())
    except (FetchError, EntryError) as error:
        raise CommandError(
            "I cannot read that page: {reason}. Paste the posting's text instead.", reason=str(error)
        ) from error


async def _pasted(services: Services, text: str) -> Posting:
    try:
        return await asyncio.to_thread(posting_of_text, text, services.now())
    except EntryError as error:
        raise CommandError("I cannot read this as a posting: {reason}.", reason=str(error)) from error


def _matched(services: Services, posting: Posting, mine: Sequence[Subscription]) -> list[Matched]:
    return [matched_by(one, posting, services.rates) for one in mine]
