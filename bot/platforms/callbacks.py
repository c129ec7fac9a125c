"""Writes a button's action as the text that a platform brings back, and reads it; knows no action's meaning.

Anybody can send any text, so only what we would have written ourselves is understood. Released ones stay in people's
chats for years: a changed form gets a new version.
"""

import re
import string

from alerts.compose import Action, Verb

_VERSION = "v1"
_DIGITS = string.digits + string.ascii_uppercase + string.ascii_lowercase
_WRITTEN = re.compile(
    rf"{_VERSION}:([a-z]{{1,15}}):([0-9A-Za-z]{{1,11}})(?::([0-9A-Za-z-]{{1,32}}))?", re.ASCII
)
_VERBS = {verb.value: verb for verb in Verb}
# What a database's key can be.
_MOST = 2**63 - 1


def write_action(action: Action) -> str:
    """Give the button's text, at most 64 bytes: 'v1:save:7', 'v1:page:7:2'."""
    choice = f":{action.choice}" if action.choice else ""
    return f"{_VERSION}:{action.verb.value}:{_base62(action.target)}{choice}"


def read_action(text: object) -> Action | None:
    """Read a text; None where it is not exactly one that `write_action` gives."""
    found = _WRITTEN.fullmatch(text) if isinstance(text, str) else None
    if found is None or found[1] not in _VERBS:
        return None
    target = 0
    for digit in found[2]:
        target = target * len(_DIGITS) + _DIGITS.index(digit)
    action = Action(_VERBS[found[1]], target, found[3] or "")
    return action if 0 < target <= _MOST and write_action(action) == text else None


def _base62(number: int) -> str:
    digits = ""
    while number or not digits:
        number, digit = divmod(number, len(_DIGITS))
        digits = _DIGITS[digit] + digits
    return digits
