"""Which moments somebody can mean who gives one from outside; knows no clock and no zone's rules."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator

EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


def possible(at: datetime) -> datetime:
    """Give a moment in UTC. Raises ValueError on one without a zone, and on one with which no calendar can reckon."""
    if at.tzinfo is None:
        raise ValueError("a moment without a zone may be any of a day")
    if not EARLIEST <= at <= LATEST:
        raise ValueError("a moment that nobody lives to see")
    return at.astimezone(UTC)


# A moment that is checked wherever it is read from JSON.
Moment = Annotated[datetime, AfterValidator(possible)]
