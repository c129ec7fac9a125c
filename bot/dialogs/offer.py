"""The offer of a filter that was made from a posting: its button opens the filter to be looked at and saved."""

from typing import ClassVar

from alerts.dialogs import Dialog, State
from bot.commands.registry import Call, Services
from bot.dialogs.flow import Answer, Choice, Listening, Question
from bot.dialogs.new_filter import prefilled
from bot.platforms.contract import Reply
from bot.wording.language import gettext as _

MAKE = "make"


def offered(lines: dict[str, str], name: str) -> State:
    """Offer a filter of these lines, each by the part of the filter that it is."""
    return State(kind=Offer.kind, step=MAKE, draft={"lines": lines, "name": name})


class Offer:
    """The `Flow` below a posting; it takes no words, which are for something else."""

    kind: ClassVar[str] = "offer"
    listens: ClassVar[Listening] = Listening.NOT

    async def ask(self, services: Services, call: Call, state: State) -> Question:
        """Give the button."""
        del services, call
        title = _("A filter for postings like '{name}'").format(name=state.draft["name"])
        return Question(text=title, choices=(Choice(word=MAKE, label=_("Make a filter from this")),))

    async def take(self, services: Services, call: Call, dialog: Dialog, answer: Answer) -> State | Reply:
        """Go on as /new does at its end."""
        del services, call, answer
        return prefilled(dialog.state.draft["lines"], dialog.state.draft["name"])
