"""``rolecall read``: the facts of posting files."""

import json
import sys
from pathlib import Path

import click
from rich.console import Console

from alerts.errors import EntryError, RolecallError
from alerts.feeds import listing_of, posting_from_file
from alerts.posting import Facts, Listing
from alerts.reading import read_facts
from bot.cli.common import EXIT_FAILED, errors_as_exits
from bot.cli.highlighting import show_highlighted
from bot.facts_json import labels
from bot.platforms.hostile import clean
from bot.wording.facts import facts_text

MOST_BYTES = 2_000_000
PROGRESS_EVERY = 50


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@errors_as_exits
def read(files: tuple[Path, ...], *, as_json: bool) -> None:
    """Show what Rolecall reads in posting files (Markdown, HTML, JSON or plain text), with the words that prove it.

    A terminal shows the whole text with those words marked, a pipe the facts with their quotes.
    """
    failed = 0
    for number, file in enumerate(files, start=1):
        try:
            listing, facts = _read(file)
        except RolecallError as error:
            click.echo(f"rolecall: {file}: {error.user_message}", err=True)
            failed += 1
        else:
            _show(file, listing, facts, as_json=as_json)
        if number % PROGRESS_EVERY == 0:
            click.echo(f"{number} of {len(files)} read", err=True)
    sys.exit(EXIT_FAILED if failed else 0)


def _read(file: Path) -> tuple[Listing, Facts]:
    try:
        with file.open("rb") as opened:
            data = opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise EntryError(f"cannot be read: {error.strerror}") from error
    if len(data) > MOST_BYTES:
        raise EntryError(f"is larger than {MOST_BYTES:,} bytes")
    listing = listing_of(posting_from_file(file.name, data))
    return listing, read_facts(listing.text, listing.fields)


def _show(file: Path, listing: Listing, facts: Facts, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"id": file.stem, **labels(facts)}, ensure_ascii=False))
    elif sys.stdout.isatty():
        show_highlighted(Console(highlight=False), listing.text, facts)
    else:
        click.echo(clean(facts_text(listing.text, facts)) + "\n")
