"""/export, /forget and /import: everything of a chat, taken away, deleted and brought back."""

import json

import pytest
from sqlalchemy import func, select

from alerts.belongings import from_json
from alerts.compose import Action, Verb
from alerts.errors import CommandError
from bot.commands.belongings import PIECE, cut
from storage.tables import chats, dialogs, metadata


async def lived_in(bot, person):
    """Make a chat that has everything: filters, settings, feedback, what was sent."""
    await person.say("/settings zone Europe/Lisbon")
    await person.say("/new python name:first")
    await person.say("/new remote rust|go pay>=90k EUR name:second")
    await person.say("/pause 2")
    links = bot.publish("one", title="Python Engineer"), bot.publish("two", title="Python Developer")
    await bot.work()
    for link, verb in zip(links, (Verb.SAVE, Verb.DISMISS), strict=True):
        posting = await bot.parts.services.postings.posting_at(link, 1)
        await person.act(Action(verb, posting.id))


async def exported(person):
    await person.say("/export")
    return "".join(person.reply.more)


async def test_an_export_has_everything(bot, ann):
    """Filters in canonical syntax, settings, what was said of postings and what was sent, as one JSON."""
    await lived_in(bot, ann)
    given = json.loads(await exported(ann))
    assert [(one["name"], one["line"], one["state"]) for one in given["filters"]] == [
        ("first", "python", "active"),
        ("second", "remote, go|rust, pay>=90k EUR", "paused"),
    ]
    assert given["settings"] == {"zone": "Europe/Lisbon"}
    assert sorted(one["url"] for one in given["alerts"]) == [
        "https://jobs.example/one",
        "https://jobs.example/two",
    ]
    assert sum("saved_at" in one for one in given["postings"]) == 1
    assert sum("dismissed_at" in one for one in given["postings"]) == 1


async def test_export_forget_import_gives_the_same(bot, ann):
    """What was exported, deleted and imported is exported as the same text."""
    await lived_in(bot, ann)
    before = await exported(ann)
    await ann.say("/forget")
    assert "deleted" in await ann.press("Forget everything")
    assert "No filters yet" in await ann.say("/filters")
    assert "2 filters are back" in await ann.say(f"/import {before}")
    assert await exported(ann) == before


async def test_an_import_in_pieces(bot, ann):
    """An export of several messages is brought back by sending them one after the other."""
    for number in range(30):
        await ann.say(f'/new python remote pay>={100 + number}k USD title:"platform engineer" name:n{number}')
    before = await exported(ann)
    pieces = ann.reply.more
    assert len(pieces) > 2
    await ann.say("/forget")
    await ann.say("forget everything")
    assert "all of its messages" in await ann.say("/import")
    for piece in pieces[:-1]:
        assert "Send the next piece" in await ann.say(piece)
    assert "30 filters are back" in await ann.say(f"{pieces[-1]}\n")
    assert await exported(ann) == before


async def test_an_import_adds_only_what_is_missing(bot, ann):
    """Importing twice, or beside filters that are there, doubles nothing."""
    await lived_in(bot, ann)
    given = await exported(ann)
    await ann.say("/delete first")
    assert "1 filter is back. /filters shows them. 1 was here already." in await ann.say(f"/import {given}")
    assert "0 filters" in await ann.say(f"/import {given}")


async def test_what_was_sent_before_is_not_sent_again(bot, ann):
    """After an import a posting that was sent and changes does not alert a second time."""
    await lived_in(bot, ann)
    given = await exported(ann)
    await ann.say("/forget")
    await ann.press("Forget everything")
    await ann.say(f"/import {given}")
    bot.publish("one", title="Python Engineer", body="Remote in the United States. Python, SQL and Kafka.")
    bot.publish("three", title="Python Programmer")
    sent = await bot.work()
    assert len(sent) == 1
    assert "Python Programmer" in sent[0]


async def rows_about(bot, chat_id, person):
    """Count, table by table, the rows that lead to a chat, however many keys away."""
    found = {}
    async with bot.parts.database.read() as connection:
        for table in metadata.sorted_tables:
            for column in table.columns:
                if any(key.column.table is chats for key in column.foreign_keys):
                    count = select(func.count()).select_from(table).where(column == chat_id)
                    found[f"{table.name}.{column.name}"] = (await connection.execute(count)).scalar_one()
                if column.name in {"external_id", "sent_to"}:
                    there = column == person.address.external_id
                    count = select(func.count()).select_from(table).where(there)
                    found[f"{table.name}.{column.name}"] = (await connection.execute(count)).scalar_one()
        orphans = select(func.count()).select_from(metadata.tables["matches"])
        found["matches"] = (await connection.execute(orphans)).scalar_one()
    return found


async def test_nothing_is_left_of_a_forgotten_chat(bot):
    """No row of any table refers to the chat any more, and another chat keeps all of its own."""
    ann, bob = bot.person("chat-ann"), bot.person("chat-bob", user="bob")
    chat_id = await bot.parts.services.subscriptions.open_chat(ann.address)
    await bob.say("/new rust name:his")
    await lived_in(bot, ann)
    await bob.say("/new")
    before = await rows_about(bot, chat_id, ann)
    assert before["subscriptions.chat_id"] == 2
    assert before["alerts.chat_id"] == 2
    await ann.say("/forget")
    assert (await rows_about(bot, chat_id, ann))["dialogs.external_id"] == 1
    await ann.press("Forget everything")
    assert {name for name, count in (await rows_about(bot, chat_id, ann)).items() if count} == set()
    assert "'his': rust" in await bob.say("/filters")
    async with bot.parts.database.read() as connection:
        assert len((await connection.execute(select(dialogs))).all()) == 1


async def test_forgetting_is_asked_first(bot, ann):
    """/forget names what would be gone, and without a yes nothing is."""
    await lived_in(bot, ann)
    shown = await ann.say("/forget")
    assert "2 filters, 1 saved postings" in shown
    assert "Press a button" in await ann.say("yes please")
    await ann.press("Cancel")
    assert "'first'" in await ann.say("/filters")


def own_filter(**changes):
    """Write an export with one filter."""
    one = {"name": "x", "line": "go", "state": "active", "owner": "", "created_at": "2026-01-01T00:00:00Z"}
    return json.dumps({"rolecall": 1, "filters": [one | changes]})


@pytest.mark.parametrize(
    "text",
    [
        "hello",
        "{}",
        '{"rolecall":2}',
        '{"rolecall":1,"filters":[{"name":"x","line":"pyhton","state":"active","owner":"","created_at":"2026-01-01T00:00:00Z"}]}',
        '{"rolecall":1,"filters":[{"name":"x","line":"go","state":"odd","owner":"","created_at":"2026-01-01T00:00:00Z"}]}',
        '{"rolecall":1,"settings":{"zone":"Nowhere/At_All"}}',
        '{"rolecall":1,"settings":{"quiet":"now and then"}}',
        '{"rolecall":1,"settings":{"snoozed_until":"2026-12-01T00:00:00"}}',
        '{"rolecall":1,"settings":{"snoozed_until":"9999-12-31T23:59:59Z"}}',
        '{"rolecall":1,"filters":7}',
        own_filter(created_at="9999-12-31T23:59:59-14:00"),
        own_filter(created_at="0001-01-01T00:00:00+14:00"),
        own_filter(created_at="2026-01-01T00:00:00"),
        own_filter(snoozed_until="9999-12-31T23:59:59-14:00"),
        own_filter(schedule="daily 9:00", snoozed_until="9999-12-31T23:59:58Z"),
        own_filter(schedule="at times"),
        json.dumps({"rolecall": 1, "filters": [json.loads(own_filter())["filters"][0]] * 51}),
    ],
)
async def test_what_is_no_export_changes_nothing(ann, text):
    """A text that is no export, or not a possible one, is refused with a reason and leaves the chat as it is."""
    await ann.say("/new python")
    before = await exported(ann)
    assert "wrong here" not in await ann.say(f"/import {text}")
    await ann.say("/cancel")
    assert await exported(ann) == before


async def test_settings_are_brought_back_as_if_they_were_typed(ann):
    """What an export has in other words is kept in the words that everything else goes by."""
    own = {"zone": "berlin", "language": "deutsch", "currency": "€", "quiet": "22-8 weekends"}
    await ann.say(f"/import {json.dumps({'rolecall': 1, 'settings': own})}")
    assert json.loads(await exported(ann))["settings"] == {
        "zone": "Europe/Berlin",
        "language": "de",
        "currency": "EUR",
        "quiet": "22:00-08:00 sat-sun",
    }


def test_pieces_are_the_text():
    """Cut anywhere it may be, a text comes together again from pieces that no message spoils."""
    text = json.dumps({"lines": ["/new remote ! python  /jobs"] * 500})
    pieces = cut(text)
    assert "".join(pieces) == text
    assert all(len(piece) <= PIECE and piece == piece.strip() for piece in pieces)
    assert not any(piece.startswith(("/", "!")) for piece in pieces)


def test_a_deep_json_is_refused():
    """A hostile nesting is no export."""
    with pytest.raises(CommandError):
        from_json('{"rolecall":1,"filters":' + "[" * 100_000)


@pytest.mark.parametrize("line", ["/forget", "/import", '/import {"rolecall":1}'])
async def test_only_who_manages_a_chat_may_decide_for_all(bot, line):
    """Deleting and importing concern everybody of a group; what cannot be learnt of somebody is a no."""
    ann, bob = (bot.person("-7", user=name, group=True) for name in ("ann", "bob"))
    await ann.say("/new python")
    bot.paper.managers = {"ann"}
    assert "only administrators may use it" in await bob.say(line)
    assert "only administrators may use it" not in await ann.say(line)
    assert "python" in await bob.say("/filters")
