"""Says what Slack's refusals and a broken connection mean for a send and for a start; knows no message.

No error made here holds more than Slack's own error code: an SDK's message may carry an answer, a URL or a header.
"""

import re
from http import HTTPStatus
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError

from alerts.errors import ConfigError, RolecallError, SendError, SendFate, SendScope

# Nobody is there any more; somebody who writes from there brings it back.
_CHAT_GONE = {
    "cannot_dm_bot",
    "channel_not_found",
    "is_archived",
    "is_inactive",
    "not_in_channel",
    "restricted_action",
    "restricted_action_non_threadable_channel",
    "restricted_action_read_only_channel",
    "restricted_action_thread_only_channel",
    "user_disabled",
    "user_not_found",
    "user_not_visible",
}
_UNINSTALLED = {"account_inactive", "app_uninstalled", "team_not_found", "token_revoked"}
# What the operator can mend: a token, a scope, a setting of the workspace. Chats must outlive a mistyped token.
_TO_MEND = {
    "access_denied",
    "accesslimited",
    "ekm_access_denied",
    "enterprise_is_restricted",
    "invalid_auth",
    "messages_tab_disabled",
    "missing_scope",
    "no_permission",
    "not_allowed_token_type",
    "not_authed",
    "org_login_required",
    "team_access_not_granted",
    "token_expired",
    "two_factor_setup_required",
}
_BAD_MESSAGE = {
    "as_user_not_supported",
    "block_mismatch",
    "cant_update_message",
    "edit_window_closed",
    "external_channel_migrating",
    "message_not_found",
    "not_author",
    "invalid_arguments",
    "invalid_blocks",
    "invalid_blocks_format",
    "invalid_metadata_format",
    "invalid_metadata_schema",
    "metadata_must_be_sent_from_app",
    "metadata_too_large",
    "msg_blocks_too_long",
    "msg_too_long",
    "no_text",
}
_RATE = {"message_limit_exceeded", "rate_limited", "ratelimited"}
# Slack documents these two as: some of it may have been done.
_HALF_DONE = {"fatal_error", "internal_error"}
# A word of Slack's is short; anything else could be anybody's text.
_WORD = re.compile(r"[a-z_]{1,60}")
# Where Slack says no time.
_USUAL_WAIT = 30.0
_MOST_WAIT = 3600.0


def send_error(error: Exception) -> SendError:
    """Say what a failed send means: whose fault, whether for ever, and whether it may have arrived."""
    if isinstance(error, SlackApiError):
        return _refused(error.response)
    kind = type(error).__name__
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ClientHttpProxyError | aiohttp.InvalidURL):
        return SendError(f"Slack cannot be reached: {kind}", scope=SendScope.PLATFORM)
    # The request may have left: a cut connection, a time-out or an answer that is none says nothing about it.
    return SendError(f"no answer from Slack: {kind}", scope=SendScope.PLATFORM, fate=SendFate.UNCERTAIN)


def start_error(error: Exception) -> RolecallError:
    """Say why listening could not begin."""
    code = error_code(error)
    if code in _TO_MEND | _UNINSTALLED:
        return ConfigError(f"Slack does not accept the tokens of [slack]: {code}")
    return RolecallError(f"Slack cannot be listened to: {code or type(error).__name__}")


def error_code(error: Exception) -> str:
    """Give Slack's word for a refusal, or ''."""
    return _code(error.response) if isinstance(error, SlackApiError) else ""


def _refused(response: Any) -> SendError:
    """Map an answer; ``response`` is the SDK's, or aiohttp's where the body was no JSON."""
    status, code = _status(response), _code(response)
    if status == HTTPStatus.TOO_MANY_REQUESTS or code in _RATE:
        wait = _wait(response)
        return SendError(f"Slack wants a pause of {wait:g} s", scope=SendScope.CHAT, retry_after=wait)
    if (
        status >= HTTPStatus.INTERNAL_SERVER_ERROR
        or code in _HALF_DONE
        or (not code and status == HTTPStatus.OK)
    ):
        said = code or f"HTTP status {status}"
        return SendError(f"Slack failed: {said}", scope=SendScope.PLATFORM, fate=SendFate.UNCERTAIN)
    scope, permanent = _meaning(code)
    return SendError(f"Slack refused: {code or f'HTTP status {status}'}", scope=scope, permanent=permanent)


def _meaning(code: str) -> tuple[SendScope, bool]:
    """Say what else fails with it, and whether for ever; a word that is new to us may pass."""
    if code in _CHAT_GONE:
        return SendScope.CHAT, True
    if code in _UNINSTALLED:
        return SendScope.INSTALLATION, True
    if code in _TO_MEND:
        return SendScope.INSTALLATION, False
    return (SendScope.MESSAGE, True) if code in _BAD_MESSAGE else (SendScope.PLATFORM, False)


def _status(response: Any) -> int:
    status = getattr(response, "status_code", None) or getattr(response, "status", 0)
    return status if isinstance(status, int) else 0


def _code(response: Any) -> str:
    data = getattr(response, "data", response)
    code = data.get("error") if isinstance(data, dict) else None
    return code if isinstance(code, str) and _WORD.fullmatch(code) else ""


def _wait(response: Any) -> float:
    """Read Retry-After, which is in seconds."""
    try:
        wait = float((getattr(response, "headers", None) or {}).get("Retry-After", _USUAL_WAIT))
    except (TypeError, ValueError):
        wait = _USUAL_WAIT
    return min(max(wait, 0.0), _MOST_WAIT) if wait == wait else _USUAL_WAIT  # noqa: PLR0124 - NaN differs from itself
