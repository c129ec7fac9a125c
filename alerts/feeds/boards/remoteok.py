"""Remote OK's API: the newest hundred, of doubtful quality; knows no other board."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from alerts.errors import EntryError, ParseError
from alerts.feeds.collecting import Doubts, collect
from alerts.feeds.contract import Format, Manners
from alerts.feeds.entry import Document, Entry, ParsedDocument
from alerts.feeds.sums import GivenPay, pay_of
from alerts.feeds.values import as_object, http_url, json_value, moment, native_key, said, words
from alerts.posting import Fields, Workplace

# Sums are in dollars without saying so.
_CURRENCY = "USD"
# It ends every text with a word against spam and with the address of whoever fetched it, in base 64: that changes
# with the fetcher, and is nobody's business.
_SPAM_WORD = re.compile(r"(?:<br ?/?>\s*)*Please mention the word \*\*.{0,2000}\Z", re.DOTALL)

_Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RemoteOk(Format):
    """The answer of ``remoteok.com/api``: a list whose first item is a legal notice."""

    name: ClassVar[str] = "remoteok"
    manners: ClassVar[Manners] = Manners(
        source="Remote OK",
        hosts=("remoteok.com", "remoteok.io"),
        min_interval=timedelta(hours=1),
        attribution=True,
        note="Its API asks to be named and linked in every display, without its logo.",
    )
    home: ClassVar[str] = "https://remoteok.com/api"

    def recognises(self, document: Document) -> bool:
        """Look for the legal notice before the first job."""
        if b'"legal"' not in document.body:
            return False
        try:
            items = _items(document)
        except ParseError:
            return False
        return "legal" in as_object(next(iter(items), None))

    def parse(self, document: Document, options: Mapping[str, Any]) -> ParsedDocument:  # noqa: ARG002 - the contract
        """Read all jobs."""
        return collect(_items(document), _entry)


def _items(document: Document) -> list[Any]:
    answer = json_value(document.body)
    if isinstance(answer, list):
        return answer
    raise ParseError(said("Remote OK", as_object(answer).get("error"), as_object(answer).get("message")))


def _entry(job: _Json, doubts: Doubts) -> Entry | None:
    if "legal" in job and "position" not in job:
        return None
    key, title = native_key(job.get("id")), words(job.get("position"))
    url = http_url(job.get("url")) or http_url(job.get("apply_url"))
    if not (key and title and url):
        raise EntryError("a job without an id, a position or a link")
    pay = pay_of(
        GivenPay(
            minimum=job.get("salary_min"),
            maximum=job.get("salary_max"),
            currency=_CURRENCY,
            interval="year",
        ),
        doubts,
    )
    return Entry(
        native_key=key,
        url=url,
        title=title,
        company=words(job.get("company")),
        location=words(job.get("location")).strip(" ,"),
        description=_SPAM_WORD.sub("", words(job.get("description"))),
        # A plumber's job carries fifty tags, golang and react among them: none of them says anything.
        fields=Fields(pay=pay.bands, workplace=Workplace.REMOTE),
        posted_at=moment(job.get("epoch")) or moment(job.get("date")),
    )
