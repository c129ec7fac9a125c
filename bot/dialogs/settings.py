"""The settings of a chat, shown with a button each; knows no setting in particular."""

import re
from typing import ClassVar

from alerts.chat_settings import ChatSettings
from alerts.dialogs import Dialog, State
from alerts.errors import CommandError
from bot.commands.registry import Call, Services
from bot.dialogs.flow import BACK, CANCEL, Answer, Choice, Listening, Question, way
from bot.platforms.contract import Reply
from bot.settings import SETTINGS, setting_named
from bot.settings.setting import Setting
from bot.wording.language import gettext as _
from bot.wording.language import speak

MENU = "menu"
_NOT_IN_A_WORD = re.compile(r"[^A-Za-z0-9]+")


def opened() -> State:
    """Begin with all settings."""
    return State(kind=SettingsMenu.kind, step=MENU, draft={})


def shown(settings: ChatSettings) -> str:
    """List all settings."""
    return "\n".join(f"{_(one.label)}: {one.show(getattr(settings, one.name))}" for one in SETTINGS)


async def changed(services: Services, call: Call, setting: Setting, text: str) -> ChatSettings:
    """Read a value and keep it; from then on the chat's new language is spoken. Raises `RolecallError`."""
    value = setting.read(text)
    settings = await services.settings.change_settings(call.chat_id, **{setting.name: value})
    speak(settings.language)
    return settings


class SettingsMenu:
    """The `Flow` of /settings without words."""

    kind: ClassVar[str] = "settings"
    listens: ClassVar[Listening] = Listening.ANSWERS

    async def ask(self, services: Services, call: Call, state: State) -> Question:
        """Show all settings, or ask for one."""
        settings = await services.settings.settings_of(call.chat_id)
        setting = setting_named(state.step)
        if setting is None:
            close = Choice(word=CANCEL, label=_("Close"), spoken=True)
            buttons = (Choice(word=one.name, label=_(one.label), spoken=True) for one in SETTINGS)
            return Question(text=shown(settings), choices=(*buttons, close))
        suggested = (Choice(word=_word(value), label=words) for value, words in setting.suggest(settings))
        return Question(text=_(setting.question), choices=(*suggested, way(BACK), way(CANCEL)))

    async def take(self, services: Services, call: Call, dialog: Dialog, answer: Answer) -> State | Reply:
        """Open a setting, or keep what was chosen or typed for it."""
        if answer.choice == BACK:
            return opened()
        setting = setting_named(dialog.state.step)
        if setting is None:
            return _opened_setting(answer)
        settings = await services.settings.settings_of(call.chat_id)
        values = {_word(value): value for value, _words in setting.suggest(settings)}
        await changed(services, call, setting, values.get(answer.choice, answer.text))
        return opened()


def _opened_setting(answer: Answer) -> State:
    setting = setting_named(answer.choice or answer.text)
    if setting is None:
        names = ", ".join(one.name for one in SETTINGS)
        raise CommandError("Press a setting, or name one: {names}", names=names)
    return State(kind=SettingsMenu.kind, step=setting.name, draft={})


def _word(value: str) -> str:
    return _NOT_IN_A_WORD.sub("-", value)[:32]
