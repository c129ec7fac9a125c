"""We Work Remotely's RSS: elements without a namespace, 'Company: Role' titles; knows no other board."""

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import ClassVar

from alerts.feeds.contract import Manners
from alerts.feeds.entry import Entry
from alerts.feeds.syndication import Raw, Rss
from alerts.feeds.values import places, words
from alerts.feeds.wording import regions_named, without_pictures
from alerts.posting import Workplace

_CATEGORY = re.compile(r"/categories/([a-z0-9-]{1,80})")
_PLACES = ("region", "state", "country")


@dataclass(frozen=True, slots=True)
class WeWorkRemotely(Rss):
    """A category's feed, or the feed of all; every job on the board is remote."""

    name: ClassVar[str] = "weworkremotely"
    manners: ClassVar[Manners] = Manners(
        source="We Work Remotely",
        hosts=("weworkremotely.com",),
        min_interval=timedelta(hours=1),
        attribution=True,
        note="Its feeds are public; it asks that links back are attributed. Its job pages refuse programs.",
    )
    home: ClassVar[str] = "https://weworkremotely.com/remote-jobs.rss"

    def address_for(self, url: str) -> str:
        """Take a category's page for its feed."""
        category = _CATEGORY.search(url)
        home = super(WeWorkRemotely, self).address_for(
            url
        )  # slots make the class anew, so it has to be named
        return f"https://weworkremotely.com/categories/{category.group(1)}.rss" if home and category else home

    def speaks(self, raw: Raw, url: str) -> bool:
        """Know an item by its host, or by elements that no other board has."""
        return ("region" in raw and "expires_at" in raw) or super(WeWorkRemotely, self).speaks(raw, url)

    def told(self, entry: Entry, raw: Raw) -> Entry:
        """Take the company out of the title, and the countries out of their flags."""
        company, _, role = entry.title.partition(": ")
        named = bool(company.strip() and role.strip())
        return replace(
            entry,
            title=role.strip() if named else entry.title,
            company=entry.company or (company.strip() if named else ""),
            location=places(without_pictures(words(raw.get(name))) for name in _PLACES),
            fields=replace(
                entry.fields,
                workplace=Workplace.REMOTE,
                regions=regions_named(words(raw.get("country")).split(",")),
            ),
        )
