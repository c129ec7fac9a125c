"""Writes a button's action as the value that Slack brings back, and reads it; knows no action's meaning.

Released values stay in people's chats for years: a changed form gets a new version.
"""

import re

from alerts.compose import Action, Verb

_VERSION = "v1"
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
# Eleven digits hold every id of a database; no id begins with a nought.
_WRITTEN = re.compile(
    rf"{_VERSION}:(?P<verb>[a-z]{{1,20}}):(?P<target>[1-9A-Za-z][0-9A-Za-z]{{0,10}})"
    r"(?::(?P<choice>[0-9A-Za-z-]{1,32}))?"
)
_MOST = 2**63 - 1


def write_action(action: Action) -> str:
    """Give the button's value: 'v1:save:7', and behind it a choice if it has one."""
    choice = f":{action.choice}" if action.choice else ""
    return f"{_VERSION}:{action.verb.value}:{_base62(action.target)}{choice}"


def read_action(value: object) -> Action | None:
    """Read a value; None where it is not exactly one that `write_action` gives."""
    found = _WRITTEN.fullmatch(value) if isinstance(value, str) else None
    if found is None or found["verb"] not in set(Verb):
        return None
    target = _number(found["target"])
    return Action(Verb(found["verb"]), target, found["choice"] or "") if target <= _MOST else None


def _base62(number: int) -> str:
    digits = ""
    while number > 0:
        number, digit = divmod(number, len(_DIGITS))
        digits = _DIGITS[digit] + digits
    return digits or "0"


def _number(digits: str) -> int:
    number = 0
    for digit in digits:
        number = number * len(_DIGITS) + _DIGITS.index(digit)
    return number
