"""The commands that make, list, change, pause and delete a chat's filters; knows no filter's syntax."""

import asyncio

from alerts.errors import CommandError
from alerts.filters import Filter, parse_filter
from alerts.subscribing import (
    NewSubscription,
    Subscription,
    SubscriptionState,
    Update,
    numbered,
    subscribe,
)
from bot.commands.buttons import manage_buttons
from bot.commands.naming import free_name, without_name
from bot.commands.registry import Call, Services
from bot.dialogs import conversing, new_filter
from bot.platforms.contract import Reply
from bot.wording import replies


async def new(services: Services, call: Call) -> Reply:
    """Save the filter of one line, ``/new remote senior python name:backend``; without words, ask for it."""
    if not call.words:
        return await conversing.begin(services, call, new_filter.started())
    name, line = without_name(call.words)
    wanted = await _understood(line)
    mine = await services.subscriptions.subscriptions_of(call.chat_id)
    subscription = await subscribe(
        services.subscriptions,
        NewSubscription(
            chat_id=call.chat_id,
            owner=call.user,
            name=name or free_name(line, {one.name for one in mine}),
            filter=wanted,
            thread=call.address.thread,
        ),
        call.update,
    )
    return Reply(
        text=replies.made(len(mine) + 1, subscription),
        buttons=manage_buttons(subscription),
    )


async def filters(services: Services, call: Call) -> Reply:
    """List the chat's filters with their numbers."""
    mine = await services.subscriptions.subscriptions_of(call.chat_id)
    return Reply(text=replies.list_of(mine))


async def edit(services: Services, call: Call) -> Reply:
    """Replace a filter: ``/edit 2 remote go pay>=160k USD``."""
    which, _, rest = call.words.partition(" ")
    subscription = await numbered(services.subscriptions, call.chat_id, which)
    name, line = without_name(rest)
    wanted = await _understood(line) if line else None
    if wanted is None and not name:
        raise CommandError(
            "Say what filter {which} should be: /edit {which} remote python pay>=160k USD", which=which
        )
    return await _changed(
        services, call, subscription, changed_filter=wanted, name=name or None, update=call.update
    )


async def delete(services: Services, call: Call) -> Reply:
    """Delete a filter: ``/delete 2``."""
    subscription = await numbered(services.subscriptions, call.chat_id, call.words)
    return await _changed(services, call, subscription, state=SubscriptionState.DELETED, update=call.update)


async def pause(services: Services, call: Call) -> Reply:
    """Pause one filter, or all of them: ``/pause 2``, ``/pause``."""
    return await _switch(services, call, SubscriptionState.ACTIVE, SubscriptionState.PAUSED)


async def resume(services: Services, call: Call) -> Reply:
    """Resume one filter, or all of them: ``/resume 2``, ``/resume``."""
    return await _switch(services, call, SubscriptionState.PAUSED, SubscriptionState.ACTIVE)


async def _switch(
    services: Services, call: Call, before: SubscriptionState, after: SubscriptionState
) -> Reply:
    if call.words:
        chosen = [await numbered(services.subscriptions, call.chat_id, call.words)]
    else:
        mine = await services.subscriptions.subscriptions_of(call.chat_id)
        chosen = [one for one in mine if one.state is before]
    if not chosen:
        return Reply(text=replies.nothing_to_switch(after))
    texts = [(await _changed(services, call, one, state=after)).text for one in chosen]
    return Reply(text="\n".join(texts))


async def _changed(
    services: Services,
    call: Call,
    subscription: Subscription,
    *,
    state: SubscriptionState | None = None,
    changed_filter: Filter | None = None,
    name: str | None = None,
    update: Update | None = None,
) -> Reply:
    changed = await services.subscriptions.change_subscription(
        call.chat_id,
        subscription.id,
        state=state,
        changed_filter=changed_filter,
        name=name,
        update=update,
    )
    if changed is None:
        raise CommandError(replies.OUT_OF_DATE)
    return Reply(text=replies.state_changed(changed) if state else replies.edited(changed))


async def _understood(line: str) -> Filter:
    """Parse in a thread: a hostile line may take a tenth of a second, which nobody else should wait."""
    return await asyncio.to_thread(parse_filter, line)
