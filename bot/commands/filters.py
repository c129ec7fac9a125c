"""The commands that make, list, change, pause and delete a chat's filters; knows no filter's syntax."""

import asyncio
from dataclasses import replace

from alerts.dialogs import State
from alerts.errors import CommandError, FilterError
from alerts.filters import Filter, edited
from alerts.subscribing import (
    NewSubscription,
    Subscription,
    SubscriptionState,
    Update,
    check_room,
    numbered,
    subscribe,
)
from bot.commands.bringing import bring_buttons
from bot.commands.buttons import manage_buttons
from bot.commands.naming import free_name, without_name
from bot.commands.previews import currency_of, previewed, understood
from bot.commands.registry import Call, Services
from bot.dialogs import conversing, new_filter
from bot.dialogs.rewording import rewordings
from bot.platforms.contract import Reply
from bot.wording import edits, replies
from bot.wording.errors import told
from bot.wording.previews import preview_text


async def new(services: Services, call: Call) -> Reply:
    """Save the filter of one line, ``/new remote senior python name:backend``; without words, ask for it."""
    if not call.words:
        return await conversing.begin(services, call, new_filter.started())
    name, line = without_name(call.words)
    try:
        wanted = await understood(line, call)
    except FilterError as error:
        named = f'name:"{name}"' if name else ""
        return await _reworded(services, call, error, rewordings(error, "new", named))
    await check_room(services.subscriptions, call.chat_id)
    preview = await previewed(services, wanted)
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
        text=f"{replies.made(len(mine) + 1, subscription)}\n{preview_text(preview)}",
        buttons=(
            *manage_buttons(subscription),
            *(bring_buttons(subscription) if preview.newest else ()),
        ),
    )


async def _reworded(services: Services, call: Call, error: FilterError, state: State) -> Reply:
    """Say what was not understood, with the lines that may be meant as buttons."""
    if not error.offers:
        raise error
    return replace(await conversing.begin(services, call, state), text=told(error))


async def filters(services: Services, call: Call) -> Reply:
    """List the chat's filters with their numbers."""
    mine = await services.subscriptions.subscriptions_of(call.chat_id)
    return Reply(text=replies.list_of(mine))


async def edit(services: Services, call: Call) -> Reply:
    """Change a filter: ``/edit 2 pay>=160k``, ``/edit 2 drop pay``, ``/edit 2 = remote go``, ``/edit 2 name:x``."""
    which, rest = call.first_and_rest
    subscription = await numbered(services.subscriptions, call.chat_id, which)
    name, line = without_name(rest)
    if not line and not name:
        raise CommandError("Say what to change in filter {which}: /edit {which} pay>=160k", which=which)
    if not line:
        return await _changed(services, call, subscription, name=name, update=call.update)
    try:
        change = await asyncio.to_thread(edited, subscription.filter, line, currency=currency_of(call))
    except FilterError as error:
        return await _reworded(services, call, error, rewordings(error, "edit", which))
    preview = await previewed(services, change.filter)
    reply = await _changed(
        services,
        call,
        subscription,
        changed_filter=change.filter,
        name=name or None,
        update=call.update,
    )
    text = f"{reply.text}\n{edits.differences(which, change)}\n{preview_text(preview)}"
    return replace(reply, text=text)


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
