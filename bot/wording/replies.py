"""What the commands answer, in plain text; knows no platform's markup."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from alerts.filters import Filter, describe, explain
from alerts.looking import Fitting
from alerts.posting import Posting
from alerts.subscribing import Subscription, SubscriptionState
from bot.wording.language import N_
from bot.wording.language import gettext as _
from bot.wording.quantities import age

WELCOME = N_(
    "Rolecall watches job feeds and tells you of postings that fit, with the words that prove it.\n"
    "Your first filter takes a minute, in one of three ways:\n"
    "1. In one line: /new remote senior python, pay>=120k USD, in:US, -php\n"
    "2. Paste a posting that you like, or its link, and press the button below what I read in it.\n"
    "3. Step by step: /new\n"
    "/latest shows what the feeds have now, /help lists all commands."
)
NOT_A_COMMAND = N_(
    "Commands begin with a slash. Make a filter: /new remote python pay>=100k USD. /help lists the rest."
)
HOW_TO_PRESS = N_("!1 presses the first button of the last message.")
NO_SUCH_BUTTON = N_("There is no such button under the last message.")
WENT_WRONG = N_("Something went wrong here. It is logged; please try again.")
OUT_OF_DATE = N_("This button is out of date. /filters shows what there is.")
CANCELLED = N_("Cancelled. Nothing was changed.")
NOTHING_TO_CANCEL = N_("There is nothing to cancel. /help lists what you can do.")
PASS_ON = N_("Pass this on: whoever sends it to the bot gets the same filter.")
ANSWER_IN_GROUP = N_("To type an answer here, reply to this message.")
NOTHING_CHOSEN = N_("You have chosen nothing yet: a filter needs something to look for. Pick where to begin.")

_STATES = {
    SubscriptionState.ACTIVE: N_("Filter '{name}' is active."),
    SubscriptionState.PAUSED: N_("Filter '{name}' is paused: nothing is matched for it until you resume it."),
    SubscriptionState.DELETED: N_("Filter '{name}' is deleted."),
}


def help_on(groups: Iterable[tuple[str, Iterable[tuple[str, str, str]]]]) -> str:
    """List groups with their title, each command of theirs as (name, usage, summary)."""
    return "\n\n".join("\n".join([_(title), *map(_help_line, commands)]) for title, commands in groups)


def _help_line(command: tuple[str, str, str]) -> str:
    name, usage, summary = command
    return f"/{name} {usage}".rstrip() + f" - {_(summary)}"


def made(number: int, subscription: Subscription) -> str:
    """Say back what was understood."""
    return _(
        "Filter {number} '{name}' is active. It wants a posting that is:\n"
        "{criteria}\n"
        "As one line: {line}\n"
        "New postings that fit come here. /latest shows what the feeds have now."
    ).format(
        number=number,
        name=subscription.name,
        criteria=_criteria(subscription),
        line=describe(subscription.filter),
    )


def review(name: str, wanted: Filter, schedule: str) -> str:
    """Show a filter before it is saved and when its finds come, and say how to change it."""
    named = (
        _("Your filter '{name}' wants a posting that is:")
        if name
        else _("Your filter wants a posting that is:")
    )
    return _(
        "{head}\n{criteria}\nAs one line: {line}\n{schedule}\n"
        "Save it, press what you want to change, or type what to add: -php, name:backend"
    ).format(
        head=named.format(name=name),
        criteria=_explained(wanted),
        line=describe(wanted),
        schedule=schedule,
    )


def list_of(subscriptions: Sequence[Subscription]) -> str:
    """List a chat's filters."""
    if not subscriptions:
        return _("No filters yet. Make one: /new remote python pay>=100k USD")
    return "\n".join(one_filter(number, one) for number, one in enumerate(subscriptions, start=1))


def one_filter(number: int, subscription: Subscription) -> str:
    """Show one filter in canonical syntax."""
    paused = " " + _("(paused)") if subscription.state is SubscriptionState.PAUSED else ""
    return f"{number}. '{subscription.name}'{paused}: {describe(subscription.filter)}"


def how_to_edit(number: int, subscription: Subscription) -> str:
    """Say how one thing is changed, and give the whole line to change and send."""
    return _(
        "Change one thing: /edit {number} pay>=160k. Take one out: /edit {number} drop pay.\n"
        "Or send the filter as it should be:\n/edit {number} = {line}"
    ).format(number=number, line=describe(subscription.filter))


def edited(subscription: Subscription) -> str:
    """Say what a changed filter is now."""
    said = _("Filter '{name}' now wants a posting that is:").format(name=subscription.name)
    return f"{said}\n{_criteria(subscription)}"


def state_changed(subscription: Subscription) -> str:
    """Say what state a filter is in."""
    return _(_STATES[subscription.state]).format(name=subscription.name)


def nothing_to_switch(wanted: SubscriptionState) -> str:
    """Say that no filter was in the other state."""
    if wanted is SubscriptionState.ACTIVE:
        return _("No filter here is paused.")
    return _("No filter here is active.")


def saved(posting: Posting) -> str:
    """Confirm."""
    return _("Saved: {posting}. /saved lists what you saved.").format(posting=_line(posting))


def latest(found: Sequence[Fitting], now: datetime) -> str:
    """List the newest postings, with the filters that they fit."""
    return "\n".join(_latest(one, now) for one in found) or _("No feed has brought a posting yet.")


def _latest(found: Fitting, now: datetime) -> str:
    posting = found.posting
    fits = [_("fits {filters}").format(filters=", ".join(f"'{name}'" for name in found.filters))]
    parts = [_line(posting), *(fits if found.filters else ()), age(posting.subject.seen_at, now), posting.url]
    return " · ".join(parts)


def _line(posting: Posting) -> str:
    subject = posting.subject
    return f"{subject.title} · {subject.company}" if subject.company else subject.title


def _criteria(subscription: Subscription) -> str:
    return _explained(subscription.filter)


def _explained(wanted: Filter) -> str:
    return "\n".join(f"  {line}" for line in explain(wanted, _))
