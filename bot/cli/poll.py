"""``rolecall poll --once``: every feed once, now."""

import sys
import time
from datetime import UTC, datetime

import click

from alerts.polling import PollReport
from bot import app
from bot.cli.common import EXIT_FAILED, chosen_config, errors_as_exits, run_async
from bot.cli.options import config_option, verbose_option
from bot.config import Config
from bot.wording.feeds import left_alone

# Feeds of one host are polled one after the other; this ends a run that a dead host would hold up for ever.
MOST_SECONDS = 3600.0


@click.command()
@config_option
@verbose_option
@click.option("--once", is_flag=True, required=True, help="Poll every feed once and end.")
@click.pass_context
@errors_as_exits
def poll(context: click.Context, config: str | None, *, verbose: bool, once: bool) -> None:
    """Poll every feed once, store and match what it brings, and show what came; alerts go out with run or chat.

    A feed whose source was asked too lately is left alone.
    """
    del once
    loaded = chosen_config(context, config)
    run_async(_poll(loaded), verbose=verbose, quiet=not verbose)


async def _poll(config: Config) -> None:
    async with app.opened(config) as parts:
        reports = await app.poll_all(parts, _show, time.monotonic() + MOST_SECONDS)
        off = await parts.feeds.disabled_feeds()
        known = await parts.services.book.all_feeds()
    polled = {report.feed.id for report in reports}
    for feed in known:
        if not feed.off and feed.id not in polled:
            click.echo(left_alone(feed, datetime.now(UTC)), err=True)
    for name, reason in off:
        click.echo(f"{name}: off: {reason}", err=True)
    if any(report.round.error for report in reports):
        sys.exit(EXIT_FAILED)


def _show(report: PollReport) -> None:
    done = report.round
    if done.error:
        click.echo(f"{report.feed.name}: failed: {done.error}", err=True)
        return
    counts = f"{done.entries} entries, {done.new} new, {done.changed} changed, {done.quarantined} quarantined"
    click.echo(f"{report.feed.name}: {'not modified' if done.status == 304 else counts}")  # noqa: PLR2004  # HTTP
