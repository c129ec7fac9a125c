"""``rolecall check``: is the configuration usable, before anything runs."""

import click

from bot import app
from bot.cli.common import chosen_config, config_option, errors_as_exits, run_async
from bot.config import Config


@click.command()
@config_option
@click.pass_context
@errors_as_exits
def check(context: click.Context, config: str | None) -> None:
    """Load the configuration, open the database and list the feeds; nothing is fetched or sent."""
    run_async(_check(chosen_config(context, config)), quiet=True)


async def _check(config: Config) -> None:
    async with app.opened(config):
        click.echo("configuration: ok")
        click.echo("database: ok")
        for feed in config.feeds:
            click.echo(f"feed: {feed.name or feed.url or feed.path} ({feed.type})")
        if not config.feeds:
            click.echo("feed: none yet; add a [[feeds]] table")
