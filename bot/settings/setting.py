"""What a setting is; knows no particular one."""

from collections.abc import Callable
from dataclasses import dataclass

from alerts.chat_settings import ChatSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One thing that a chat can decide.

    ``name`` is its field in `ChatSettings`. ``read`` makes the stored value of what was typed, None for the default,
    and raises `RolecallError` saying what would do. ``show`` puts a stored value into words. ``suggest`` gives values
    with their words.
    """

    name: str
    label: str
    question: str
    read: Callable[[str], str | None]
    show: Callable[[str | None], str]
    suggest: Callable[[ChatSettings], tuple[tuple[str, str], ...]]
    aliases: tuple[str, ...] = ()
