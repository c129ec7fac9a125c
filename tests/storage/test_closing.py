"""Rounds of full lists: what is closed, what is not, and what comes back; played by a server on this machine."""

import json
from datetime import timedelta

import pytest
from loopback import answer, board, paged, rss
from sqlalchemy import select, update
from structlog.testing import capture_logs

from alerts.feed_book import propose
from alerts.feedback import Stage
from alerts.feeds.ats.greenhouse import Greenhouse
from alerts.filters import parse_filter
from alerts.polling import FirstPoll
from alerts.polling.closing import Absence, judge
from alerts.subscribing import Address, NewSubscription
from storage.closing import ABSENT, EXPIRED
from storage.feed_book import Book
from storage.feedback import Feedback
from storage.pruning import KEYS_KEPT, TEXT_KEPT, Pruning
from storage.subscriptions import Subscriptions
from storage.tables import alerts, deliveries, feed_rounds, feedback, feeds, listings, postings


@pytest.fixture
async def listed(web):
    """Give the server with one company's board, a full list."""
    await web.configure(web.feed(format="greenhouse"))
    return web


async def rows(web, table):
    async with web.database.read() as connection:
        return (await connection.execute(select(table).order_by(table.c.id))).all()


async def closed(web):
    return sorted(row.title for row in await rows(web, postings) if row.closed_ms is not None)


async def rounds(web, *given, hours=2):
    for one in given:
        web.server.gives("/feed", one)
        report = await web.round(hours=hours)
    return report


async def test_two_complete_misses_close(listed):
    """One absence may be a fault; the second closes the listing and its posting, with the reason."""
    await rounds(listed, board("a", "b", "c"), board("a", "b"))
    assert await closed(listed) == []
    await rounds(listed, board("a", "b"))
    assert await closed(listed) == ["c"]
    assert [row.closed_reason for row in await rows(listed, postings) if row.closed_ms] == [ABSENT]
    assert [row.n_missing for row in await rows(listed, feed_rounds)] == [0, 1, 1]


async def test_a_removal_saves_no_validators_until_it_is_settled(listed):
    """A 304 after a removal would hide the second miss, so none is asked for until the listing is closed."""
    await rounds(
        listed, board("a", "b", "c", ETag='"1"'), board("a", "b", ETag='"2"'), board("a", "b", ETag='"2"')
    )
    await rounds(listed, board("a", "b", ETag='"2"'))
    asked = [one.headers.get("if-none-match") for one in listed.server.asked]
    assert asked == [None, '"1"', None, '"2"']


async def test_the_same_bytes_still_count_the_second_miss(listed):
    """Without validators the answer's hash must not hide it either."""
    await rounds(listed, board("a", "b", "c"), board("a", "b"), board("a", "b"))
    assert await closed(listed) == ["c"]


async def test_most_vanishing_at_once_takes_three_rounds_over_a_day(listed):
    """More than half gone: three complete rounds and a day before it is believed."""
    few = board("a")
    await rounds(listed, board("a", "b", "c"), few, few, few)
    assert await closed(listed) == []
    await rounds(listed, few, hours=23)
    assert await closed(listed) == ["b", "c"]


async def test_a_board_of_one(listed):
    """The last listing is more than half of its board, so it closes after a day."""
    await rounds(listed, board("a"), board(), board())
    assert await closed(listed) == []
    await rounds(listed, board(), hours=25)
    assert await closed(listed) == ["a"]


async def test_what_reappears_opens_silently(listed):
    """The posting is open again, with nothing to match: no alert comes of it."""
    await rounds(listed, board("a", "b", "c"), board("a", "b"), board("a", "b"))
    async with listed.database.write() as connection:
        await connection.execute(update(postings).values(matched_ms=1))
    await rounds(listed, board("a", "b", "c"))
    assert await closed(listed) == []
    assert {row.matched_ms for row in await rows(listed, postings)} == {1}
    assert all(row.closed_ms is None and row.missed == 0 for row in await rows(listed, listings))


@pytest.mark.parametrize(("kind", "opens"), [("greenhouse", True), ("jsonfeed", False)])
async def test_a_closed_posting_opens_when_another_full_list_has_it(listed, kind, opens):
    """The same number of the tracking system elsewhere: a company's own list proves it, a window's entry does not."""
    link = "https://boards.greenhouse.io/acme/jobs/77"
    job = f'{{"id":77,"title":"c","absolute_url":"{link}","internal_job_id":1,"content":"x"}}'
    rest = ",".join(job.replace("77", number).replace('"c"', f'"{number}"') for number in ("78", "79"))
    whole, without = answer(f'{{"jobs":[{job},{rest}]}}'), answer(f'{{"jobs":[{rest}]}}')
    await rounds(listed, whole, without, without)
    assert await closed(listed) == ["c"]
    await listed.configure(listed.feed(format="greenhouse"), listed.feed("/other", "other.test", format=kind))
    listed.server.gives(
        "/other",
        answer(f'{{"jobs":[{job}]}}')
        if kind == "greenhouse"
        else answer(
            '{"version":"https://jsonfeed.org/version/1.1","title":"x",'
            f'"items":[{{"id":"1","url":"{link}","title":"c","content_text":"x"}}]}}'
        ),
    )
    while await listed.poll():
        listed.later(seconds=2)
    assert {row.title for row in await rows(listed, postings)} == {"c", "78", "79"}
    assert await closed(listed) == ([] if opens else ["c"])


async def test_a_missing_listing_that_comes_back_is_counted_anew(listed):
    """Absences count only in a row."""
    both, one = board("a", "b", "c"), board("a", "b")
    await rounds(listed, both, one, both, one)
    assert await closed(listed) == []


async def test_a_failed_second_page_closes_nothing(listed, monkeypatch):
    """Page 2 fails twice: what stood on it stays open, and what page 1 has is stored."""
    paged(monkeypatch)
    listed.server.gives("/2", board("b"))
    await rounds(listed, board("a", more="/2"))
    listed.server.gives("/2", answer(b"", "500 No"))
    for number in range(3):
        report = await rounds(listed, board("a", f"new{number}", more="/2"), hours=30)
        assert report.round.error
    assert not any(row.missed for row in await rows(listed, listings))
    assert len(await rows(listed, postings)) == 5


async def test_a_page_that_repeats_others_ends_the_round_without_closing(listed, monkeypatch):
    """A server whose second page is its first again does not list all that is open."""
    paged(monkeypatch)
    listed.server.gives("/2", board("b"))
    await rounds(listed, board("a", more="/2"))
    listed.server.gives("/2", board("a", more="/3"))
    await rounds(listed, board("a", more="/2"), board("a", more="/2"), board("a", more="/2"))
    assert not any(row.missed for row in await rows(listed, listings))
    assert not listed.server.asked_for("/3")


async def test_pages_are_asked_for_with_the_hosts_gap_between(listed, monkeypatch):
    """Within a round, too, two requests to a host are its gap apart."""
    paged(monkeypatch)
    await listed.configure(listed.feed(format="greenhouse", min_gap=timedelta(seconds=3)))
    listed.server.gives("/2", board("b", more="/3"))
    listed.server.gives("/3", board("c"))
    report = await rounds(listed, board("a", more="/2"))
    assert (report.round.pages, report.round.new, listed.pauses) == (3, 3, [3.0, 3.0])


async def test_paging_stops_at_what_was_known_before(listed, monkeypatch):
    """Newest first: the page whose last listing an earlier round had is the last; a failed round's are not known."""
    paged(monkeypatch, newest_first=True)
    listed.server.gives("/2", board("b", "a", more="/3"))
    listed.server.gives("/3", board("x"))
    await rounds(listed, board("d", "c", more="/2"))
    listed.server.gives("/2", answer(b"", "500 No"))
    await rounds(listed, board("f", "e", more="/2"))
    before = len(listed.server.asked_for("/3"))
    listed.server.gives("/2", board("d", "c", more="/3"))
    report = await rounds(listed, board("f", "e", more="/2"))
    assert (report.round.pages, len(listed.server.asked_for("/3"))) == (2, before)


@pytest.mark.parametrize("known", [True, False])
async def test_a_window_that_is_longer_than_its_pages_is_told_of(listed, monkeypatch, known):
    """Where everything on the last page that is asked for is new, something was missed, and the log names the feed."""
    paged(monkeypatch, newest_first=True)
    monkeypatch.setattr(Greenhouse, "max_pages", 2)
    listed.server.gives("/2", board("b", more="/3"))
    await rounds(listed, board("a", more="/2"))
    listed.server.gives("/2", board("a" if known else "d", more="/3"))
    with capture_logs() as logs:
        await rounds(listed, board("c", more="/2"))
    assert [one["feed"] for one in logs if "was missed" in one["event"]] == (
        [] if known else [listed.feed().name]
    )


async def test_an_entry_gone_bad_is_not_gone(listed):
    """A listing whose key stands in an entry that could not be used is listed, only unreadable."""
    broken = answer(
        '{"jobs":[{"id":7,"title":"","absolute_url":"https://acme.example/jobs/7","internal_job_id":1}]}'
    )
    whole = answer(
        '{"jobs":[{"id":7,"title":"Baker","absolute_url":"https://acme.example/jobs/7","internal_job_id":1}]}'
    )
    await rounds(listed, whole, broken, broken, broken, broken, hours=25)
    assert await closed(listed) == []


async def test_windows_close_nothing(web):
    """What drops out of a feed of the newest is not closed."""
    for body in (rss("a", "b"), rss("b"), rss("b", "c"), rss("c")):
        web.server.gives("/feed", body)
        await web.round()
    assert await closed(web) == []
    assert not any(row.missed for row in await rows(web, listings))


async def test_a_posting_is_closed_when_every_full_list_has_lost_it(web):
    """Two boards list one vacancy: the first loss leaves it open, the second closes it."""
    acme = {"format": "greenhouse", "options": {"company": "Acme"}}
    await web.configure(web.feed("/feed", **acme), web.feed("/other", **acme))
    for path in ("/feed", "/other"):
        web.server.gives(path, board("a", "b", "c"))
    await twice(web)
    assert len(await rows(web, postings)) == 3
    web.server.gives("/feed", board("a", "b"))
    for _ in range(2):
        await twice(web)
    assert await closed(web) == []
    web.server.gives("/other", board("a", "b"))
    for _ in range(2):
        await twice(web)
    assert await closed(web) == ["c"]


async def twice(web):
    web.later(hours=3)
    for _ in range(2):
        assert await web.poll() is not None
        web.later(seconds=2)


async def test_closing_and_reopening_outdate_what_was_sent(listed):
    """The message about a posting is to be brought up to date when it is closed, and when it is open again."""
    await rounds(listed, board("a", "b", "c"))
    store = Subscriptions(listed.database)
    chat = await store.open_chat(Address(platform="console", external_id="1"))
    [*_, posting] = sorted(await rows(listed, postings), key=lambda row: row.title)
    async with listed.database.write() as connection:
        sent = (
            deliveries.insert().values(chat_id=chat, key="alert:1", status="sent").returning(deliveries.c.id)
        )
        delivery = (await connection.execute(sent)).scalar_one()
        row = {"chat_id": chat, "posting_id": posting.id, "due_ms": 0, "delivery_id": delivery}
        await connection.execute(alerts.insert().values(row))
    await rounds(listed, board("a", "b"), board("a", "b"))
    assert [row.wanted_rev for row in await rows(listed, deliveries)] == [1]
    await rounds(listed, board("a", "b", "c"))
    assert [row.wanted_rev for row in await rows(listed, deliveries)] == [2]


async def test_an_empty_answer_where_many_are_usual_is_an_outage(listed):
    """It is told once after some polls, and so is the recovery, to who names the feed in a filter."""
    store = Subscriptions(listed.database)
    chat = await store.open_chat(Address(platform="console", external_id="1"))
    name = listed.feed().name
    wanted = NewSubscription(chat_id=chat, owner="ann", name="x", filter=parse_filter(f'from:"{name}"'))
    await store.add_subscription(wanted)
    many, none = board(*range(12)), board()
    report = await rounds(listed, many, *[none] * 6)
    assert "lists nothing, where 12 are usual" in report.round.doubt
    assert [row.notice["told"] for row in await rows(listed, deliveries)] == ["outage"]
    await rounds(listed, many, many)
    assert [row.notice["told"] for row in await rows(listed, deliveries)] == ["outage", "recovery"]
    assert await closed(listed) == []


async def test_an_empty_answer_closes_nothing_before_it_is_believed(listed):
    """However many polls bring it within a week; after that it closes as any other list does."""
    many, none = board(*range(12)), board()
    await rounds(listed, many, *[none] * 27)
    assert await closed(listed) == []
    assert not any(row.missed for row in await rows(listed, listings))
    await rounds(listed, none, hours=24 * 7)
    await rounds(listed, none, none, hours=13)
    assert len(await closed(listed)) == 12


@pytest.mark.parametrize("days", [1, 10])
async def test_a_first_answer_of_which_nothing_can_be_used_is_no_baseline(listed, days):
    """What the feed lists already is stored silently once it can be read, however long that takes."""
    await listed.configure(listed.feed(format="greenhouse", first_poll=FirstPoll.BASELINE))
    broken = answer('{"jobs":[{"id":7,"title":"","absolute_url":"https://acme.example/jobs/7"}]}')
    await rounds(listed, broken, broken, hours=24 * days)
    await rounds(listed, board("a", "b"))
    await rounds(listed, board("a", "b", "c"))
    assert {row.title: row.baseline for row in await rows(listed, postings)} == {
        "a": True,
        "b": True,
        "c": False,
    }


async def test_an_outage_of_a_proposal_is_told_to_who_proposed_it(web):
    """A filter that names a feed of that name is told nothing as long as the feed waits for the operator."""
    store, name = Subscriptions(web.database), web.feed().name
    chats = [await store.open_chat(Address(platform="console", external_id=number)) for number in "123"]
    for chat in chats:
        wanted = NewSubscription(chat_id=chat, owner="ann", name="x", filter=parse_filter(f'from:"{name}"'))
        await store.add_subscription(wanted)
    await web.configure()
    for chat in chats[:2]:
        await propose(Book(web.database), web.feed(), chat)
    web.server.gives("/feed", answer(b"", "500 No"))
    for _ in range(3):
        await web.round()
    assert [row.chat_id for row in await rows(web, deliveries)] == chats[:2]


async def test_an_outage_is_told_once_and_again_only_after_a_recovery(web):
    """Failures in a row are one outage; a feed that was given up is told as well."""
    store = Subscriptions(web.database)
    chat = await store.open_chat(Address(platform="telegram", external_id="42"))
    web.store._admins = ("telegram:42",)
    down, up = answer(b"", "500 No"), rss("a")
    for body in (up, down, down, up, down, down, down, down, up, up, answer(b"", "410 Gone")):
        web.server.gives("/feed", body)
        await web.round()
    told = [(row.chat_id, row.notice["told"]) for row in await rows(web, deliveries)]
    assert told == [(chat, "outage"), (chat, "recovery"), (chat, "given up")]


async def test_texts_go_after_a_month_and_keys_after_a_year(listed):
    """A closed posting's text is forgotten, its key kept; one that comes back then is silent and whole again."""
    pruning = Pruning(listed.database)
    await rounds(listed, board("a", "b", "c"), board("a", "b"), board("a", "b"))
    async with listed.database.write() as connection:
        await connection.execute(update(postings).values(matched_ms=1))
    listed.later(days=TEXT_KEPT.days + 1)
    await pruning.prune()
    assert [row.content_hash == "" for row in await rows(listed, listings)].count(True) == 1
    await rounds(listed, board("a", "b", "c"))
    assert all(row.text for row in await rows(listed, listings))
    assert {row.matched_ms for row in await rows(listed, postings)} == {1}
    await rounds(listed, board("a", "b"), board("a", "b"))
    listed.later(days=KEYS_KEPT.days + 1)
    await rounds(listed, board("a", "b"))
    await pruning.prune()
    assert sorted(row.title for row in await rows(listed, postings)) == ["a", "b"]


async def test_what_is_saved_is_never_forgotten(web):
    """A saved posting stays with its text, note and stage, however long ago it was seen."""
    web.server.gives("/feed", rss("a", "b"), rss("c"))
    await web.round()
    chat = await Subscriptions(web.database).open_chat(Address(platform="console", external_id="1"))
    [saved] = [row.id for row in await rows(web, postings) if row.title == "a"]
    async with web.database.write() as connection:
        row = {"chat_id": chat, "posting_id": saved, "saved_ms": 1, "note": "call Ann", "stage": "offer"}
        await connection.execute(feedback.insert().values(row))
    await web.round()
    await web.round(days=KEYS_KEPT.days + 1)
    await Pruning(web.database).prune()
    [kept] = await Feedback(web.database).saved_postings(chat, 10)
    assert (kept.posting.subject.title, kept.note, kept.stage) == ("a", "call Ann", Stage.OFFER)
    assert sorted(row.title for row in await rows(web, postings)) == ["a", "c"]


async def test_what_is_still_listed_is_never_forgotten(web):
    """A feed that says 'not modified' for two years keeps its keys, so that nothing alerts again."""
    web.server.gives("/feed", rss("a", ETag='"1"'), answer(b"", "304 Not Modified"))
    await web.round()
    await web.round(days=800)
    await Pruning(web.database).prune()
    assert len(await rows(web, listings)) == 1
    [feed] = await rows(web, feeds)
    assert feed.round == 1


def test_a_miss_among_many_needs_what_many_need():
    """A listing that was missing before is held back, too, when most of the list vanishes."""
    from datetime import UTC, datetime

    now = datetime(2026, 11, 20, tzinfo=UTC)
    earlier = Absence(listing_id=1, missed=1, needed=2, since=now - timedelta(hours=2))
    many = [earlier, *(Absence(listing_id=n, since=now) for n in range(2, 6))]
    assert judge([earlier], 5, now).closed == (1,)
    assert judge(many, 5, now).closed == ()


def job_page(**through):
    """Make a page with postings that are valid through these days."""
    stated = [
        {"@type": "JobPosting", "title": title, "identifier": title, "validThrough": day}
        for title, day in through.items()
    ]
    script = f'<script type="application/ld+json">{json.dumps(stated)}</script>'
    return answer(f"<!doctype html><html><head>{script}</head></html>")


async def test_what_is_over_by_its_own_word_is_closed_and_never_told(web):
    """A posting whose last day has passed is not stored as new, and closes at once where it was."""
    await web.configure(web.feed(format="jobpage"))
    today = await web.database.now()
    past, ahead = f"{today - timedelta(days=9):%Y-%m-%d}", f"{today + timedelta(days=90):%Y-%m-%d}"
    await rounds(web, job_page(old=past, lasting=ahead, ending=ahead))
    assert {row.title for row in await rows(web, postings)} == {"lasting", "ending"}
    await rounds(web, job_page(old=past, lasting=ahead, ending=past))
    assert {row.title: row.closed_reason for row in await rows(web, postings)} == {
        "lasting": None,
        "ending": EXPIRED,
    }
    await rounds(web, job_page(lasting=ahead, ending=ahead))
    assert await closed(web) == []
