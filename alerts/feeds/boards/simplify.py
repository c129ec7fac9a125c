"""The list of Simplify's repositories on GitHub, with what is closed marked as such; knows no other list."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from alerts.errors import EntryError, ParseError
from alerts.feeds.collecting import Doubts, collect
from alerts.feeds.contract import Format, Manners, Reach, Terms
from alerts.feeds.entry import Document, Entry, ParsedDocument
from alerts.feeds.values import (
    as_list,
    as_object,
    http_url,
    json_value,
    moment,
    native_key,
    places,
    said,
    words,
)
from alerts.feeds.wording import is_true

_OWN_WORDS = frozenset(("company_name", "is_visible", "date_posted"))
_NOTHING_SAID = "Other"

_Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Simplify(Format):
    """The file ``.github/scripts/listings.json`` of such a repository, raw."""

    name: ClassVar[str] = "simplify"
    manners: ClassVar[Manners] = Manners(
        source="Simplify's lists",
        min_interval=timedelta(hours=1),
        terms=Terms.UNCLEAR,
        note="The repositories are public; what may be done with the lists is not said.",
    )
    reach: ClassVar[Reach] = Reach.WHOLE

    def recognises(self, document: Document) -> bool:
        """Look for listings with the lists' own words."""
        if b'"is_visible"' not in document.body:
            return False
        try:
            first = as_object(next(iter(_listings(document)), None))
        except ParseError:
            return False
        return first.keys() >= _OWN_WORDS

    def parse(self, document: Document, options: Mapping[str, Any]) -> ParsedDocument:  # noqa: ARG002 - the contract
        """Read what is open; most of the list is not any more."""
        return collect(_listings(document), _entry, complete=True)


def _listings(document: Document) -> list[Any]:
    answer = json_value(document.body)
    if isinstance(answer, list):
        return answer
    raise ParseError(said("GitHub", as_object(answer).get("message")))


def _entry(listing: _Json, _doubts: Doubts) -> Entry | None:
    if not (is_true(listing.get("active")) and is_true(listing.get("is_visible"))) and listing:
        return None
    key, title, url = native_key(listing.get("id")), words(listing.get("title")), http_url(listing.get("url"))
    if not (key and title and url):
        raise EntryError("a listing without an id, a title or a link")
    sponsorship = words(listing.get("sponsorship"))
    return Entry(
        native_key=key,
        url=url,
        title=title,
        company=words(listing.get("company_name")),
        location=places(map(words, as_list(listing.get("locations")))),
        description="" if sponsorship in ("", _NOTHING_SAID) else f"Sponsorship: {sponsorship}",
        posted_at=moment(listing.get("date_posted")),
    )
