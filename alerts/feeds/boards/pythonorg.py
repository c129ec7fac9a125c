"""The job board of python.org in RSS: 'Role, Company' titles, the place in the text's first line; no other board."""

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import ClassVar

from alerts.feeds.contract import Manners
from alerts.feeds.entry import Entry
from alerts.feeds.syndication import Raw, Rss

# A company's own comma, as in 'Ovens, Inc.', stays with it.
_LEGAL_FORM = re.compile(r"(?:inc|llc|ltd|gmbh|corp|co|s\.?a|b\.?v|plc|lda)\.?", re.IGNORECASE)
_MAX_PLACE = 120


@dataclass(frozen=True, slots=True)
class PythonOrg(Rss):
    """The feed at ``python.org/jobs/feed/rss/``."""

    name: ClassVar[str] = "pythonorg"
    manners: ClassVar[Manners] = Manners(
        source="Python.org",
        hosts=("python.org",),
        min_interval=timedelta(hours=1),
        note="It publishes an RSS feed.",
    )
    home: ClassVar[str] = "https://www.python.org/jobs/feed/rss/"

    def told(self, entry: Entry, raw: Raw) -> Entry:  # noqa: ARG002 - the contract
        """Take the company out of the title and the place out of the text."""
        role, company = _split(entry.title)
        first, _, rest = entry.description.lstrip().partition("\n")
        is_place = bool(rest.strip()) and len(first) <= _MAX_PLACE and "<" not in first
        return replace(
            entry,
            title=role,
            company=entry.company or company,
            location=entry.location or (first.strip() if is_place else ""),
        )


def _split(title: str) -> tuple[str, str]:
    role, comma, company = title.rpartition(", ")
    if comma and _LEGAL_FORM.fullmatch(company.strip()) and ", " in role:
        role, _, name = role.rpartition(", ")
        company = f"{name}, {company}"
    return (role.strip(), company.strip()) if role.strip() and company.strip() else (title, "")
