"""The console chat, with commands piped in."""


def test_a_posting_comes_with_its_reasons(folder):
    """A filter made in the chat brings the posting that fits, with the words that prove it, and not the other."""
    folder.publish(
        "fits", body="Work remotely from the United States. You know Python. $160,000 - $180,000 a year."
    )
    folder.publish("office", title="PHP Developer", body="On site in Boston. PHP.")
    folder.configure()
    ended = folder.run("chat", lines=["/new remote python pay>=150k USD in:US"])
    assert ended.returncode == 0, ended.stderr
    assert "https://jobs.example/fits" in ended.stdout
    assert "$160,000 - $180,000 a year" in ended.stdout
    assert "USD 160,000 - 180,000 a year" in ended.stdout
    assert "https://jobs.example/office" not in ended.stdout


def test_filters_are_managed_in_chat(folder):
    """A filter can be listed, paused, resumed, changed and deleted."""
    folder.configure()
    ended = folder.run(
        "chat",
        lines=[
            "/new remote python name:first",
            "/pause 1",
            "/filters",
            "/resume first",
            "/edit 1 remote go",
            "/filters",
            "/delete 1",
            "/filters",
        ],
    )
    shown = ended.stdout
    assert "1. 'first' (paused): remote, python" in shown
    assert "1. 'first': remote, go" in shown
    assert "'first' is deleted" in shown
    assert shown.rstrip().endswith("No filters yet. Make one: /new remote python pay>=100k USD")


def test_a_paused_filter_gets_nothing(folder):
    """What is seen while a filter is paused is not sent."""
    folder.publish("fits")
    folder.configure()
    ended = folder.run("chat", lines=["/new python", "/pause 1"])
    assert "https://jobs.example/fits" not in ended.stdout


def test_nothing_comes_twice(folder):
    """A second run with the same feed sends nothing again."""
    folder.publish("fits")
    folder.configure()
    first = folder.run("chat", lines=["/new python"]).stdout
    assert "https://jobs.example/fits" in first
    assert "[1] Save  [2] Not for me  [3] Filter" in first
    assert "https://jobs.example/fits" not in folder.run("chat").stdout


def test_a_new_feed_is_silent_by_default(folder):
    """What a new feed already lists is stored for /latest and not sent."""
    folder.publish("old")
    folder.configure()
    config = (folder.path / "config.toml").read_text().replace('first_poll = "deliver"', "")
    (folder.path / "config.toml").write_text(config)
    assert "https://jobs.example/old" not in folder.run("chat", lines=["/new python"]).stdout
    assert "https://jobs.example/old" in folder.run("chat", lines=["/latest"]).stdout


def test_why_explains_a_posting_that_did_not_come(folder):
    """/why names the criterion that a posting fails and quotes it."""
    folder.publish("office", body="You work in our Denver office three days per week. Python.")
    folder.configure()
    folder.run("chat", lines=["/new remote python"])
    ended = folder.run("chat", lines=["/why https://jobs.example/office"])
    assert "does not fit" in ended.stdout
    assert "- no: remote" in ended.stdout
    assert "three days per week" in ended.stdout


MISTAKES = {
    "/new remote pyton": "python",
    "/nwe remote": "/new",
    "hello": "/help",
    "/new " + "😀" * 4000: "characters",
    "/delete 7": "no filters yet",
    "/why https://nowhere.example/1": "no feed has brought",
    "/latest many": "/latest 10",
    "!3": "no such button",
}


def test_what_is_not_understood_is_answered(folder):
    """Each mistake gets an answer that says what to do, and the chat goes on."""
    folder.configure()
    ended = folder.run("chat", lines=[*MISTAKES, "/filters"])
    answers = ended.stdout.casefold().strip().split("\n\n")
    assert len(answers) == len(MISTAKES) + 1
    for answer, expected in zip(answers, MISTAKES.values(), strict=False):
        assert expected in answer
    assert "no filters yet" in answers[-1]
    assert "Traceback" not in ended.stdout + ended.stderr
