"""Which sources may be polled: those whose terms forbid it, and what the operator has to accept; fetches nothing."""

from dataclasses import dataclass

from alerts.errors import TermsError
from alerts.feeds.contract import Manners, Terms
from alerts.feeds.values import host_of, is_below

# The key of a [[feeds]] table with which the operator takes on a source whose terms are unclear.
ACCEPT = "accept_terms"


@dataclass(frozen=True, slots=True, kw_only=True)
class Forbidden:
    """A source that is never polled, and why; ``recruits`` says that companies keep their boards there."""

    source: str
    hosts: tuple[str, ...]
    reason: str
    recruits: bool = False

    @property
    def refusal(self) -> str:
        """Say that it is not polled, and why."""
        return f"{self.source} is not polled: {self.reason}."


FORBIDDEN = (
    Forbidden(
        source="LinkedIn",
        hosts=("linkedin.com", "lnkd.in"),
        reason="its user agreement forbids automated access, and it has no public feed of jobs",
    ),
    Forbidden(
        source="Indeed",
        hosts=("indeed.com", "indeed.jobs", "indeed.co.uk"),
        reason="its terms forbid automated access, and it closed its public feed of jobs",
    ),
    Forbidden(
        source="SmartRecruiters",
        hosts=("smartrecruiters.com",),
        reason="its robots.txt disallows all but LinkedIn, and its API policy bans harvesting",
        recruits=True,
    ),
    Forbidden(
        source="Workday",
        hosts=("myworkdayjobs.com", "myworkdaysite.com", "workday.com"),
        reason="its boards have no documented feed, and its terms forbid robots",
        recruits=True,
    ),
    Forbidden(
        source="Reddit",
        hosts=("reddit.com", "redd.it"),
        reason="it refuses programs without an agreement, about all but one request a minute",
    ),
    Forbidden(
        source="Glassdoor",
        hosts=("glassdoor.com", "glassdoor.de", "glassdoor.co.uk"),
        reason="its terms forbid automated access, and it has no public feed of jobs",
    ),
    Forbidden(
        source="Stack Overflow Jobs",
        hosts=("stackoverflow.com",),
        reason="it closed in 2022 and its feeds with it",
    ),
)


def forbidden(url: str) -> Forbidden | None:
    """Give the source of that address if it must not be polled."""
    host = host_of(url)
    return next((one for one in FORBIDDEN if is_below(host, one.hosts)), None)


def check_allowed(url: str) -> None:
    """Raise `TermsError` for a source that must not be polled."""
    found = forbidden(url)
    if found:
        raise TermsError(found.refusal)


def check_accepted(manners: Manners, *, accepted: bool) -> None:
    """Raise `TermsError` for a source that is off until the operator takes it on."""
    if manners.terms is Terms.UNCLEAR and not accepted:
        raise TermsError(
            f"{manners.source} is off by default: {manners.note} Read its terms, then set {ACCEPT} = true."
        )
