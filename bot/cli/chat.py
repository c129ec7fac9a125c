"""``rolecall chat``: the bot with the terminal, or a pipe, as its chat."""

import asyncio
import getpass
import sys
import time
from datetime import UTC, datetime

import click

from bot import app
from bot.cli.common import chosen_config, errors_as_exits, run_async
from bot.cli.options import config_option, verbose_option
from bot.config import Config
from bot.platforms.console import ConsolePlatform
from bot.platforms.console.lines import Lines
from bot.platforms.console.screen import Screen
from bot.supervising import stop_signal

# What is due when the input ends is still done, but not for longer than this.
CATCH_UP_SECONDS = 60.0


@click.command()
@config_option
@verbose_option
@click.pass_context
@errors_as_exits
def chat(context: click.Context, config: str | None, *, verbose: bool) -> None:
    """Chat with the bot here: commands in, replies and alerts out.

    With piped input the commands are answered first, then every feed that is due is polled, everything that is owed
    is delivered, and the program ends.
    """
    loaded = chosen_config(context, config)
    run_async(_chat(loaded), verbose=verbose, quiet=not verbose)


async def _chat(config: Config) -> None:
    lines = Lines(sys.stdin.buffer)
    console = ConsolePlatform(
        Screen(sys.stdout, interactive=sys.stdin.isatty()),
        now=lambda: datetime.now(UTC),
        lines=aiter(lines),
        user=getpass.getuser(),
    )
    async with stop_signal() as stop, app.opened(config, [console]) as parts:
        await converse(parts, console, lines, stop)


async def converse(parts: app.Parts, console: ConsolePlatform, lines: Lines, stop: asyncio.Event) -> None:
    """Answer lines and do the work until the input ends or a signal comes.

    The work begins once the waiting lines are answered: a filter piped in is there before the first posting.
    """
    await console.start(parts.dispatcher)
    stopped, closed = asyncio.create_task(stop.wait()), asyncio.create_task(console.closed())
    try:
        await _first(stopped, closed, asyncio.create_task(lines.settled.wait()))
        await app.run(parts, bot=False, worker=True, until=_first(stopped, closed))
        if not stopped.done():
            await closed
            await app.catch_up(parts, time.monotonic() + CATCH_UP_SECONDS)
    except BrokenPipeError:
        pass  # whoever read the output has gone, and nobody is left to talk to
    finally:
        await console.stop()
        stopped.cancel()


async def _first(*tasks: asyncio.Task[object]) -> None:
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
