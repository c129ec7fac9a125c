"""Makes listings of a document's entries, and keeps an entry as JSON to make them again; knows no format."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from alerts.errors import EntryError, ParseError
from alerts.feeds.contract import Format
from alerts.feeds.entry import BadEntry, Document, Entry, PageRequest
from alerts.feeds.values import bad_entry, distinct, native_key, places, storable
from alerts.posting import Listing
from alerts.text import canonical_text, content_hash

MAX_ENTRIES = 20_000

_MAX_WORDS = 10_000
_MAX_URL = 2_000
_MAX_TAGS = 100
_MAX_DESCRIPTION = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedListings:
    """The listings of a document, in its order; ``complete`` and ``next`` as its format says."""

    listings: tuple[Listing, ...]
    bad: tuple[BadEntry, ...] = ()
    complete: bool = False
    warnings: tuple[str, ...] = ()
    next: PageRequest | None = None


def listings(chosen: Format, document: Document, options: Mapping[str, Any]) -> ParsedListings:
    """Parse a document and make its text canonical; an unusable entry is set apart. Raises `ParseError`."""
    parsed = chosen.parse(document, options)
    if len(parsed.entries) > MAX_ENTRIES:
        raise ParseError(f"the feed lists more than {MAX_ENTRIES:,} entries")
    made: list[Listing] = []
    bad = list(parsed.bad)
    for same in _by_key(parsed.entries):
        try:
            made.append(listing_of(_merged(same)))
        # One entry that defeats the text's makers must not stop the others; it is kept to be looked at.
        except Exception as error:
            bad.append(_defeated(error, same[0]))
    return ParsedListings(
        listings=tuple(made),
        bad=tuple(bad),
        complete=parsed.complete,
        warnings=parsed.warnings,
        next=parsed.next,
    )


def completed(chosen: Format, listing: Listing, document: Document) -> Listing:
    """Complete a listing that has a ``detail_url`` with the document from there.

    Its content hash stays the list's, for that is what later rounds see. Raises `EntryError` or `ParseError`.
    """
    listed = entry_from_json(listing.entry)
    whole = chosen.parse_detail(listed, document)
    return listing_of(
        replace(whole, native_key=listed.native_key, detail_url="", listed_hash=listing.content_hash)
    )


def listing_of(entry: Entry) -> Listing:
    """Make the listing of an entry. Raises `EntryError` when nothing is left of its title."""
    entry = _storable(entry)
    text = canonical_text(
        title=entry.title,
        company=entry.company,
        location=entry.location,
        tags=entry.tags,
        fields=entry.fields,
        description=entry.description,
        markup=entry.markup,
    )
    if not text.title:
        raise EntryError("an entry without a title")
    return Listing(
        native_key=entry.native_key,
        url=entry.url,
        text=text,
        fields=entry.fields,
        entry=entry_to_json(entry),
        content_hash=entry.listed_hash or content_hash(text),
        posted_at=entry.posted_at,
        detail_url=entry.detail_url,
        valid_until=entry.valid_until,
    )


def entry_to_json(entry: Entry) -> dict[str, Any]:
    """Give the entry as JSON values, without what it leaves at its default."""
    dumped: dict[str, Any] = _adapter().dump_python(entry, mode="json", exclude_defaults=True)
    return dumped


def entry_from_json(values: Mapping[str, Any]) -> Entry:
    """Give the entry again of what `entry_to_json` gave. Raises `EntryError` on anything else."""
    try:
        return _adapter().validate_python(dict(values))
    except ValidationError as error:
        raise EntryError(
            f"a kept entry cannot be read: {error.error_count()} of its values do not fit"
        ) from error


@cache
def _adapter() -> TypeAdapter[Entry]:
    return TypeAdapter(Entry)


def _by_key(entries: Iterable[Entry]) -> list[list[Entry]]:
    """Put entries of one key and one title together: boards repeat a vacancy for each of its places.

    Where one key has several titles the ids are careless; then the title becomes a part of the key.
    """
    titles: dict[str, dict[str, list[Entry]]] = {}
    for entry in entries:
        title = " ".join(entry.title.casefold().split())
        titles.setdefault(entry.native_key, {}).setdefault(title, []).append(entry)
    return [
        same if len(of_key) == 1 else [replace(entry, native_key=f"{key} {title}") for entry in same]
        for key, of_key in titles.items()
        for title, same in of_key.items()
    ]


def _merged(same: list[Entry]) -> Entry:
    first = same[0]
    if len(same) == 1:
        return first
    regions = distinct(region for entry in same for region in entry.fields.regions)
    return replace(
        first,
        location=places(entry.location for entry in same),
        tags=distinct(tag for entry in same for tag in entry.tags),
        fields=replace(first.fields, regions=regions),
    )


def _storable(entry: Entry) -> Entry:
    return replace(
        entry,
        native_key=native_key(entry.native_key),
        url=storable(entry.url)[:_MAX_URL],
        title=storable(entry.title[:_MAX_WORDS]),
        company=storable(entry.company[:_MAX_WORDS]),
        location=storable(entry.location[:_MAX_WORDS]),
        description=storable(entry.description[:_MAX_DESCRIPTION]),
        tags=tuple(storable(tag[:_MAX_WORDS]) for tag in entry.tags[:_MAX_TAGS]),
        fields=replace(entry.fields, pay_text=storable(entry.fields.pay_text[:_MAX_WORDS])),
    )


def _defeated(error: Exception, entry: Entry) -> BadEntry:
    known = error if isinstance(error, EntryError) else EntryError(f"{type(error).__name__}: {error}")
    return bad_entry(known, entry.title + "\n" + entry.description)
