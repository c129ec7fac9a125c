"""What a chat says about postings that it was sent, and the changes of filters that this brings; knows no database."""

from collections.abc import Sequence

from alerts.adjusting import Offer, offers_of
from alerts.compose import Action, Verb
from alerts.errors import CommandError
from alerts.feedback import MOST_NOTE, STAGES, Saved
from bot.commands.registry import Call, Services
from bot.platforms.contract import Button, Reply
from bot.wording import feedback as wording
from bot.wording import replies

MOST_SAVED = 50
_NOTE = "note"
_DROP = frozenset({"drop", "remove", "delete"})
_BY_WORD = {stage.value: stage for stage in STAGES}


async def saved(services: Services, call: Call) -> Reply:
    """List what is saved: ``/saved``; say something of it: ``/saved 2 applied``, ``/saved 2 note call Ann``."""
    listed = await services.feedback.saved_postings(call.chat_id, MOST_SAVED)
    if not call.words:
        return Reply(text=wording.saved_list(listed))
    which, rest = call.first_and_rest
    one = _numbered(listed, which)
    word, _, text = rest.strip().partition(" ")
    return await _say(services, call, one, word.casefold(), text.strip())


async def press_feedback(services: Services, call: Call, action: Action) -> Reply:
    """Save or dismiss a posting, make a change that was offered or take it back."""
    if action.verb is Verb.SAVE:
        posting = await services.feedback.save_posting(call.chat_id, action.target)
        if posting is None:
            raise CommandError(replies.OUT_OF_DATE)
        return Reply(text=replies.saved(posting))
    if action.verb is Verb.DISMISS:
        return await _dismissed(services, call, action.target)
    return await _adjusted(services, call, action)


def offer_buttons(offers: Sequence[Offer]) -> tuple[Button, ...]:
    """Give a button for each change that is offered."""
    return tuple(
        Button(wording.offer_label(offer.adjustment), Action(Verb.APPLY, offer.id)) for offer in offers
    )


async def _dismissed(services: Services, call: Call, posting_id: int) -> Reply:
    posting = await services.feedback.dismiss_posting(call.chat_id, posting_id)
    told = await services.told.told_posting(call.chat_id, posting_id)
    if posting is None:
        raise CommandError(replies.OUT_OF_DATE)
    wanted = offers_of(posting, told.subscriptions if told else (), services.rates)
    offers = await services.adjustments.offer(call.chat_id, wanted)
    return Reply(text=wording.dismissed(posting, offers=bool(offers)), buttons=offer_buttons(offers))


async def _adjusted(services: Services, call: Call, action: Action) -> Reply:
    """Make or undo a change in the place of its button, and offer the way back."""
    undo = action.verb is Verb.UNDO
    done = await services.adjustments.adjust(call.chat_id, action.target, undo=undo)
    if done is None:
        raise CommandError(replies.OUT_OF_DATE)
    offer, changed = done
    back = (
        Button(wording.offer_label(offer.adjustment), Action(Verb.APPLY, offer.id))
        if undo
        else Button(wording.undo_label(), Action(Verb.UNDO, offer.id))
    )
    return Reply(text=wording.adjusted(changed), buttons=(back,), replaces=True)


async def _say(services: Services, call: Call, one: Saved, word: str, text: str) -> Reply:
    posting_id = one.posting.id
    if word in _DROP:
        await services.feedback.unsave_posting(call.chat_id, posting_id)
        return Reply(text=wording.dropped(one.posting))
    if word == _NOTE:
        kept = await services.feedback.annotate(call.chat_id, posting_id, note=text[:MOST_NOTE])
    elif (stage := _BY_WORD.get(word)) is not None:
        kept = await services.feedback.annotate(call.chat_id, posting_id, stage=stage)
    else:
        raise wording.no_such_stage(word)
    if kept is None:
        raise CommandError(replies.OUT_OF_DATE)
    return Reply(text=wording.annotated(kept))


def _numbered(listed: Sequence[Saved], which: str) -> Saved:
    if which.isdecimal() and 1 <= int(which[:6]) <= len(listed):
        return listed[int(which[:6]) - 1]
    raise wording.no_such_saved(which, len(listed))
