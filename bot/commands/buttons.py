"""What the buttons do: save and dismiss postings, and manage the filter that sent an alert; knows no platform."""

from alerts.compose import Action, Verb
from alerts.errors import CommandError
from alerts.posting import Posting
from alerts.subscribing import Subscription, SubscriptionState
from bot.commands.registry import Services
from bot.platforms.contract import Button, Reply
from bot.wording import replies
from bot.wording.labels import label

_STATE_OF = {
    Verb.PAUSE: SubscriptionState.PAUSED,
    Verb.RESUME: SubscriptionState.ACTIVE,
    Verb.DELETE: SubscriptionState.DELETED,
}


async def press(services: Services, chat_id: int, action: Action) -> Reply:
    """Do what the button says. Pressing twice is harmless. Raises `CommandError` for one that is out of date."""
    if action.verb is Verb.SAVE:
        return Reply(text=replies.saved(_still(await services.feedback.save_posting(chat_id, action.target))))
    if action.verb is Verb.DISMISS:
        return Reply(
            text=replies.dismissed(_still(await services.feedback.dismiss_posting(chat_id, action.target)))
        )
    return await _manage(services, chat_id, action)


def manage_buttons(subscription: Subscription) -> tuple[Button, ...]:
    """Give the buttons that change a subscription."""
    paused = subscription.state is SubscriptionState.PAUSED
    verbs = (Verb.EDIT, Verb.RESUME if paused else Verb.PAUSE, Verb.DELETE)
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


def _still(posting: Posting | None) -> Posting:
    if posting is None:
        raise CommandError(replies.OUT_OF_DATE)
    return posting
