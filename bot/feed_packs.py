"""The packs of feeds that a first configuration may begin with, and what their sources ask for; writes no file."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from importlib import resources

from alerts.errors import ConfigError
from alerts.feeds import manners_of
from alerts.feeds.contract import Manners, Terms
from bot.config_loading import nearest

_USUAL_INTERVAL = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedFeed:
    """A feed of a pack: its address, its format, and the manners of its source."""

    format: str
    url: str
    manners: Manners

    @property
    def interval(self) -> timedelta:
        """How often it is polled: every hour, or as often as its source allows."""
        return max(_USUAL_INTERVAL, self.manners.min_interval)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """Feeds for one purpose."""

    name: str
    about: str
    feeds: tuple[PackedFeed, ...]


def all_packs() -> Mapping[str, Pack]:
    """Give the packs by name, in their order."""
    stored = tomllib.loads(resources.files("bot").joinpath("feed_packs.toml").read_text(encoding="utf-8"))
    return {
        name: Pack(
            name=name,
            about=values["about"],
            feeds=tuple(
                PackedFeed(
                    format=feed["type"], url=feed["url"], manners=manners_of(feed["type"], feed["url"])
                )
                for feed in values["feeds"]
            ),
        )
        for name, values in stored.items()
    }


def chosen_packs(names: Sequence[str]) -> Sequence[Pack]:
    """Give the packs of these names. Raises `ConfigError` naming the nearest one for a name that is none."""
    packs = all_packs()
    for name in names:
        if name not in packs:
            raise ConfigError(f"there is no pack '{name}', {nearest(name, packs)}")
    return [packs[name] for name in dict.fromkeys(names)]


def pack_lines(pack: Pack) -> list[str]:
    """Say what is in a pack, a line each: sources, intervals, terms."""
    return [f"{pack.name}: {pack.about}", *(f"  {_described(feed)}" for feed in pack.feeds)]


def as_toml(packs: Sequence[Pack]) -> str:
    """Write the [[feeds]] tables of packs, with their sources' terms; one whose terms are unclear is commented out."""
    return "\n".join(_table(feed) for pack in packs for feed in pack.feeds)


def _table(feed: PackedFeed) -> str:
    lines = [
        "[[feeds]]",
        f'type = "{feed.format}"',
        f'url = "{feed.url}"',
        f'interval = "{_written(feed.interval)}"',
    ]
    if feed.manners.terms is Terms.UNCLEAR:
        lines = [f"# {line}" for line in [*lines, "accept_terms = true"]]
    return "\n".join([f"# {_described(feed)}", *lines, ""])


def _described(feed: PackedFeed) -> str:
    manners = feed.manners
    asks = f"every {_written(feed.interval)}"
    named = ", alerts name it and link to it" if manners.attribution else ""
    unclear = ", off until you take on its terms" if manners.terms is Terms.UNCLEAR else ""
    return f"{manners.source or feed.url}: {asks}{named}{unclear}. {manners.note}".strip()


def _written(span: timedelta) -> str:
    minutes = int(span / timedelta(minutes=1))
    return f"{minutes // 60}h" if minutes % 60 == 0 else f"{minutes}m"
