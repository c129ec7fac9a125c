"""The command line: one module a command; knows no rule of the domain."""

from importlib.metadata import version

import click

from bot.cli.chat import chat
from bot.cli.check import check
from bot.cli.common import config_option
from bot.cli.dead import dead
from bot.cli.demo import demo
from bot.cli.health import health
from bot.cli.init import init
from bot.cli.parse import parse
from bot.cli.poll import poll
from bot.cli.rates import rates
from bot.cli.read import read
from bot.cli.run import run


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(version("rolecall"), prog_name="rolecall")
@config_option
@click.pass_context
def cli(context: click.Context, config: str | None) -> None:
    """Watch job feeds, match postings with the filters that people saved in chat, and say why."""
    context.obj = config


for command in (init, check, run, poll, chat, read, parse, rates, demo, health, dead):
    cli.add_command(command)
