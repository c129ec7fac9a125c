"""Fetching from the file system."""

import os
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from alerts.errors import FetchError
from alerts.feeds.directory import MAX_FILE_BYTES
from alerts.polling import Fetched, FetchRequest, NotModified
from bot.fetching import Fetching, directory


@dataclass
class Settings:
    contact: str = ""
    allow_private_hosts: tuple[str, ...] = ()
    max_bytes: int = 100
    timeout: timedelta = timedelta(seconds=1)


async def fetch(path: Path | None, etag: str | None = None) -> Any:
    fetching = Fetching(Settings())
    options = {"path": str(path)} if path else {}
    try:
        return await fetching.fetch(
            FetchRequest(url="file:///x", format="directory", options=options, etag=etag)
        )
    finally:
        await fetching.aclose()


async def names(path: Path) -> list[str]:
    return [document.url for document in (await fetch(path)).documents]


@pytest.fixture
def postings(tmp_path):
    folder = tmp_path / "postings"
    (folder / "2026").mkdir(parents=True)
    (folder / "b.md").write_text("# Baker")
    (folder / "a.json").write_text("{}")
    (folder / "2026" / "c.HTML").write_text("<h1>Cook</h1>")
    return folder


async def test_posting_files_come_sorted_by_name(postings):
    """Every posting file of the directory is a document named relative to it."""
    (postings / "picture.png").write_bytes(b"x")
    fetched = await fetch(postings)
    assert isinstance(fetched, Fetched)
    assert [(document.url, document.body) for document in fetched.documents] == [
        ("2026/c.HTML", b"<h1>Cook</h1>"),
        ("a.json", b"{}"),
        ("b.md", b"# Baker"),
    ]


async def test_unchanged_directory_is_not_modified(postings):
    """Nothing is read again until a name, a size or a time changes."""
    etag = (await fetch(postings)).etag
    assert await fetch(postings, etag) == NotModified(etag=etag)
    os.utime(postings / "b.md", ns=(1, 1))
    assert isinstance(await fetch(postings, etag), Fetched)


@pytest.mark.parametrize("change", ["added", "removed", "longer"])
async def test_each_change_is_seen(postings, change):
    """A file that came, went or grew makes the directory modified."""
    etag = (await fetch(postings)).etag
    match change:
        case "added":
            (postings / "new.md").write_text("# New")
        case "removed":
            (postings / "b.md").unlink()
        case _:
            (postings / "b.md").write_text("# Bakers")
    assert isinstance(await fetch(postings, etag), Fetched)


async def test_nothing_leads_out_of_the_directory(postings, tmp_path):
    """Links to what lies elsewhere, and what is hidden, are left alone; links within are followed."""
    (tmp_path / "secret.md").write_text("# Secret")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "d.md").write_text("# Elsewhere")
    (postings / "out.md").symlink_to(tmp_path / "secret.md")
    (postings / "folder").symlink_to(tmp_path / "elsewhere")
    (postings / "dangling.md").symlink_to(postings / "gone.md")
    (postings / "circle.md").symlink_to(postings / "circle.md")
    (postings / "within.md").symlink_to(postings / "b.md")
    (postings / ".hidden.md").write_text("# Hidden")
    (postings / ".git").mkdir()
    (postings / ".git" / "e.md").write_text("# Hidden")
    os.mkfifo(postings / "pipe.md")
    assert await names(postings) == ["2026/c.HTML", "a.json", "b.md", "within.md"]


async def test_a_directory_behind_a_link_is_read(postings, tmp_path):
    """The configured path itself may be a link."""
    (tmp_path / "link").symlink_to(postings)
    assert "b.md" in await names(tmp_path / "link")


async def test_no_more_of_a_file_is_read_than_shows_that_it_is_too_large(postings):
    """A huge file costs no memory; its posting is refused by the format."""
    (postings / "b.md").write_bytes(b"x" * (MAX_FILE_BYTES + 1000))
    assert len((await fetch(postings)).documents[-1].body) == MAX_FILE_BYTES + 1


async def test_too_many_files_are_an_error(postings, monkeypatch):
    """A directory beyond the cap is refused as a whole, not read in part."""
    monkeypatch.setattr(directory, "MAX_FILES", 2)
    with pytest.raises(FetchError, match="more than 2 posting files"):
        await fetch(postings)


async def test_too_much_is_an_error(postings, monkeypatch):
    """Files that together exceed what memory should hold are refused."""
    monkeypatch.setattr(directory, "MAX_TOTAL_BYTES", 10)
    with pytest.raises(FetchError, match="larger than 10 bytes together"):
        await fetch(postings)


async def test_an_empty_directory_is_healthy(tmp_path):
    """A directory without postings lists none, and is no error."""
    assert await names(tmp_path) == []


async def test_a_missing_directory_is_an_error(tmp_path):
    """A path that is not there must not look like a directory from which all postings went."""
    with pytest.raises(FetchError, match="there is no directory"):
        await fetch(tmp_path / "gone")


async def test_a_directory_needs_a_path():
    """A feed of type directory without a path is never fetched over HTTP."""
    with pytest.raises(FetchError, match="needs a path"):
        await fetch(None)


async def test_a_single_file_is_one_document(tmp_path):
    """A path may name one file, a saved feed for instance, to the size that a fetch may have."""
    file = tmp_path / "feed.xml"
    file.write_bytes(b"<rss/>" + b" " * 500)
    fetched = await fetch(file)
    (document,) = fetched.documents
    assert (document.url, len(document.body)) == ("feed.xml", 101)
    assert await fetch(file, fetched.etag) == NotModified(etag=fetched.etag)
