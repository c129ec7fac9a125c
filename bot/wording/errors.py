"""What an error reads like to who caused it, in the language spoken now; knows no cause."""

from functools import singledispatch

from alerts.errors import FilterError, RolecallError, Stumble
from bot.wording.language import N_
from bot.wording.language import gettext as _

# What a filter's words are names of, where an error says so.
_KINDS = {
    "region": N_("place"),
    "language": N_("language"),
    "benefit": N_("benefit"),
    "stack": N_("technology"),
    "level": N_("level"),
    "role": N_("role"),
    "employment": N_("employment type"),
    "workplace": N_("workplace"),
}


@singledispatch
def told(error: RolecallError) -> str:
    """Say what went wrong and what can be done about it."""
    return _filled(error.message, error.values)


@told.register
def _of_filter(error: FilterError) -> str:
    parts = [_placed(error)]
    if error.nearest:
        parts.append(_("Did you mean {nearest}?").format(nearest=", ".join(error.nearest)))
    if error.example:
        parts.append(_("For example: {example}").format(example=error.example))
    return " ".join(parts)


def _placed(error: FilterError) -> str:
    """Say where in the line it is, and what."""
    kind = error.values.get("kind")
    named = {"kind": _(_KINDS.get(str(kind), str(kind)))} if kind else {}
    said = _filled(error.message, {**error.values, **named})
    match error.stumbled:
        case Stumble.AT:
            return f"'{error.word}': {said}"
        case Stumble.BEHIND:
            return _("Behind '{word}': {said}").format(word=error.word, said=said)
        case None:
            return said


def _filled(message: str, values: dict[str, object]) -> str:
    return _(message).format(**values) if values else _(message)
