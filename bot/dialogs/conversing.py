"""Leads dialogs: begins them, takes an answer to its step, shows the next question; knows no dialog in particular."""

from dataclasses import replace

from alerts.compose import Action, Verb
from alerts.dialogs import Dialog, State
from alerts.errors import CommandError, FilterError
from bot.commands.registry import Call, Services
from bot.dialogs import FLOWS
from bot.dialogs.flow import CANCEL, Answer, Listening, Question
from bot.platforms.contract import Button, Reply
from bot.wording import replies
from bot.wording.errors import told
from bot.wording.language import gettext as _


async def begin(services: Services, call: Call, state: State) -> Reply:
    """Begin a dialog in place of any that is under way, and put its first question."""
    return await _asked(services, call, await services.dialogs.begin_dialog(call.seat, state, call.update))


async def take_text(services: Services, call: Call, *, text: bool = False) -> Reply | None:
    """Take what a person typed as the answer to the step that waits; None where none does.

    A whole ``text``, of a posting say, is an answer only where the dialog waits for texts.
    """
    dialog = await services.dialogs.dialog_of(call.seat)
    wanted = Listening.NOT if dialog is None else FLOWS[dialog.state.kind].listens
    if dialog is None or wanted is Listening.NOT or (text and wanted is not Listening.TEXTS):
        return None
    return await _take(services, call, dialog, Answer(text=call.words.strip()))


async def press(services: Services, call: Call, rev: int, choice: str) -> Reply:
    """Take a pressed answer. Raises `CommandError` where its question is no longer the one that waits."""
    dialog = await services.dialogs.dialog_of(call.seat)
    if dialog is None or dialog.rev != rev:
        raise CommandError(replies.OUT_OF_DATE)
    reply = await _take(services, call, dialog, Answer(choice=choice))
    return replace(reply, replaces=FLOWS[dialog.state.kind].listens is not Listening.NOT)


async def cancel(services: Services, call: Call) -> Reply:
    """End whatever is under way."""
    ended = await services.dialogs.end_dialog(call.seat, None, call.update)
    return Reply(text=_(replies.CANCELLED if ended else replies.NOTHING_TO_CANCEL))


async def ask_again(services: Services, call: Call) -> Reply | None:
    """Put the question that waits once more; None where none does."""
    dialog = await services.dialogs.dialog_of(call.seat)
    return None if dialog is None else await _asked(services, call, dialog)


async def _take(services: Services, call: Call, dialog: Dialog, answer: Answer) -> Reply:
    flow = FLOWS[dialog.state.kind]
    question = await flow.ask(services, call, dialog.state)
    meant = _meant(question, answer)
    if meant.choice == CANCEL:
        return await cancel(services, call)
    if meant.choice and meant.choice not in {one.word for one in question.choices}:
        raise CommandError(replies.OUT_OF_DATE)
    try:
        led = await flow.take(services, call, dialog, meant)
    except (CommandError, FilterError) as error:
        return _shown(dialog, replace(question, text=f"{told(error)}\n\n{question.text}"), call)
    if isinstance(led, Reply):
        return led
    moved = await services.dialogs.advance_dialog(call.seat, dialog.rev, led, call.update)
    if moved is None:
        raise CommandError(replies.OUT_OF_DATE)
    return await _asked(services, call, moved)


def _meant(question: Question, answer: Answer) -> Answer:
    """Take a typed 'back' for the button."""
    said = answer.text.casefold().strip("./! ")
    for one in question.choices:
        if one.spoken and said in {one.word, one.label.casefold()}:
            return Answer(choice=one.word)
    return answer


async def _asked(services: Services, call: Call, dialog: Dialog) -> Reply:
    return _shown(dialog, await FLOWS[dialog.state.kind].ask(services, call, dialog.state), call)


def _shown(dialog: Dialog, question: Question, call: Call) -> Reply:
    hint = f"\n{_(replies.ANSWER_IN_GROUP)}" if call.group else ""
    return Reply(
        text=question.text + hint,
        buttons=tuple(
            Button(one.label, Action(Verb.CHOOSE, dialog.rev, one.word)) for one in question.choices
        ),
    )
