"""The command that gives filters as lines that others can send; knows no platform."""

from alerts.filters import describe
from alerts.subscribing import Subscription, numbered
from bot.commands.registry import Call, Services
from bot.platforms.contract import Reply
from bot.wording import replies
from bot.wording.language import gettext as _


async def share(services: Services, call: Call) -> Reply:
    """Give one filter, ``/share 2``, or all of them, each as a message of its own that can be passed on."""
    if call.words:
        shared = [await numbered(services.subscriptions, call.chat_id, call.words)]
    else:
        shared = list(await services.subscriptions.subscriptions_of(call.chat_id))
    if not shared:
        return Reply(text=replies.list_of(shared))
    return Reply(text=_(replies.PASS_ON), more=tuple(map(line_of, shared)))


def line_of(subscription: Subscription) -> str:
    """Write the command that makes a filter like this one."""
    name = subscription.name.replace('"', "'")
    return f'/new {describe(subscription.filter)}, name:"{name}"'
