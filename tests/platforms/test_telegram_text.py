"""What Telegram is given to show: sizes, escapes, links, buttons."""

import string
from dataclasses import replace

import pytest
from fake_telegram import NOW, check_key, parsed
from hypothesis import given, settings
from hypothesis import strategies as st
from test_contract import HOSTILE, alert

from alerts.compose import Action, Verb
from alerts.criteria.base import Answer, Verdict
from alerts.posting import FoundOn
from bot.platforms.callbacks import read_action, write_action
from bot.platforms.contract import Button, Reply
from bot.platforms.hostile import clean
from bot.platforms.telegram.rendering import alert_message, keyboard, reply_message
from bot.platforms.telegram.text import cut, escape, fit, is_web_url, size

few = settings(deadline=None, max_examples=60)
any_text = st.text(st.characters(codec=None), max_size=300)


@few
@given(any_text)
def test_escaped_text_is_shown_literally(text):
    """Whatever the text, Telegram's HTML shows it as it stands."""
    assert parsed(escape(clean(text)))[0] == clean(text)


@few
@given(any_text)
def test_clean_text_can_be_sent(text):
    """Clean text has no control character and can be written as UTF-8."""
    assert all(
        character.isprintable() or ord(character) > 159 or character == "\n" for character in clean(text)
    )
    clean(text).encode()


@few
@given(any_text.map(clean), st.integers(1, 50))
def test_a_cut_text_fits(text, most):
    """A cut text is no longer than asked in UTF-16 units, begins as the whole did, and says that it was cut."""
    short = cut(text, most)
    assert size(short) <= most
    assert short == text or (short[-1] == "…" and text.startswith(short[:-1]))


@few
@given(st.lists(any_text.map(clean), max_size=5), st.integers(20, 400))
def test_lines_fit_their_room(lines, room):
    """Lines fitted to a room take no more than it with their line ends, and short ones stay whole."""
    fitted = fit(lines, room)
    assert sum(size(line) + 1 for line in fitted) <= room
    share = room // max(len(lines), 1) - 1
    assert all(after == line for line, after in zip(lines, fitted, strict=True) if size(line) <= share)


def test_a_cut_is_at_a_line_where_that_loses_little():
    """A long reply ends with a whole line."""
    reply = reply_message(Reply(text="\n".join(f"{number}. python" for number in range(1000))), NOW)
    assert reply.plain.endswith("python…")
    assert 3900 < len(reply.plain) <= 4096


def test_an_empty_reply_can_be_sent():
    """A reply of white space and controls alone is still a message."""
    assert reply_message(Reply(text=" \n\x00"), NOW).plain == "…"


@pytest.mark.parametrize(
    ("url", "taken"),
    [
        ("https://board.example/7?a=1&b=2", True),
        ("HTTP://board.example", True),
        ("https://board.example:8443/ö", True),
        ("javascript:alert(1)", False),
        ("file:///postings/a.md", False),
        ("https://localhost/7", False),
        ("https://board.example/a b", False),
        ("https://board.example/\x00", False),
        ("https://board.example@evil.example/", False),
        ("https://[::1", False),
        ("https://board.example/" + "a" * 2048, False),
        ("tg://user?id=1", False),
        ("", False),
    ],
)
def test_only_web_addresses_become_links(url, taken):
    """Http(s) addresses that Telegram takes become a link and a button; others are shown as text or not at all."""
    message = alert_message(alert(url=url), NOW)
    assert is_web_url(url) is taken
    assert message.url == (url if taken else "")
    assert parsed(message.html)[1] == ([url] if taken else [])


def test_a_title_is_bold_and_literal():
    """The title is bold, its markup is text."""
    message = alert_message(alert(title=HOSTILE), NOW)
    assert message.html.startswith(
        "<b>Senior &lt;b&gt;C++ &lt; 5y&lt;/b&gt; &amp; &quot;R&amp;D&quot; &lt;!channel&gt; &lt;@U123&gt;</b> (senior)"
    )


def hostile_alert(text):
    verdict = Verdict(kind="title", criterion=text, answer=Answer.YES, passes=True, quotes=(text, text[::-1]))
    return alert(
        title=text,
        company=text,
        levels=(text,) * 3,
        reasons=(verdict,) * 5,
        filters=(text,) * 3,
        found_on=(FoundOn(text, text),),
    )


@few
@given(st.sampled_from(['"', "&", "<b>", "😀", "ö ", "\u202e", "a\n"]), st.integers(1, 6000), any_text)
def test_any_alert_can_be_sent(part, times, text):
    """However long and hostile a posting is, its alert is within Telegram's limits and keeps its title and link."""
    message = alert_message(hostile_alert(text + part * times), NOW)
    shown, links = parsed(message.html)
    assert size(shown) <= 4096
    assert len(message.html.encode()) <= 32768
    assert size(message.plain) <= 4096
    assert shown.startswith(" ".join(clean(text + part * times).split())[:120])
    assert links == ["https://board.example/7"]


def test_a_long_alert_keeps_its_short_lines():
    """When the reasons are too long, only they are cut."""
    long = replace(alert().reasons[0], quotes=("word " * 2000,))
    shown = parsed(alert_message(alert(reasons=(long,)), NOW).html)[0]
    lines = shown.split("\n")
    assert 4000 < size(shown) <= 4096
    assert lines[2].startswith("Why: python")
    assert lines[2].endswith("word…")
    assert lines[4] == "Not stated: employment type"


@few
@given(
    st.sampled_from(list(Verb)),
    st.integers(1, 2**63 - 1),
    st.from_regex("[0-9A-Za-z-]{0,32}", fullmatch=True),
)
def test_a_button_brings_its_action_back(verb, target, choice):
    """What a button means survives the way through Telegram, in at most 64 bytes."""
    action = Action(verb, target, choice)
    assert read_action(write_action(action)) == action
    assert len(write_action(action).encode()) <= 64


@pytest.mark.parametrize(
    "data",
    [
        "",
        "x",
        "v1:save",
        "v0:save:1",
        "v2:save:1",
        "v1:fly:1",
        "v1:save:01",
        "v1:save:-1",
        "v1:save:zzzzzzzzzzz",
        "v1:save:1\n",
        "v1:SAVE:1",
        "v1:save:１",
        "v1:save:1:",
        "v1:choose:1:a:b",
        "v1:choose:1:" + "a" * 33,
        "v1:choose:1:a_b",
        "v1:" + "save" * 20 + ":1",
    ],
)
def test_a_forged_button_means_nothing(data):
    """Data that we would not have written is not understood."""
    assert read_action(data) is None


@few
@given(st.text(string.ascii_lowercase + string.digits + ":", max_size=20).map("v1:save:".__add__))
def test_data_has_one_spelling(data):
    """What is understood is exactly what we write."""
    action = read_action(data)
    assert action is None or write_action(action) == data


@few
@given(st.lists(any_text, max_size=120), st.sampled_from(["", "https://board.example/7"]))
def test_any_keyboard_can_be_sent(labels, url):
    """Whatever the labels, Telegram takes the keyboard."""
    keys = keyboard([Button(label, Action(Verb.SAVE, 7)) for label in labels], url)
    rows = keys.to_dict()["inline_keyboard"] if keys else []
    assert sum(map(len, rows)) == min(len(labels), 99) + bool(url)
    for key in (key for row in rows for key in row):
        check_key(key)
        assert size(key["text"]) <= 40
