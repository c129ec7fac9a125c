"""The chat's commands, the same on every platform; knows no platform and no database."""

from bot.commands import basics, filters, postings
from bot.commands.registry import Command, Commands

_LISTED = (
    Command(name="start", run=basics.start, summary="what this bot does"),
    Command(
        name="new",
        run=filters.new,
        usage="remote senior python pay>=150k USD in:US",
        summary="make a filter",
        aliases=("subscribe",),
    ),
    Command(name="filters", run=filters.filters, summary="list your filters", aliases=("list",)),
    Command(name="edit", run=filters.edit, usage="2 remote go", summary="change filter 2"),
    Command(name="pause", run=filters.pause, usage="2", summary="pause filter 2, or all", aliases=("stop",)),
    Command(name="resume", run=filters.resume, usage="2", summary="resume filter 2, or all"),
    Command(
        name="delete", run=filters.delete, usage="2", summary="delete filter 2", aliases=("unsubscribe",)
    ),
    Command(name="why", run=postings.why, usage="LINK", summary="why a posting did or did not come"),
    Command(name="latest", run=postings.latest, usage="5", summary="the newest postings"),
    Command(name="saved", run=postings.saved, summary="the postings that you saved"),
)


def all_commands() -> Commands:
    """Give every command, /help included."""
    show_help = Command(name="help", run=basics.help_with(_LISTED), summary="list the commands")
    return Commands((*_LISTED, show_help))
