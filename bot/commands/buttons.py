"""What the buttons do: save and dismiss postings, and manage the filter that sent an alert; knows no platform."""

from alerts.compose import Action, Verb
from alerts.errors import CommandError
from alerts.subscribing import Subscription, SubscriptionState
from bot.commands.bringing import press_bring
from bot.commands.feedback import press_feedback
from bot.commands.registry import Call, Services
from bot.commands.silence import press_silence
from bot.commands.timing import press_timing
from bot.commands.told import press_told
from bot.platforms.contract import Button, Reply
from bot.wording import replies
from bot.wording.labels import label

_STATE_OF = {
    Verb.PAUSE: SubscriptionState.PAUSED,
    Verb.RESUME: SubscriptionState.ACTIVE,
    Verb.DELETE: SubscriptionState.DELETED,
}


async def press(services: Services, call: Call, action: Action) -> Reply:
    """Do what the button says. Pressing twice is harmless. Raises `CommandError` for one that is out of date."""
    chat_id = call.chat_id
    if action.verb in {Verb.SHOW, Verb.PAGE}:
        return await press_told(services, call, action)
    if action.verb in {Verb.SNOOZE, Verb.SCHEDULE}:
        return await press_timing(services, call, action)
    if action.verb in {Verb.SAVE, Verb.DISMISS, Verb.APPLY, Verb.UNDO}:
        return await press_feedback(services, call, action)
    if action.verb in {Verb.NEAR, Verb.FINE}:
        return await press_silence(services, call, action)
    if action.verb is Verb.BRING:
        return await press_bring(services, call, action)
    return await _manage(services, chat_id, action)


def manage_buttons(subscription: Subscription) -> tuple[Button, ...]:
    """Give the buttons that change a subscription."""
    paused = subscription.state is SubscriptionState.PAUSED
    verbs = (Verb.EDIT, Verb.RESUME if paused else Verb.PAUSE, Verb.DELETE, Verb.SNOOZE, Verb.SCHEDULE)
    return tuple(Button(label(verb), Action(verb, subscription.id)) for verb in verbs)


async def _manage(services: Services, chat_id: int, action: Action) -> Reply:
    state = _STATE_OF.get(action.verb)
    if state is not None:
        changed = await services.subscriptions.change_subscription(chat_id, action.target, state=state)
        if changed is None:
            raise CommandError(replies.OUT_OF_DATE)
        return Reply(text=replies.state_changed(changed))
    number, subscription = await _mine(services, chat_id, action.target)
    if action.verb is Verb.EDIT:
        return Reply(text=replies.how_to_edit(number, subscription))
    return Reply(text=replies.one_filter(number, subscription), buttons=manage_buttons(subscription))


async def _mine(services: Services, chat_id: int, subscription_id: int) -> tuple[int, Subscription]:
    mine = await services.subscriptions.subscriptions_of(chat_id)
    for number, subscription in enumerate(mine, start=1):
        if subscription.id == subscription_id:
            return number, subscription
    raise CommandError(replies.OUT_OF_DATE)
