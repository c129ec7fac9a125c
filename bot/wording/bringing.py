"""The words about bringing what was there before a filter."""

from alerts.bringing import Choice
from alerts.subscribing import Subscription
from bot.wording.language import N_
from bot.wording.language import gettext as _

_LABELS = {
    Choice.NOTHING: N_("Only what is new"),
    Choice.BEST: N_("Show the best three"),
    Choice.NEWEST: N_("Show the last ten"),
}


def label(choice: Choice) -> str:
    """Give a button's words."""
    return _(_LABELS[choice])


def nothing(subscription: Subscription) -> str:
    """Confirm that only new postings come."""
    return _("Filter '{name}' brings what is new from now on.").format(name=subscription.name)


def all_told(subscription: Subscription) -> str:
    """Say that there is nothing that the chat does not know."""
    return _("There is nothing for filter '{name}' that you were not told of already.").format(
        name=subscription.name
    )
