"""Reads a local feed, a directory of posting files or a single file, as documents; parses nothing."""

import asyncio
import os
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from alerts.errors import FetchError
from alerts.feeds.directory import MAX_FILE_BYTES, POSTING_ENDINGS
from alerts.feeds.entry import BadEntry, Document
from alerts.polling import Fetched, FetchRequest, NotModified

MAX_FILES = 10_000
# All documents of a poll are in memory at once.
MAX_TOTAL_BYTES = 200_000_000


@dataclass(frozen=True, slots=True)
class _File:
    """``name`` is relative to the directory, with '/' on every system."""

    name: str
    path: Path
    size: int
    changed_ns: int


async def fetch_path(path: str, request: FetchRequest, max_bytes: int) -> Fetched | NotModified:
    """Read what is at ``path`` in a worker thread. Raises `FetchError`."""
    return await asyncio.to_thread(_read, path, request.etag, max_bytes)


def _read(name: str, known: str | None, max_bytes: int) -> Fetched | NotModified:
    path = Path(name).expanduser()
    try:
        single = path.is_file()
        files = [_file(path.parent, path)] if single else _posting_files(path)
        etag = _etag(files)
        if etag == known:
            return NotModified(etag=etag)
        cap = max_bytes if single else MAX_FILE_BYTES
        found = list(_documents(files, cap))
        return Fetched(
            documents=tuple(one for one in found if isinstance(one, Document)),
            bad=tuple(one for one in found if isinstance(one, BadEntry)),
            etag=etag,
        )
    except OSError as error:
        raise FetchError(f"{path} cannot be read: {error.strerror}") from error


def _posting_files(root: Path) -> list[_File]:
    if not root.is_dir():
        raise FetchError(f"there is no directory {root}")
    files: list[_File] = []
    for path in _paths(root.resolve()):
        files.append(_file(root.resolve(), path))
        if len(files) > MAX_FILES:
            raise FetchError(f"{root} holds more than {MAX_FILES:,} posting files")
    if sum(min(file.size, MAX_FILE_BYTES) for file in files) > MAX_TOTAL_BYTES:
        raise FetchError(f"the posting files in {root} are larger than {MAX_TOTAL_BYTES:,} bytes together")
    return sorted(files, key=lambda file: file.name)


def _paths(root: Path) -> Iterator[Path]:
    """Walk the regular files that hold postings, but for what is hidden or leads out of the directory."""
    for folder, folders, names in os.walk(root, onerror=_raise):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = Path(folder, name)
            if path.suffix.lower() in POSTING_ENDINGS and not name.startswith(".") and _inside(path, root):
                yield path


def _raise(error: OSError) -> None:
    raise error


def _inside(path: Path, root: Path) -> bool:
    return path.is_file() and Path(os.path.realpath(path)).is_relative_to(root)


def _file(root: Path, path: Path) -> _File:
    state = path.stat()
    return _File(path.relative_to(root).as_posix(), path, state.st_size, state.st_mtime_ns)


def _etag(files: list[_File]) -> str:
    """Make a validator of names, sizes and times: an unchanged directory is not read again."""
    digest = sha256()
    for file in files:
        digest.update(f"{file.name}\0{file.size}\0{file.changed_ns}\0".encode(errors="surrogateescape"))
    return f'"{digest.hexdigest()}"'


def _documents(files: list[_File], cap: int) -> Iterator[Document | BadEntry]:
    for file in files:
        try:
            with file.path.open("rb") as opened:
                # One byte over the cap tells the format that the file is too large.
                body = opened.read(cap + 1)
        except FileNotFoundError:
            continue  # removed since the directory was listed, as the next poll will see
        except OSError as error:
            yield BadEntry(f"{file.name} cannot be read: {error.strerror}", file.name)
            continue
        yield Document(url=file.name, body=body)
