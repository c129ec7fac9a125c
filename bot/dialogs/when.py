"""The step of a filter's dialog that asks when its finds come; knows no other step and no clock's rules."""

from dataclasses import replace

from alerts.chat_settings import ChatSettings
from alerts.errors import TimingError
from alerts.timing import INSTANT, Schedule, parse_schedule
from bot.commands.timing import SCHEDULES
from bot.dialogs.flow import BACK, CANCEL, SKIP, Answer, Choice, Question, way
from bot.wording import timing as wording

WHEN = "when"
_NO_MATTER = {"any", "no", "none", "-"}


def question(schedule: Schedule, settings: ChatSettings) -> Question:
    """Ask, with the usual schedules as buttons that may be typed as well; the one that is set is ticked."""
    choices = (Choice(word=each, label=_label(each), spoken=True) for each in SCHEDULES)
    return Question(
        text=wording.when_to_come(settings),
        choices=(
            *(
                replace(one, label=f"✓ {one.label}") if parse_schedule(one.word) == schedule else one
                for one in choices
            ),
            way(SKIP),
            way(BACK),
            way(CANCEL),
        ),
    )


def answered(answer: Answer) -> Schedule:
    """Give what was pressed or typed; to skip is at once. Raises `CommandError` on what is no schedule."""
    if answer.choice == SKIP or answer.text.casefold() in _NO_MATTER:
        return INSTANT
    try:
        return parse_schedule(answer.choice or answer.text)
    except TimingError as error:
        raise wording.no_schedule(error) from error


def _label(written: str) -> str:
    return wording.schedule_label(parse_schedule(written))
