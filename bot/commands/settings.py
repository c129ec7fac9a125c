"""The command that shows and changes how a chat wants to be spoken to."""

from alerts.errors import CommandError
from bot.commands.registry import Call, Services
from bot.dialogs import conversing
from bot.dialogs import settings as dialog
from bot.platforms.contract import Reply
from bot.settings import SETTINGS, setting_named
from bot.wording.language import gettext as _


async def settings(services: Services, call: Call) -> Reply:
    """Show all settings with buttons, or change one: ``/settings zone Europe/Berlin``."""
    if not call.words:
        return await conversing.begin(services, call, dialog.opened())
    name, value = call.first_and_rest
    setting = setting_named(name)
    if setting is None or not value.strip():
        names = ", ".join(one.name for one in SETTINGS)
        raise CommandError(
            "Name a setting and its value: /settings zone Europe/Berlin. There is: {names}", names=names
        )
    now = await dialog.changed(services, call, setting, value.strip())
    return Reply(text=_("Done. Your settings are now:") + f"\n{dialog.shown(now)}")
