"""The rate of a bot: what is promised never exceeds it, and nothing of it is wasted."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from alerts.delivering.pacing import MOST_DEBT, Limit, reply_slot, slot
from bot.platforms.telegram import LIMIT

SECOND = 1000
limits = st.builds(
    Limit, interval=st.integers(1, 2000).map(lambda ms: timedelta(milliseconds=ms)), burst=st.integers(1, 10)
)


def slots(limit, asked):
    """Give the slots of messages that ask at these times, none of which is before the one before."""
    arrival, given_out = 0, []
    for now in asked:
        at, arrival = slot(arrival, now, limit)
        given_out.append(at)
    return given_out


@given(limits, st.lists(st.integers(0, 500), max_size=80), st.integers(1, 5000))
def test_no_span_of_time_holds_more_than_burst_and_rate(limit, pauses, span):
    """Within any span no more messages go than the burst and what the rate gives in it."""
    now, asked = 1_790_000_000_000, []
    for pause in pauses:
        now += pause
        asked.append(now)
    given_out = slots(limit, asked)
    for begin in given_out:
        inside = sum(begin <= at < begin + span for at in given_out)
        assert inside <= limit.burst + span / limit.interval_ms


@given(limits, st.integers(2, 50))
def test_who_always_has_something_to_send_uses_the_whole_rate(limit, messages):
    """Asked all at once, the messages go one an interval after the first burst."""
    given_out = slots(limit, [1_790_000_000_000] * messages)
    waited = max(messages - limit.burst, 0) * limit.interval_ms
    assert given_out[-1] - given_out[0] == waited


def test_telegram_never_gets_more_than_thirty_in_a_second():
    """The rate chosen for Telegram keeps to its limit in every second, also after a rest."""
    given_out = slots(LIMIT, [1_790_000_000_000] * 200)
    assert max(sum(at <= other < at + SECOND for other in given_out) for at in given_out) == 30


@given(limits, st.integers(0, 40))
def test_a_reply_goes_at_once_and_deliveries_wait_its_debt_out(limit, replies):
    """A reply waits for no delivery; what it took is missing for the deliveries after it."""
    now = 1_790_000_000_000
    arrival, before = 0, now
    for _ in range(replies):
        at, arrival = reply_slot(arrival, now, limit)
        assert at == now or at - now <= replies * limit.interval_ms - MOST_DEBT / timedelta(milliseconds=1)
        before, _ = slot(arrival, now, limit)
    assert before == now + max(replies - limit.burst + 1, 0) * limit.interval_ms
