"""The forty rules of a good poller, each played by a server on this machine; the clock alone is staged."""

import asyncio
import gzip
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from loopback import Settings, Web, answer, board, paged, rss
from sqlalchemy import select

from alerts.errors import FetchError
from alerts.polling import FetchRequest, FirstPoll, poll_next
from bot.fetching import HttpFetcher
from bot.fetching.http import web_address
from bot.fetching.robots import KEPT_SECONDS, KEPT_UNTOLD_SECONDS
from storage.database import Database
from storage.tables import feed_rounds, feeds, listings, postings

HOUR = timedelta(hours=1)


async def rows(web, table):
    async with web.database.read() as connection:
        return (await connection.execute(select(table).order_by(table.c.id))).all()


async def titles(web):
    return sorted(row.title for row in await rows(web, postings))


def request(url, **changes):
    return FetchRequest(**{"url": url, "format": "rss", **changes})


async def test_rule_01_validators_go_back_byte_for_byte(web):
    """An odd ETag comes back with its quotes, its W/ and its space."""
    web.server.gives("/feed", rss("a", ETag='W/"a b"', Last_Modified="Mon,23 Nov"))
    await web.round()
    await web.round()
    headers = web.server.asked[1].headers
    assert (headers["if-none-match"], headers["if-modified-since"]) == ('W/"a b"', "Mon,23 Nov")


async def test_rule_02_both_validators_go_out(web):
    """A server that gave both gets both."""
    web.server.gives("/feed", rss("a", ETag='"1"', Last_Modified="x"))
    await web.round()
    await web.round()
    assert {"if-none-match", "if-modified-since"} <= set(web.server.asked[1].headers)


async def test_rule_03_after_a_restart_requests_are_conditional(web):
    """The first request has no validator; a new process sends those that were stored."""
    web.server.gives("/feed", rss("a", ETag='"1"'))
    await web.round()
    reborn = Web(web.database, web.server)
    await reborn.configure(web.feed())
    await reborn.round()
    await reborn.fetcher.aclose()
    first, second = web.server.asked
    assert "if-none-match" not in first.headers
    assert second.headers["if-none-match"] == '"1"'


async def test_rule_04_validators_wait_for_what_they_stand_for(web):
    """The validator of a broken answer is never sent: what was broken comes whole next time."""
    web.server.gives("/feed", answer("<rss", ETag='"broken"'), rss("a", ETag='"good"'))
    assert (await web.round()).round.error
    await web.round()
    assert "if-none-match" not in web.server.asked[1].headers
    assert await titles(web) == ["a"]


async def test_rule_05_not_modified_is_a_success_and_closes_nothing(web):
    """A 304 ends failures, counts as a success and leaves what is open open."""
    web.server.gives("/feed", rss("a", ETag='"1"'), answer(b"", "500 No"), answer(b"", "304 Not Modified"))
    for _ in range(3):
        report = await web.round()
    assert (report.round.status, report.round.error) == (304, None)
    [feed], [posting] = await rows(web, feeds), await rows(web, postings)
    assert (feed.fail_count, posting.closed_ms) == (0, None)


async def test_rule_06_not_modified_may_renew_the_validators(web):
    """What a 304 carries is sent from then on."""
    web.server.gives(
        "/feed", rss("a", Last_Modified="old"), answer(b"", "304 Not Modified", Last_Modified="new")
    )
    for _ in range(3):
        await web.round()
    assert web.server.asked[2].headers["if-modified-since"] == "new"


async def test_rule_07_no_date_is_invented(web):
    """Without Last-Modified there is no If-Modified-Since."""
    web.server.gives("/feed", rss("a", ETag='"1"', Date="Mon, 23 Nov 2026 10:00:00 GMT"))
    await web.round()
    await web.round()
    assert "if-modified-since" not in web.server.asked[1].headers


async def test_rule_08_the_same_bytes_are_read_once_and_asked_for_less(web):
    """Without validators the content tells: nothing is written, and the wait grows."""
    web.server.gives("/feed", rss("a"))
    waits = [(await web.round()).round.next_check for _ in range(4)]
    assert waits == [HOUR, 1.5 * HOUR, 2 * HOUR, 2.5 * HOUR]
    [listing] = await rows(web, listings)
    assert listing.last_seen_round == 1
    web.server.gives("/feed", rss("a", "b"))
    assert (await web.round()).round.next_check == HOUR


async def test_rule_09_a_source_is_not_asked_more_often_than_it_allows(web, monkeypatch):
    """What its source allows is kept, whatever the configuration asks for."""
    from alerts.feeds.contract import Manners

    monkeypatch.setattr(
        "alerts.polling.ending.manners_of", lambda *_: Manners(min_interval=timedelta(hours=6))
    )
    await web.configure(web.feed(interval=timedelta(minutes=5)))
    web.server.gives("/feed", rss("a"))
    assert (await web.round()).round.next_check == timedelta(hours=6)


@pytest.mark.parametrize(
    ("head", "headers", "wait"),
    [
        ("<ttl>120</ttl>", {}, 2 * HOUR),
        ("<ttl>30</ttl>", {}, HOUR),
        ("<ttl>99999</ttl>", {}, 24 * HOUR),
        ("", {"Cache-Control": "public, max-age=10800"}, 3 * HOUR),
        ("<ttl>120</ttl>", {"Cache-Control": "max-age=10800"}, 3 * HOUR),
        ("", {"Expires": "Mon, 23 Nov 2026 14:00:00 GMT", "Date": "Mon, 23 Nov 2026 10:00:00 GMT"}, 4 * HOUR),
    ],
)
async def test_rule_10_the_longest_wish_counts_up_to_a_day(web, head, headers, wait):
    """The next check waits for the feed's interval, its ttl, max-age and Expires, but for no more than a day."""
    web.server.gives("/feed", rss("a", head=head, **headers))
    report = await web.round()
    assert report.round.next_check == wait
    assert not await web.due_after(seconds=wait.total_seconds() - 60)
    assert await web.due_after(seconds=wait.total_seconds() + 60)


@pytest.mark.parametrize("control", ["no-cache, max-age=10800", "no-store, max-age=10800", "private"])
async def test_rule_11_what_is_not_to_be_cached_is_not_waited_for(web, control):
    """no-cache cancels max-age, and Expires counts only without Cache-Control."""
    tomorrow = format_datetime(datetime.now(UTC) + timedelta(days=1), usegmt=True)
    web.server.gives("/feed", rss("a", Cache_Control=control, Expires=tomorrow))
    assert (await web.round()).round.next_check == HOUR


async def test_rule_12_hours_and_days_are_skipped(web):
    """No request falls into an hour or a day that the feed asks to skip."""
    web.later(days=1)
    now = await web.database.now()
    hours = "".join(f"<hour>{(now.hour + add) % 24}</hour>" for add in range(1, 4))
    web.server.gives("/feed", rss("a", head=f"<skipHours>{hours}</skipHours>"))
    report = await web.poll()
    due = now + report.round.next_check + timedelta(seconds=30)
    assert (due.hour, due.minute) == ((now.hour + 4) % 24, 0)
    tomorrow = f"{now + timedelta(days=1):%A}"
    head = f"<skipDays><day>{tomorrow}</day></skipDays>"
    web.server.gives("/feed", rss("b", head=head))
    await web.configure(web.feed(interval=timedelta(hours=24)))
    web.later(days=2)
    report = await web.poll()
    now = await web.database.now()
    assert f"{now + report.round.next_check:%A}" != tomorrow


async def test_rule_13_the_syndication_period_is_kept(web):
    """Twice a day is every twelve hours."""
    head = "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>"
    web.server.gives("/feed", rss("a", head=head))
    assert (await web.round()).round.next_check == timedelta(hours=12)


async def test_rule_14_feeds_that_begin_together_do_not_stay_together(web):
    """Many new feeds begin one after the other, and chance spreads their second polls over an interval."""
    await web.configure(*(web.feed(f"/{number}") for number in range(50)))
    starts = sorted(row.next_check_ms for row in await rows(web, feeds))
    assert starts[-1] - starts[0] >= 30_000
    for number in range(50):
        web.server.gives(f"/{number}", rss("a"))
    web.later(hours=2)
    seconds = []
    for at in range(4):
        seconds.append((await web.poll(chance=at / 4)).round.next_check)
        web.later(seconds=1)
    assert seconds == [HOUR, 1.25 * HOUR, 1.5 * HOUR, 1.75 * HOUR]


@pytest.mark.parametrize("form", ["seconds", "date"])
async def test_rule_15_retry_after_is_kept_in_both_forms(web, form):
    """A date counts from the server's own clock, here an hour wrong."""
    wrong = datetime(2026, 11, 23, 11, tzinfo=UTC)
    wish = "10800" if form == "seconds" else format_datetime(wrong + 3 * HOUR, usegmt=True)
    date = format_datetime(wrong, usegmt=True)
    web.server.gives("/feed", answer(b"", "429 Slow", Retry_After=wish, Date=date), rss("a"))
    report = await web.round()
    assert report.round.next_check == 3 * HOUR
    assert await web.poll() is None
    web.later(hours=2, minutes=59)
    assert await web.poll() is None
    assert (await web.round(minutes=2)).round.new == 1


async def test_rule_16_too_often_without_a_time_backs_off(web):
    """One request, then at least twice the interval; and its host is left alone for some minutes."""
    web.server.gives("/feed", answer(b"", "429 Slow"))
    waits = [(await web.round()).round.next_check for _ in range(3)]
    assert waits == [2 * HOUR, 4 * HOUR, 8 * HOUR]
    assert len(web.server.asked) == 3
    [host] = [row async for row in _hosts(web)]
    assert host.next_fetch_ms > (await web.database.now()).timestamp() * 1000 + 250_000


async def _hosts(web):
    from storage.tables import hosts

    async with web.database.read() as connection:
        for row in await connection.execute(select(hosts)):
            yield row


async def test_rule_17_back_off_survives_a_restart(web):
    """A new process keeps silent for as long as the old one would have."""
    web.server.gives("/feed", answer(b"", "503 No", Retry_After="7200"))
    await web.round()
    reborn = Web(web.database, web.server)
    await reborn.configure(web.feed())
    reborn.later(minutes=119)
    assert await reborn.poll() is None
    await reborn.fetcher.aclose()


async def test_rule_18_a_host_is_asked_one_thing_at_a_time(web):
    """Six feeds of one host, four pollers: never two requests at once, and the gap between them."""
    gap = timedelta(seconds=3)
    await web.configure(*(web.feed(f"/{number}", min_gap=gap) for number in range(6)))
    web.later(days=1)

    async def slowly(writer):
        await asyncio.sleep(0.005)
        writer.write(rss("a"))

    for number in range(6):
        web.server.gives(f"/{number}", slowly)
    polled = 0
    for _ in range(18):
        reports = await asyncio.gather(*(web.poll() for _ in range(4)))
        polled += sum(report is not None for report in reports)
        web.later(seconds=1)
    assert (polled, web.server.most_busy["board.test"]) == (6, 1)


@pytest.mark.parametrize(
    ("status", "moves"), [("301 Moved", True), ("308 Moved", True), ("302 Found", False)]
)
async def test_rule_19_a_proven_move_is_followed_for_good(web, status, moves):
    """After three polls in a row a permanent redirect's target is asked itself; a temporary one's never is."""
    target = web.url("/new", "other.test")
    web.server.gives("/feed", answer(b"", status, Location=target))
    web.server.gives("/new", *(rss("a", number) for number in range(9)))
    for _ in range(5):
        await web.round()
    [feed] = await rows(web, feeds)
    assert len(web.server.asked_for("/feed")) == (3 if moves else 5)
    assert feed.host.startswith("other.test" if moves else "board.test")
    assert feed.url == web.url("/feed")


async def test_rule_19_a_move_that_turns_out_wrong_is_forgotten(web):
    """Where the new address is not found, the configured one is asked again."""
    web.server.gives("/feed", answer(b"", "301 Moved", Location=web.url("/new")))
    web.server.gives("/new", rss(1), rss(2), rss(3), answer(b"", "404 Not Found"))
    for _ in range(4):
        await web.round()
    web.server.gives("/feed", rss("back"))
    assert (await web.round()).round.new == 1


@pytest.mark.parametrize("location", ["/feed", "ftp://other.test/"])
async def test_rule_20_redirects_end_and_stay_on_the_web(web, location):
    """A circle ends after five hops; a redirect from https to http is tested where it can be."""
    web.server.gives("/feed", answer(b"", "302 Found", Location=location))
    report = await web.round()
    assert report.round.error
    assert len(web.server.asked) <= 6


async def test_rule_21_what_may_be_a_key_stays_with_its_host(web):
    """A header that a format sends goes to the first host only."""
    web.server.gives("/feed", answer(b"", "302 Found", Location=web.url("/there", "other.test")))
    web.server.gives("/there", rss("a"))
    await web.fetcher.fetch(request(web.url("/feed"), headers={"X-Key": "hunter2"}))
    first, second = web.server.asked
    assert first.headers["x-key"] == "hunter2"
    assert "x-key" not in second.headers
    with pytest.raises(FetchError, match="user name or password"):
        web_address("https://me:hunter2@board.test/")


async def test_rule_22_gone_is_gone(web):
    """A 410 ends the polling, and who is told learns why."""
    web.server.gives("/feed", answer(b"", "410 Gone"))
    assert (await web.round()).round.disabled_reason
    web.later(days=40)
    assert await web.poll() is None
    [(_, reason)] = await web.store.disabled_feeds()
    assert "for good" in reason


async def test_rule_23_failures_keep_the_state_and_end_by_days(web):
    """A day of errors changes nothing; only after thirty days a feed is given up."""
    web.server.gives("/feed", rss("a", ETag='"1"'), answer(b"", "500 No"))
    await web.round()
    for _ in range(6):
        assert (await web.round()).round.disabled_reason is None
    web.server.gives("/feed", rss("a", "b"))
    assert (await web.round()).round.new == 1
    assert web.server.asked[-1].headers["if-none-match"] == '"1"'
    web.server.gives("/feed", answer(b"", "404 Not Found"))
    await web.round()
    report = await web.round(days=31)
    assert "failed for 30 days" in report.round.disabled_reason


async def test_rule_24_one_that_hangs_delays_no_other(web):
    """While one feed's server does not answer, the others are polled."""
    await web.configure(web.feed("/hangs"), *(web.feed(f"/{n}", "other.test") for n in range(3)))
    release = asyncio.Event()

    async def hangs(_writer):
        await release.wait()

    web.server.gives("/hangs", hangs)
    for number in range(3):
        web.server.gives(f"/{number}", rss(number))
    web.later(days=1)
    hanging = asyncio.create_task(web.poll())
    while not web.server.asked_for("/hangs"):
        await asyncio.sleep(0)
    done = 0
    for _ in range(3):
        done += (await web.poll()) is not None
        web.later(seconds=2)
    release.set()
    assert (done, hanging.done()) == (3, False)
    assert (await hanging).round.error


async def test_rule_25_a_slow_drip_ends_at_the_deadline(web):
    """A byte now and then does not extend the time for the whole answer."""

    async def drip(writer):
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.02)

    web.server.gives("/feed", drip)
    async with HttpFetcher(Settings(timeout=timedelta(seconds=0.2)), _loopback) as impatient:
        web.later(days=1)
        report = await web.poll(impatient)
    assert "did not answer in full" in report.round.error


async def _loopback(_host, _port):
    return ["127.0.0.1"]


async def test_rule_26_the_cap_counts_what_is_unpacked(web):
    """A body that is small on the wire and large unpacked is left at the cap."""
    packed = gzip.compress(b" " * 50_000_000)
    web.server.gives("/feed", answer(packed, Content_Encoding="gzip"))
    assert "larger than" in (await web.round()).round.error


@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd"])
async def test_rule_27_a_lie_about_the_encoding_is_an_error(web, encoding):
    """Only gzip is asked for; what is not what it says is refused, not read as garbage."""
    web.server.gives("/feed", answer(b"plain", Content_Encoding=encoding))
    assert (await web.round()).round.error
    assert web.server.asked[0].headers["accept-encoding"] == "gzip"


async def test_rule_28_who_asks_is_said_openly(web):
    """Name, version and contact; no browser's disguise, no cookie, no referrer."""
    web.server.gives("/feed", rss("a", Set_Cookie="a=b"))
    await web.round()
    await web.round()
    headers = web.server.asked[1].headers
    assert headers["user-agent"].startswith("rolecall/")
    assert "(+https://rolecall.example/bot)" in headers["user-agent"]
    assert not {"cookie", "referer"} & set(headers)


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        (answer("User-agent: *\nDisallow: /jobs"), False),
        (answer("User-agent: *\nAllow: /"), True),
        (answer("User-agent: rolecall\nDisallow: /\nUser-agent: *\nAllow: /"), False),
        (answer(b"", "404 Not Found"), True),
        (answer(b"", "500 No"), False),
    ],
)
async def test_rule_29_robots_txt_is_asked_for_pages(web, robots, allowed):
    """A page for people is fetched only where robots.txt lets us; it is asked once a day."""
    web.server.gives("/robots.txt", robots)
    web.server.gives("/jobs", answer("<html></html>"))
    page = request(web.url("/jobs"), page=True)
    for _ in range(2):
        if allowed:
            await web.fetcher.fetch(page)
        else:
            with pytest.raises(FetchError, match=r"robots\.txt"):
                await web.fetcher.fetch(page)
    assert len(web.server.asked_for("/robots.txt")) == 1
    assert len(web.server.asked_for("/jobs")) == (2 if allowed else 0)


async def test_rule_29_a_robots_txt_that_failed_is_asked_for_again(web):
    """One bad answer keeps a site's pages away for minutes, not for the day that a good one holds."""
    web.server.gives("/robots.txt", answer(b"", "503 No"), answer("User-agent: *\nAllow: /"))
    web.server.gives("/jobs", answer("<html></html>"))
    asked_at = iter((0.0, KEPT_UNTOLD_SECONDS - 1, KEPT_UNTOLD_SECONDS + 1, KEPT_SECONDS))
    web.fetcher._robots._clock = lambda: next(asked_at)
    page = request(web.url("/jobs"), page=True)
    for _ in range(2):
        with pytest.raises(FetchError, match=r"robots\.txt"):
            await web.fetcher.fetch(page)
    for _ in range(2):
        await web.fetcher.fetch(page)
    assert len(web.server.asked_for("/robots.txt")) == 2


async def test_rule_30_the_accept_header_names_the_formats(web):
    """Feeds in XML and JSON are asked for by their names."""
    web.server.gives("/feed", rss("a"))
    await web.round()
    accept = web.server.asked[0].headers["accept"]
    assert all(kind in accept for kind in ("rss+xml", "atom+xml", "application/json", "text/xml"))


async def test_rule_31_certificates_are_verified(web):
    """A server that speaks no TLS behind an https address is an error; tests/unit has a self-signed one."""

    async def plain(reader, writer):
        await reader.read(1)
        writer.write(b"HTTP/1.1 400 No\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(plain, "127.0.0.1", 0) as listening:
        port = listening.sockets[0].getsockname()[1]
        with pytest.raises(FetchError, match="could not be asked"):
            await web.fetcher.fetch(request(f"https://board.test:{port}/feed"))


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://board.test/",
        "gopher://board.test/",
        "http://me@board.test/",
        "http://board.test:22/",
    ],
)
async def test_rule_32_a_chat_names_plain_web_addresses(web, url):
    """No other scheme, no user, no port but the web's."""
    with pytest.raises(FetchError):
        await web.fetcher.fetch(request(url, trusted=False))
    assert web.server.asked == []


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "::ffff:127.0.0.1", "169.254.169.254", "100.64.0.1"])
async def test_rule_33_the_resolved_address_is_checked(address):
    """A name that leads into a private network is refused, whatever it looks like."""

    async def resolve(_host, _port):
        return [address]

    async with HttpFetcher(Settings(allow_private_hosts=()), resolve) as fetcher:
        with pytest.raises(FetchError, match="private network"):
            await fetcher.fetch(request("http://innocent.example/"))


async def test_rule_33_a_chats_feed_never_reaches_a_listed_host(web):
    """What the operator allows for the operator's feeds is closed to a chat's, on an open connection as well."""
    web.server.gives("/feed", rss("a"))
    await web.fetcher.fetch(request(web.url("/feed")))
    with pytest.raises(FetchError):
        await web.fetcher.fetch(request(web.url("/feed"), trusted=False))
    with pytest.raises(FetchError, match="private network"):
        await web.fetcher.fetch(request("http://board.test/feed", trusted=False))
    assert len(web.server.asked) == 1


async def test_rule_34_the_checked_address_is_dialled(web):
    """A name is resolved once a connection: an answer that changes after the check is never asked for."""
    answers = [["127.0.0.1"], ["10.0.0.1"]]

    async def rebinding(_host, _port):
        return answers.pop(0)

    web.server.gives("/feed", rss("a"))
    async with HttpFetcher(Settings(), rebinding) as fetcher:
        await fetcher.fetch(request(web.url("/feed")))
    assert answers == [["10.0.0.1"]]


@pytest.mark.parametrize(
    "page",
    [
        answer("<!doctype html><html><body>Just a moment</body></html>"),
        answer("<html></html>", "403 No", cf_mitigated="challenge"),
        answer("<html></html>", cf_mitigated="challenge"),
    ],
)
async def test_rule_35_a_page_is_no_empty_feed(web, page):
    """A challenge or a page in place of the feed is a failure that closes nothing."""
    web.server.gives("/feed", rss("a"), page)
    await web.round()
    assert (await web.round()).round.error
    assert [row.closed_ms for row in await rows(web, listings)] == [None]


@pytest.mark.parametrize(
    ("name", "body", "fine"),
    [
        ("greenhouse", '{"jobs":[],"meta":{"total":0}}', True),
        ("greenhouse", "", False),
        ("jsonfeed", '{"version":"https://jsonfeed.org/version/1.1","title":"x","items":[]}', True),
        ("rss", '<rss version="2.0"><channel><title>x</title></channel></rss>', True),
        ("rss", "", False),
    ],
)
async def test_rule_36_nothing_is_not_the_same_as_an_empty_list(web, name, body, fine):
    """An empty body is an error, an empty list is healthy."""
    await web.configure(web.feed(format=name))
    web.server.gives("/feed", answer(body))
    assert ((await web.round()).round.error is None) is fine


async def test_rule_37_most_of_a_list_vanishing_closes_nothing_at_once(web):
    """Fifty, none, fifty: nothing was closed."""
    await web.configure(web.feed(format="greenhouse"))
    web.server.gives("/feed", board(*range(50)), board(), board(*range(50)))
    for _ in range(3):
        report = await web.round(hours=3)
    assert report.round.error is None
    assert not any(row.closed_ms for row in await rows(web, listings))


async def test_rule_38_a_failed_page_closes_nothing_and_saves_nothing(web, monkeypatch):
    """Page 2 fails: page 1 is stored, the rest stays open, and the next request is unconditional."""
    paged(monkeypatch)
    web.server.gives("/feed", board("a", ETag='"1"', more="/2"))
    web.server.gives("/2", board("b"), answer(b"", "500 No"), board("b"))
    await web.configure(web.feed(format="greenhouse"))
    assert (await web.round()).round.new == 2
    web.server.gives("/feed", board("a", "c", more="/2"))
    failed = await web.round()
    assert failed.round.error
    assert "if-none-match" not in web.server.asked[-1].headers
    assert (await web.round()).round.error is None
    assert not any(row.closed_ms or row.missed for row in await rows(web, listings))
    assert await titles(web) == ["a", "b", "c"]


async def test_rule_39_a_new_feeds_past_is_not_pushed(web):
    """A feed that begins with many postings brings none of them to a chat, even when it was killed halfway."""
    await web.configure(web.feed(first_poll=FirstPoll.BASELINE))
    web.server.gives("/feed", answer(b"", "500 No"), rss(*range(97)), rss("new", *range(97)))
    for _ in range(3):
        await web.round()
    assert [row.title for row in await rows(web, postings) if not row.baseline] == ["new"]
    assert sum(row.matched_ms is None for row in await rows(web, postings)) == 1


async def test_rule_40_two_processes_never_poll_one_feed_at_once(web):
    """Many workers, one feed: one request; what was missed while nobody ran is one poll as well."""
    web.server.gives("/feed", rss("a"))
    web.later(days=9)
    second = Database(str(web.database._url))
    second.clock.offset = web.database.clock.offset
    workers = [Web(one, web.server) for one in (web.database, second) for _ in range(3)]
    reports = await asyncio.gather(*(poll_next(one.store, web.fetcher, "w") for one in workers))
    await second.dispose()
    for one in workers:
        await one.fetcher.aclose()
    assert sum(report is not None for report in reports) == len(web.server.asked) == 1
    assert len(await rows(web, feed_rounds)) == 1
