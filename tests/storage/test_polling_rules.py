"""The forty rules of a good poller, each played by a server on this machine; the clock alone is staged."""

import asyncio
import gzip
import shutil
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from loopback import Server, Settings, World, answer, rss
from sqlalchemy import select

from alerts.errors import FetchError
from alerts.polling import FetchRequest, FirstPoll, poll_next
from bot.fetching import HttpFetcher
from bot.fetching.http import web_address
from storage.database import Database
from storage.tables import feed_rounds, feeds, listings, postings

HOUR = timedelta(hours=1)


@pytest.fixture
async def world(sqlite_template, tmp_path):
    """Give a server with one feed, and a database that knows it."""
    server = Server()
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    server.port = listening.sockets[0].getsockname()[1]
    database = Database(f"sqlite:///{shutil.copy(sqlite_template, tmp_path)}")
    made = World(database, server)
    async with listening:
        await made.configure(made.feed())
        yield made
    await made.fetcher.aclose()
    await database.dispose()
    for _ in range(200):
        if server.open:
            await asyncio.sleep(0.001)


async def rows(world, table):
    async with world.database.read() as connection:
        return (await connection.execute(select(table).order_by(table.c.id))).all()


async def titles(world):
    return sorted(row.title for row in await rows(world, postings))


def request(url, **changes):
    return FetchRequest(**{"url": url, "format": "rss", **changes})


async def test_rule_01_validators_go_back_byte_for_byte(world):
    """An odd ETag comes back with its quotes, its W/ and its space."""
    world.server.gives("/feed", rss("a", ETag='W/"a b"', Last_Modified="Mon,23 Nov"))
    await world.round()
    await world.round()
    headers = world.server.asked[1].headers
    assert (headers["if-none-match"], headers["if-modified-since"]) == ('W/"a b"', "Mon,23 Nov")


async def test_rule_02_both_validators_go_out(world):
    """A server that gave both gets both."""
    world.server.gives("/feed", rss("a", ETag='"1"', Last_Modified="x"))
    await world.round()
    await world.round()
    assert {"if-none-match", "if-modified-since"} <= set(world.server.asked[1].headers)


async def test_rule_03_after_a_restart_requests_are_conditional(world):
    """The first request has no validator; a new process sends those that were stored."""
    world.server.gives("/feed", rss("a", ETag='"1"'))
    await world.round()
    reborn = World(world.database, world.server)
    await reborn.configure(world.feed())
    await reborn.round()
    await reborn.fetcher.aclose()
    first, second = world.server.asked
    assert "if-none-match" not in first.headers
    assert second.headers["if-none-match"] == '"1"'


async def test_rule_04_validators_wait_for_what_they_stand_for(world):
    """The validator of a broken answer is never sent: what was broken comes whole next time."""
    world.server.gives("/feed", answer("<rss", ETag='"broken"'), rss("a", ETag='"good"'))
    assert (await world.round()).round.error
    await world.round()
    assert "if-none-match" not in world.server.asked[1].headers
    assert await titles(world) == ["a"]


async def test_rule_05_not_modified_is_a_success_and_closes_nothing(world):
    """A 304 ends failures, counts as a success and leaves what is open open."""
    world.server.gives("/feed", rss("a", ETag='"1"'), answer(b"", "500 No"), answer(b"", "304 Not Modified"))
    for _ in range(3):
        report = await world.round()
    assert (report.round.status, report.round.error) == (304, None)
    [feed], [posting] = await rows(world, feeds), await rows(world, postings)
    assert (feed.fail_count, posting.closed_ms) == (0, None)


async def test_rule_06_not_modified_may_renew_the_validators(world):
    """What a 304 carries is sent from then on."""
    world.server.gives(
        "/feed", rss("a", Last_Modified="old"), answer(b"", "304 Not Modified", Last_Modified="new")
    )
    for _ in range(3):
        await world.round()
    assert world.server.asked[2].headers["if-modified-since"] == "new"


async def test_rule_07_no_date_is_invented(world):
    """Without Last-Modified there is no If-Modified-Since."""
    world.server.gives("/feed", rss("a", ETag='"1"', Date="Mon, 23 Nov 2026 10:00:00 GMT"))
    await world.round()
    await world.round()
    assert "if-modified-since" not in world.server.asked[1].headers


async def test_rule_08_the_same_bytes_are_read_once_and_asked_for_less(world):
    """Without validators the content tells: nothing is written, and the wait grows."""
    world.server.gives("/feed", rss("a"))
    waits = [(await world.round()).round.next_check for _ in range(4)]
    assert waits == [HOUR, 1.5 * HOUR, 2 * HOUR, 2.5 * HOUR]
    [listing] = await rows(world, listings)
    assert listing.last_seen_round == 1
    world.server.gives("/feed", rss("a", "b"))
    assert (await world.round()).round.next_check == HOUR


async def test_rule_09_a_source_is_not_asked_more_often_than_it_allows(world, monkeypatch):
    """What its source allows is kept, whatever the configuration asks for."""
    from alerts.feeds.contract import Manners

    monkeypatch.setattr(
        "alerts.polling.ending.manners_of", lambda *_: Manners(min_interval=timedelta(hours=6))
    )
    await world.configure(world.feed(interval=timedelta(minutes=5)))
    world.server.gives("/feed", rss("a"))
    assert (await world.round()).round.next_check == timedelta(hours=6)


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
async def test_rule_10_the_longest_wish_counts_up_to_a_day(world, head, headers, wait):
    """The next check waits for the feed's interval, its ttl, max-age and Expires, but for no more than a day."""
    world.server.gives("/feed", rss("a", head=head, **headers))
    report = await world.round()
    assert report.round.next_check == wait
    assert not await world.due_after(seconds=wait.total_seconds() - 60)
    assert await world.due_after(seconds=wait.total_seconds() + 60)


@pytest.mark.parametrize("control", ["no-cache, max-age=10800", "no-store, max-age=10800", "private"])
async def test_rule_11_what_is_not_to_be_cached_is_not_waited_for(world, control):
    """no-cache cancels max-age, and Expires counts only without Cache-Control."""
    tomorrow = format_datetime(datetime.now(UTC) + timedelta(days=1), usegmt=True)
    world.server.gives("/feed", rss("a", Cache_Control=control, Expires=tomorrow))
    assert (await world.round()).round.next_check == HOUR


async def test_rule_12_hours_and_days_are_skipped(world):
    """No request falls into an hour or a day that the feed asks to skip."""
    world.later(days=1)
    now = await world.database.now()
    hours = "".join(f"<hour>{(now.hour + add) % 24}</hour>" for add in range(1, 4))
    world.server.gives("/feed", rss("a", head=f"<skipHours>{hours}</skipHours>"))
    report = await world.poll()
    due = now + report.round.next_check + timedelta(seconds=30)
    assert (due.hour, due.minute) == ((now.hour + 4) % 24, 0)
    tomorrow = f"{now + timedelta(days=1):%A}"
    head = f"<skipDays><day>{tomorrow}</day></skipDays>"
    world.server.gives("/feed", rss("b", head=head))
    await world.configure(world.feed(interval=timedelta(hours=24)))
    world.later(days=2)
    report = await world.poll()
    now = await world.database.now()
    assert f"{now + report.round.next_check:%A}" != tomorrow


async def test_rule_13_the_syndication_period_is_kept(world):
    """Twice a day is every twelve hours."""
    head = "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>"
    world.server.gives("/feed", rss("a", head=head))
    assert (await world.round()).round.next_check == timedelta(hours=12)


async def test_rule_14_feeds_that_begin_together_do_not_stay_together(world):
    """Many new feeds begin one after the other, and chance spreads their second polls over an interval."""
    await world.configure(*(world.feed(f"/{number}") for number in range(50)))
    starts = sorted(row.next_check_ms for row in await rows(world, feeds))
    assert starts[-1] - starts[0] >= 30_000
    for number in range(50):
        world.server.gives(f"/{number}", rss("a"))
    world.later(hours=2)
    seconds = []
    for at in range(4):
        seconds.append((await world.poll(chance=at / 4)).round.next_check)
        world.later(seconds=1)
    assert seconds == [HOUR, 1.25 * HOUR, 1.5 * HOUR, 1.75 * HOUR]


@pytest.mark.parametrize("form", ["seconds", "date"])
async def test_rule_15_retry_after_is_kept_in_both_forms(world, form):
    """A date counts from the server's own clock, here an hour wrong."""
    wrong = datetime(2026, 11, 23, 11, tzinfo=UTC)
    wish = "10800" if form == "seconds" else format_datetime(wrong + 3 * HOUR, usegmt=True)
    date = format_datetime(wrong, usegmt=True)
    world.server.gives("/feed", answer(b"", "429 Slow", Retry_After=wish, Date=date), rss("a"))
    report = await world.round()
    assert report.round.next_check == 3 * HOUR
    assert await world.poll() is None
    world.later(hours=2, minutes=59)
    assert await world.poll() is None
    assert (await world.round(minutes=2)).round.new == 1


async def test_rule_16_too_often_without_a_time_backs_off(world):
    """One request, then at least twice the interval; and its host is left alone for some minutes."""
    world.server.gives("/feed", answer(b"", "429 Slow"))
    waits = [(await world.round()).round.next_check for _ in range(3)]
    assert waits == [2 * HOUR, 4 * HOUR, 8 * HOUR]
    assert len(world.server.asked) == 3
    [host] = [row async for row in _hosts(world)]
    assert host.next_fetch_ms > (await world.database.now()).timestamp() * 1000 + 250_000


async def _hosts(world):
    from storage.tables import hosts

    async with world.database.read() as connection:
        for row in await connection.execute(select(hosts)):
            yield row


async def test_rule_17_back_off_survives_a_restart(world):
    """A new process keeps silent for as long as the old one would have."""
    world.server.gives("/feed", answer(b"", "503 No", Retry_After="7200"))
    await world.round()
    reborn = World(world.database, world.server)
    await reborn.configure(world.feed())
    reborn.later(minutes=119)
    assert await reborn.poll() is None
    await reborn.fetcher.aclose()


async def test_rule_18_a_host_is_asked_one_thing_at_a_time(world):
    """Six feeds of one host, four pollers: never two requests at once, and the gap between them."""
    gap = timedelta(seconds=3)
    await world.configure(*(world.feed(f"/{number}", min_gap=gap) for number in range(6)))
    world.later(days=1)

    async def slowly(writer):
        await asyncio.sleep(0.005)
        writer.write(rss("a"))

    for number in range(6):
        world.server.gives(f"/{number}", slowly)
    polled = 0
    for _ in range(18):
        reports = await asyncio.gather(*(world.poll() for _ in range(4)))
        polled += sum(report is not None for report in reports)
        world.later(seconds=1)
    assert (polled, world.server.most_busy["board.test"]) == (6, 1)


@pytest.mark.parametrize(
    ("status", "moves"), [("301 Moved", True), ("308 Moved", True), ("302 Found", False)]
)
async def test_rule_19_a_proven_move_is_followed_for_good(world, status, moves):
    """After three polls in a row a permanent redirect's target is asked itself; a temporary one's never is."""
    target = world.url("/new", "other.test")
    world.server.gives("/feed", answer(b"", status, Location=target))
    world.server.gives("/new", *(rss("a", number) for number in range(9)))
    for _ in range(5):
        await world.round()
    [feed] = await rows(world, feeds)
    assert len(world.server.asked_for("/feed")) == (3 if moves else 5)
    assert feed.host.startswith("other.test" if moves else "board.test")
    assert feed.url == world.url("/feed")


async def test_rule_19_a_move_that_turns_out_wrong_is_forgotten(world):
    """Where the new address is not found, the configured one is asked again."""
    world.server.gives("/feed", answer(b"", "301 Moved", Location=world.url("/new")))
    world.server.gives("/new", rss(1), rss(2), rss(3), answer(b"", "404 Not Found"))
    for _ in range(4):
        await world.round()
    world.server.gives("/feed", rss("back"))
    assert (await world.round()).round.new == 1


@pytest.mark.parametrize("location", ["/feed", "ftp://other.test/"])
async def test_rule_20_redirects_end_and_stay_on_the_web(world, location):
    """A circle ends after five hops; a redirect from https to http is tested where it can be."""
    world.server.gives("/feed", answer(b"", "302 Found", Location=location))
    report = await world.round()
    assert report.round.error
    assert len(world.server.asked) <= 6


async def test_rule_21_what_may_be_a_key_stays_with_its_host(world):
    """A header that a format sends goes to the first host only."""
    world.server.gives("/feed", answer(b"", "302 Found", Location=world.url("/there", "other.test")))
    world.server.gives("/there", rss("a"))
    await world.fetcher.fetch(request(world.url("/feed"), headers={"X-Key": "hunter2"}))
    first, second = world.server.asked
    assert first.headers["x-key"] == "hunter2"
    assert "x-key" not in second.headers
    with pytest.raises(FetchError, match="user name or password"):
        web_address("https://me:hunter2@board.test/")


async def test_rule_22_gone_is_gone(world):
    """A 410 ends the polling, and who is told learns why."""
    world.server.gives("/feed", answer(b"", "410 Gone"))
    assert (await world.round()).round.disabled_reason
    world.later(days=40)
    assert await world.poll() is None
    [(_, reason)] = await world.store.disabled_feeds()
    assert "for good" in reason


async def test_rule_23_failures_keep_the_state_and_end_by_days(world):
    """A day of errors changes nothing; only after thirty days a feed is given up."""
    world.server.gives("/feed", rss("a", ETag='"1"'), answer(b"", "500 No"))
    await world.round()
    for _ in range(6):
        assert (await world.round()).round.disabled_reason is None
    world.server.gives("/feed", rss("a", "b"))
    assert (await world.round()).round.new == 1
    assert world.server.asked[-1].headers["if-none-match"] == '"1"'
    world.server.gives("/feed", answer(b"", "404 Not Found"))
    await world.round()
    report = await world.round(days=31)
    assert "failed for 30 days" in report.round.disabled_reason


async def test_rule_24_one_that_hangs_delays_no_other(world):
    """While one feed's server does not answer, the others are polled."""
    await world.configure(world.feed("/hangs"), *(world.feed(f"/{n}", "other.test") for n in range(3)))
    release = asyncio.Event()

    async def hangs(_writer):
        await release.wait()

    world.server.gives("/hangs", hangs)
    for number in range(3):
        world.server.gives(f"/{number}", rss(number))
    world.later(days=1)
    hanging = asyncio.create_task(world.poll())
    while not world.server.asked_for("/hangs"):
        await asyncio.sleep(0)
    done = 0
    for _ in range(3):
        done += (await world.poll()) is not None
        world.later(seconds=2)
    release.set()
    assert (done, hanging.done()) == (3, False)
    assert (await hanging).round.error


async def test_rule_25_a_slow_drip_ends_at_the_deadline(world):
    """A byte now and then does not extend the time for the whole answer."""

    async def drip(writer):
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.02)

    world.server.gives("/feed", drip)
    async with HttpFetcher(Settings(timeout=timedelta(seconds=0.2)), _loopback) as impatient:
        world.later(days=1)
        report = await world.poll(impatient)
    assert "did not answer in full" in report.round.error


async def _loopback(_host, _port):
    return ["127.0.0.1"]


async def test_rule_26_the_cap_counts_what_is_unpacked(world):
    """A body that is small on the wire and large unpacked is left at the cap."""
    packed = gzip.compress(b" " * 50_000_000)
    world.server.gives("/feed", answer(packed, Content_Encoding="gzip"))
    assert "larger than" in (await world.round()).round.error


@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd"])
async def test_rule_27_a_lie_about_the_encoding_is_an_error(world, encoding):
    """Only gzip is asked for; what is not what it says is refused, not read as garbage."""
    world.server.gives("/feed", answer(b"plain", Content_Encoding=encoding))
    assert (await world.round()).round.error
    assert world.server.asked[0].headers["accept-encoding"] == "gzip"


async def test_rule_28_who_asks_is_said_openly(world):
    """Name, version and contact; no browser's disguise, no cookie, no referrer."""
    world.server.gives("/feed", rss("a", Set_Cookie="a=b"))
    await world.round()
    await world.round()
    headers = world.server.asked[1].headers
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
async def test_rule_29_robots_txt_is_asked_for_pages(world, robots, allowed):
    """A page for people is fetched only where robots.txt lets us; it is asked once a day."""
    world.server.gives("/robots.txt", robots)
    world.server.gives("/jobs", answer("<html></html>"))
    page = request(world.url("/jobs"), page=True)
    for _ in range(2):
        if allowed:
            await world.fetcher.fetch(page)
        else:
            with pytest.raises(FetchError, match=r"robots\.txt"):
                await world.fetcher.fetch(page)
    assert len(world.server.asked_for("/robots.txt")) == 1
    assert len(world.server.asked_for("/jobs")) == (2 if allowed else 0)


async def test_rule_30_the_accept_header_names_the_formats(world):
    """Feeds in XML and JSON are asked for by their names."""
    world.server.gives("/feed", rss("a"))
    await world.round()
    accept = world.server.asked[0].headers["accept"]
    assert all(kind in accept for kind in ("rss+xml", "atom+xml", "application/json", "text/xml"))


async def test_rule_31_certificates_are_verified(world):
    """A server that speaks no TLS behind an https address is an error; tests/unit has a self-signed one."""

    async def plain(reader, writer):
        await reader.read(1)
        writer.write(b"HTTP/1.1 400 No\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(plain, "127.0.0.1", 0) as listening:
        port = listening.sockets[0].getsockname()[1]
        with pytest.raises(FetchError, match="could not be asked"):
            await world.fetcher.fetch(request(f"https://board.test:{port}/feed"))


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
async def test_rule_32_a_chat_names_plain_web_addresses(world, url):
    """No other scheme, no user, no port but the web's."""
    with pytest.raises(FetchError):
        await world.fetcher.fetch(request(url, trusted=False))
    assert world.server.asked == []


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "::ffff:127.0.0.1", "169.254.169.254", "100.64.0.1"])
async def test_rule_33_the_resolved_address_is_checked(address):
    """A name that leads into a private network is refused, whatever it looks like."""

    async def resolve(_host, _port):
        return [address]

    async with HttpFetcher(Settings(allow_private_hosts=()), resolve) as fetcher:
        with pytest.raises(FetchError, match="private network"):
            await fetcher.fetch(request("http://innocent.example/"))


async def test_rule_33_a_chats_feed_never_reaches_a_listed_host(world):
    """What the operator allows for the operator's feeds is closed to a chat's, on an open connection as well."""
    world.server.gives("/feed", rss("a"))
    await world.fetcher.fetch(request(world.url("/feed")))
    with pytest.raises(FetchError):
        await world.fetcher.fetch(request(world.url("/feed"), trusted=False))
    with pytest.raises(FetchError, match="private network"):
        await world.fetcher.fetch(request("http://board.test/feed", trusted=False))
    assert len(world.server.asked) == 1


async def test_rule_34_the_checked_address_is_dialled(world):
    """A name is resolved once a connection: an answer that changes after the check is never asked for."""
    answers = [["127.0.0.1"], ["10.0.0.1"]]

    async def rebinding(_host, _port):
        return answers.pop(0)

    world.server.gives("/feed", rss("a"))
    async with HttpFetcher(Settings(), rebinding) as fetcher:
        await fetcher.fetch(request(world.url("/feed")))
    assert answers == [["10.0.0.1"]]


@pytest.mark.parametrize(
    "page",
    [
        answer("<!doctype html><html><body>Just a moment</body></html>"),
        answer("<html></html>", "403 No", cf_mitigated="challenge"),
        answer("<html></html>", cf_mitigated="challenge"),
    ],
)
async def test_rule_35_a_page_is_no_empty_feed(world, page):
    """A challenge or a page in place of the feed is a failure that closes nothing."""
    world.server.gives("/feed", rss("a"), page)
    await world.round()
    assert (await world.round()).round.error
    assert [row.closed_ms for row in await rows(world, listings)] == [None]


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
async def test_rule_36_nothing_is_not_the_same_as_an_empty_list(world, name, body, fine):
    """An empty body is an error, an empty list is healthy."""
    await world.configure(world.feed(format=name))
    world.server.gives("/feed", answer(body))
    assert ((await world.round()).round.error is None) is fine


async def test_rule_37_most_of_a_list_vanishing_closes_nothing_at_once(world):
    """Fifty, none, fifty: nothing was closed."""
    await world.configure(world.feed(format="greenhouse"))
    world.server.gives("/feed", board(*range(50)), board(), board(*range(50)))
    for _ in range(3):
        report = await world.round(hours=3)
    assert report.round.error is None
    assert not any(row.closed_ms for row in await rows(world, listings))


async def test_rule_38_a_failed_page_closes_nothing_and_saves_nothing(world, monkeypatch):
    """Page 2 fails: page 1 is stored, the rest stays open, and the next request is unconditional."""
    paged(monkeypatch)
    world.server.gives("/feed", board("a", ETag='"1"', more="/2"))
    world.server.gives("/2", board("b"), answer(b"", "500 No"), board("b"))
    await world.configure(world.feed(format="greenhouse"))
    assert (await world.round()).round.new == 2
    world.server.gives("/feed", board("a", "c", more="/2"))
    failed = await world.round()
    assert failed.round.error
    assert "if-none-match" not in world.server.asked[-1].headers
    assert (await world.round()).round.error is None
    assert not any(row.closed_ms or row.missed for row in await rows(world, listings))
    assert await titles(world) == ["a", "b", "c"]


async def test_rule_39_a_new_feeds_past_is_not_pushed(world):
    """A feed that begins with many postings brings none of them to a chat, even when it was killed halfway."""
    await world.configure(world.feed(first_poll=FirstPoll.BASELINE))
    world.server.gives("/feed", answer(b"", "500 No"), rss(*range(97)), rss("new", *range(97)))
    for _ in range(3):
        await world.round()
    assert [row.title for row in await rows(world, postings) if not row.baseline] == ["new"]
    assert sum(row.matched_ms is None for row in await rows(world, postings)) == 1


async def test_rule_40_two_processes_never_poll_one_feed_at_once(world):
    """Many workers, one feed: one request; what was missed while nobody ran is one poll as well."""
    world.server.gives("/feed", rss("a"))
    world.later(days=9)
    second = Database(str(world.database._url))
    second.clock.offset = world.database.clock.offset
    workers = [World(one, world.server) for one in (world.database, second) for _ in range(3)]
    reports = await asyncio.gather(*(poll_next(one.store, world.fetcher, "w") for one in workers))
    await second.dispose()
    for one in workers:
        await one.fetcher.aclose()
    assert sum(report is not None for report in reports) == len(world.server.asked) == 1
    assert len(await rows(world, feed_rounds)) == 1


def board(*keys, more="", **headers):
    """Make a company's board in Greenhouse's form; ``more`` is read by `paged` alone."""
    jobs = ",".join(
        f'{{"id":{abs(hash(str(key))) % 10**9},"title":"{key}","absolute_url":"https://acme.example/jobs/{key}",'
        '"location":{"name":"Remote"},"internal_job_id":1,"content":"Python"}'
        for key in keys
    )
    return answer(f'{{"jobs":[{jobs}],"more":"{more}"}}', **headers)


def paged(monkeypatch):
    """Let Greenhouse's boards have pages, as other boards do."""
    import json
    from dataclasses import replace
    from urllib.parse import urljoin

    from alerts.feeds.ats.greenhouse import Greenhouse
    from alerts.feeds.entry import PageRequest

    parse = Greenhouse.parse

    def parse_paged(self, document, options):
        more = json.loads(document.body)["more"]
        following = PageRequest(url=urljoin(document.url, more)) if more else None
        return replace(parse(self, document, options), complete=not more, next=following)

    monkeypatch.setattr(Greenhouse, "parse", parse_paged)
    monkeypatch.setattr(Greenhouse, "max_pages", 9)
    monkeypatch.setattr(
        Greenhouse, "plan", lambda _self, url, _options: PageRequest(url=url, conditional=False)
    )
