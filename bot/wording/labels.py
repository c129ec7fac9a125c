"""The words on buttons and for kinds of facts; knows no sentence."""

from alerts.compose import Verb
from bot.wording.language import N_
from bot.wording.language import gettext as _

_LABELS = {
    Verb.SAVE: N_("Save"),
    Verb.DISMISS: N_("Not for me"),
    Verb.FILTER: N_("Filter"),
    Verb.EDIT: N_("Edit"),
    Verb.PAUSE: N_("Pause"),
    Verb.RESUME: N_("Resume"),
    Verb.DELETE: N_("Delete"),
    Verb.WHY: N_("Why"),
    Verb.SNOOZE: N_("Snooze"),
    Verb.SCHEDULE: N_("When"),
}

_KINDS = {
    "workplace": N_("workplace"),
    "region": N_("where one may work from"),
    "pay": N_("pay"),
    "stack": N_("technologies"),
    "benefit": N_("benefit"),
    "level": N_("level"),
    "role": N_("role"),
    "employment": N_("employment type"),
    "language": N_("language"),
}


def label(verb: Verb) -> str:
    """Give a button's words."""
    return _(_LABELS[verb])


def kind(name: str) -> str:
    """Give the words for a kind of fact or criterion."""
    return _(_KINDS.get(name, name))
