"""``rolecall demo``: the real program on a database of its own, with bundled feeds, for somebody who has just come."""

import asyncio
import sys
import tempfile
import time
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

import click
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource

from bot import app
from bot.cli.chat import converse
from bot.cli.common import errors_as_exits, run_async
from bot.config import Config
from bot.platforms.console import ConsolePlatform
from bot.platforms.console.lines import Lines
from bot.platforms.console.screen import Screen
from bot.supervising import stop_signal

MOST_SECONDS = 15.0

_WELCOME = """Rolecall watches job feeds and tells you in chat about the postings that fit, and why.
This is the real program on a database of its own, with three bundled feeds of invented postings: a feed in RSS, one
in JSON and a folder of Markdown files. You begin with a filter, as you would in Telegram or Slack."""
_THEN_DIGEST = (
    "The feeds are polled and each posting is read. What is found together comes as one list, best first:"
)
_THEN_OPENED = "Press the first one, and it opens in full, with the words that made it fit:"
_THEN_ALERT = "One more posting appears. What comes alone is an alert, and says why at once:"
_THEN_WHY = "A board tags this posting 'Remote', and no alert came. Ask why:"
_END = "That was the demo. Start your own: rolecall init, add your feeds to config.toml, rolecall chat."
_STAY = "You are in the chat now. Try /filters, /latest, /new remote go pay>=140k USD, or !1 to save. Ctrl-D ends it."

_NEW = "/new remote senior python, pay>=150k USD, in:US, -php, name:backend"
_OPEN = "!1"
_WHY = "/why https://remoteboard.example/jobs/103"
_POSTINGS = "postings"
# Not in its folder at the first poll.
_LATE = "senior-engineer-aperture.md"


@click.command()
@errors_as_exits
def demo() -> None:
    """See it work in a minute: no token, no server, no network."""
    with tempfile.TemporaryDirectory(prefix="rolecall-demo-") as folder:
        run_async(_demo(Path(folder)), quiet=True)


async def _demo(folder: Path) -> None:
    screen = Screen(sys.stdout, interactive=sys.stdin.isatty())
    lines = Lines(sys.stdin.buffer)
    console = ConsolePlatform(screen, now=lambda: datetime.now(UTC), lines=aiter(lines))
    async with stop_signal() as stop, app.opened(_config(folder), [console]) as parts:
        await screen.write(_WELCOME)
        await console.take(parts.dispatcher, _NEW, echo=True)
        await screen.write(_THEN_DIGEST)
        await app.catch_up(parts, time.monotonic() + MOST_SECONDS)
        await screen.write(_THEN_OPENED)
        await console.take(parts.dispatcher, _OPEN, echo=True)
        await screen.write(_THEN_ALERT)
        _publish(_LATE, folder)
        await parts.feeds.make_all_due()
        await app.catch_up(parts, time.monotonic() + MOST_SECONDS)
        await screen.write(_THEN_WHY)
        await console.take(parts.dispatcher, _WHY, echo=True)
        await _stay_or_end(parts, console, screen, lines, stop)


async def _stay_or_end(
    parts: app.Parts, console: ConsolePlatform, screen: Screen, lines: Lines, stop: asyncio.Event
) -> None:
    if sys.stdin.isatty():
        await screen.write(_STAY)
        await screen.prompt()
        await converse(parts, console, lines, stop)
    else:
        await screen.write(_END)


class DemoConfig(Config):
    """The configuration of the demo: the environment is for the real one, whose database must stay as it is."""

    @classmethod
    def settings_customise_sources(  # type: ignore[override]  # the names of the others do not matter here
        cls, settings_cls: type[BaseSettings], init_settings: PydanticBaseSettingsSource, **_: object
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take what the constructor is given and nothing else."""
        del settings_cls
        return (init_settings,)


def _publish(name: str, folder: Path) -> None:
    """Put a bundled posting into the folder that is a feed."""
    target = folder / _POSTINGS
    target.mkdir(exist_ok=True)
    (target / name).write_bytes(resources.files("bot.demo").joinpath(_POSTINGS, name).read_bytes())


def _config(folder: Path) -> Config:
    bundled = resources.files("bot.demo")
    for posting in bundled.joinpath(_POSTINGS).iterdir():
        if posting.name != _LATE:
            _publish(posting.name, folder)
    feeds = (
        {"type": "rss", "path": str(bundled / "board.xml"), "name": "Remote Board"},
        {"type": "jsonfeed", "path": str(bundled / "startups.json"), "name": "Startup Positions"},
        {"type": "directory", "path": str(folder / _POSTINGS), "name": "Postings folder"},
    )
    return DemoConfig.model_validate(
        {
            "database": {"url": f"sqlite+aiosqlite:///{folder / 'demo.db'}"},
            "feeds": [{**feed, "first_poll": "deliver"} for feed in feeds],
        }
    )
