"""Feeds in chats: listed, proposed, reaching only the chat that proposed them until the operator approves."""

import time
from datetime import timedelta

import pytest
from sqlalchemy import update

from alerts.errors import FetchError
from alerts.feeds.entry import Document
from alerts.polling import Fetched, Tempo, poll_next
from bot.app import catch_up
from bot.fetching.allowance import Allowance
from bot.fetching.pages import Pages
from storage.tables import feeds

BOARD = (
    '{"jobs":[{"id":7,"title":"Baker","absolute_url":"https://ovens.example/jobs/7?gh_jid=7","internal_job_id":1,'
    '"location":{"name":"Remote"},"content":"We bake with Python."}],"meta":{"total":1}}'
)


class Web:
    """Gives prepared answers by a part of the address, and keeps what it was asked."""

    def __init__(self, **answers):
        self.answers = answers
        self.asked = []

    async def fetch(self, request):
        self.asked.append(request)
        for part, body in self.answers.items():
            if part in request.url:
                return Fetched(documents=(Document(url=request.url, body=body.encode()),), status=200)
        raise FetchError("there is no such page", status=404)


@pytest.fixture
def web(bot):
    """Put a prepared web behind the bot's chats."""
    made = Web(greenhouse=BOARD, ovens="<html><a href='https://boards.greenhouse.io/ovens'>Jobs</a></html>")
    pages = Pages(made, Allowance())
    object.__setattr__(bot.parts.services, "scout", pages)
    return made


async def poll(bot, web):
    bot.parts.database.clock.offset += timedelta(days=1)
    while await poll_next(bot.parts.feeds, web, "me", tempo=Tempo(chance=lambda: 0.0)):
        bot.parts.database.clock.offset += timedelta(seconds=5)


async def test_a_proposed_feed_reaches_only_its_chat_until_it_is_approved(bot, web):
    """What it brings is nobody else's business before the operator's word, and everybody's after."""
    ann, bob = bot.person("1", user="ann"), bot.person("2", user="bob")
    for person in (ann, bob):
        await person.say("/new python name:all")
    shown = await ann.say("/feeds add https://www.ovens.example/careers")
    assert "lists 1 posting now" in shown
    assert "once the operator approves it" in shown
    assert "proposed here" in await ann.say("/feeds")
    assert "greenhouse" not in (await bob.say("/feeds")).lower()
    web.answers["greenhouse"] = BOARD.replace('"total":1', '"total":2').replace(
        '{"jobs":[',
        '{"jobs":[{"id":8,"title":"Brewer","absolute_url":"https://ovens.example/jobs/8","internal_job_id":2,'
        '"content":"Python again."},',
    )
    await poll(bot, web)
    assert not any(request.trusted for request in web.asked if request.url.startswith("http"))
    assert "Baker" in await ann.say("/latest")
    assert "Baker" not in await bob.say("/latest")
    await bot.parts.services.book.approve_feed(2)
    assert "Baker" in await bob.say("/latest")


async def test_only_the_operator_approves(bot, web):
    """A person of a chat may not, a listed admin may."""
    ann = bot.person("1", user="ann")
    await ann.say("/feeds add https://boards.greenhouse.io/ovens")
    assert await ann.say("/feeds approve 2") == "Only the operator approves feeds."
    object.__setattr__(bot.parts.services, "admins", frozenset(("paper:ann",)))
    assert "reaches every chat" in await ann.say("/feeds approve 2")
    assert "There is no feed 99" in await ann.say("/feeds approve 99")


async def test_two_chats_propose_one_feed(bot, web):
    """Both hear of what it brings, and the second still does when the first is forgotten; nobody else does."""
    ann, bob, eve = (bot.person(number, user=number) for number in "123")
    for person in (ann, bob, eve):
        await person.say("/new python name:all")
    for person in (ann, bob):
        assert "come to this chat" in await person.say("/feeds add https://boards.greenhouse.io/ovens")
        assert "proposed here" in await person.say("/feeds")
    await poll(bot, web)
    assert "Baker" in await bob.say("/latest")
    await ann.say("/forget")
    await ann.press("Forget everything")
    web.answers["greenhouse"] = BOARD.replace('"id":7', '"id":8').replace("Baker", "Brewer")
    await poll(bot, web)
    await catch_up(bot.parts, time.monotonic() + 20)
    assert [(address.external_id, "Brewer" in text) for address, _, text in bot.sent] == [("2", True)]
    assert "Brewer" not in await eve.say("/latest")


async def test_admins_see_what_waits_for_them(bot, web):
    """Their list has numbers and what other chats proposed, but not in a group; a number beats a name."""
    object.__setattr__(bot.parts.services, "admins", frozenset(("paper:op",)))
    ann, op = bot.person("1", user="ann"), bot.person("9", user="op")
    await ann.say("/feeds add https://boards.greenhouse.io/ovens")
    await ann.say("/follow 2")
    shown = await op.say("/feeds")
    assert "/feeds approve 2 lets https://boards-api.greenhouse.io" in shown
    assert "/feeds approve" not in await ann.say("/feeds")
    assert "ovens" not in await bot.person("8", user="op", group=True).say("/feeds")
    [named_two] = [one for one in await bot.parts.services.book.all_feeds() if one.name == "2"]
    assert named_two.id != 2
    await op.say("/feeds approve 2")
    approved = {one.id: one.approved for one in await bot.parts.services.book.all_feeds()}
    assert (approved[2], approved[named_two.id]) == (True, False)


async def test_a_name_that_several_have_means_none(bot, web):
    """A chat may call its feed like another one; the operator is asked for the number."""
    object.__setattr__(bot.parts.services, "admins", frozenset(("paper:ann",)))
    ann = bot.person("1", user="ann")
    for number in "12":
        await ann.say(f"/feeds add https://boards.greenhouse.io/ovens{number}")
    [name] = {one.name for one in await bot.parts.services.book.all_feeds() if not one.approved}
    assert "more than one" in await ann.say(f"/feeds approve {name}")


async def test_a_proposal_that_is_off_says_so(bot, web):
    """A feed that the server withdrew is not called polled."""
    ann = bot.person("1", user="ann")
    await ann.say("/feeds add https://boards.greenhouse.io/ovens")
    await bot.parts.services.book.approve_feed(2)
    async with bot.parts.database.write() as connection:
        await connection.execute(update(feeds).where(feeds.c.id == 2).values(disabled_reason="410 Gone"))
    assert "is not polled: 410 Gone" in await ann.say("/feeds add https://boards.greenhouse.io/ovens")


async def test_following_a_company(bot, web):
    """Its board is looked for where the recruiting systems have it; a company without one gets a way on."""
    ann = bot.person("1", user="ann")
    assert "lists 1 posting now" in await ann.say("/follow ovens")
    web.answers.clear()
    assert "/feeds add" in await ann.say("/follow nobody")
    assert await ann.say("/follow") == "Say which company: /follow acme"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("add", "Give the address"),
        ("add https://www.linkedin.com/jobs", "LinkedIn is not polled"),
        ("add https://nothing.example/", "cannot be polled: there is no such page"),
    ],
)
async def test_what_cannot_be_polled_says_why(bot, web, words, said):
    """The reason comes in the words of the one who refuses."""
    assert said in await bot.person("1", user="ann").say(f"/feeds {words}")


async def test_a_chat_proposes_only_so_many(bot, web):
    """Feeds that wait for the operator are few for each chat."""
    ann = bot.person("1", user="ann")
    said = [await ann.say(f"/feeds add https://boards.greenhouse.io/ovens{number}") for number in range(6)]
    assert "have to wait" in said[-1]
    assert "have to wait" not in said[-2]
