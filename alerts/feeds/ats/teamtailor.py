"""A company's jobs at Teamtailor in RSS, with places and workplace in elements of its own; knows no other system."""

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import ClassVar

from alerts.feeds.ats.board import Board, place_of
from alerts.feeds.contract import Manners, Reach, Terms
from alerts.feeds.entry import Entry
from alerts.feeds.syndication import Raw, Rss
from alerts.feeds.values import distinct, words
from alerts.feeds.wording import regions_named
from alerts.posting import Workplace

_WORKPLACES = {"fully": Workplace.REMOTE, "hybrid": Workplace.HYBRID, "none": Workplace.ONSITE}


@dataclass(frozen=True, slots=True)
class Teamtailor(Board, Rss):
    """The feed at ``/jobs.rss`` of the company's careers site; whether it lists all jobs is not known."""

    name: ClassVar[str] = "teamtailor"
    manners: ClassVar[Manners] = Manners(
        source="Teamtailor",
        hosts=("teamtailor.com",),
        min_interval=timedelta(hours=1),
        terms=Terms.UNCLEAR,
        note="Its careers sites have a feed, and tell search engines to keep away.",
    )
    reach: ClassVar[Reach] = Reach.WINDOW
    endpoint: ClassVar[str] = "https://{board}.teamtailor.com/jobs.rss"
    addresses: ClassVar[tuple[re.Pattern[str], ...]] = (re.compile(r"(?P<board>[^./]+)\.teamtailor\.com/"),)

    def told(self, entry: Entry, raw: Raw) -> Entry:
        """Take place, department and workplace from Teamtailor's own elements."""
        city, country = words(raw.get("tt_city")), words(raw.get("tt_country"))
        workplace = _WORKPLACES.get(words(raw.get("remotestatus")).lower())
        return replace(
            entry,
            company=entry.company or self.company_of({}, entry.url),
            location=place_of(city, country) or entry.location,
            tags=distinct((*entry.tags, words(raw.get("tt_department")), words(raw.get("tt_role")))),
            fields=replace(
                entry.fields, workplace=entry.fields.workplace or workplace, regions=regions_named((country,))
            ),
        )
