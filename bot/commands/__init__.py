"""The chat's commands, the same on every platform; knows no platform and no database."""

from bot.commands import (
    basics,
    belongings,
    feedback,
    feeds,
    filters,
    postings,
    previews,
    settings,
    sharing,
    timing,
)
from bot.commands.registry import Command, Commands
from bot.wording.language import N_

_FILTERS = (
    Command(
        name="new",
        run=filters.new,
        usage="remote senior python pay>=150k USD in:US",
        summary=N_("make a filter"),
        aliases=("subscribe",),
    ),
    Command(name="filters", run=filters.filters, summary=N_("list your filters"), aliases=("list",)),
    Command(name="edit", run=filters.edit, usage="2 pay>=160k", summary=N_("change filter 2")),
    Command(
        name="preview",
        run=previews.preview,
        usage="remote python",
        summary=N_("what a filter would have sent"),
    ),
    Command(
        name="share",
        run=sharing.share,
        usage="2",
        summary=N_("filter 2, or all, as lines for others to send"),
    ),
    Command(
        name="pause", run=filters.pause, usage="2", summary=N_("pause filter 2, or all"), aliases=("stop",)
    ),
    Command(name="resume", run=filters.resume, usage="2", summary=N_("resume filter 2, or all")),
    Command(
        name="delete", run=filters.delete, usage="2", summary=N_("delete filter 2"), aliases=("unsubscribe",)
    ),
)
_TIMES = (
    Command(
        name="schedule",
        run=timing.schedule,
        usage="2 daily 9:00",
        summary=N_("when filter 2's finds come: now, hourly, daily 9:00, weekly mon 9:00"),
        aliases=("when",),
    ),
    Command(name="quiet", run=timing.quiet, usage="22:00-08:00 weekdays", summary=N_("quiet hours, or off")),
    Command(
        name="snooze", run=timing.snooze, usage="2 1d", summary=N_("hold filter 2 back, or all: /snooze 3h")
    ),
)
_POSTINGS = (
    Command(name="latest", run=postings.latest, usage="5", summary=N_("the newest postings")),
    Command(name="why", run=postings.why, usage="LINK", summary=N_("why a posting did or did not come")),
    Command(
        name="saved",
        run=feedback.saved,
        usage="1 applied",
        summary=N_("the postings that you saved; what you say of them"),
    ),
)
_SOURCES = (
    Command(
        name="feeds",
        run=feeds.feeds,
        usage="add https://example.org/careers",
        summary=N_("the feeds; propose one"),
    ),
    Command(name="follow", run=feeds.follow, usage="acme", summary=N_("follow a company's own board")),
)
_CHAT = (
    Command(name="start", run=basics.start, summary=N_("what this bot does")),
    Command(
        name="settings",
        run=settings.settings,
        usage="zone Europe/Berlin",
        summary=N_("time zone, currency, language"),
    ),
    Command(name="export", run=belongings.export, summary=N_("everything of this chat, to keep")),
    Command(
        name="import", run=belongings.bring_back, summary=N_("bring back what /export gave"), managers=True
    ),
    Command(
        name="forget", run=belongings.forget, summary=N_("delete everything of this chat"), managers=True
    ),
    Command(name="cancel", run=basics.cancel, summary=N_("leave what the bot is asking")),
)
# As /help shows them.
_GROUPS = (
    (N_("Filters"), _FILTERS),
    (N_("When they come"), _TIMES),
    (N_("Postings"), _POSTINGS),
    (N_("Where they come from"), _SOURCES),
    (N_("This chat"), _CHAT),
)


def all_commands() -> Commands:
    """Give every command, /help included."""
    show_help = Command(name="help", run=basics.help_with(_GROUPS), summary=N_("list the commands"))
    return Commands((*(command for _, group in _GROUPS for command in group), show_help))
