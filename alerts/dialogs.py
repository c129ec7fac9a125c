"""Conversations of several messages: where each one stands; knows no question and no platform."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from alerts.subscribing import Address, NewSubscription, Subscription, Update


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """Who speaks where: two people of a group, and one person in two topics, have dialogs of their own."""

    address: Address
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Where a dialog stands: its kind, the step that waits for an answer, and what was answered so far (JSON)."""

    kind: str
    step: str
    draft: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialog:
    """A dialog under way. ``rev`` grows with every step, past what any earlier dialog of the seat had."""

    state: State
    rev: int


class DialogStore(Protocol):
    """What dialogs need of the database; each method is one transaction.

    A seat has one dialog. Those that change something take the update that asked for it: the same commit notes it,
    and one that is there already raises `AlreadyDoneError`.
    """

    async def dialog_of(self, seat: Seat) -> Dialog | None:
        """Give the dialog under way; None where there is none or it was left for too long."""

    async def begin_dialog(self, seat: Seat, state: State, update: Update | None) -> Dialog:
        """Begin a dialog in place of whatever was under way."""

    async def advance_dialog(
        self, seat: Seat, rev: int, state: State, update: Update | None
    ) -> Dialog | None:
        """Move a dialog on; None where it is no longer at ``rev``."""

    async def end_dialog(self, seat: Seat, rev: int | None, update: Update | None) -> bool:
        """End a dialog, at whatever step where ``rev`` is None; say whether there was one."""

    async def subscribe_and_end(
        self, seat: Seat, rev: int, new: NewSubscription, update: Update | None
    ) -> Subscription | None:
        """Save a filter and end the dialog that made it; None where the dialog is no longer at ``rev``."""
