"""Feeds that are broken in every way, served by a server on this machine and polled for real: none stops another."""

import re
import subprocess
import sys
import tarfile
from collections import Counter
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import pytest
from loopback import Web, answer, rss
from sqlalchemy import select
from structlog.testing import capture_logs

from storage.tables import feed_rounds, feeds

SHARED = Path(__file__).parents[2].parent / "shared" / "feeds" / "malformed"
# The tests of feedparser say in a leading comment what else their server answers.
HEADER = re.compile(rb"^Header:[ \t]*([A-Za-z-]+):[ \t]*([^\r\n]+)", re.MULTILINE)
GLANCE = 4_096
HEALTHY = "/healthy"

OWN = {
    "/empty": answer(b""),
    "/page": answer("<!doctype html><title>Gone</title>", Content_Type="text/html"),
    "/binary": answer(bytes(range(256)) * 20),
    "/truncated": answer(b'<rss version="2.0"><channel><item><title>Baker</title><link>https://x.example/1'),
    "/number": answer(
        '<rss version="2.0"><channel><title>&#1114112;</title><item><title>a</title></item></channel></rss>'
    ),
    "/doctype": answer(
        '<!DOCTYPE x [<!ENTITY a "\\">]><rss version="2.0"><channel><item><title>&a;</title></item></channel></rss>'
    ),
    "/lying": answer(
        b'<?xml version="1.0" encoding="utf-8"?>' + '<rss version="2.0"><channel/></rss>'.encode("utf-16")
    ),
    "/bom": answer(
        b"\xef\xbb\xbf\xef\xbb\xbf"
        b'<rss version="2.0"><channel><item><title>a</title><guid>1</guid></item></channel></rss>'
    ),
    "/nul": answer(
        '<rss version="2.0"><channel><item><title>a\x00b</title><guid>1</guid></item></channel></rss>'
    ),
    "/zip": answer(b"PK\x03\x04 this is no gzip", Content_Encoding="gzip"),
    "/charset": answer(rss("a").partition(b"\r\n\r\n")[2], Content_Type="text/xml; charset=x-nobody"),
    "/json": answer(
        '{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": [], "title": 3}, null]}'
    ),
    "/deep": answer("<rss version='2.0'><channel>" + "<a>" * 5_000),
}


@pytest.fixture
def web(bare_web):
    """Give a server without feeds, and an empty database."""
    return bare_web


async def poll_all(web: Web, answers: dict[str, bytes]) -> dict[str, str]:
    """Poll each answer as a feed of its own, and give how each ended: ok, ok with a warning, or the reason."""
    for path, given in {**answers, HEALTHY: rss("Baker")}.items():
        web.server.gives(path, given)
    paths = [*answers, HEALTHY]
    middle = len(paths) // 2
    paths[middle], paths[-1] = paths[-1], paths[middle]
    await web.configure(*(replace(web.feed(path, format="auto"), name=path) for path in paths))
    with capture_logs() as logs:
        for _ in paths:
            web.later(minutes=1)
            report = await web.poll()
            assert report is not None
    warned = {entry["feed"] for entry in logs if entry["log_level"] == "warning" and "feed" in entry}
    async with web.database.read() as connection:
        rows = (
            await connection.execute(
                select(feeds.c.name, feed_rounds.c.error).join(
                    feed_rounds, feed_rounds.c.feed_id == feeds.c.id
                )
            )
        ).all()
    return {row.name: row.error or ("ok with a warning" if row.name in warned else "ok") for row in rows}


def check(ended: dict[str, str], answers: dict[str, bytes]) -> None:
    """Hold that each was polled and none by luck: an unexpected exception is a crash that was caught."""
    assert set(ended) == {*answers, HEALTHY}
    assert ended[HEALTHY] == "ok"
    assert not [name for name, end in ended.items() if not end.strip() or "unexpected" in end]


async def test_broken_feeds_stop_no_other(web):
    """Each ends in listings or in a reason that a person can read, and the healthy one is polled."""
    ended = await poll_all(web, OWN)
    check(ended, OWN)
    assert "an empty document came" in ended["/empty"]
    assert "an HTML page came" in ended["/page"]
    assert ended["/bom"].startswith("ok")


@pytest.mark.skipif(not SHARED.exists(), reason="the recorded payloads are not part of the repository")
async def test_recorded_broken_feeds(web):
    """The same for documents that the tests of other readers are made of."""
    answers = served(SHARED)
    assert len(answers) > 40
    check(await poll_all(web, answers), answers)


@pytest.mark.soak
async def test_the_whole_test_tree_of_feedparser(web, tmp_path):
    """Over two thousand documents, fetched with feedparser's source: none crashes, all others are still polled."""
    answers = served(feedparser_tests(tmp_path))
    assert len(answers) > 2_000
    ended = await poll_all(web, answers)
    check(ended, answers)
    kinds = Counter(end if end.startswith("ok") else "rejected" for end in ended.values())
    reasons = Counter(re.sub(r":.*", "", end) for end in ended.values() if not end.startswith("ok"))
    print(f"{len(ended)} feeds: {dict(kinds)}; reasons: {dict(reasons.most_common(12))}")


def served(root: Path) -> dict[str, bytes]:
    """Make an answer of each file, with the headers that it asks for."""
    return {
        f"/{number}-{path.name}": _answer(path.read_bytes())
        for number, path in enumerate(sorted(path for path in root.rglob("*") if path.is_file()))
        if path.suffix != ".py"
    }


def _answer(body: bytes) -> bytes:
    asked = {name.decode(): value.decode("latin-1").strip() for name, value in HEADER.findall(body[:GLANCE])}
    # Its length and its redirects are the server's own.
    headers = {
        name: value for name, value in asked.items() if name.lower() not in ("content-length", "location")
    }
    return answer(body, **{"Content-Type": "application/xml"} | headers)


def feedparser_tests(folder: Path) -> Path:
    """Fetch the source of the installed feedparser and give the folder of its tests."""
    wanted = f"feedparser=={version('feedparser')}"
    command = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-deps",
        "--no-binary",
        ":all:",
        wanted,
    ]
    got = subprocess.run(
        [*command, "--dest", folder], capture_output=True, text=True, timeout=300, check=False
    )
    archive = next(folder.glob("feedparser-*.tar.gz"), None)
    if archive is None:
        pytest.skip(f"feedparser's source cannot be had: {got.stderr.strip()[-200:]}")
    with tarfile.open(archive) as opened:
        opened.extractall(folder, filter="data")
    return folder / archive.name.removesuffix(".tar.gz") / "tests"
