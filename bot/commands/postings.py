"""The commands that look at postings: the newest ones, the saved ones, and why one did or did not come."""

import asyncio

from alerts.errors import CommandError
from alerts.explaining import explained
from alerts.looking import best_first
from alerts.posting import Posting
from alerts.timing import zone_of
from bot.commands.registry import Call, Services
from bot.platforms.contract import Reply
from bot.wording import replies, stories

MOST_LATEST = 20


async def latest(services: Services, call: Call) -> Reply:
    """Show the newest postings, those that fit a filter of the chat first: ``/latest``, ``/latest 10``."""
    if call.words and not call.words.isdecimal():
        raise CommandError("Say how many: /latest 10")
    limit = min(max(int(call.words[:4] or 5), 1), MOST_LATEST)
    newest = await services.postings.newest_postings(limit, call.chat_id)
    mine = await services.subscriptions.subscriptions_of(call.chat_id)
    found = await asyncio.to_thread(best_first, newest, mine, services.rates)
    return Reply(text=replies.latest(found, services.now()))


async def why(services: Services, call: Call) -> Reply:
    """Say of each filter, criterion by criterion, whether a posting fits, and what became of it.

    ``/why LINK`` asks of any posting, ``/why`` in answer to a message of ours of what stands in it, ``/why 2`` of its
    second posting; by itself it is about the last message.
    """
    posting = await _asked_about(services, call)
    return await why_posting(services, call, posting)


async def why_pressed(services: Services, call: Call, posting_id: int) -> Reply:
    """Explain the posting of an alert whose button was pressed."""
    posting = await services.stories.owed_posting(call.chat_id, posting_id)
    if posting is None:
        raise CommandError(replies.OUT_OF_DATE)
    return await why_posting(services, call, posting)


async def why_posting(services: Services, call: Call, posting: Posting) -> Reply:
    """Explain one posting."""
    story = await services.stories.story_of(call.chat_id, posting.id)
    answers = await asyncio.to_thread(explained, story, posting, services.rates)
    return Reply(text=stories.why(posting, story, answers, zone_of(call.settings.zone)))


async def _asked_about(services: Services, call: Call) -> Posting:
    words = call.words.strip("<> ")
    if words and not words.isdecimal():
        posting = await services.postings.posting_at(words, call.chat_id)
        if posting is None:
            raise CommandError(
                "No feed has brought a posting with this link. Send me the link alone, and I read the page itself."
            )
        return posting
    told = await services.stories.told_in(call.chat_id, call.about)
    if not told:
        raise CommandError("Give the link of a posting, or answer an alert: /why https://example.org/jobs/1")
    number = int(words[:4] or 1)
    if not 1 <= number <= len(told) or (len(told) > 1 and not words):
        raise CommandError("There are {count} postings in that message. Say which: /why 1", count=len(told))
    return told[number - 1]
