"""The buttons under a new filter that bring what was there before it; knows no database."""

import asyncio
from dataclasses import replace

from alerts.bringing import Choice, chosen, items_of
from alerts.compose import Action, Verb
from alerts.errors import CommandError
from alerts.subscribing import Subscription
from bot.commands.registry import Call, Services
from bot.commands.told import show_page
from bot.platforms.contract import Button, Reply
from bot.wording import bringing as wording
from bot.wording import replies


def bring_buttons(subscription: Subscription) -> tuple[Button, ...]:
    """Offer nothing, the best three, or the newest ones."""
    return tuple(Button(wording.label(each), Action(Verb.BRING, subscription.id, each)) for each in Choice)


async def press_bring(services: Services, call: Call, action: Action) -> Reply:
    """Show what was chosen as one digest. Pressing twice shows the same one."""
    mine = await services.subscriptions.subscriptions_of(call.chat_id)
    subscription = next((one for one in mine if one.id == action.target), None)
    if subscription is None or action.choice not in set(Choice):
        raise CommandError(replies.OUT_OF_DATE)
    choice = Choice(action.choice)
    if choice is Choice.NOTHING:
        return Reply(text=wording.nothing(subscription))
    preview = await services.previews.preview(subscription.filter)
    postings = await services.bringing.postings_of(chosen(preview, choice))
    items = await asyncio.to_thread(items_of, subscription, postings, services.rates)
    delivery_id = await services.bringing.keep_brought(subscription, choice, items)
    if delivery_id is None:
        return Reply(text=wording.all_told(subscription))
    return replace(await show_page(services, call, delivery_id, "1"), replaces=False)
