"""What is read of Slack's payloads: commands, messages, buttons, and none of the rest."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.compose import Action, Verb
from bot.platforms.callbacks import read_action, write_action
from bot.platforms.contract import Reply
from bot.platforms.slack.events import command_of, in_words_of_slack, message_of, press_of

MESSAGE = {"type": "message", "channel_type": "im", "channel": "D1", "user": "U1", "ts": "1.2"}


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("", "/help"),
        ("new remote python", "/new remote python"),
        ("/new remote", "/new remote"),
        ("new pay&gt;=150k USD, R&amp;D", "/new pay>=150k USD, R&D"),
        ("why <https://x.example/7?a=1&amp;b=2>", "/why https://x.example/7?a=1&b=2"),
        ("why <https://x.example/7|x.example>", "/why https://x.example/7"),
        ("new\xa0python", "/new python"),
    ],
)
def test_a_slash_command_is_a_command(typed, text):
    """The words behind /jobs are a command line, with Slack's escapes undone; no words ask for help."""
    assert command_of({"channel_id": "C1", "user_id": "U1", "text": typed}, "T1").text == text


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("help", "/help"),
        ("New remote python", "/New remote python"),
        ("subscribe go", "/subscribe go"),
        ("/jobs new go", "/new go"),
        ("/new go", "/new go"),
        ("hello there", "hello there"),
        ("newest jobs", "newest jobs"),
    ],
)
def test_a_direct_message_may_leave_the_slash_out(typed, text):
    """A message whose first word is a command is one; any other text stays as it is."""
    assert message_of({**MESSAGE, "text": typed}, "T1").text == text


@pytest.mark.parametrize(
    "changes",
    [
        {"bot_id": "B1"},
        {"subtype": "message_changed"},
        {"subtype": "message_deleted"},
        {"channel_type": "channel"},
        {"user": None},
        {"text": "   "},
        {"text": None},
    ],
)
def test_what_no_person_says_to_us_is_no_message(changes):
    """Bots' messages, edits, channels' talk and empty texts are left alone."""
    assert message_of({**MESSAGE, "text": "help", **changes}, "T1") is None


@given(verb=st.sampled_from(Verb), target=st.integers(1, 2**63 - 1))
@settings(deadline=None, max_examples=100)
def test_an_action_survives_its_value(verb, target):
    """A button's action comes back exactly."""
    assert read_action(write_action(Action(verb, target))) == Action(verb, target)


@pytest.mark.parametrize(
    "value",
    [
        None,
        7,
        "",
        "v1:save",
        "v2:save:7",
        "v1:destroy:7",
        "v1:save:",
        "v1:save:0",
        "v1:save:07",
        "v1:save:-1",
        "v1:save:7 ",
        "v1:save:7\n",
        "v1:SAVE:7",
        "v1:save:zzzzzzzzzzz",
        "v1:save:" + "1" * 5000,
        "v1:save:٧",
    ],
)
def test_a_forged_value_is_no_action(value):
    """Only what we write is read; anything else, and an id that no database has, is none."""
    assert read_action(value) is None


@given(
    body=st.recursive(
        st.none() | st.text(max_size=5) | st.integers(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(
                st.sampled_from(["actions", "channel", "container", "user", "id", "value"]), inner
            )
        ),
        max_leaves=10,
    )
)
@settings(deadline=None, max_examples=100)
def test_any_payload_can_be_read(body):
    """A payload of another shape is no press, and no error."""
    assert press_of(body if isinstance(body, dict) else {}, "T1") is None


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Make one: /new remote python", "Make one: /jobs new remote python"),
        ("/help lists the rest", "/jobs help lists the rest"),
        ("https://x.example/new and a/new and /newest", "https://x.example/new and a/new and /newest"),
        ("/new/board and /new-york", "/new/board and /new-york"),
    ],
)
def test_commands_are_written_as_one_types_them(text, shown):
    """In a reply '/new' is '/jobs new', and a path stays a path."""
    assert in_words_of_slack(Reply(text=text)).text == shown
