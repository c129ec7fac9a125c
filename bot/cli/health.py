"""``rolecall health``: is what runs well, asked from outside."""

import sys

import click

from bot import app
from bot.cli.common import EXIT_FAILED, chosen_config, errors_as_exits, run_async
from bot.cli.options import config_option
from bot.config import Config


@click.command()
@config_option
@click.pass_context
@errors_as_exits
def health(context: click.Context, config: str | None) -> None:
    """Say what is wrong with the running processes; the exit code is 0 where nothing is."""
    run_async(_health(chosen_config(context, config)), quiet=True)


async def _health(config: Config) -> None:
    found = await app.health(config)
    for complaint in found:
        click.echo(complaint)
    if found:
        sys.exit(EXIT_FAILED)
    click.echo("ok")
