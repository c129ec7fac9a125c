"""Golang Projects' RSS, with 'Role @ Company' titles and no dates; knows no other board."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import ClassVar

from alerts.feeds.contract import Manners
from alerts.feeds.entry import Entry
from alerts.feeds.syndication import Raw, Rss


@dataclass(frozen=True, slots=True)
class GolangProjects(Rss):
    """The feed at ``golangprojects.com/rss.xml``."""

    name: ClassVar[str] = "golangprojects"
    manners: ClassVar[Manners] = Manners(
        source="Golang Projects",
        hosts=("golangprojects.com",),
        min_interval=timedelta(hours=1),
        note="It publishes an RSS feed.",
    )
    home: ClassVar[str] = "https://www.golangprojects.com/rss.xml"

    def told(self, entry: Entry, raw: Raw) -> Entry:  # noqa: ARG002 - the contract
        """Take the company out of the title, where no-break spaces surround the sign."""
        role, _, company = entry.title.replace("\xa0", " ").rpartition(" @ ")
        if not (role.strip() and company.strip()):
            return entry
        return replace(entry, title=role.strip(), company=entry.company or company.strip())
