"""LaraJobs' RSS, whose own elements hold pay, place and tags as any feed's may; knows only the board's manners."""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from alerts.feeds.contract import Manners
from alerts.feeds.syndication import Rss


@dataclass(frozen=True, slots=True)
class LaraJobs(Rss):
    """The feed at ``larajobs.com/feed``; it has no texts."""

    name: ClassVar[str] = "larajobs"
    manners: ClassVar[Manners] = Manners(
        source="LaraJobs",
        hosts=("larajobs.com",),
        min_interval=timedelta(hours=1),
        note="It publishes an RSS feed that says it changes hourly.",
    )
    home: ClassVar[str] = "https://larajobs.com/feed"
