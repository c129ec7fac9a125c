from datetime import timedelta

import pytest

from alerts.delivering import MAX_BACK_OFF, Outcome, Unsure, failed
from alerts.delivering.settling import LEAST_FAILING, MOST_FAILURES, hopeless
from alerts.errors import SendError, SendFate, SendScope


@pytest.mark.parametrize(
    ("scope", "outcome"),
    [(SendScope.CHAT, Outcome.CHAT_GONE), (SendScope.INSTALLATION, Outcome.UNINSTALLED)],
)
def test_a_permanent_failure_of_the_chat_is_its_end(scope, outcome):
    """Blocked, kicked, archived: the chat is gone, uninstalled: all its chats are; the message stays owed."""
    assert failed(SendError("blocked", scope=scope, permanent=True), 0).outcome is outcome


@pytest.mark.parametrize("scope", [SendScope.MESSAGE, SendScope.THREAD])
def test_a_permanent_failure_of_the_message_kills_the_message(scope):
    """A message that a platform will never take is dead; the chat goes on."""
    assert failed(SendError("bad markup", scope=scope, permanent=True), 0).outcome is Outcome.DEAD


def test_a_permanent_failure_of_the_platform_is_tried_again():
    """When the platform as a whole refuses, no chat and no message is given up for it."""
    assert failed(SendError("token", scope=SendScope.PLATFORM, permanent=True), 0).outcome is Outcome.RETRY


@pytest.mark.parametrize("attempts", [0, 1, 5, 50])
def test_transient_failures_never_go_dead_by_count(attempts):
    """However often it failed, a transient failure is tried again."""
    assert failed(SendError("500"), attempts).outcome is Outcome.RETRY


def test_the_back_off_grows_to_a_limit():
    """Each failure in a row waits longer, up to the limit with its jitter."""
    waits = [failed(SendError("500"), attempts).back_off for attempts in range(20)]
    assert timedelta(seconds=1) <= waits[0] <= timedelta(seconds=1.25)
    assert timedelta(seconds=8) <= waits[3] <= timedelta(seconds=10)
    assert MAX_BACK_OFF <= waits[-1] <= MAX_BACK_OFF * 1.25


def test_an_uncertain_failure_waits_longer_and_is_counted():
    """A message that may have arrived is not sent again at once."""
    settlement = failed(SendError("cut off", fate=SendFate.UNCERTAIN), 0)
    assert settlement.uncertain
    assert settlement.back_off >= timedelta(seconds=60)


def test_a_chat_that_moved_is_tried_at_its_new_id():
    """A group that became a supergroup is not gone: its message goes to the new id, at once."""
    settlement = failed(SendError("upgraded", scope=SendScope.CHAT, permanent=True, moved_to="-100"), 0)
    assert (settlement.outcome, settlement.moved_to, settlement.back_off) == (
        Outcome.RETRY,
        "-100",
        timedelta(0),
    )


def test_the_platforms_own_wait_is_kept_to():
    """retry_after is obeyed as it is."""
    assert failed(SendError("429", retry_after=34), 9).back_off == timedelta(seconds=34)


def test_a_thread_that_is_gone_is_left():
    """A message for a deleted topic is tried again in the chat itself."""
    settlement = failed(SendError("gone", scope=SendScope.THREAD, permanent=True), 0, thread="77")
    assert (settlement.outcome, settlement.lost_thread) == (Outcome.RETRY, "77")


def test_what_may_have_arrived_is_not_sent_again_where_that_is_wanted():
    """With the policy skip an uncertain failure is the end of it, visibly."""
    settlement = failed(SendError("cut off", fate=SendFate.UNCERTAIN), 0, Unsure.SKIP)
    assert (settlement.outcome, settlement.uncertain) == (Outcome.DEAD, True)
    assert "cut off" in settlement.error


@pytest.mark.parametrize(
    ("failures", "failing_for", "given_up"),
    [
        (MOST_FAILURES, LEAST_FAILING, True),
        (MOST_FAILURES - 1, 9 * LEAST_FAILING, False),
        (99, LEAST_FAILING - timedelta(seconds=1), False),
    ],
)
def test_a_message_is_given_up_after_many_failures_over_a_long_time(failures, failing_for, given_up):
    """Neither the number of failures nor their time is enough alone."""
    assert hopeless(failures, failing_for) is given_up
