"""Posting files in Markdown, JSON, HTML or plain text, each a document named by its URL; opens none."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, ClassVar

from alerts.errors import EntryError, ParseError
from alerts.feeds import values
from alerts.feeds.contract import Format, Reach
from alerts.feeds.entry import Document, Entry, ParsedDocument
from alerts.feeds.html_page import decoded, heading_of, json_ld_of
from alerts.feeds.markdown_file import entry_from_markdown
from alerts.feeds.schema_org import entry_from_jobposting, find_jobposting
from alerts.posting import Markup

MAX_FILE_BYTES = 2_000_000


@dataclass(frozen=True, slots=True)
class Directory(Format):
    """The files of a directory that is kept by hand or by another program: the whole list of what is open."""

    name: ClassVar[str] = "directory"
    option_names: ClassVar[frozenset[str]] = frozenset(("path",))
    reach: ClassVar[Reach] = Reach.WHOLE

    def recognises(self, document: Document) -> bool:
        """Tell a file by its name, which is no URL."""
        return "://" not in document.url and _reader(document.url) is not None

    def parse(self, document: Document, options: Mapping[str, Any]) -> ParsedDocument:  # noqa: ARG002 - the contract
        """Read one file; an unusable one never spoils the directory."""
        try:
            entry = posting_from_file(document.url, document.body)
        except EntryError as error:
            named = EntryError(f"{document.url}: {error}")
            bad = values.bad_entry(named, decoded(document.body[:MAX_FILE_BYTES]))
            return ParsedDocument(entries=(), bad=(bad,), complete=True)
        return ParsedDocument(entries=(entry,), complete=True)


def posting_from_file(name: str, data: bytes) -> Entry:
    """Make an entry of one posting file, whose ``name`` tells its format. Raises `EntryError`."""
    reader = _reader(name)
    if reader is None:
        raise EntryError(f"a file is read by its ending: {', '.join(sorted(_READERS))}")
    if len(data) > MAX_FILE_BYTES:
        raise EntryError(f"the file is larger than {MAX_FILE_BYTES:,} bytes")
    if not data.strip():
        raise EntryError("the file is empty")
    parts = (part for part in PurePosixPath(name).parts if part not in ("/", ".."))
    return reader(data, values.native_key("/".join(parts)))


def _reader(name: str) -> Callable[[bytes, str], Entry] | None:
    return _READERS.get(PurePosixPath(name).suffix.lower())


def _markdown(data: bytes, key: str) -> Entry:
    return entry_from_markdown(decoded(data), key)


def _plain(data: bytes, key: str) -> Entry:
    title, _, description = decoded(data).strip().partition("\n")
    if not title:
        raise EntryError("a text file without a title")
    return Entry(native_key=key, url="", title=title, description=description, markup=Markup.PLAIN)


def _json(data: bytes, key: str) -> Entry:
    try:
        content = values.json_value(data)
    except ParseError as error:
        raise EntryError(str(error)) from error
    # A file named .json in a directory of postings is one, even if it does not name its type.
    posting = find_jobposting(content) or values.as_object(content)
    return entry_from_jobposting(posting, native_key=key)


def _html(data: bytes, key: str) -> Entry:
    page = decoded(data)
    for block in json_ld_of(page):
        posting = find_jobposting(block)
        if posting:
            described = (
                posting if values.words(posting.get("description")) else {**posting, "description": page}
            )
            return entry_from_jobposting(described, native_key=key)
    title = heading_of(page)
    if not title:
        raise EntryError("an HTML page without a JobPosting, a heading or a title")
    return Entry(native_key=key, url="", title=title, description=page, markup=Markup.HTML)


_READERS: dict[str, Callable[[bytes, str], Entry]] = {
    ".md": _markdown,
    ".markdown": _markdown,
    ".json": _json,
    ".html": _html,
    ".htm": _html,
    ".txt": _plain,
}
POSTING_ENDINGS = frozenset(_READERS)
