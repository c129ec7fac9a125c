"""The commands that look at postings: the newest ones, the saved ones, and why one did or did not come."""

from alerts.alerting import matched_by
from alerts.errors import CommandError
from bot.commands.registry import Call, Services
from bot.platforms.contract import Reply
from bot.wording import replies

MOST_LATEST = 20


async def latest(services: Services, call: Call) -> Reply:
    """Show the newest postings: ``/latest``, ``/latest 10``."""
    if call.words and not call.words.isdecimal():
        raise CommandError("Say how many: /latest 10")
    limit = min(max(int(call.words[:4] or 5), 1), MOST_LATEST)
    return Reply(text=replies.latest(await services.postings.newest_postings(limit), services.now()))


async def saved(services: Services, call: Call) -> Reply:
    """Show the postings that this chat saved."""
    return Reply(text=replies.saved_list(await services.feedback.saved_postings(call.chat_id, MOST_LATEST)))


async def why(services: Services, call: Call) -> Reply:
    """Say of each filter of this chat, criterion by criterion, whether a posting fits: ``/why LINK``."""
    if not call.words:
        raise CommandError("Give the link of a posting: /why https://example.org/jobs/1")
    posting = await services.postings.posting_at(call.words)
    if posting is None:
        raise CommandError("No feed has brought a posting with this link.")
    mine = await services.subscriptions.subscriptions_of(call.chat_id)
    if not mine:
        raise CommandError("This chat has no filters yet. Make one: /new remote python pay>=100k USD")
    return Reply(text=replies.why(posting, [matched_by(one, posting, services.rates) for one in mine]))
