"""The installed program as a process, in a folder of its own, and postings for its feeds."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

# The command as it is installed, and one that does the same from a process that has imported everything: it costs a
# tenth, and the program is started dozens of times here.
INSTALLED = (str(Path(sys.executable).with_name("rolecall")),)
STARTER = Path(__file__).with_name("starter.py")
# Far above what any of these takes; a hang is a failure, not a long suite.
PATIENCE = 60


class Folder:
    """A folder with a configuration, and the program started in it."""

    def __init__(self, path, rolecall):
        self.path = path
        self.rolecall = rolecall
        self.feed = path / "postings"
        self.feed.mkdir()

    def configure(self, text=""):
        config = f'[[feeds]]\ntype = "directory"\npath = "postings"\ninterval = "1s"\nfirst_poll = "deliver"\n{text}'
        (self.path / "config.toml").write_text(config, encoding="utf-8")

    def publish(self, name, *, title="Python Engineer", body="Remote in the United States. Python and SQL."):
        head = f"# [{title}](https://jobs.example/{name})\n### Acme {name}\n#### `🌎 Remote, US`\n\n"
        (self.feed / f"{name}.md").write_text(head + body, encoding="utf-8")

    def run(self, *arguments, lines=(), **options):
        """Run to the end, with ``lines`` piped in."""
        return subprocess.run(
            [*self.rolecall, *arguments],
            cwd=self.path,
            input="".join(f"{line}\n" for line in lines),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
            env=self.environment(),
            **options,
        )

    def start(self, *arguments, stdout):
        """Start and leave running."""
        with (self.path / "log").open("a") as log:
            return subprocess.Popen(
                [*self.rolecall, *arguments],
                cwd=self.path,
                stdin=subprocess.DEVNULL,
                stdout=stdout,
                stderr=log,
                env=self.environment(),
            )

    @staticmethod
    def environment():
        """Leave out variables of the person who runs the tests."""
        return {name: value for name, value in os.environ.items() if not name.startswith("ROLECALL_")}


@pytest.fixture(scope="session")
def rolecall():
    """Give the beginning of a command line that starts the program."""
    with tempfile.TemporaryDirectory(prefix="rolecall-") as place:  # a socket's path must be short
        door = Path(place) / "door"
        with subprocess.Popen([sys.executable, STARTER, door], stdin=subprocess.DEVNULL) as server:
            while not door.exists():
                assert server.poll() is None, "the starter ended"
            yield (sys.executable, "-I", "-S", str(STARTER), str(door))
            server.kill()


@pytest.fixture
def folder(tmp_path, rolecall):
    return Folder(tmp_path, rolecall)


@pytest.fixture
def installed(tmp_path):
    """Give a folder in which the installed command itself is started."""
    return Folder(tmp_path, INSTALLED)
