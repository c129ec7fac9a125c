"""Why a posting came or did not, in words; knows no platform."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from alerts.explaining import Explained, Stage, Story
from alerts.posting import Posting
from alerts.subscribing import SubscriptionState
from bot.wording.language import N_, spoken
from bot.wording.language import gettext as _
from bot.wording.verdicts import judged

_STAGES = {
    Stage.SENT: N_("It was sent here on {at}."),
    Stage.HELD: N_("It is held back until {at}."),
    Stage.WAITING: N_("It is on its way here."),
    Stage.FAILING: N_("Sending it fails: {error}. It is tried again."),
    Stage.GONE: N_("It waits: messages do not reach this chat at the moment."),
    Stage.DEAD: N_("It could not be sent: {error}"),
    Stage.EXPIRED: N_("It was not sent: when its turn came, no active filter wanted it any more."),
    Stage.NOT_MATCHED_YET: N_("It has only just come in, and your filters have not seen it yet."),
    Stage.BASELINE: N_(
        "It was there when its feed was first read, so it was not sent. /latest shows such postings."
    ),
    Stage.NOT_WANTED: N_("It was not sent: no active filter wanted it when it came in."),
}
_STATES = {
    SubscriptionState.PAUSED: N_("(paused)"),
    SubscriptionState.DELETED: N_("(deleted)"),
}


def why(posting: Posting, story: Story, answers: Sequence[Explained], zone: ZoneInfo) -> str:
    """Say what became of a posting, and each filter's answer, criterion by criterion."""
    subject = posting.subject
    head = f"{subject.title} · {subject.company}" if subject.company else subject.title
    lines = [head, stage(story, zone)]
    if posting.closed:
        lines.append(_("The posting is closed by now."))
    if not answers:
        lines.append(_("This chat has no filters yet. Make one: /new remote python pay>=100k USD"))
    return "\n".join([*lines, *(line for one in answers for line in _answer(one))])


def stage(story: Story, zone: ZoneInfo) -> str:
    """Say how far a posting came."""
    at = _moment(story.at, zone) if story.at else ""
    return _(_STAGES[story.stage]).format(at=at, error=story.error or _("the reason is in the log"))


def _answer(one: Explained) -> Iterable[str]:
    said = _("Filter '{name}' fits:") if one.fits else _("Filter '{name}' does not fit:")
    state = _STATES.get(one.subscription.state)
    notes = [_(state)] if state else []
    if one.stored:
        notes.append(_("(as when it was sent)"))
    yield " ".join([said.format(name=one.subscription.name), *notes])
    for verdict in one.verdicts:
        yield f"  {'+' if verdict.passes else '-'} {judged(verdict)}"


def _moment(at: datetime, zone: ZoneInfo) -> str:
    """Show a moment on the reader's wall clock, with the zone's name."""
    shown: str = format_datetime(at, "medium", tzinfo=zone, locale=spoken())
    return f"{shown} ({zone.key})"
