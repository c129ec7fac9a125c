"""What is said of feeds, on the command line and in chats; knows no platform's markup."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from alerts.examining import Examination
from alerts.feed_book import FeedState
from alerts.feeds.contract import Terms
from bot.wording.language import N_, ngettext
from bot.wording.language import gettext as _
from bot.wording.quantities import age

_FACTS = {
    "pay": N_("pay"),
    "workplace": N_("workplace"),
    "regions": N_("from where"),
    "stack": N_("technologies"),
    "level": N_("level"),
    "date": N_("date"),
}


def state_line(feed: FeedState, now: datetime) -> str:
    """Say on one line how a feed is doing, for the operator."""
    return " · ".join(filter(None, (f"{feed.id}. {feed.name} ({feed.format})", *_state(feed, now), feed.url)))


def _state(feed: FeedState, now: datetime) -> Iterator[str]:
    if not feed.approved:
        yield "waits for approval: rolecall feeds approve " + str(feed.id)
    if feed.off:
        yield f"off: {feed.off}"
        return
    yield f"last good {age(feed.last_good, now)}" if feed.last_good else "not fetched yet"
    yield f"{feed.a_day:.1f} postings a day"
    yield f"error: {feed.trouble}" if feed.trouble else ""
    yield f"next check {_until(feed.next_check, now)}"
    yield f"{feed.quarantined} entries set aside" if feed.quarantined else ""
    yield f"moved for good to {feed.moved_to}" if feed.moved_to else ""


def left_alone(feed: FeedState, now: datetime) -> str:
    """Say that a feed was not polled, though all were to be, for the operator."""
    return f"{feed.name}: left alone, it was asked lately; next check {_until(feed.next_check, now)}"


def _until(at: datetime, now: datetime) -> str:
    minutes = max(0, (at - now) // timedelta(minutes=1))
    hours = minutes // 60
    return f"in {hours} h {minutes % 60} min" if hours else f"in {minutes} min"


def examined(name: str, looked: Examination) -> str:
    """Say what a look at a feed showed, for the operator."""
    if looked.error:
        return f"{name}: failed: {looked.error}"
    return f"{name}: " + ". ".join(_examined(looked)) + "."


def _examined(looked: Examination) -> Iterator[str]:
    unusable = f", {looked.unusable} unusable" if looked.unusable else ""
    more = " on the first page" if looked.pages else ""
    count = "1 entry" if looked.entries == 1 else f"{looked.entries} entries"
    yield f"ok ({looked.format}): {count}{more}{unusable}"
    if looked.read:
        shares = (f"{_FACTS[fact]} {count}/{looked.read}" for fact, count in looked.stated.items())
        yield "Stated: " + ", ".join(shares)
    if looked.silent:
        yield "Cannot be judged by: " + ", ".join(_FACTS[fact] for fact in looked.silent)
    yield (
        "It lists all that is open"
        if looked.complete
        else "It lists the newest, so what is closed is not noticed"
    )
    if looked.manners.attribution:
        yield f"Alerts name {looked.manners.source} and link to it, as it asks"
    if looked.manners.min_interval:
        yield f"It is asked at most every {_hours(looked.manners.min_interval)}"
    if looked.manners.terms is Terms.UNCLEAR:
        yield looked.manners.note.rstrip(".")


def _hours(span: timedelta) -> str:
    hours = span / timedelta(hours=1)
    return f"{hours:g} h" if hours >= 1 else f"{hours * 60:g} min"


def feed_list(feeds: Sequence[FeedState], *, admin: bool) -> str:
    """List the feeds that a chat gets postings from; for an admin with the numbers by which they are approved."""
    if not feeds:
        return _("No feeds yet. Propose one: /feeds add https://example.org/careers")
    return "\n".join(f"{feed.id}. {_one(feed, admin=True)}" if admin else _one(feed) for feed in feeds)


def _one(feed: FeedState, *, admin: bool = False) -> str:
    count = round(feed.a_day)
    often = ngettext("about {count} posting a day", "about {count} postings a day", count).format(count=count)
    if feed.off:
        often = _("is not polled: {reason}").format(reason=feed.off)
    elif feed.trouble:
        often = _("has trouble: {reason}").format(reason=feed.trouble)
    return f"{feed.name}: {often}{_waiting(feed, admin=admin)}"


def _waiting(feed: FeedState, *, admin: bool) -> str:
    if feed.approved:
        return ""
    if admin:
        return _(" (waits: /feeds approve {number} lets {url} reach every chat)").format(
            number=feed.id, url=feed.url
        )
    return _(" (proposed here; other chats hear of it once the operator approves it)")


def proposed(feed: FeedState, looked: Examination) -> str:
    """Confirm a proposal."""
    count = looked.entries
    lists = ngettext("{count} posting", "{count} postings", count).format(count=count)
    if feed.off:
        return _("{name} is known here and is not polled: {reason}").format(name=feed.name, reason=feed.off)
    if feed.approved:
        return _("{name} is polled already. It lists {lists} now.").format(name=feed.name, lists=lists)
    return _(
        "{name} is polled from now on and lists {lists} now. New ones that fit come to this chat;"
        " other chats hear of it once the operator approves it."
    ).format(name=feed.name, lists=lists)


def approved(feed: FeedState) -> str:
    """Confirm an approval."""
    return _("{name} reaches every chat from now on.").format(name=feed.name)


def no_board(company: str) -> str:
    """Say that a company's board was not found."""
    return _(
        "No board of {company} was found at the recruiting systems that I know."
        " Send the address of its careers page: /feeds add https://example.org/careers"
    ).format(company=company)


def which_board(company: str, found: Sequence[tuple[str, Examination]]) -> str:
    """Offer the boards that may be a company's."""
    lines = [_("Several boards may be {company}'s. Follow the right one:").format(company=company)]
    lines += [f"/feeds add {url}\n  {'; '.join(looked.sample)}" for url, looked in found]
    return "\n".join(lines)
