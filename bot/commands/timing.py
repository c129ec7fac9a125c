"""The commands and buttons that say when things come: schedules, quiet hours, snooze; knows no clock's rules."""

from collections.abc import Callable
from typing import TypeVar

from alerts.compose import Action, Verb
from alerts.errors import CommandError, TimingError
from alerts.subscribing import Subscription, numbered
from alerts.timing import (
    Schedule,
    describe_quiet,
    parse_quiet,
    parse_schedule,
    parse_span,
    pause_of,
)
from bot.commands.registry import Call, Services
from bot.platforms.contract import Button, Reply
from bot.wording import replies
from bot.wording import timing as wording

T = TypeVar("T")

OFF = "off"
# What the buttons offer; each is a schedule or a span as it could be typed.
SCHEDULES = ("now", "hourly", "daily", "weekly")
SPANS = ("1d", "7d")


async def schedule(services: Services, call: Call) -> Reply:
    """Say when a filter's finds come: ``/schedule 2 daily 9:00``, ``/schedule 2 now``."""
    which, words = call.first_and_rest
    subscription = await numbered(services.subscriptions, call.chat_id, which)
    if not words.strip():
        return choose_schedule(subscription)
    return await _scheduled(services, call, subscription.id, _read(parse_schedule, words))


async def quiet(services: Services, call: Call) -> Reply:
    """Set quiet hours: ``/quiet 22:00-08:00 weekdays``, ``/quiet off``; show them: ``/quiet``."""
    if not call.words:
        return Reply(text=wording.quiet_hours(call.settings))
    hours = _read(parse_quiet, call.words)
    kept = describe_quiet(hours) if hours.windows else None
    return Reply(text=wording.quiet_hours(await services.settings.change_settings(call.chat_id, quiet=kept)))


async def snooze(services: Services, call: Call) -> Reply:
    """Hold back a filter or the chat for a time: ``/snooze 2 1d``, ``/snooze 3h``, ``/snooze off``."""
    which, words = call.first_and_rest
    if words.strip() and not _is_span(call.words):
        subscription = await numbered(services.subscriptions, call.chat_id, which)
        return await _snoozed(services, call, subscription.id, words.strip())
    if not which:
        raise CommandError("Say for how long: /snooze 3h for this chat, /snooze 2 1d for filter 2")
    until = None if which.casefold() == OFF else services.now() + _read(parse_span, call.words)
    settings = await services.settings.change_settings(call.chat_id, snoozed_until=until)
    return Reply(text=wording.chat_snoozed(settings))


async def press_timing(services: Services, call: Call, action: Action) -> Reply:
    """Do what a button about time says, or offer its choices where it has none yet."""
    if action.choice:
        if action.verb is Verb.SNOOZE:
            return await _snoozed(services, call, action.target, action.choice)
        return await _scheduled(services, call, action.target, _read(parse_schedule, action.choice))
    mine = await services.subscriptions.subscriptions_of(call.chat_id)
    for subscription in mine:
        if subscription.id == action.target:
            offer = _choose_snooze if action.verb is Verb.SNOOZE else choose_schedule
            return offer(subscription)
    raise CommandError(replies.OUT_OF_DATE)


def choose_schedule(subscription: Subscription) -> Reply:
    """Say when a filter's finds come, and offer the usual schedules."""
    buttons = (
        Button(wording.schedule_label(parse_schedule(each)), Action(Verb.SCHEDULE, subscription.id, each))
        for each in SCHEDULES
    )
    return Reply(text=wording.schedule_of(subscription), buttons=tuple(buttons))


def _choose_snooze(subscription: Subscription) -> Reply:
    choices = (*SPANS, OFF) if subscription.snoozed_until else SPANS
    buttons = (
        Button(wording.snooze_label(each), Action(Verb.SNOOZE, subscription.id, each)) for each in choices
    )
    return Reply(text=wording.how_long(subscription), buttons=tuple(buttons))


async def _scheduled(services: Services, call: Call, subscription_id: int, wanted: Schedule) -> Reply:
    changed = await services.subscriptions.time_subscription(call.chat_id, subscription_id, schedule=wanted)
    if changed is None:
        raise CommandError(replies.OUT_OF_DATE)
    return Reply(text=wording.scheduled(changed, call.settings))


async def _snoozed(services: Services, call: Call, subscription_id: int, words: str) -> Reply:
    span = None if words.casefold() == OFF else _read(parse_span, words)
    until = services.now() + span if span else services.now()
    changed = await services.subscriptions.time_subscription(
        call.chat_id, subscription_id, snoozed_until=until
    )
    if changed is None:
        raise CommandError(replies.OUT_OF_DATE)
    return Reply(
        text=wording.filter_snoozed(changed, pause_of(call.settings).zone)
        if span
        else wording.filter_awake(changed)
    )


def _is_span(words: str) -> bool:
    """Say whether all of it is one span: '2 weeks' are no weeks of filter 2."""
    try:
        parse_span(words)
    except TimingError:
        return False
    return True


def _read(parse: Callable[[str], T], words: str) -> T:
    """Parse, and say in the chat's words what was not understood."""
    try:
        return parse(words)
    except TimingError as error:
        raise wording.misread(error) from error
