"""``rolecall run``: the bot, until it is told to stop."""

import asyncio

import click

from bot import app
from bot.cli.common import chosen_config, errors_as_exits, run_async
from bot.cli.options import config_option, verbose_option
from bot.config import Config
from bot.platforms.registry import open_platforms
from bot.supervising import stop_signal


@click.command()
@config_option
@verbose_option
@click.option(
    "--role",
    type=click.Choice(["all", "bot", "worker"]),
    default="all",
    show_default=True,
    help="bot listens to the chats, worker polls, matches and delivers; all does both.",
)
@click.pass_context
@errors_as_exits
def run(context: click.Context, config: str | None, role: str, *, verbose: bool) -> None:
    """Poll, match and deliver until SIGTERM or SIGINT."""
    loaded = chosen_config(context, config)
    run_async(_run(loaded, role), verbose=verbose)


async def _run(config: Config, role: str) -> None:
    platforms = open_platforms(config)
    async with stop_signal() as stop, app.opened(config, platforms, polls=role != "bot") as parts:
        until = asyncio.create_task(stop.wait())
        await app.run(parts, bot=role != "worker", worker=role != "bot", until=until)
