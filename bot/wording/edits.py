"""What a changed filter reads like beside the one that it was."""

from alerts.filters import Edited
from bot.wording.language import gettext as _


def differences(which: str, change: Edited) -> str:
    """Say what is gone and new, what stayed, and how to take that out."""
    lines = []
    if change.gone:
        lines.append(_("Gone: {criteria}").format(criteria=", ".join(change.gone)))
    if change.new:
        lines.append(_("New: {criteria}").format(criteria=", ".join(change.new)))
    if change.kept:
        kept = ", ".join(change.kept)
        lines.append(
            _("Kept: {criteria} (to take one out: /edit {which} drop {first})").format(
                criteria=kept, which=which, first=change.kept[0]
            )
        )
    return "\n".join(lines)
