"""``rolecall feeds``: in this process, against a server on this machine."""

import threading
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from click.testing import CliRunner

from bot import app
from bot.cli import cli

FEED = (
    '<rss version="2.0"><channel><title>x</title><item><title>Baker (remote)</title><guid>1</guid>'
    "<link>https://ovens.example/1</link><description>We pay USD 90,000 a year. Python.</description></item>"
    "</channel></rss>"
)
PAGES = {
    "/feed.xml": ("application/rss+xml", FEED),
    "/careers": (
        "text/html",
        '<html><head><link rel="alternate" type="application/rss+xml" title="Jobs" href="/feed.xml"></head></html>',
    ),
}


class Site(BaseHTTPRequestHandler):
    def do_GET(self):
        kind, body = PAGES.get(self.path, ("text/plain", ""))
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_words):
        """Keep silent."""


@pytest.fixture
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


FILES = '[[feeds]]\ntype = "directory"\npath = "."\nname = "Files"\n'


@pytest.fixture
def command(tmp_path, monkeypatch):
    """Give what runs a command with a configuration of these tables, all on one database."""
    monkeypatch.delenv("ROLECALL_CONFIG", raising=False)

    def run(*words, tables):
        file = tmp_path / "config.toml"
        file.write_text(f'[fetching]\nallow_private_hosts = ["127.0.0.1"]\n{tables}')
        return CliRunner().invoke(cli, ["--config", str(file), *words])

    return run


@pytest.fixture
def feeds(command):
    return partial(command, "feeds", tables=FILES)


def test_a_feed_is_added_from_a_careers_page_checked_listed_and_removed(feeds, site):
    """The page names its feed; the look at it says what its postings state and what they do not."""
    added = feeds("add", f"{site}/careers", "--name", "Ovens")
    assert added.exit_code == 0, added.output
    assert f"{site}/feed.xml" in added.output
    assert "1 entry" in added.output
    assert "pay 1/1" in added.output
    assert "Cannot be judged by: from where, level, date" in added.output
    listed = feeds()
    assert "Files (directory) · not fetched yet" in listed.output
    assert "2. Ovens (rss)" in listed.output
    checked = feeds("check", "Ovens")
    assert "Ovens: ok (rss)" in checked.output
    assert "not polled any more" in feeds("remove", "Ovens").output
    assert "Ovens" not in feeds().output


def test_what_cannot_be_done_says_why(feeds, site):
    """An address without a feed, a source that forbids it, a feed of the file, a name that is none."""
    for words, said in (
        (("add", f"{site}/nothing"), "has no such feed"),
        (("add", "https://www.linkedin.com/jobs"), "LinkedIn is not polled"),
        (("remove", "Files"), "stands in the configuration"),
        (("approve", "Oven"), "There is no feed 'Oven'"),
    ):
        result = feeds(*words)
        assert result.exit_code != 0
        assert said in result.output


def test_only_who_polls_turns_feeds_off(feeds, command, monkeypatch):
    """A bot whose configuration lists no feed, or a look at the feeds with it, leaves those of the workers alone."""

    async def run_and_end(*_parts, **_role):
        """Do no work: starting is what this is about."""

    monkeypatch.setattr(app, "run", run_and_end)
    assert "Files" in feeds().output
    assert command("run", "--role", "bot", tables="").exit_code == 0
    assert "Files" in command("feeds", tables="").output
    assert command("run", "--role", "worker", tables="").exit_code == 0
    assert "Files" not in command("feeds", tables="").output


def test_polling_all_leaves_a_source_alone_that_was_asked_lately(command, site):
    """Its least interval holds for who asks for all feeds at once too; the command says so and polls the others."""
    tables = f'{FILES}[[feeds]]\ntype = "jobpage"\nurl = "{site}/careers"\nname = "Page"\n'
    first, second = (command("poll", "--once", tables=tables).output for _ in range(2))
    assert "Page: failed" in first
    assert "left alone" not in first
    assert "Page: left alone, it was asked lately" in second
    assert "Page: failed" not in second
    assert "Files:" in second
