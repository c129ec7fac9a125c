"""Turns the configured feeds into feed specifications; knows the formats' own options and no database."""

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from alerts.errors import ConfigError, TermsError
from alerts.feeds import format_named, manners_of
from alerts.feeds.terms import check_accepted, check_allowed
from alerts.polling import FeedSpec
from alerts.polling.feed import asked_host
from bot.config import Config, FeedSection
from bot.config_loading import nearest


def feed_specs(config: Config) -> tuple[FeedSpec, ...]:
    """Give the feeds. Raises `ConfigError` for an unknown format or option, a missing address, or one named twice."""
    specs = tuple(_spec(number, feed) for number, feed in enumerate(config.feeds, start=1))
    seen: set[str] = set()
    for spec in specs:
        if spec.url in seen:
            raise ConfigError(f"feed {spec.url} is configured twice")
        seen.add(spec.url)
    return specs


def _spec(number: int, feed: FeedSection) -> FeedSpec:
    place = f"feeds.{number}"
    _check_options(place, feed)
    if bool(feed.url) == bool(feed.path):
        raise ConfigError(f"{place}: give either a url or a path")
    return _of_path(feed) if feed.path else _of_url(place, feed)


def _check_options(place: str, feed: FeedSection) -> None:
    extra = feed.model_extra or {}
    own = frozenset() if feed.type == "auto" else format_named(feed.type).option_names
    for key in extra:
        if key not in own:
            known = {*FeedSection.model_fields, *own}
            raise ConfigError(f"{place}: unknown key '{key}', {nearest(key, known)}")


def _of_path(feed: FeedSection) -> FeedSpec:
    path = Path(feed.path)
    return FeedSpec(
        name=feed.name or path.name,
        format=feed.type,
        url=path.as_uri(),
        host=f"path {path}",
        interval=feed.interval,
        options={**(feed.model_extra or {}), "path": str(path)},
        first_poll=feed.first_poll,
    )


def _of_url(place: str, feed: FeedSection) -> FeedSpec:
    if feed.type == "directory":
        raise ConfigError(f"{place}: a feed of type directory has a path and no url")
    parts = _parts(place, feed.url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ConfigError(f"{place}: url must begin with http:// or https://")
    if parts.username or parts.password:
        raise ConfigError(f"{place}: a url must not hold a user name or password")
    try:
        check_allowed(feed.url)
        manners = manners_of(feed.type, feed.url)
        check_accepted(manners, accepted=feed.accept_terms)
    except TermsError as error:
        raise ConfigError(f"{place}: {error}") from error
    options = feed.model_extra or {}
    return FeedSpec(
        name=feed.name or manners.source or parts.hostname,
        format=feed.type,
        url=feed.url,
        host=asked_host(feed.type, feed.url, options),
        interval=max(feed.interval, manners.min_interval),
        options=options,
        first_poll=feed.first_poll,
        min_gap=manners.host_gap,
    )


def raised_intervals(config: Config) -> Sequence[str]:
    """Say which feeds are polled less often than configured, because their sources ask for that."""
    asked = {feed.url: feed.interval for feed in config.feeds}
    return [
        f"{spec.name} is polled every {spec.interval}, not {asked[spec.url]}: its source asks for no more"
        for spec in feed_specs(config)
        if spec.interval > asked.get(spec.url, spec.interval)
    ]


def _parts(place: str, url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port  # it is read, and refused, only when it is asked for
    except ValueError as error:
        raise ConfigError(f"{place}: url cannot be read: {error}") from error
    return parts
