"""A posting that is pasted, as text or as a link: its card, the filters it passes, a filter made from it."""

import json
import re
from contextlib import suppress
from pathlib import Path

import pytest

from alerts.errors import CommandError, FetchError
from alerts.feeds.entry import Document
from alerts.filters import parse_filter
from alerts.pasting import is_posting, link_in
from alerts.polling import Fetched
from bot.fetching import allowance
from bot.fetching.allowance import MOST_A_CHAT, MOST_OF_ALL, Allowance
from bot.fetching.pages import Pages

SEED = Path(__file__).parents[2].parent / "shared" / "corpus" / "seed-posting.md"
OURS = """# [Senior Platform Engineer](https://jobs.example/platform-7)
### Tern
#### `🌎 Remote`

We print tide tables, and people plan their days by them.

  * You have built services in Python, Go and Terraform on AWS.
  * You explain what you do to people who do something else.

_The base salary for this role is $142,000 - $171,000 a year. This is a fully remote position, open to candidates
who live in the United States._

**What you get**

  * $80 monthly work-from-home stipend
  * Annual learning and development stipend
  * Dental and vision coverage
  * 401(k) with employer match
"""


async def test_the_card_quotes_each_fact(ann):
    """Each fact on the card has the posting's own words, and what is not stated is said to be so."""
    shown = await ann.say(OURS)
    assert shown.startswith("Senior Platform Engineer · Tern\n")
    for fact, words in (
        ("workplace: Remote", "fully remote position"),
        ("where one may work from: US only", "United States"),
        ("pay: USD 142,000 - 171,000 a year", "$142,000 - $171,000"),
        ("level: senior", "Senior Platform Engineer"),
        ("technologies: python, required", "Python, Go and Terraform"),
        ("benefit: wfh stipend, USD 80 a month", "$80 monthly work-from-home stipend"),
    ):
        (line,) = [one for one in shown.split("\n") if fact in one]
        assert words in line
    assert "Not stated: employment type" in shown


async def test_the_filter_made_from_it_matches_it(ann):
    """The button shows a filter of the posting's kind, ready to be saved, and the posting passes it."""
    await ann.say(OURS)
    shown = await ann.press("Make a filter from this")
    assert not ann.reply.replaces  # the card stays
    assert "remote, senior, devops, go|python|terraform, in:US, pay>=140k USD" in shown
    assert "Filter 1 'Senior Platform Engineer' is active" in await ann.press("Save filter")
    assert "+ 'Senior Platform Engineer' fits" in await ann.say(OURS)


async def test_filters_that_fail_say_why(ann):
    """Of each filter that the posting does not pass, the criteria that it fails are named with its words."""
    await ann.say("/new hybrid php name:first")
    await ann.say("/new python name:second")
    shown = await ann.say(OURS)
    (line,) = [one for one in shown.split("\n") if "'first'" in one]
    assert "no: hybrid, it is remote" in line
    assert "no: php" in line
    assert "+ 'second' fits" in shown


@pytest.mark.skipif(not SEED.exists(), reason="the corpus is not beside the repository")
async def test_a_real_posting(ann):
    """A whole real posting gives at least ten quoted facts, and the filter made from it matches it."""
    text = SEED.read_text()
    shown = await ann.say(text)
    assert len(re.findall(r'^- .*\("', shown, re.MULTILINE)) >= 10
    assert "USD 155,000 - 190,000 a year" in shown
    await ann.press("Make a filter from this")
    await ann.press("Save filter")
    assert re.search(r"^\+ '.*' fits$", await ann.say(text), re.MULTILINE)


async def test_the_country_of_the_chat_is_asked_for(bot, ann):
    """Where the posting is open to the reader's country, the filter asks for that."""
    chat = await bot.parts.services.subscriptions.open_chat(ann.address)
    await bot.parts.services.settings.change_settings(chat, zone="Europe/Madrid")
    await ann.say(OURS.replace("live in the United States", "live anywhere in Europe"))
    assert "in:ES" in await ann.press("Make a filter from this")


async def test_a_pasted_posting_is_no_answer_to_a_dialog(ann):
    """In the midst of a dialog a posting is read as a posting."""
    await ann.say("/new")
    assert "Tern" in await ann.say(OURS)


async def test_plain_text_and_other_forms_are_read(ann):
    """A posting copied from a page, one long line, HTML or JSON: the title is found and pay is read."""
    plain = "Backend Engineer\nTern, Remote\n\n" + "We pay $120,000 - $140,000 a year. You know Rust.\n" * 9
    assert (await ann.say(plain)).startswith("Backend Engineer\n")
    line = "Backend Engineer wanted: we pay $120,000 - $140,000 a year and you know Rust. " * 6
    assert "USD 120,000 - 140,000 a year" in await ann.say(line)
    page = f"<html><h1>Rust Engineer</h1><p>{'$120,000 - $140,000 a year in Rust. ' * 15}</p></html>"
    assert (await ann.say(page)).startswith("Rust Engineer\n")
    posting = {"@type": "JobPosting", "title": "Go Engineer", "description": "Rust and Go. " * 40}
    assert (await ann.say(json.dumps(posting))).startswith("Go Engineer\n")


async def test_a_link_that_a_feed_brought_is_known(bot, ann):
    """The link of a stored posting shows that posting, and nothing is fetched."""
    link = bot.publish("one", title="Python Engineer")
    await bot.work()
    assert (await ann.say(f"what about {link} ?")).startswith("Python Engineer · Acme one")
    assert ann.reply.buttons


class Web:
    """A fetcher of one page."""

    def __init__(self, page="", failure=None):
        self.page, self.failure, self.asked = page, failure, []

    async def fetch(self, request):
        self.asked.append(request)
        if self.failure:
            raise self.failure
        headers = {"content-type": "text/html; charset=utf-8"}
        return Fetched(documents=(Document(url=request.url, body=self.page.encode(), headers=headers),))


def online(bot, web):
    """Let the bot's pages come from here."""
    bot.parts.services.pages._fetcher = web
    return web


async def test_another_link_is_fetched_as_a_strangers(bot, ann):
    """A link that no feed brought is fetched under the guards for what chats name, and read."""
    web = online(bot, Web("<title>Jobs</title><h1>Rust Engineer</h1><p>Remote, $150,000 a year, Rust.</p>"))
    assert (await ann.say("https://elsewhere.example/7")).startswith("Rust Engineer\n")
    (request,) = web.asked
    assert (request.url, request.trusted, request.page) == ("https://elsewhere.example/7", False, True)


async def test_a_page_that_does_not_come_is_said(bot, ann):
    """A failure is said with what to do instead, and so is a page that holds nothing."""
    online(bot, Web(failure=FetchError("elsewhere.example answered 404")))
    shown = await ann.say("https://elsewhere.example/7")
    assert "answered 404" in shown
    assert "Paste" in shown
    online(bot, Web("<p></p>"))
    assert "Paste" in await ann.say("https://elsewhere.example/8")


async def test_links_are_rate_limited(bot, ann):
    """A chat that asks for many pages is told to wait, and another chat is not."""
    web = online(bot, Web("<h1>Rust Engineer</h1>"))
    for number in range(MOST_A_CHAT):
        await ann.say(f"https://elsewhere.example/{number}")
    assert "try again in" in await ann.say("https://elsewhere.example/one-more")
    assert len(web.asked) == MOST_A_CHAT
    assert "Rust Engineer" in await bot.person("2").say("https://elsewhere.example/1")


async def test_an_hour_later_links_are_fetched_again():
    """The count is of the last hour, of each chat and of all."""
    now = [0.0]
    pages = Pages(Web("<h1>x</h1>"), Allowance(clock=lambda: now[0]))
    for number in range(MOST_A_CHAT):
        await pages.page(1, f"https://elsewhere.example/{number}")
    now[0] = 3601.0
    await pages.page(1, "https://elsewhere.example/again")


def test_very_many_chats_are_counted(monkeypatch):
    """Chats that were told to wait have nothing to be remembered for, and are forgotten with the others."""
    monkeypatch.setattr(allowance, "_MOST_CHATS", 1)
    counted = Allowance(clock=lambda: 0.0)
    for number in range(MOST_OF_ALL + 2):
        with suppress(CommandError):
            counted.count(number)
    with pytest.raises(CommandError):
        counted.count(-1)


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/admin", "http://169.254.169.254/latest", "http://[::1]:8080/", "http://localhost/"],
)
async def test_a_link_into_the_private_network_is_refused(ann, url):
    """What a chat names is never fetched from the operator's own network."""
    assert "I cannot read that page" in await ann.say(url)


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("https://a.example/1", "https://a.example/1"),
        ("look: https://a.example/1.", "https://a.example/1"),
        ("https://a.example/1 https://a.example/2", None),
        ("a.example", None),
        ("word " * 100 + "https://a.example/1", None),
    ],
)
def test_a_message_that_is_a_link(text, link):
    """One link with few words around it is a link; several, or a long text, are not."""
    assert link_in(text) == link


@pytest.mark.parametrize(
    ("text", "posting"),
    [
        ("senior python or go, remote, at least 150k USD, no crypto", False),
        ("Hello!\n\nWhat can you do?", False),
        (OURS, True),
        ("Line of a posting with some words\n" * 8, True),
        ("word " * 120, True),
    ],
)
def test_a_posting_is_told_from_chat(text, posting):
    """What people type to the bot is short; a posting is long, or has many lines."""
    assert is_posting(text) is posting


async def test_a_suggestion_is_a_filter_line():
    """What is suggested can be typed as it is shown."""
    from datetime import UTC, datetime

    from alerts.money import load_rates
    from alerts.pasting import posting_of_text
    from alerts.suggesting import suggested

    posting = posting_of_text(OURS, datetime.now(UTC))
    for line in suggested(posting, None, load_rates()).values():
        parse_filter(line)
