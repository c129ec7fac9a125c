"""Posting files in Markdown, JSON, HTML or plain text, each a document named by its URL; opens none."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import unescape
from pathlib import PurePosixPath
from typing import Any, ClassVar

from alerts.errors import EntryError, ParseError
from alerts.feeds import values
from alerts.feeds.contract import Format
from alerts.feeds.entry import Document, Entry, ParsedDocument
from alerts.feeds.markdown_file import entry_from_markdown
from alerts.feeds.schema_org import entry_from_jobposting, find_jobposting
from alerts.posting import Markup

MAX_FILE_BYTES = 2_000_000

# Each is searched by find() from a fixed place, never by a pattern that could run over the whole page twice.
_OPENING = re.compile(r"<(script|title|h1)\b([^<>]{0,1000})>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_MAX_TITLE = 1_000


@dataclass(frozen=True, slots=True)
class Directory(Format):
    """The files of a directory that is kept by hand or by another program: the whole list of what is open."""

    name: ClassVar[str] = "directory"
    option_names: ClassVar[frozenset[str]] = frozenset(("path",))

    def recognises(self, document: Document) -> bool:
        """Tell a file by its name, which is no URL."""
        return "://" not in document.url and _reader(document.url) is not None

    def parse(self, document: Document, options: Mapping[str, Any]) -> ParsedDocument:  # noqa: ARG002 - the contract
        """Read one file; an unusable one never spoils the directory."""
        try:
            entry = posting_from_file(document.url, document.body)
        except EntryError as error:
            named = EntryError(f"{document.url}: {error}")
            bad = values.bad_entry(named, _text(document.body[:MAX_FILE_BYTES]))
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


def _text(data: bytes) -> str:
    """Decode a file: UTF-16 by its mark, else UTF-8, else what Western files of another age are in."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _markdown(data: bytes, key: str) -> Entry:
    return entry_from_markdown(values.storable(_text(data)), key)


def _plain(data: bytes, key: str) -> Entry:
    title, _, description = values.storable(_text(data)).strip().partition("\n")
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
    page = values.storable(_text(data))
    scripts, headings = _page_parts(page)
    for script in scripts:
        posting = _jobposting_in(script)
        if posting:
            described = (
                posting if values.words(posting.get("description")) else {**posting, "description": page}
            )
            return entry_from_jobposting(described, native_key=key)
    title = headings.get("h1") or headings.get("title")
    if not title:
        raise EntryError("an HTML page without a JobPosting, a heading or a title")
    return Entry(native_key=key, url="", title=title, description=page, markup=Markup.HTML)


def _jobposting_in(script: str) -> dict[str, Any] | None:
    try:
        return find_jobposting(values.json_value(script.encode()))
    except ParseError:
        return None


def _page_parts(page: str) -> tuple[list[str], dict[str, str]]:
    """Give the JSON-LD scripts of a page, and its first heading and title."""
    scripts: list[str] = []
    headings: dict[str, str] = {}
    folded = page.lower() if page.isascii() else page.translate(_ASCII_LOWER)
    at = 0
    while found := _OPENING.search(page, at):
        tag = found.group(1).lower()
        at = folded.find(f"</{tag}", found.end())
        if at < 0:
            break
        if tag == "script" and "ld+json" in found.group(2).lower():
            scripts.append(page[found.end() : at])
        elif tag != "script":
            headings.setdefault(tag, _heading(page[found.end() : min(at, found.end() + _MAX_TITLE)]))
    return scripts, headings


def _heading(markup: str) -> str:
    return " ".join(unescape(_TAG.sub(" ", markup)).split())


# str.lower() would change the length of some letters, and with it every place after them.
_ASCII_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}
_READERS: dict[str, Callable[[bytes, str], Entry]] = {
    ".md": _markdown,
    ".markdown": _markdown,
    ".json": _json,
    ".html": _html,
    ".htm": _html,
    ".txt": _plain,
}
POSTING_ENDINGS = frozenset(_READERS)
