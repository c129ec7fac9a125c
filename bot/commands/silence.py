"""The buttons under what explains a filter's silence; knows no database."""

from alerts.compose import Action, Verb
from alerts.errors import CommandError
from bot.commands.registry import Call, Services
from bot.platforms.contract import Reply
from bot.wording import previews, replies
from bot.wording.silence import let_be


async def press_silence(services: Services, call: Call, action: Action) -> Reply:
    """Show what a filter keeps out, or let it be."""
    if action.verb is Verb.FINE:
        left = await services.silences.let_be(call.chat_id, action.target)
        if left is None:
            raise CommandError(replies.OUT_OF_DATE)
        return Reply(text=let_be(left))
    mine = await services.subscriptions.subscriptions_of(call.chat_id)
    wanted = next((one.filter for one in mine if one.id == action.target), None)
    if wanted is None:
        raise CommandError(replies.OUT_OF_DATE)
    return Reply(text=previews.looked_at(wanted, await services.previews.preview(wanted)))
