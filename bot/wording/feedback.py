"""What the chat hears about postings that it saved or does not want, and about changes that buttons make."""

from collections.abc import Sequence

from alerts.adjusting import Adjustment, Kind
from alerts.errors import CommandError
from alerts.feedback import STAGES, Saved, Stage
from alerts.filters import describe
from alerts.posting import Posting
from alerts.subscribing import Subscription
from bot.wording.language import N_
from bot.wording.language import gettext as _

_OFFERS = {
    Kind.MUTE_COMPANY: N_("Mute {what}"),
    Kind.EXCLUDE: N_("No {what}"),
    Kind.RAISE_PAY: N_("Pay from {what}"),
    Kind.LOOSEN: N_("Change to {what}"),
    Kind.DROP: N_("Drop {what}"),
}
_STAGES = {
    Stage.APPLIED: N_("applied"),
    Stage.INTERVIEW: N_("interview"),
    Stage.OFFER: N_("offer"),
    Stage.REJECTED: N_("rejected"),
    Stage.WITHDRAWN: N_("withdrawn"),
}


def saved_list(saved: Sequence[Saved]) -> str:
    """List saved postings with their numbers, stages and notes."""
    if not saved:
        return _("Nothing saved yet. Press Save under an alert.")
    lines = [_saved_line(number, one) for number, one in enumerate(saved, start=1)]
    return "\n".join([*lines, _("/saved 1 applied, /saved 1 note call Ann, /saved 1 drop")])


def annotated(saved: Saved) -> str:
    """Confirm a note or a stage."""
    return _("Kept: {posting}").format(posting=_saved_line(None, saved))


def dropped(posting: Posting) -> str:
    """Confirm that a posting is not saved any more."""
    return _("Not saved any more: {posting}").format(posting=_name(posting))


def no_such_saved(which: str, count: int) -> CommandError:
    """Say that there is no saved posting of that number."""
    return CommandError("There is no saved posting {which}; you saved {count}.", which=which, count=count)


def no_such_stage(word: str) -> CommandError:
    """Say what can be said of a saved posting."""
    stages = ", ".join(stage.value for stage in STAGES)
    return CommandError(
        "'{word}' is nothing to say of a saved posting. There is: {stages}, note …, drop",
        word=word,
        stages=stages,
    )


def dismissed(posting: Posting, *, offers: bool) -> str:
    """Confirm, and offer to keep its like out."""
    said = _("Noted: '{title}' is not for you.").format(title=posting.subject.title)
    return f"{said} {_('Shall its like stay out?')}" if offers else said


def offer_label(adjustment: Adjustment) -> str:
    """Give a button's words."""
    return _(_OFFERS[adjustment.kind]).format(what=adjustment.what)


def adjusted(subscriptions: Sequence[Subscription]) -> str:
    """Say what filters want by now."""
    said = _("Filter '{name}' now wants: {line}")
    return "\n".join(said.format(name=one.name, line=describe(one.filter)) for one in subscriptions)


def undo_label() -> str:
    """Give the words of the button that takes a change back."""
    return _("Undo")


def _saved_line(number: int | None, saved: Saved) -> str:
    stage = f" [{_(_STAGES[saved.stage])}]" if saved.stage else ""
    note = f" · {saved.note}" if saved.note else ""
    head = f"{number}. " if number else ""
    return f"{head}{_name(saved.posting)}{stage}{note} · {saved.posting.url}"


def _name(posting: Posting) -> str:
    subject = posting.subject
    return f"{subject.title} · {subject.company}" if subject.company else subject.title
