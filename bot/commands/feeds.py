"""The commands about feeds: what is polled, proposing a feed, and following a company; knows no format."""

from alerts.errors import CommandError, ConfigError, FeedError
from alerts.examining import Examination
from alerts.feed_book import named, propose, spec_of, visible
from alerts.feeds.discovery import FoundFeed
from bot.commands.registry import Call, Services
from bot.platforms.contract import Reply
from bot.wording import feeds as wording


async def feeds(services: Services, call: Call) -> Reply:
    """List the feeds; propose one: ``/feeds add https://example.org/careers``; admins: ``/feeds approve 3``."""
    verb, rest = call.first_and_rest
    if verb == "add":
        return await _add(services, call, rest.strip())
    if verb == "approve":
        return await _approve(services, call, rest.strip())
    known = await services.book.all_feeds()
    admin = services.is_admin(call)
    # What one chat proposed is no business of a group's, whoever asks in it.
    shown = known if admin and not call.group else visible(known, call.chat_id)
    return Reply(text=wording.feed_list(shown, admin=admin))


async def follow(services: Services, call: Call) -> Reply:
    """Follow a company: find its board at the recruiting systems and propose it: ``/follow acme``."""
    company = " ".join(call.words.split())[:80]
    if not company:
        raise CommandError("Say which company: /follow acme")
    boards = await services.scout.boards_of(call.chat_id, company)
    if not boards:
        return Reply(text=wording.no_board(company))
    if len(boards) > 1:
        return Reply(text=wording.which_board(company, [(found.url, looked) for found, looked in boards]))
    return await _proposed(services, call, *boards[0], name=company)


async def _add(services: Services, call: Call, url: str) -> Reply:
    if not url:
        raise CommandError("Give the address of a feed or of a company's careers page: /feeds add https://…")
    try:
        found, looked = await services.scout.feed_at(call.chat_id, url)
    except FeedError as error:
        raise CommandError("This feed cannot be polled: {reason}", reason=error.user_message) from error
    return await _proposed(services, call, found, looked)


async def _proposed(
    services: Services, call: Call, found: FoundFeed, looked: Examination, *, name: str = ""
) -> Reply:
    if looked.error:
        raise CommandError("This feed cannot be polled: {reason}", reason=looked.error)
    try:
        spec = spec_of(found.url, found.format, name=name)
    except FeedError as error:
        raise CommandError("This feed cannot be polled: {reason}", reason=error.user_message) from error
    feed = await propose(services.book, spec, call.chat_id)
    return Reply(text=wording.proposed(feed, looked))


async def _approve(services: Services, call: Call, which: str) -> Reply:
    if not services.is_admin(call):
        raise CommandError("Only the operator approves feeds.")
    try:
        feed = named(await services.book.all_feeds(), which)
    except ConfigError as error:
        raise CommandError(
            "There is no feed {which}, or more than one. /feeds lists them with their numbers.", which=which
        ) from error
    await services.book.approve_feed(feed.id)
    return Reply(text=wording.approved(feed))
