"""What an error reads like to who caused it, in the language spoken now; knows no cause."""

from functools import singledispatch

from alerts.errors import FilterError, RolecallError
from bot.wording.language import gettext as _


@singledispatch
def told(error: RolecallError) -> str:
    """Say what went wrong and what can be done about it."""
    return _filled(error.message, error.values)


@told.register
def _of_filter(error: FilterError) -> str:
    parts = [_filled(error.message, error.values)]
    if error.nearest:
        parts.append(_("Did you mean {nearest}?").format(nearest=", ".join(error.nearest)))
    if error.example:
        parts.append(_("For example: {example}").format(example=error.example))
    return " ".join(parts)


def _filled(message: str, values: dict[str, object]) -> str:
    return _(message).format(**values) if values else _(message)
