"""Says in Rolecall's terms what Telegram, or the way to it, did to a request; knows no request.

A message may have arrived when the request left and no answer of the API came back: a cut, a timeout, or a gateway's
error. A definite answer, and a connection that was never made, are refusals. Nothing here repeats an SDK's words on
a failed connection, which may hold the token.
"""

from datetime import timedelta
from functools import singledispatch

import httpx
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError

from alerts.errors import SendError, SendFate, SendScope

TOKEN_REFUSED = frozenset({401, 404})
# The API's own 'that failed' and 'not now'; other 5xx come from gateways, which do not know how it ended.
_DEFINITE = frozenset({500, 503})
_NEVER_LEFT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.InvalidURL,
)
_ABOUT_THE_THREAD = ("message thread not found", "topic_closed", "topic_deleted", "topic_id_invalid")
_ABOUT_THE_CHAT = (
    "chat not found",
    "user not found",
    "chat_id is empty",
    "peer_id_invalid",
    "channel_private",
    "deactivated",
    "upgraded to a supergroup",
    "not enough rights",
    "have no rights",
    "need administrator rights",
    "chat_admin_required",
    "chat_restricted",
    "chat_write_forbidden",
    "chat_send_plain_forbidden",
)


class HttpError(NetworkError):
    """An answer whose status says more than the SDK's errors do."""

    def __init__(self, code: int) -> None:
        super().__init__(f"status {code}")
        self.code = code


@singledispatch
def send_error(error: Exception) -> SendError:
    """Say whose fault a failed request is, and whether it may have been carried out all the same."""
    return _trouble(f"Telegram's answer is not understood ({type(error).__name__})", SendFate.UNCERTAIN)


@send_error.register
def _(error: RetryAfter) -> SendError:
    wait = error.retry_after
    seconds = wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
    return SendError("Telegram asks to wait", scope=SendScope.CHAT, retry_after=seconds)


@send_error.register
def _(error: ChatMigrated) -> SendError:
    moved_to = str(error.new_chat_id)
    return SendError(f"the group is now {moved_to}", scope=SendScope.CHAT, moved_to=moved_to)


@send_error.register
def _(error: Forbidden) -> SendError:
    return SendError(error.message, scope=SendScope.CHAT, permanent=True)


@send_error.register
def _(error: BadRequest) -> SendError:
    return SendError(error.message, scope=_scope(error.message), permanent=True)


@send_error.register
def _(error: HttpError) -> SendError:
    if error.code in TOKEN_REFUSED:
        return _trouble("Telegram refuses the bot's token", SendFate.REFUSED)
    fate = SendFate.REFUSED if error.code in _DEFINITE else SendFate.UNCERTAIN
    return _trouble(f"Telegram failed with {error.code}", fate)


@send_error.register
def _(error: NetworkError) -> SendError:
    cause = error.__cause__
    if cause is None or isinstance(cause, TelegramError):  # an answer with a status of no kind of its own
        return _trouble("Telegram refused the request", SendFate.REFUSED)
    fate = SendFate.REFUSED if isinstance(cause, _NEVER_LEFT) else SendFate.UNCERTAIN
    return _trouble(f"Telegram cannot be reached ({type(cause).__name__})", fate)


def refuses_form(error: SendError) -> bool:
    """Say whether Telegram refused how the message is written, not where it goes."""
    return error.permanent and error.scope is SendScope.MESSAGE


def says_unchanged(error: SendError) -> bool:
    """Say whether an edit was refused because the message reads so already."""
    return "message is not modified" in str(error).casefold()


def mangles_markup(error: SendError) -> bool:
    """Say whether Telegram could not read the markup: the same words as plain text may go."""
    return refuses_form(error) and "parse" in str(error).casefold()


def _scope(message: str) -> SendScope:
    said = message.casefold()
    if any(words in said for words in _ABOUT_THE_THREAD):
        return SendScope.THREAD
    return SendScope.CHAT if any(words in said for words in _ABOUT_THE_CHAT) else SendScope.MESSAGE


def _trouble(message: str, fate: SendFate) -> SendError:
    """Make the error for what is nobody's message's and no chat's fault, and passes."""
    return SendError(message, scope=SendScope.PLATFORM, fate=fate)
