"""What every chat platform must do; a new one is added to PEOPLE in conftest.py and to nothing here."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from alerts.chat_settings import ChatSettings
from alerts.compose import Action, Alert, News, Verb
from alerts.criteria.base import Answer, Remark, RemarkCode, Verdict
from alerts.digest import compose_digest
from alerts.errors import SendError, SendScope
from alerts.posting import Band, FoundOn, Period, Workplace
from bot.platforms.contract import Button, Reply

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HOSTILE = 'Senior <b>C++ < 5y</b> & "R&D" <!channel> <@U123>'


def alert(**changes):
    given = Alert(
        posting_id=7,
        title="Backend Engineer",
        company="Acme",
        levels=("senior",),
        workplace=Workplace.REMOTE,
        regions=("US",),
        pay=(Band(minimum=Decimal(150000), maximum=Decimal(190000), currency="USD", period=Period.YEAR),),
        reasons=(
            Verdict(
                kind="stack",
                criterion="python",
                answer=Answer.YES,
                passes=True,
                quotes=("Go, Python and SQL",),
            ),
        ),
        unclear=(
            Verdict(
                kind="pay",
                criterion="pay>=150k USD",
                answer=Answer.UNKNOWN,
                passes=True,
                remark=Remark(RemarkCode.ON_TARGET, (("to", "184000"), ("currency", "USD"))),
            ),
        ),
        not_stated=("employment",),
        filters=("backend",),
        found_on=(FoundOn("Some Board", "https://board.example/7"),),
        seen_at=NOW - timedelta(hours=2),
        url="https://board.example/7",
        actions=(Action(Verb.SAVE, 7), Action(Verb.DISMISS, 7), Action(Verb.FILTER, 3)),
    )
    return replace(given, **changes)


@pytest.mark.parametrize(
    "shown",
    [
        "Backend Engineer",
        "Acme",
        "senior",
        "Remote",
        "US only",
        "150,000",
        "190,000",
        "USD",
        "Go, Python and SQL",
        "on-target earnings only",
        "employment type",
        "backend",
        "Some Board",
        "2 h ago",
        "https://board.example/7",
        "Save",
        "Not for me",
        "Filter",
    ],
)
async def test_an_alert_shows(person, shown):
    """An alert shows the posting's terms, the reasons with their quotes, what is open, its source and its buttons."""
    await person.platform.send(person.address, alert())
    assert shown in person.sees()


async def test_a_title_is_shown_literally(person):
    """Markup and mentions in a posting's title are shown as they stand."""
    await person.platform.send(person.address, alert(title=HOSTILE))
    assert HOSTILE in person.sees()


async def test_control_characters_are_not_sent(person):
    """An escape sequence or a bidirectional override in a posting never reaches the person's device."""
    await person.platform.send(person.address, alert(title="Engineer \x1b[2J\u202egro.elpmaxe"))
    assert not {"\x1b", "\u202e"} & set(person.sees())


def digest(count=23, page=1):
    """Make a page of a digest of ``count`` postings, numbered from 1."""
    first = (page - 1) * 10 + 1
    items = [
        alert(posting_id=number, title=f"Job {number:02}", url=f"https://board.example/{number}")
        for number in range(first, min(first + 9, count) + 1)
    ]
    return compose_digest(5, items, page=page, total=count, reader=ChatSettings())


@pytest.mark.parametrize(
    "shown", ["23 postings", "1 to 10", "Job 01", "Job 10", "190,000", "Acme", "'backend'", "+13 more"]
)
async def test_a_digest_shows(person, shown):
    """A digest's page shows how many postings there are, and each of its own with its terms and filter."""
    await person.platform.send(person.address, digest())
    assert shown in person.sees()
    assert "Job 11" not in person.sees()


async def test_a_digest_links_its_postings(person):
    """Every posting of a page can be opened from it."""
    await person.platform.send(person.address, digest())
    assert all(f"https://board.example/{number}" in person.sees() for number in range(1, 11))


@pytest.mark.parametrize(
    ("number", "action"),
    [(1, Action(Verb.SHOW, 1)), (10, Action(Verb.SHOW, 10)), (11, Action(Verb.PAGE, 5, "2"))],
)
async def test_a_button_of_a_digest_reaches_the_commands(person, handler, number, action):
    """A posting's number opens it, and the last button shows the next page."""
    await person.platform.start(handler)
    await person.platform.send(person.address, digest())
    await person.press(number)
    assert [one.action for one in handler.presses] == [action]


async def test_a_page_takes_the_place_of_the_one_before(person, handler):
    """An answer that says so takes the place of the message whose button was pressed, in the platform's own form."""
    handler.reply = Reply(shows=digest(page=3), replaces=True)
    await person.platform.start(handler)
    await person.platform.send(person.address, digest())
    await person.press(11)
    assert "Job 23" in person.sees()
    assert "Job 01" not in person.sees() or person.never_forgets


async def test_the_longest_digest_can_be_sent(person):
    """However long the titles, names and links of a page, the platform takes it."""
    items = [
        alert(
            posting_id=number,
            title=HOSTILE * 40,
            company="&<>" * 400,
            filters=("'&'" * 200,),
            url="https://board.example/" + "&" * 1900,
        )
        for number in range(1, 11)
    ]
    await person.platform.send(
        person.address, compose_digest(5, items, page=1, total=9999, reader=ChatSettings())
    )


async def test_a_message_is_edited(person):
    """What became of a posting is shown in the message that told of it, with its buttons."""
    message_id = await person.platform.send(person.address, alert())
    await person.platform.edit(person.address, message_id, alert(title="Staff Engineer", news=News.CLOSED))
    assert "Staff Engineer" in person.sees()
    assert "not listed any more" in person.sees()
    assert "Backend Engineer" not in person.sees() or person.never_forgets


async def test_an_edit_that_changes_nothing_is_fine(person):
    """A message that shows already what it should is no failure."""
    message_id = await person.platform.send(person.address, alert())
    await person.platform.edit(person.address, message_id, alert())


async def test_a_message_that_is_gone_cannot_be_edited(person):
    """Of a message that is not there any more the platform says so, for good, and of that message alone."""
    if person.never_forgets:
        pytest.skip("nobody can delete what is on the console")
    with pytest.raises(SendError) as failed:
        await person.platform.edit(person.address, "999999", alert())
    assert (failed.value.permanent, failed.value.scope) == (True, SendScope.MESSAGE)


async def test_messages_have_ids_of_their_own(person):
    """Two alerts give two message ids."""
    first = await person.platform.send(person.address, alert())
    assert first != await person.platform.send(person.address, alert())


async def test_a_message_reaches_the_commands(person, handler):
    """What a person types reaches the handler as it is, with the chat's address."""
    await person.platform.start(handler)
    await person.say("/new remote python")
    assert [(one.text, one.address) for one in handler.messages] == [("/new remote python", person.address)]


async def test_a_reply_is_shown(person, handler):
    """The handler's reply comes back, its text literally."""
    handler.reply = Reply(text=f"no filter {HOSTILE}")
    await person.platform.start(handler)
    await person.say("/filters")
    assert f"no filter {HOSTILE}" in person.sees()


async def test_a_button_of_an_alert_reaches_the_commands(person, handler):
    """Pressing a button of an alert brings exactly its action."""
    await person.platform.start(handler)
    await person.platform.send(person.address, alert())
    await person.press(2)
    assert [one.action for one in handler.presses] == [Action(Verb.DISMISS, 7)]


async def test_a_button_of_a_reply_reaches_the_commands(person, handler):
    """Pressing a button under a reply brings its action."""
    handler.reply = Reply(text="filter 1", buttons=(Button("Pause", Action(Verb.PAUSE, 3)),))
    await person.platform.start(handler)
    await person.say("/filters")
    await person.press(1)
    assert [one.action for one in handler.presses] == [Action(Verb.PAUSE, 3)]


async def test_a_reply_may_take_the_place_of_the_pressed_message(person, handler):
    """An answer that replaces its question is shown; where the platform can edit, the question is gone."""
    handler.reply = Reply(text="first question", buttons=(Button("Next", Action(Verb.CHOOSE, 3, "next")),))
    await person.platform.start(handler)
    await person.say("/new")
    handler.reply = replace(handler.reply, text="second question", replaces=True)
    await person.press(1)
    assert [one.action for one in handler.presses] == [Action(Verb.CHOOSE, 3, "next")]
    assert "second question" in person.sees()
    assert ("first question" in person.sees()) is (person.address.platform == "console")


async def test_a_reply_that_changes_nothing_is_no_new_message(person, handler):
    """An answer that reads as its question already does is not sent beside it, and nothing fails."""
    handler.reply = Reply(
        text="question", buttons=(Button("Next", Action(Verb.CHOOSE, 3, "next")),), replaces=True
    )
    await person.platform.start(handler)
    await person.say("/new")
    await person.press(1)
    await person.say("/settled")
    times = {"console": 3, "slack": 2, "telegram": 2}
    assert person.sees().count("question") == times[person.address.platform]


async def test_messages_that_follow_a_reply_come_in_order(person, handler):
    """A reply of several messages is shown as several."""
    handler.reply = Reply(text="piece 1", more=("piece 2", "piece 3"))
    await person.platform.start(handler)
    await person.say("/export")
    await person.until_seen("piece 3")
    assert [person.sees().index(f"piece {number}") for number in (1, 2, 3)] == sorted(
        person.sees().index(f"piece {number}") for number in (1, 2, 3)
    )


async def test_no_reply_says_nothing(person, handler):
    """Where the handler has nothing to say, nothing is sent."""
    await person.platform.start(handler)
    handler.reply = None
    await person.hint("they talk to each other")
    async with asyncio.timeout(5):
        while not handler.messages:
            await asyncio.sleep(0.001)
    handler.reply = Reply(text="understood")
    await person.say("/settled")
    assert person.sees().count("understood") == 1


async def test_a_message_has_the_id_by_which_it_is_told_again(person, handler):
    """Where a platform may repeat a message, each has an id of its own; the console never repeats one."""
    await person.platform.start(handler)
    for text in ("/one", "/two"):
        await person.say(text)
    ids = [one.update for one in handler.messages]
    assert len(set(ids)) == (1 if person.address.platform == "console" else 2)
    assert ("" in ids) is (person.address.platform == "console")


async def test_a_missing_button_is_answered(person, handler):
    """A button that is not there presses nothing and is answered."""
    await person.platform.start(handler)
    await person.press(9)
    assert handler.presses == []
    assert any(words in person.sees() for words in ("no such button", "out of date"))


async def test_a_failed_send_is_a_send_error(person):
    """When a message cannot go, the platform raises SendError and nothing else."""
    person.break_down()
    with pytest.raises(SendError):
        await person.platform.send(person.address, alert())


async def test_stopping_is_harmless(person, handler):
    """A platform can be stopped before it started, and twice."""
    await person.platform.stop()
    await person.platform.start(handler)
    await person.platform.stop()
    await person.platform.stop()
