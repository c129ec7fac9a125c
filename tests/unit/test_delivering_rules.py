from datetime import timedelta

import pytest

from alerts.delivering import MAX_BACK_OFF, Outcome, failed
from alerts.errors import SendError, SendFate, SendScope


@pytest.mark.parametrize("scope", [SendScope.CHAT, SendScope.INSTALLATION])
def test_a_permanent_failure_of_the_chat_is_its_end(scope):
    """Blocked, kicked, archived: the chat is gone, and the message stays owed."""
    assert failed(SendError("blocked", scope=scope, permanent=True), 0).outcome is Outcome.CHAT_GONE


@pytest.mark.parametrize("scope", [SendScope.MESSAGE, SendScope.THREAD])
def test_a_permanent_failure_of_the_message_kills_the_message(scope):
    """A message that a platform will never take, or a thread that is gone, is dead; the chat goes on."""
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
