"""The running program: signals, other processes, feeds over HTTP."""

import re
import signal
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

LINK = re.compile(r"https://jobs\.example/(\S+)")
PATIENCE = 60


def wait_until(condition, patience=PATIENCE):
    """Wait for a condition of another process; it says so by a file or an exit, not by time."""
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def sent(path):
    return LINK.findall(path.read_text(encoding="utf-8")) if path.exists() else []


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_cleanly(folder, sign):
    """SIGTERM and SIGINT end the program with exit code 0."""
    folder.publish("fits")
    folder.configure()
    folder.run("chat", lines=["/new python"])
    folder.publish("later")
    out = folder.path / "out"
    with out.open("a") as stream:
        running = folder.start("run", stdout=stream)
        wait_until(lambda: "later" in sent(out))
        running.send_signal(sign)
        assert running.wait(PATIENCE) == 0
    assert "Traceback" not in (folder.path / "log").read_text()


def test_a_filter_made_elsewhere_is_followed(folder):
    """A running program matches new postings with a filter that another process saved meanwhile."""
    folder.configure()
    out = folder.path / "out"
    with out.open("a") as stream:
        running = folder.start("run", stdout=stream)
        wait_until(
            lambda: (folder.path / "rolecall.db").exists() and "running" in (folder.path / "log").read_text()
        )
        folder.run("chat", lines=["/new python"])
        folder.publish("fits")
        wait_until(lambda: "fits" in sent(out))
        running.terminate()
        assert running.wait(PATIENCE) == 0


class Feed(BaseHTTPRequestHandler):
    """A feed that publishes what its server says."""

    def do_GET(self):
        body = self.server.body.encode()
        self.send_response(200)
        self.send_header(
            "Content-Type", "text/html" if "<html" in self.server.body else "application/rss+xml"
        )
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Stay silent."""


@pytest.fixture
def server():
    one = ThreadingHTTPServer(("127.0.0.1", 0), Feed)
    threading.Thread(target=one.serve_forever, daemon=True).start()
    yield one
    one.shutdown()
    one.server_close()


def rss(*names):
    items = "".join(
        f"<item><title>Python Engineer {name}</title><link>https://jobs.example/{name}</link><guid>{name}</guid>"
        f"<description>Remote. Python.</description></item>"
        for name in names
    )
    return f'<rss version="2.0"><channel><title>Jobs</title>{items}</channel></rss>'


def test_a_feed_over_http_recovers_from_a_page(folder, server):
    """An HTML page instead of the feed is a failure that is logged; the feed goes on afterwards and loses nothing."""
    url = f"http://127.0.0.1:{server.server_port}/jobs.xml"
    (folder.path / "config.toml").write_text(
        f'[fetching]\nallow_private_hosts = ["127.0.0.1"]\n[[feeds]]\ntype = "rss"\nurl = "{url}"\ninterval = "1s"\n'
    )
    server.body = rss("old")
    folder.run("chat", lines=["/new python"])
    server.body = "<!doctype html><html><body>Maintenance</body></html>"
    out = folder.path / "out"
    with out.open("a") as stream:
        running = folder.start("run", stdout=stream)
        wait_until(lambda: "feed failed" in (folder.path / "log").read_text())
        server.body = rss("new", "old")
        wait_until(lambda: sent(out) == ["new"])
        running.terminate()
        assert running.wait(PATIENCE) == 0
