"""The question before everything of a chat is deleted."""

from typing import ClassVar

from alerts.dialogs import Dialog, State
from alerts.errors import CommandError
from bot.commands.registry import Call, Services
from bot.dialogs.flow import CANCEL, Answer, Choice, Listening, Question, way
from bot.platforms.contract import Reply
from bot.wording.language import gettext as _

FORGET = "forget"


def asked() -> State:
    """Begin with the question."""
    return State(kind=Forgetting.kind, step=FORGET, draft={})


class Forgetting:
    """The `Flow` of /forget."""

    kind: ClassVar[str] = "forget"
    listens: ClassVar[Listening] = Listening.ANSWERS

    async def ask(self, services: Services, call: Call, state: State) -> Question:
        """Say what will be gone."""
        del state
        mine = await services.belongings.belongings_of(call.chat_id)
        text = _(
            "This deletes everything of this chat: {filters} filters, {saved} saved postings, settings and history. "
            "It cannot be undone; /export first keeps a copy."
        ).format(filters=len(mine.filters), saved=sum(one.saved_at is not None for one in mine.postings))
        forget = Choice(word=FORGET, label=_("Forget everything"), spoken=True)
        return Question(text=text, choices=(forget, way(CANCEL)))

    async def take(self, services: Services, call: Call, dialog: Dialog, answer: Answer) -> State | Reply:
        """Forget, if that is the answer."""
        del dialog
        if answer.choice != FORGET:
            raise CommandError("Press a button, or type 'forget everything' or 'cancel'.")
        await services.belongings.forget_chat(call.chat_id, call.address, call.update)
        return Reply(text=_("Everything of this chat is deleted. /start begins anew."))
