"""``rolecall check``: is the configuration usable, before anything runs."""

import click

from bot import app
from bot.cli.common import chosen_config, errors_as_exits, run_async
from bot.cli.options import config_option
from bot.config import Config
from bot.feeds_config import raised_intervals

_DATABASE = {"current": "ok", "older": "ok, will be brought up to date", "new": "ok, will be made"}


@click.command()
@config_option
@click.pass_context
@errors_as_exits
def check(context: click.Context, config: str | None) -> None:
    """Load the configuration, look at the database and list the feeds; nothing is fetched, sent or changed."""
    run_async(_check(chosen_config(context, config)), quiet=True)


async def _check(config: Config) -> None:
    found = await app.look(config)
    click.echo("configuration: ok")
    click.echo(f"database: {_DATABASE[found.database]}")
    for feed in found.feeds:
        click.echo(f"feed: {feed.name} ({feed.format})")
    if not found.feeds:
        click.echo("feed: none yet; add a [[feeds]] table")
    for sentence in raised_intervals(config):
        click.echo(f"note: {sentence}")
    for name, reason in found.disabled:
        click.echo(f"off: {name}: {reason}")
    for platform in found.platforms:
        click.echo(f"platform: {platform}")
