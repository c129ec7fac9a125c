"""The command line beside the chat: init, check, poll, read, parse, demo."""

import json
import re

RSS = """<rss version="2.0"><channel><title>Jobs</title>
<item><title>Go Engineer</title><link>https://jobs.example/1</link><guid>1</guid>
<description>Remote. Go.</description></item>
</channel></rss>"""


def test_the_demo_shows_alerts_and_a_refusal(folder):
    """The demo ends by itself: a list, a posting of it opened and one that came alone with reasons, and a refusal."""
    ended = folder.run("demo")
    assert ended.returncode == 0, ended.stderr
    listed, opened, alone = re.split(r"\n(?=Press the first|One more posting)", ended.stdout)
    assert "5 postings, best first" in listed
    for alert in (opened, alone):
        assert re.search(r'^Why: remote \(".* python \("', alert, re.MULTILINE), alert
    assert "(also on " in ended.stdout
    assert "does not fit" in ended.stdout
    assert "three days per week" in ended.stdout


def test_init_writes_a_configuration_that_check_accepts(installed):
    """The example that init writes is complete and loads."""
    assert installed.run("init").returncode == 0
    checked = installed.run("check")
    assert checked.returncode == 0, checked.stderr
    assert "database: ok" in checked.stdout
    assert not (installed.path / "rolecall.db").exists(), "a look changed something"


def test_init_overwrites_nothing(folder):
    """A configuration that is there stays as it is."""
    folder.configure()
    before = (folder.path / "config.toml").read_text()
    assert folder.run("init").returncode == 2
    assert (folder.path / "config.toml").read_text() == before


def test_a_wrong_configuration_is_explained(folder):
    """What is wrong is named in one line, with the nearest valid key and an exit code of its own."""
    (folder.path / "config.toml").write_text("[databse]\nurl = 'x'")
    ended = folder.run("check")
    assert ended.returncode == 2
    assert "did you mean 'database'" in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1


def test_a_database_that_cannot_be_opened_is_explained(folder):
    """A missing folder is named, in one line."""
    (folder.path / "config.toml").write_text("[database]\nurl = 'sqlite+aiosqlite:///missing/folder/x.db'")
    ended = folder.run("check")
    assert ended.returncode == 1
    assert "missing/folder does not exist" in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1


def test_a_missing_configuration_is_explained(folder):
    """Without a configuration the program says how to make one."""
    ended = folder.run("run")
    assert ended.returncode == 2
    assert "rolecall init" in ended.stderr


def test_poll_once_stores_once(folder):
    """A second poll of the same postings stores nothing new."""
    for number in range(5):
        folder.publish(f"p{number}")
    folder.configure()
    assert "5 entries, 5 new, 0 changed" in folder.run("poll", "--once").stdout
    folder.publish("p5")
    assert "6 entries, 1 new, 0 changed" in folder.run("poll", "--once").stdout


def test_one_bad_entry_is_quarantined(folder):
    """A posting that cannot be read is counted, and the rest are stored."""
    folder.publish("good")
    (folder.feed / "bad.json").write_text("{ this is no json")
    folder.configure()
    assert "1 new, 0 changed, 1 quarantined" in folder.run("poll", "--once").stdout


def test_read_gives_facts_as_json_lines(folder):
    """Read --json gives one object a file, named by its stem."""
    folder.publish(
        "one", title="Rust Engineer", body="Fully remote in Germany. 70.000 € bis 85.000 € im Jahr."
    )
    ended = folder.run("read", "postings/one.md", "--json")
    facts = json.loads(ended.stdout)
    assert facts["id"] == "one"
    assert facts["workplace"] == "remote"
    assert facts["tech"] == ["rust"]
    (pay,) = facts["pay"]
    assert (pay["min"], pay["max"], pay["currency"], pay["period"]) == (70000, 85000, "EUR", "year")


def test_read_goes_on_after_a_bad_file(folder):
    """A file that cannot be read is named; the others are shown; the exit code says that something failed."""
    folder.publish("one")
    ended = folder.run("read", "postings/none.md", "postings/one.md", "--json")
    assert ended.returncode == 1
    assert "none.md" in ended.stderr
    assert json.loads(ended.stdout)["id"] == "one"


def test_parse_shows_postings(folder):
    """Parse FORMAT FILE --json gives the postings of a payload."""
    (folder.path / "feed.xml").write_text(RSS)
    ended = folder.run("parse", "rss", "feed.xml", "--json")
    assert json.loads(ended.stdout)["title"] == "Go Engineer"


def test_parse_refuses_a_page(folder):
    """An HTML page instead of a feed is said to be one."""
    (folder.path / "feed.xml").write_text("<!doctype html><html><body>Just a moment...</body></html>")
    ended = folder.run("parse", "rss", "feed.xml")
    assert ended.returncode == 1
    assert "HTML" in ended.stderr
