"""A whole conversation on the console, piped in: two starts of the program, one before and one after a restart."""

import re

POSTING = """# [Senior Rust Engineer](https://jobs.example/pasted)
### Tern & Sons
#### `🌎 Remote`

We print tide tables, and people plan their days by them.

  * You have built services in Rust and Go on AWS.
  * You explain what you do to people who do something else.

The base salary for this role is $142,000 - $171,000 a year. This is a fully remote position, open to candidates who
live in the United States.

  * $80 monthly work-from-home stipend
  * 401(k) with employer match
"""

FIRST = [
    "/start",
    "/new",
    "!1",
    "next",
    "remote",
    "germany",
    "back",
    "us",
    "150k usd",
    "skip",
    "now",
    "name:mine",
    "save filter",
    POSTING,
    "!1",
    "!1",
    "/settings zone munich",
    "/settings language deutsch",
    "/settings language en",
    "/settings currency eur",
    "/latest 2",
    "/new",
    "rust",
    "/nwe",
    "!99",
]
SECOND = ["remote", "/cancel", "/why https://jobs.example/one", "/why", "/export"]


def test_a_conversation(folder):
    """Each part of the chat answers as it should, and a dialog goes on after a restart."""
    folder.publish("one", body="Remote in the United States. You know Python. $160,000 - $180,000 a year.")
    folder.configure()
    first = folder.run("chat", lines=FIRST)
    assert first.returncode == 0, first.stderr
    for expected in (
        "Which technologies",
        "✓ python",
        "How do you want to work",
        "Where do you work from",
        "What should it pay",
        "What it finds comes: at once",
        "remote, python, in:US, pay>=150k USD",
        "Filter 1 'mine' is active",
        "Senior Rust Engineer · Tern & Sons",
        '("$80 monthly work-from-home stipend")',
        "Filter 2 'Senior Rust Engineer' is active",
        "Time zone: Europe/Berlin",
        "Sprache: Deutsch",
        "Currency: EUR (Euro)",
        "Did you mean /new?",
        "no such button",
        "Filter 'mine'",
    ):
        assert expected in first.stdout, expected
    second = folder.run("chat", lines=SECOND)
    for expected in (
        "Where do you work from",  # the dialog of before goes on
        "Cancelled",
        "It was sent here on",
        "(Europe/Berlin)",
        "Filter 'mine' fits: (as when it was sent)",
    ):
        assert expected in second.stdout, expected
    (exported,) = re.findall(r'^\{"rolecall":1.*\}$', second.stdout, re.MULTILINE)
    third = folder.run(
        "chat", lines=["/forget", "forget everything", "/filters", f"/import {exported}", "/export"]
    )
    assert "Everything of this chat is deleted" in third.stdout
    assert "No filters yet" in third.stdout
    assert "2 filters are back" in third.stdout
    assert exported in third.stdout
    assert "Traceback" not in first.stderr + second.stderr + third.stderr
