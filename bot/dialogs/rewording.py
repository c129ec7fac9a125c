"""Offers the lines that may be meant by one that was refused: a tap runs the command with it."""

from dataclasses import replace
from typing import ClassVar

from alerts.dialogs import Dialog, State
from alerts.errors import CommandError, FilterError
from bot.commands.registry import Call, Services
from bot.dialogs.flow import Answer, Choice, Listening, Question
from bot.platforms.contract import Reply
from bot.wording import replies
from bot.wording.errors import told

CHOOSE = "choose"
_LONGEST_LABEL = 60


def rewordings(error: FilterError, command: str, before: str = "") -> State:
    """Offer the error's lines, each to be sent as ``command`` with ``before`` in front of it."""
    labels = error.instead if len(error.instead) >= len(error.offers) else error.offers
    lines = [[label, f"{before} {line}".strip()] for label, line in zip(labels, error.offers, strict=False)]
    return State(kind=Rewording.kind, step=CHOOSE, draft={"command": command, "lines": lines})


class Rewording:
    """The `Flow` below a refused filter line; what is typed next is for something else."""

    kind: ClassVar[str] = "reword"
    listens: ClassVar[Listening] = Listening.NOT

    async def ask(self, services: Services, call: Call, state: State) -> Question:
        """Give a button a line."""
        del services, call
        choices = tuple(
            Choice(word=str(number), label=label[:_LONGEST_LABEL])
            for number, (label, _line) in enumerate(state.draft["lines"])
        )
        return Question(text="", choices=choices)

    async def take(self, services: Services, call: Call, dialog: Dialog, answer: Answer) -> State | Reply:
        """Run the command with the line that was picked; a second tap finds the dialog ended."""
        from bot.commands import all_commands  # the commands begin dialogs

        if not await services.dialogs.end_dialog(call.seat, dialog.rev, None):
            raise CommandError(replies.OUT_OF_DATE)
        draft = dialog.state.draft
        line = draft["lines"][int(answer.choice)][1]
        command = all_commands().find(draft["command"])
        try:
            return await command.run(services, replace(call, words=line))
        except FilterError as error:  # the next word that is not understood
            return Reply(text=told(error))
