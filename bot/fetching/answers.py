"""What an HTTP answer means to a poll: a redirect, or a refusal and how long it lasts; reads no body."""

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus

from alerts.errors import FetchError
from alerts.polling.pacing import http_date

_REDIRECTS = frozenset((301, 302, 303, 307, 308))
# Servers have asked for years; the poller's own back-off and the operator come first.
_LONGEST_WAIT = 7 * 24 * 3600.0
_REASONS: Mapping[int, str] = {
    HTTPStatus.UNAUTHORIZED: "wants a password",
    HTTPStatus.FORBIDDEN: "refuses us",
    HTTPStatus.NOT_FOUND: "has no such feed",
    HTTPStatus.GONE: "has removed the feed for good",
    HTTPStatus.TOO_MANY_REQUESTS: "was asked too often",
    HTTPStatus.SERVICE_UNAVAILABLE: "is unavailable",
}


def is_redirect(status: int, headers: Mapping[str, str]) -> bool:
    """Say whether the answer sends us elsewhere."""
    return status in _REDIRECTS and "location" in headers


def check_answer(host: str, status: int, headers: Mapping[str, str]) -> None:
    """Raise `FetchError` for every answer that does not carry the feed."""
    if headers.get("cf-mitigated"):
        raise FetchError(
            f"{host} answered with a challenge for browsers: it lets no program in", status=status
        )
    if status == HTTPStatus.OK:
        return
    raise FetchError(
        f"{host} {_REASONS.get(status, 'gave no feed')} (status {status})",
        status=status,
        retry_after=retry_after(headers),
        permanent=status == HTTPStatus.GONE,
    )


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Read Retry-After in seconds; a date counts from the server's own clock, which may be wrong."""
    text = headers.get("retry-after", "").strip()
    if text.isdecimal() and text.isascii():
        return min(float(text[:12]), _LONGEST_WAIT)
    until = http_date(text)
    if until is None:
        return None
    now = http_date(headers.get("date", "")) or datetime.now(UTC)
    return min(max(math.ceil((until - now).total_seconds()), 0.0), _LONGEST_WAIT)
