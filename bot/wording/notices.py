"""What a chat is told of a feed's trouble; knows no markup."""

from alerts.messages import Notice, Told
from bot.wording.language import N_
from bot.wording.language import gettext as _

_SENTENCES = {
    Told.OUTAGE: N_(
        "The feed {feed} has trouble and brings nothing for now: {reason}. I keep trying and say when it is back."
    ),
    Told.RECOVERY: N_("The feed {feed} is back."),
    Told.GIVEN_UP: N_("The feed {feed} is not polled any more: {reason}."),
}


def notice_text(notice: Notice) -> str:
    """Say it in one sentence or two."""
    reason = notice.reason.rstrip(".")
    return _(_SENTENCES[notice.told]).format(feed=notice.feed, reason=reason)
