"""The words on buttons and for kinds of facts; knows no sentence."""

from alerts.compose import Verb

_LABELS = {
    Verb.SAVE: "Save",
    Verb.DISMISS: "Not for me",
    Verb.FILTER: "Filter",
    Verb.EDIT: "Edit",
    Verb.PAUSE: "Pause",
    Verb.RESUME: "Resume",
    Verb.DELETE: "Delete",
}

_KINDS = {
    "workplace": "workplace",
    "region": "where one may work from",
    "pay": "pay",
    "stack": "technologies",
    "benefit": "benefit",
    "level": "level",
    "role": "role",
    "employment": "employment type",
    "language": "language",
}


def label(verb: Verb) -> str:
    """Give a button's words."""
    return _LABELS[verb]


def kind(name: str) -> str:
    """Give the words for a kind of fact or criterion."""
    return _KINDS.get(name, name)
