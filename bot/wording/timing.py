"""What the chat hears about when things come: schedules, quiet hours, snooze; knows no clock's rules."""

from datetime import datetime
from zoneinfo import ZoneInfo

from alerts.chat_settings import ChatSettings
from alerts.errors import CommandError, TimingError
from alerts.subscribing import Subscription
from alerts.timing import Rhythm, Schedule, zone_of
from bot.wording.language import N_
from bot.wording.language import gettext as _

_DAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)
_SPANS = {"1d": N_("For a day"), "7d": N_("For a week"), "off": N_("Wake it now")}


def misread(error: TimingError) -> CommandError:
    """Say which words were not understood, with lines that work."""
    match error.expected:
        case "schedule":
            return CommandError(
                "'{word}' is no schedule. For example: /schedule 2 daily 9:00, /schedule 2 weekly mon 9:00, "
                "/schedule 2 hourly, /schedule 2 now",
                word=error.word,
            )
        case "always quiet":
            return CommandError(
                "'{word}' leaves no time for anything to come. /pause stops everything.", word=error.word
            )
        case "quiet":
            return CommandError(
                "'{word}' are no quiet hours. For example: /quiet 22:00-08:00, /quiet 22:00-08:00 weekdays; weekends, "
                "/quiet off",
                word=error.word,
            )
        case _:
            return CommandError(
                "'{word}' is no span of time up to 90 days. For example: 3h, 1d, 2 weeks", word=error.word
            )


def schedule_label(schedule: Schedule) -> str:
    """Name a schedule: 'at once', 'hourly', 'daily at 09:00', 'Mondays at 09:00'."""
    at = f"{schedule.at:%H:%M}"
    match schedule.rhythm:
        case Rhythm.INSTANT:
            return _("at once")
        case Rhythm.HOURLY:
            return _("hourly")
        case Rhythm.DAILY:
            return _("daily at {time}").format(time=at)
        case Rhythm.WEEKLY:
            return _("every {day} at {time}").format(day=_(_DAYS[schedule.day]), time=at)


def schedule_of(subscription: Subscription) -> str:
    """Say when a filter's finds come, and how to change it."""
    return _(
        "What filter '{name}' finds comes: {when}. Choose another time, or type it: /schedule 2 daily 18:30"
    ).format(name=subscription.name, when=schedule_label(subscription.schedule))


def when_to_come(settings: ChatSettings) -> str:
    """Ask when what a new filter finds should come."""
    asked = _("When should what it finds come? Or type a time: daily 18:30, weekly fri 9:00")
    return f"{asked}\n{_by_zone(settings)}"


def comes(schedule: Schedule) -> str:
    """Say when what a filter finds will come."""
    return _("What it finds comes: {when}.").format(when=schedule_label(schedule))


def no_schedule(error: TimingError) -> CommandError:
    """Say which word of an answer was not understood, with answers that work."""
    return CommandError(
        "'{word}' is no schedule. For example: daily 9:00, weekly mon 9:00, hourly, now", word=error.word
    )


def scheduled(subscription: Subscription, settings: ChatSettings) -> str:
    """Confirm a schedule, and by whose clock it goes where it goes by one."""
    zoned = subscription.schedule.rhythm in {Rhythm.DAILY, Rhythm.WEEKLY}
    said = _("From now on what filter '{name}' finds comes: {when}.").format(
        name=subscription.name, when=schedule_label(subscription.schedule)
    )
    return f"{said} {_by_zone(settings)}" if zoned else said


def quiet_hours(settings: ChatSettings) -> str:
    """Say when the chat is not written to."""
    if settings.quiet is None:
        return _("There are no quiet hours. Set some: /quiet 22:00-08:00 weekdays; weekends")
    said = _("Quiet hours: {hours}. What comes meanwhile is kept and comes as one message afterwards.")
    return f"{said.format(hours=settings.quiet)} {_by_zone(settings)}"


def chat_snoozed(settings: ChatSettings) -> str:
    """Confirm the chat's snooze or its end."""
    if settings.snoozed_until is None:
        return _("This chat is awake.")
    return _(
        "Nothing comes here until {when}. What is found meanwhile is kept and comes as one message. "
        "/snooze off ends it."
    ).format(when=moment(settings.snoozed_until, zone_of(settings.zone)))


def how_long(subscription: Subscription) -> str:
    """Ask for how long."""
    return _("For how long should filter '{name}' be silent? What it finds meanwhile is kept.").format(
        name=subscription.name
    )


def snooze_label(choice: str) -> str:
    """Give a button's words."""
    return _(_SPANS[choice])


def filter_snoozed(subscription: Subscription, zone: ZoneInfo) -> str:
    """Confirm a filter's snooze."""
    until = moment(subscription.snoozed_until, zone) if subscription.snoozed_until else ""
    return _("Filter '{name}' is silent until {when}. What it finds meanwhile is kept.").format(
        name=subscription.name, when=until
    )


def filter_awake(subscription: Subscription) -> str:
    """Confirm the end of a filter's snooze."""
    return _("Filter '{name}' is awake.").format(name=subscription.name)


def moment(at: datetime, zone: ZoneInfo) -> str:
    """Show a moment by the chat's clock."""
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M} ({zone.key})"


def _by_zone(settings: ChatSettings) -> str:
    if settings.zone is None:
        return _("Times are in UTC until /settings says where you are.")
    return _("Times are those of {zone}.").format(zone=settings.zone)
