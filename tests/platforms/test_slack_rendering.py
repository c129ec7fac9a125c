"""What alerts and replies become in Slack's blocks, for any text of a feed."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_checks import check
from test_contract import HOSTILE, alert

from alerts.compose import Action, Verb
from bot.platforms.contract import Button, Reply
from bot.platforms.slack.rendering import Message, alert_message, reply_message
from bot.platforms.slack.text import escaped, unescaped, web_address

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)

# Every sign that means something to Slack, controls, overrides, half of an emoji, and long runs.
NASTY = st.text(
    st.sampled_from("<>&|*_~`:#@!^ \n\t\r\x00\x1b\u202e\u2066\ud83dé漢😀ab./") | st.characters(), max_size=80
)
LONG = st.builds(lambda text, times: text * times, NASTY, st.sampled_from([1, 2, 90, 2000]))


def body(message: Message):
    return {"text": message.text, "blocks": list(message.blocks)}


def headline(**changes):
    """Give the headline's text object, of the title alone."""
    return alert_message(alert(levels=(), company="", **changes), NOW).blocks[0]["text"]


@given(title=LONG, company=LONG, name=LONG, url=LONG | st.builds("https://x.example/{}".format, NASTY))
@settings(deadline=None, max_examples=150)
def test_any_alert_is_within_limits_and_escaped(title, company, name, url):
    """Whatever a posting says, its alert keeps every limit and holds no unescaped sign."""
    message = alert_message(alert(title=title, company=company, filters=(name,), url=url), NOW)
    assert check(body(message)) == []
    assert check({"text": message.bare}) == []


@given(text=LONG, labels=st.lists(NASTY, max_size=120))
@settings(deadline=None, max_examples=150)
def test_any_reply_is_within_limits_and_escaped(text, labels):
    """Whatever a reply says and however many buttons it has, it keeps every limit."""
    buttons = tuple(Button(one, Action(Verb.PAUSE, 3)) for one in labels)
    message = reply_message(Reply(text=text, buttons=buttons), NOW)
    assert check(body(message)) == []
    assert check({"text": message.bare}) == []


@given(text=NASTY, most=st.integers(6, 60))
@settings(deadline=None, max_examples=200)
def test_a_cut_leaves_no_half_entity(text, most):
    """Cut text is short enough, and each ampersand in it still begins an entity."""
    cut = escaped(text, most)
    assert len(cut) <= most
    assert not re.search(r"&(?!(amp|lt|gt);)", cut)


def test_a_hostile_title_is_a_literal_link():
    """Markup and mentions in a title are escaped inside its link."""
    assert headline(title=HOSTILE) == {
        "type": "mrkdwn",
        "verbatim": True,
        "text": '*<https://board.example/7|Senior &lt;b&gt;C++ &lt; 5y&lt;/b&gt; &amp; "R&amp;D" '
        "&lt;!channel&gt; &lt;@U123&gt;>*",
    }


@pytest.mark.parametrize(
    "title", ["C* Engineer *", "_snake_ dev", "~old~ new", "`make`", ":fire: dev", "Backend | Remote"]
)
def test_a_title_that_mrkdwn_garbles_is_plain(title):
    """A title with signs that mrkdwn would take for formatting is sent as plain text."""
    assert headline(title=title) == {"type": "plain_text", "text": title, "emoji": False}


def test_a_single_sign_keeps_the_link():
    """One underscore garbles nothing, so the title stays a link."""
    assert headline(title="snake_case dev")["text"] == "*<https://board.example/7|snake_case dev>*"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://", "", "ftp://x.example", "//x.example/y"])
def test_only_web_addresses_are_linked(url):
    """Any other address is neither a link nor a button."""
    message = alert_message(alert(url=url), NOW)
    assert "url" not in str(message.blocks[-1]["elements"])
    assert message.blocks[0]["text"]["type"] == "plain_text"


def test_an_address_cannot_leave_its_link():
    """Signs that would end a link are percent-encoded in its address."""
    assert web_address("https://x.example/a|b>c d") == "https://x.example/a%7Cb%3Ec%20d"


def test_an_ampersand_in_an_address_is_escaped_in_markup_alone():
    """The link in the text is escaped, the button's address is not."""
    message = alert_message(alert(url="https://x.example/?a=1&b=2"), NOW)
    assert "<https://x.example/?a=1&amp;b=2|" in message.blocks[0]["text"]["text"]
    assert message.blocks[-1]["elements"][0]["url"] == "https://x.example/?a=1&b=2"


def test_feed_text_below_the_headline_is_plain():
    """Details and origin are plain text: nothing in them can be garbled or linked."""
    message = alert_message(alert(), NOW)
    kinds = [message.blocks[1]["text"]["type"], message.blocks[2]["elements"][0]["type"]]
    assert kinds == ["plain_text", "plain_text"]


def test_an_alert_carries_its_posting():
    """The metadata names the posting, so that nobody must parse text."""
    assert alert_message(alert(), NOW).metadata == {
        "event_type": "rolecall_alert",
        "event_payload": {"posting_id": 7},
    }


def test_the_notification_is_one_line():
    """The fallback text is one plain line with the title and the terms."""
    text = alert_message(alert(title="Backend\nEngineer"), NOW).text
    assert text.startswith("Backend Engineer (senior) · Acme · Remote")
    assert "\n" not in text


def test_addresses_in_a_reply_are_linked():
    """A reply's web addresses can be clicked, and a full stop after one is not part of it."""
    section = reply_message(Reply(text="Saved: A & B · https://x.example/a_b_c?d=1&e=2."), NOW).blocks[0]
    assert section["text"]["text"] == "Saved: A &amp; B · <https://x.example/a_b_c?d=1&amp;e=2>."


@pytest.mark.parametrize("text", ["a *b* c", "_x_ https://x.example", "> said", ":wave: hello"])
def test_a_reply_that_mrkdwn_garbles_is_plain(text):
    """A reply with formatting signs is shown literally."""
    assert reply_message(Reply(text=text), NOW).blocks[0]["text"]["type"] == "plain_text"


def test_a_long_reply_is_split_between_lines():
    """A long reply becomes several sections, each of whole lines, and a sign says that more is left out."""
    lines = [f"{number}. 'filter {number}': python" for number in range(2000)]
    sections = reply_message(Reply(text="\n".join(lines)), NOW).blocks
    shown = "\n".join(section["text"]["text"] for section in sections).split("\n")
    assert len(sections) == 4
    assert shown[:-1] == lines[: len(shown) - 1]
    assert shown[-1] == "…"


def test_an_alert_without_details_has_no_empty_section():
    """Slack refuses a section without text, so there is none."""
    bare = replace(alert(), workplace=None, regions=(), pay=(), reasons=(), unclear=(), not_stated=())
    assert [block["type"] for block in alert_message(bare, NOW).blocks] == ["section", "context", "actions"]


@given(text=NASTY)
@settings(deadline=None, max_examples=100)
def test_what_is_escaped_comes_back(text):
    """Slack's escapes in a person's text are undone."""
    assert unescaped(escaped(text, 10_000)) == text.replace("\xa0", " ")
