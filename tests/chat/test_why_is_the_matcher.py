"""/why gives the matcher's verdicts: for postings that were matched for real, against filters of every kind."""

import random
import re
import shutil
from pathlib import Path

import pytest
from made import filters
from sqlalchemy import select

from alerts.criteria.base import passes, policy_of
from alerts.filters import describe_criterion
from alerts.subscribing import NewSubscription
from storage.tables import listings, matches, subscriptions

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus" / "postings"
OF_THE_CORPUS = pytest.mark.skipif(not CORPUS.exists(), reason="the corpus is not part of the repository")
POSTINGS, FILTERS = 5, 20
HEAD = re.compile(r"Filter '(?P<name>\w+)' (?P<fits>fits|does not fit):")


def own_postings(bot):
    """Publish some that differ in what they state."""
    for number in range(POSTINGS):
        place = "Remote in the United States." if number % 2 else "You work in our Denver office."
        pay = f"${100 + number * 10},000 - ${120 + number * 10},000 a year." if number % 3 else ""
        stack = "You know Python and AWS." if number % 4 else "You know Go; PHP is a plus."
        title = ("Senior Platform Engineer", "Data Engineer", "Lead Developer")[number % 3]
        bot.publish(f"own-{number}", title=title, body=f"{place} {pay} {stack} Dental insurance. Kafka.")


async def wanted_by(bot, ann, seed):
    """Save filters of all kinds for Ann's chat, named f0, f1 and so on."""
    subscribing = bot.parts.services.subscriptions
    chat_id = await subscribing.open_chat(ann.address)
    for number, wanted in enumerate(filters(FILTERS, seed)):
        new = NewSubscription(chat_id=chat_id, owner="ann", name=f"f{number}", filter=wanted)
        await subscribing.add_subscription(new, None)


async def rows_of(bot, query):
    async with bot.parts.database.read() as connection:
        return (await connection.execute(query)).all()


def explained(text):
    """Give for each filter whether it fits, and its criteria's signs and lines."""
    found = {}
    for line in text.splitlines()[1:]:
        head = HEAD.match(line)
        if head:
            signs = []
            found[head["name"]] = (head["fits"] == "fits", signs)
        elif line.startswith("  "):
            signs.append((line.strip()[0], line.strip()[2:]))
    return found


async def check(bot, ann):
    """Compare /why with the matches that the matcher stored, and with every criterion asked by itself."""
    matched = await rows_of(
        bot,
        select(listings.c.url, subscriptions.c.name)
        .join(matches, matches.c.posting_id == listings.c.posting_id)
        .join(subscriptions, subscriptions.c.id == matches.c.subscription_id),
    )
    urls = [url for (url,) in await rows_of(bot, select(listings.c.url).order_by(listings.c.id))]
    pairs = 0
    for url in urls:
        found = explained(await ann.say(f"/why {url}"))
        assert {name for name, (fits, _) in found.items() if fits} == {
            row.name for row in matched if row.url == url
        }
        subject = (await bot.parts.services.postings.posting_at(url, 1)).subject
        mine = await bot.parts.services.subscriptions.subscriptions_of(1)
        for one in mine:
            signs = found[one.name][1]
            for criterion, (sign, line) in zip(one.filter.criteria, signs, strict=True):
                answer = criterion.find(subject, subject.seen_at, bot.parts.services.rates).answer
                assert (sign == "+") == passes(answer, policy_of(criterion))
                said = {"yes": "yes: ", "no": "no: ", "unknown": "not stated, "}[answer]
                assert line.startswith(said)
                assert describe_criterion(criterion).rstrip("?!") in line
            pairs += 1
    return pairs


async def test_why_equals_the_matcher(bot, ann):
    """A hundred pairs of postings written for this and filters of all kinds."""
    own_postings(bot)
    await wanted_by(bot, ann, seed=11)
    await bot.work()
    assert await check(bot, ann) == POSTINGS * FILTERS


@OF_THE_CORPUS
async def test_why_equals_the_matcher_on_real_postings(bot, ann, tmp_path):
    """A hundred random pairs of the corpus."""
    files = sorted(CORPUS.glob("*.md"))
    for file in random.Random(4).sample(files, POSTINGS):
        shutil.copy(file, tmp_path / "postings")
    await wanted_by(bot, ann, seed=12)
    await bot.work()
    assert await check(bot, ann) == POSTINGS * FILTERS
