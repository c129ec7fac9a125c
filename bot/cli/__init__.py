"""The command line: one module a command, imported when it is called; knows no rule of the domain."""

from collections.abc import Mapping
from importlib import import_module
from importlib.metadata import version

import click

from bot.cli.options import config_option

# What each command does, as `rolecall --help` lists them; a command's module has its name.
COMMANDS: Mapping[str, str] = {
    "init": "Write a commented configuration to start from.",
    "check": "Look at configuration, database and feeds; change nothing.",
    "run": "Poll, match and deliver until SIGTERM or SIGINT.",
    "poll": "Poll every feed once and show what came.",
    "feeds": "List the feeds; add, check, approve and remove one.",
    "chat": "Chat with the bot here: commands in, replies and alerts out.",
    "read": "Show what Rolecall reads in posting files.",
    "parse": "Show the postings in a saved payload.",
    "rates": "Show the exchange rates in use.",
    "demo": "See it work in a minute: no token, no server, no network.",
    "health": "Say what is wrong with the running processes.",
    "dead": "See and retry the messages that were given up.",
}


class _Commands(click.Group):
    """Imports a command with all that it needs only when it is called: help must not wait for a database's driver."""

    def list_commands(self, _context: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"bot.cli.{name}"), name)
        return command

    def format_commands(self, _context: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(version("rolecall"), prog_name="rolecall")
@config_option
@click.pass_context
def cli(context: click.Context, config: str | None) -> None:
    """Watch job feeds, match postings with the filters that people saved in chat, and say why."""
    context.obj = config
