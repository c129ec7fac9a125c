"""The dialog that makes a filter: a question a part, when its finds come, then a look at the whole, then it is saved.

Its draft holds a filter line a part, so that it builds just what ``/new LINE`` would.
"""

import asyncio
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self

from alerts.chat_settings import DEFAULT_CURRENCY
from alerts.dialogs import Dialog, State
from alerts.errors import CommandError
from alerts.filters import Filter, describe, parse_filter
from alerts.subscribing import NewSubscription, check_room
from alerts.timing import INSTANT, Rhythm, Schedule, describe_schedule, parse_schedule
from bot.commands.bringing import bring_buttons
from bot.commands.buttons import manage_buttons
from bot.commands.naming import free_name, without_name
from bot.commands.previews import previewed
from bot.commands.registry import Call, Services
from bot.dialogs import when
from bot.dialogs.flow import BACK, CANCEL, NEXT, SKIP, Answer, Choice, Listening, Question, way
from bot.dialogs.parts import PARTS, Part
from bot.dialogs.when import WHEN
from bot.platforms.contract import Reply
from bot.wording import replies, timing
from bot.wording.language import gettext as _
from bot.wording.previews import preview_text

REVIEW = "review"
SAVE = "save"
_ORDER = [part.name for part in PARTS]
_STEPS = (*_ORDER, WHEN, REVIEW)
_BY_NAME = {part.name: part for part in PARTS}
# What is typed at the review, beside the parts that have a step.
_MORE = "more"
_NOTHING = {"any", "none", "no", "-", "all"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A filter in the making: a line a part, what was picked for it, a name, whether the review was reached."""

    lines: dict[str, str]
    picked: dict[str, list[str]]
    name: str = ""
    when: Schedule = INSTANT
    reviewed: bool = False

    @classmethod
    def of(cls, stored: Any) -> Self:
        """Read what `stored` gave."""
        return cls(
            lines=dict(stored.get("lines", {})),
            picked=dict(stored.get("picked", {})),
            name=stored.get("name", ""),
            when=parse_schedule(stored.get("when", Rhythm.INSTANT)),
            reviewed=stored.get("reviewed", False),
        )

    def stored(self) -> dict[str, Any]:
        """Give JSON values."""
        return {
            "lines": self.lines,
            "picked": self.picked,
            "name": self.name,
            "when": describe_schedule(self.when),
            "reviewed": self.reviewed,
        }

    def with_part(self, part: str, line: str, picked: list[str]) -> "Draft":
        """Set a part; an empty line takes it out."""
        others = {name: each for name, each in self.lines.items() if name != part}
        return replace(
            self,
            lines=others | ({part: line} if line else {}),
            picked={**self.picked, part: picked},
        )

    def line(self) -> str:
        """Give the filter line of all parts."""
        return ", ".join(self.lines[name] for name in (*_ORDER, _MORE) if name in self.lines)


def started() -> State:
    """Begin with the first question."""
    return State(kind=NewFilter.kind, step=_ORDER[0], draft={})


def prefilled(lines: dict[str, str], name: str) -> State:
    """Begin with the review of a filter whose parts are there."""
    return _at(REVIEW, Draft(lines=lines, picked={}, name=name, reviewed=True))


class NewFilter:
    """The `Flow` of /new without words."""

    kind: ClassVar[str] = "new"
    listens: ClassVar[Listening] = Listening.ANSWERS

    async def ask(self, services: Services, call: Call, state: State) -> Question:
        """Put the question of a part, or show the whole."""
        draft = Draft.of(state.draft)
        if state.step == REVIEW:
            return await _review(services, draft, call)
        if state.step == WHEN:
            return when.question(draft.when, call.settings)
        return _question(_BY_NAME[state.step], draft, call)

    async def take(self, services: Services, call: Call, dialog: Dialog, answer: Answer) -> State | Reply:
        """Take an answer to a part's question, or what is to be done with the whole."""
        draft, step = Draft.of(dialog.state.draft), dialog.state.step
        if answer.choice == BACK:
            return _at(_before(step), draft)
        if step == REVIEW:
            return await _take_review(services, call, dialog, draft, answer)
        if step == WHEN:
            return _at(REVIEW, replace(draft, when=when.answered(answer), reviewed=True))
        return await _take_part(_BY_NAME[step], draft, call, answer)


def _question(part: Part, draft: Draft, call: Call) -> Question:
    line = draft.lines.get(part.name, "")
    picked = draft.picked.get(part.name, [])
    so_far = "\n" + _("So far: {line}").format(line=line) if line else ""
    return Question(
        text=_(part.question) + so_far,
        choices=(
            *(
                replace(one, label=f"✓ {one.label}") if one.word in picked else one
                for one in part.choices(call.settings)
            ),
            *((way(NEXT),) if line else ()),
            way(SKIP),
            *((way(BACK),) if _before(part.name) != part.name else ()),
            way(CANCEL),
        ),
    )


async def _review(services: Services, draft: Draft, call: Call) -> Question:
    line = draft.line()
    parts = tuple(Choice(word=part.name, label=_(part.label)) for part in PARTS)
    if not line:
        return Question(text=_(replies.NOTHING_CHOSEN), choices=(*parts, way(CANCEL)))
    wanted = await _parsed(line, call)
    save = Choice(word=SAVE, label=_("Save filter"), spoken=True)
    preview = preview_text(await services.previews.preview(wanted))
    schedule = timing.comes(draft.when)
    text = f"{preview}\n\n{replies.review(draft.name, wanted, schedule)}"
    at = Choice(word=WHEN, label=_("When"))
    return Question(text=text, choices=(save, *parts, at, way(BACK), way(CANCEL)))


async def _take_part(part: Part, draft: Draft, call: Call, answer: Answer) -> State:
    if answer.choice == SKIP or answer.text.casefold() in _NOTHING:
        return await _on(part, draft.with_part(part.name, "", []), call)
    if answer.choice == NEXT:
        return await _on(part, draft, call)
    if answer.choice:
        return await _picked(part, draft, call, answer.choice)
    if not answer.text:
        raise CommandError("Pick something, or type it.")
    wanted = await _parsed(answer.text, call)
    return await _on(part, draft.with_part(part.name, describe(wanted), []), call)


async def _picked(part: Part, draft: Draft, call: Call, word: str) -> State:
    """Pick one of several, or take it back; where only one goes, it is the answer."""
    picked = draft.picked.get(part.name, [])
    if not part.many:
        return await _on(part, draft.with_part(part.name, part.write([word], call.settings), [word]), call)
    now = [one for one in picked if one != word] if word in picked else [*picked, word]
    line = part.write(now, call.settings) if now else ""
    return _at(part.name, draft.with_part(part.name, line, now))


async def _on(part: Part, draft: Draft, call: Call) -> State:
    """Go on to the next part, or back to the review; parts that contradict each other are refused here."""
    if draft.line():
        await _parsed(draft.line(), call)
    return _at(REVIEW if draft.reviewed else _STEPS[_STEPS.index(part.name) + 1], draft)


async def _take_review(
    services: Services, call: Call, dialog: Dialog, draft: Draft, answer: Answer
) -> State | Reply:
    if answer.choice == SAVE:
        return await _saved(services, call, dialog, draft)
    if answer.choice:
        return _at(answer.choice, draft)
    name, words = without_name(answer.text)
    line = ", ".join(part for part in (draft.lines.get(_MORE, ""), words) if part)
    changed = replace(draft.with_part(_MORE, line, []), name=name or draft.name)
    if changed.line():
        await _parsed(changed.line(), call)
    return _at(REVIEW, changed)


async def _saved(services: Services, call: Call, dialog: Dialog, draft: Draft) -> Reply:
    wanted = await _parsed(draft.line(), call)
    await check_room(services.subscriptions, call.chat_id)
    await previewed(services, wanted)
    mine = await services.subscriptions.subscriptions_of(call.chat_id)
    new = NewSubscription(
        chat_id=call.chat_id,
        owner=call.user,
        name=draft.name or free_name(describe(wanted), {one.name for one in mine}),
        filter=wanted,
        thread=call.address.thread,
        schedule=draft.when,
    )
    saved = await services.dialogs.subscribe_and_end(call.seat, dialog.rev, new, call.update)
    if saved is None:
        raise CommandError(replies.OUT_OF_DATE)
    text = replies.made(len(mine) + 1, saved)
    if saved.schedule != INSTANT:
        text += f"\n{timing.scheduled(saved, call.settings)}"
    return Reply(text=text, buttons=(*manage_buttons(saved), *bring_buttons(saved)))


async def _parsed(line: str, call: Call) -> Filter:
    return await asyncio.to_thread(parse_filter, line, currency=call.settings.currency or DEFAULT_CURRENCY)


def _before(step: str) -> str:
    """Give the step before; before the first there is none but itself."""
    return _STEPS[max(_STEPS.index(step) - 1, 0)]


def _at(step: str, draft: Draft) -> State:
    return State(kind=NewFilter.kind, step=step, draft=draft.stored())
