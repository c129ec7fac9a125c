"""A button's meaning as Telegram carries it, ``v1:<verb>:<target in base 62>[:<choice>]``; knows no button.

Anybody can send any callback, so only what we would have written ourselves is understood.
"""

import re
import string

from alerts.compose import Action, Verb

_VERSION = "v1"
_DIGITS = string.digits + string.ascii_uppercase + string.ascii_lowercase
_DATA = re.compile(
    rf"{_VERSION}:([a-z_]{{1,32}}):([0-9A-Za-z]{{1,11}})(?::([0-9A-Za-z-]{{1,32}}))?", re.ASCII
)
_VERBS = {verb.value: verb for verb in Verb}
# What a database's key can be.
_MOST_TARGET = 2**63 - 1


def callback_data(action: Action) -> str:
    """Give the data of a button, at most 64 bytes."""
    choice = f":{action.choice}" if action.choice else ""
    return f"{_VERSION}:{action.verb.value}:{_base62(action.target)}{choice}"


def action_of(data: str) -> Action | None:
    """Read a button's data; None where it is old, forged or of another version."""
    found = _DATA.fullmatch(data)
    if found is None or found[1] not in _VERBS:
        return None
    target = 0
    for digit in found[2]:
        target = target * len(_DIGITS) + _DIGITS.index(digit)
    action = Action(_VERBS[found[1]], target, found[3] or "")
    return action if target <= _MOST_TARGET and callback_data(action) == data else None


def _base62(number: int) -> str:
    digits = ""
    while number or not digits:
        number, digit = divmod(number, len(_DIGITS))
        digits = _DIGITS[digit] + digits
    return digits
