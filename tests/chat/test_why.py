"""/why: each filter's answer about a posting, and what became of the message."""

import random

from alerts.alerting import matched_by
from alerts.compose import Action, Verb
from alerts.matching import accepts
from bot.wording.verdicts import judged

OFFICE = "You work in our Denver office three days per week. You know Python."


async def test_a_posting_that_came(bot, ann):
    """What was sent is said to be sent, when, in the chat's own time, with the verdicts that it was sent with."""
    await ann.say("/settings zone Europe/Lisbon")
    await ann.say("/new python name:first")
    link = bot.publish("one")
    await bot.work()
    await ann.say("/edit 1 = rust")
    shown = await ann.say(f"/why {link}")
    assert "It was sent here on" in shown
    assert "(Europe/Lisbon)" in shown
    assert "Filter 'first' fits: (as when it was sent)\n  + yes: python" in shown


async def test_a_posting_that_did_not_come(bot, ann):
    """What no filter wanted is said so, with the criterion that it fails and the posting's words."""
    await ann.say("/new remote python name:first")
    await ann.say("/new rust name:second")
    link = bot.publish("office", body=OFFICE)
    await bot.work()
    shown = await ann.say(f"/why {link}")
    assert "no active filter wanted it" in shown
    assert "three days per week" in next(line for line in shown.split("\n") if "- no: remote" in line)
    assert "Filter 'second' does not fit:\n  - no: rust" in shown


async def test_every_verdict_is_the_matchers(bot, ann):
    """/why says of random postings and filters exactly what the matcher finds."""
    chance = random.Random(7)
    words = ["python", "rust", "go", "remote", "hybrid", "senior", "in:US", "in:DE", "pay>=150k USD", "-php"]
    bodies = ["Remote. Python.", OFFICE, "Rust, Go. $160,000 - $180,000 a year.", "PHP in Berlin.", "A role."]
    links = [bot.publish(f"p{number}", body=body) for number, body in enumerate(bodies)]
    for number in range(12):
        await ann.say(f"/new {', '.join(chance.sample(words, 2))} name:n{number}")
    await bot.work()
    services = bot.parts.services
    mine = await services.subscriptions.subscriptions_of(1)
    assert len(mine) >= 10
    for link in links:
        posting = await services.postings.posting_at(link, 1)
        shown = await ann.say(f"/why {link}")
        for one in mine:
            fits = accepts(one.filter, posting.subject, posting.subject.seen_at, services.rates)
            block = shown.partition(f"Filter '{one.name}' ")[2].partition("\nFilter ")[0]
            assert block.startswith("fits:" if fits else "does not fit:")
            for verdict in matched_by(one, posting, services.rates).verdicts:
                assert judged(verdict) in block


async def test_an_alert_is_asked_about(bot, ann):
    """/why in answer to an alert, its button, and /why by itself are about that posting; a forged button is not."""
    await ann.say("/new python")
    bot.publish("one")
    await bot.work()
    for shown in (await ann.say("/why", about="1"), await ann.say("/why")):
        assert "Python Engineer · Acme one" in shown
    posting = await bot.parts.services.postings.posting_at("https://jobs.example/one", 1)
    assert "It was sent here" in await ann.act(Action(Verb.WHY, posting.id))
    assert "out of date" in await bot.person("2").act(Action(Verb.WHY, posting.id))


async def test_a_digest_is_asked_about_by_number(bot, ann):
    """Of several postings in one message /why wants to know which."""
    await ann.say("/new python")
    bot.publish("one", title="Python Engineer")
    bot.publish("two", title="Python Developer")
    await bot.work()
    assert "There are 2 postings" in await ann.say("/why")
    titles = {(await ann.say(f"/why {number}")).partition(" ·")[0] for number in (1, 2)}
    assert titles == {"Python Engineer", "Python Developer"}
    assert "There are 2 postings" in await ann.say("/why 3")


async def test_paused_and_deleted_filters_are_said(bot, ann):
    """A paused filter is marked, and so is a deleted one that the posting had come by."""
    await ann.say("/new python name:first")
    await ann.say("/new python name:second")
    link = bot.publish("one")
    await bot.work()
    await ann.say("/pause second")
    await ann.say("/delete first")
    shown = await ann.say(f"/why {link}")
    assert "Filter 'first' fits: (deleted)" in shown
    assert "Filter 'second' fits: (paused)" in shown


async def test_what_waits_is_said(bot, ann):
    """Before it is sent a posting is said to be on its way; a failure is named."""
    await ann.say("/new python")
    link = bot.publish("one")
    bot.paper.full = True
    await bot.work()
    assert "Sending it fails: the paper is full. It is tried again." in await ann.say(f"/why {link}")


async def test_an_unknown_link_is_said(ann):
    """Of a posting that no feed brought there is nothing to tell, but what can be done."""
    assert "Send me the link alone" in await ann.say("/why https://nowhere.example/1")
    assert "Give the link" in await ann.say("/why")
