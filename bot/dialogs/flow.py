"""What a dialog is made of: questions with choices, and answers; knows no dialog in particular."""

from dataclasses import dataclass
from enum import Enum
from typing import ClassVar, Protocol

from alerts.dialogs import Dialog, State
from bot.commands.registry import Call, Services
from bot.platforms.contract import Reply
from bot.wording.language import N_
from bot.wording.language import gettext as _

BACK, NEXT, SKIP, CANCEL = "back", "next", "skip", "cancel"
_LABELS = {BACK: N_("Back"), NEXT: N_("Next"), SKIP: N_("Skip"), CANCEL: N_("Cancel")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """An answer as a button: ``word`` is what it means to its step, ``label`` what it says.

    One that is ``spoken`` may be typed instead; others could be meant otherwise.
    """

    word: str
    label: str
    spoken: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a step asks, and the answers that it suggests."""

    text: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a person pressed, or else typed."""

    choice: str = ""
    text: str = ""


class Listening(Enum):
    """What of typed words a dialog takes: none, then its question stays where it is; answers; or whole texts too."""

    NOT = 0
    ANSWERS = 1
    TEXTS = 2


class Flow(Protocol):
    """The steps of one kind of dialog. Raises `RolecallError` on an answer that it cannot use, and asks again."""

    kind: ClassVar[str]
    listens: ClassVar[Listening]

    async def ask(self, services: Services, call: Call, state: State) -> Question:
        """Put the question of the state's step."""

    async def take(self, services: Services, call: Call, dialog: Dialog, answer: Answer) -> State | Reply:
        """Give where the answer leads; a reply where it ended the dialog."""


def way(word: str) -> Choice:
    """Make the choice that goes one way through the steps."""
    return Choice(word=word, label=_(_LABELS[word]), spoken=True)
