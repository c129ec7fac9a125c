"""``rolecall parse``: the postings that a feed's payload gives."""

import json
import sys
from pathlib import Path

import click

from alerts.errors import FetchError
from alerts.feeds import format_of, listings
from alerts.feeds.entry import Document
from alerts.posting import Listing
from bot.cli.common import EXIT_FAILED, errors_as_exits

MOST_BYTES = 20_000_000


@click.command()
@click.argument("format_name", metavar="FORMAT")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@errors_as_exits
def parse(format_name: str, file: Path, *, as_json: bool) -> None:
    """Show the postings in a saved payload; FORMAT is a feed type of the configuration, or auto."""
    document = Document(url=file.name, body=_bytes(file))
    parsed = listings(format_of(format_name, document), document, {})
    for listing in parsed.listings:
        click.echo(json.dumps(_values(listing), ensure_ascii=False) if as_json else _line(listing))
    for warning in parsed.warnings:
        click.echo(f"warning: {warning}", err=True)
    for bad in parsed.bad:
        click.echo(f"quarantined: {bad.error}", err=True)
    if parsed.bad and not parsed.listings:
        sys.exit(EXIT_FAILED)


def _bytes(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            data = opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise FetchError(f"{file} cannot be read: {error.strerror}") from error
    if len(data) > MOST_BYTES:
        raise FetchError(f"{file} is larger than {MOST_BYTES:,} bytes")
    return data


def _values(listing: Listing) -> dict[str, object]:
    text = listing.text
    return {
        "id": listing.native_key,
        "url": listing.url,
        "title": text.title,
        "company": text.company,
        "location": text.location,
        "tags": text.tags.splitlines(),
        "fields": text.fields.splitlines(),
        "posted_at": listing.posted_at.isoformat() if listing.posted_at else None,
        "text": text.body,
    }


def _line(listing: Listing) -> str:
    text = listing.text
    return " · ".join(part for part in (text.title, text.company, text.location, listing.url) if part)
