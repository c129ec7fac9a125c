"""``rolecall feeds``: which feeds there are, how each is doing, and adding, checking, approving and removing one."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import click

from alerts.errors import FeedError
from alerts.examining import examine
from alerts.feed_book import FeedState, NewFeed, named, spec_of
from alerts.finding_feeds import find_feeds
from alerts.polling import Origin
from bot import app
from bot.cli.common import chosen_config, errors_as_exits, run_async
from bot.cli.options import config_option
from bot.config import Config
from bot.feeds_config import feed_specs
from bot.wording.feeds import examined, state_line


@click.group(invoke_without_command=True)
@config_option
@click.pass_context
@errors_as_exits
def feeds(context: click.Context, config: str | None) -> None:
    """List the feeds: last good fetch, postings a day, last error, next check, entries set aside."""
    if config:
        context.obj = config
    if context.invoked_subcommand is None:
        run_async(_list(chosen_config(context, config)), quiet=True)


@feeds.command()
@config_option
@click.argument("url")
@click.option("--name", default="", help="How alerts name it; its source or host by default.")
@click.option("--accept-terms", is_flag=True, help="Take on a source whose terms are unclear.")
@click.pass_context
@errors_as_exits
def add(context: click.Context, config: str | None, url: str, *, name: str, accept_terms: bool) -> None:
    """Add the feed behind an address: a feed itself, a company's careers page, or a page with postings."""
    run_async(_add(chosen_config(context, config), url, name, accepted=accept_terms), quiet=True)


@feeds.command()
@config_option
@click.argument("which", nargs=-1)
@click.pass_context
@errors_as_exits
def check(context: click.Context, config: str | None, which: tuple[str, ...]) -> None:
    """Fetch each feed once, or those named, and show what it lists and states; nothing is stored."""
    run_async(_check(chosen_config(context, config), which), quiet=True)


@feeds.command()
@config_option
@click.argument("which")
@click.pass_context
@errors_as_exits
def approve(context: click.Context, config: str | None, which: str) -> None:
    """Let a feed that a chat proposed reach everybody; WHICH is its number, name or URL."""
    run_async(_approve(chosen_config(context, config), which), quiet=True)


@feeds.command()
@config_option
@click.argument("which")
@click.pass_context
@errors_as_exits
def remove(context: click.Context, config: str | None, which: str) -> None:
    """Stop polling a feed that was added here or by a chat; what it brought stays."""
    run_async(_remove(chosen_config(context, config), which), quiet=True)


@asynccontextmanager
async def _opened(config: Config) -> AsyncIterator[app.Parts]:
    """Open the database and take in what this configuration lists; what other processes poll is left alone."""
    async with app.opened(config, polls=False) as parts:
        await parts.feeds.reconcile_feeds(feed_specs(config), retire=False)
        yield parts


async def _list(config: Config) -> None:
    async with _opened(config) as parts:
        found = await parts.services.book.all_feeds()
        for one in found:
            click.echo(state_line(one, datetime.now(UTC)))
    if not found:
        click.echo("No feeds yet. Add one: rolecall feeds add URL")


async def _add(config: Config, url: str, name: str, *, accepted: bool) -> None:
    async with _opened(config) as parts:
        first, *others = await find_feeds(parts.fetching, url, trusted=True)
        spec = spec_of(first.url, first.format, name=name, accepted=accepted)
        looked = await examine(parts.fetching, spec.url, spec.format, spec.options, trusted=True)
        if looked.error:
            raise FeedError(f"{spec.url} was not added: {looked.error}")
        added = await parts.services.book.add_feed(NewFeed(spec=spec, origin=Origin.CLI))
    click.echo(f"Added {added.name} ({added.format}, {first.reason}): {added.url}")
    click.echo(examined(added.name, looked))
    for other in others:
        click.echo(f"also there: {other.url} ({other.format}, {other.reason})")


async def _check(config: Config, which: Sequence[str]) -> None:
    failed = False
    async with _opened(config) as parts:
        known = await parts.services.book.all_feeds()
        chosen = [named(known, one) for one in which] or [one for one in known if not one.off]
        for one in chosen:
            looked = await examine(
                parts.fetching, one.url, one.format, one.options, trusted=one.origin is not Origin.CHAT
            )
            click.echo(examined(one.name, looked))
            failed = failed or looked.error is not None
            await asyncio.sleep(looked.manners.host_gap.total_seconds() if _is_web(one) else 0)
    if failed:
        raise FeedError("not every feed is well")


def _is_web(feed: FeedState) -> bool:
    return feed.url.startswith("http")


async def _approve(config: Config, which: str) -> None:
    async with _opened(config) as parts:
        book = parts.services.book
        chosen = named(await book.all_feeds(), which)
        await book.approve_feed(chosen.id)
    click.echo(f"{chosen.name} reaches everybody now.")


async def _remove(config: Config, which: str) -> None:
    async with _opened(config) as parts:
        book = parts.services.book
        chosen = named(await book.all_feeds(), which)
        if not await book.remove_feed(chosen.id):
            raise FeedError(f"{chosen.name} stands in the configuration; take its [[feeds]] table out there")
    click.echo(f"{chosen.name} is not polled any more.")
