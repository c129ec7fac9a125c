"""Why a filter is silent, in plain text, and the words on the buttons below."""

from alerts.compose import Action, Verb
from alerts.silence import Silence
from alerts.subscribing import Subscription
from bot.wording.feedback import offer_label
from bot.wording.language import gettext as _
from bot.wording.language import ngettext


def silence_text(silence: Silence) -> str:
    """Say what was read meanwhile, whether feeds fail, and what all but fitted."""
    parts = [
        ngettext(
            "Filter '{name}' has found nothing for {count} day.",
            "Filter '{name}' has found nothing for {count} days.",
            silence.silent,
        ).format(name=silence.name, count=silence.silent),
        ngettext(
            "Read in the last {days} days: {count} posting.",
            "Read in the last {days} days: {count} postings.",
            silence.looked_at,
        ).format(days=silence.days, count=silence.looked_at),
        _feeds(silence),
    ]
    parts += [
        ngettext(
            "{count} would fit but for: {criterion}", "{count} would fit but for: {criterion}", one.count
        ).format(count=one.count, criterion=one.criterion)
        for one in silence.misses
    ]
    return "\n".join(parts)


def silence_label(silence: Silence, action: Action) -> str:
    """Give a button's words."""
    if action.verb is Verb.APPLY and silence.offered is not None:
        return offer_label(silence.offered)
    return _("Show") if action.verb is Verb.NEAR else _("Fine")


def let_be(subscription: Subscription) -> str:
    """Confirm that the silence is not explained again soon."""
    return _("Fine: filter '{name}' stays as it is, and I stay silent about it.").format(
        name=subscription.name
    )


def _feeds(silence: Silence) -> str:
    if silence.failing:
        return ngettext(
            "{failing} of {feeds} feed fails at the moment.",
            "{failing} of {feeds} feeds fail at the moment.",
            silence.feeds,
        ).format(failing=silence.failing, feeds=silence.feeds)
    return ngettext("The {feeds} feed works.", "All {feeds} feeds work.", silence.feeds).format(
        feeds=silence.feeds
    )
