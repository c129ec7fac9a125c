"""Conversations of several messages, the same on every platform: each is steps that ask and take an answer.

A new one is a module with a `Flow`, and its line in `FLOWS`. Where it stands is in the database: it survives
restarts, and any process may take the next answer.
"""

from bot.dialogs.flow import Flow
from bot.dialogs.forgetting import Forgetting
from bot.dialogs.importing import Importing
from bot.dialogs.new_filter import NewFilter
from bot.dialogs.offer import Offer
from bot.dialogs.rewording import Rewording
from bot.dialogs.settings import SettingsMenu

_EVERY: tuple[Flow, ...] = (
    NewFilter(),
    Offer(),
    Rewording(),
    SettingsMenu(),
    Importing(),
    Forgetting(),
)
FLOWS: dict[str, Flow] = {flow.kind: flow for flow in _EVERY}
