"""``rolecall dead``: the alerts that were given up, and another try for them."""

import click

from bot import app
from bot.cli.common import chosen_config, errors_as_exits, run_async
from bot.cli.options import config_option
from bot.config import Config

MOST = 100


@click.group()
def dead() -> None:
    """See and retry the messages that were given up."""


@dead.command("list")
@config_option
@click.pass_context
@errors_as_exits
def list_dead(context: click.Context, config: str | None) -> None:
    """List the newest of them: number, chat, title, attempts, and what the platform said."""
    run_async(_list(chosen_config(context, config)), quiet=True)


@dead.command()
@config_option
@click.argument("numbers", nargs=-1, type=int)
@click.option("--all", "every", is_flag=True, help="Retry all of them.")
@click.pass_context
@errors_as_exits
def retry(context: click.Context, config: str | None, numbers: tuple[int, ...], *, every: bool) -> None:
    """Send those with these numbers once more, or all."""
    if every == bool(numbers):
        raise click.UsageError("Name the numbers that `rolecall dead list` shows, or --all.")
    run_async(_retry(chosen_config(context, config), None if every else numbers), quiet=True)


async def _list(config: Config) -> None:
    letters = await app.dead_letters(config, MOST)
    for one in letters:
        where = f"{one.address.platform} {one.address.external_id}"
        doubt = f", {one.uncertain} may have arrived" if one.uncertain else ""
        click.echo(f"{one.id}  {where}  {one.title!r}  {one.attempts} attempts{doubt}  {one.error}")
    if not letters:
        click.echo("nothing was given up")


async def _retry(config: Config, numbers: tuple[int, ...] | None) -> None:
    click.echo(f"{await app.retry_dead(config, numbers)} to be sent again")
