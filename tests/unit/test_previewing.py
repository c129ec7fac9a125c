"""Previews: what a filter would have sent, equal to asking every posting, and what each criterion kept out."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from made import NOW, RATES, criterion, filters, subjects

from alerts.criteria import Answer, verdict
from alerts.filters import describe_criterion, parse_filter
from alerts.matching import accepts, rank, verdicts
from alerts.previewing import Breadth, Previewer, Seen, Stamps, breadth_of
from alerts.previewing.answering import answers
from alerts.previewing.bits import bits_of, places_of
from alerts.previewing.columns import columns_of
from alerts.previewing.window import MOST_RECENT, followed, window_of

MADE = subjects(120)
COLUMNS = columns_of([Seen.of(at, "", one) for at, one in enumerate(MADE)])


class Store:
    """Postings in memory, as a database would give them; notes the texts that are asked for."""

    def __init__(self, seen, made=MADE):
        self.postings: Mapping[int, Seen] = {one.posting_id: one for one in seen}
        self.made = made
        self.read = []

    async def stamps(self, within):
        recent = {key: one.stamp for key, one in self.postings.items() if one.seen_at >= NOW - within}
        return Stamps(NOW, recent)

    async def seen(self, posting_ids):
        return [self.postings[one] for one in posting_ids]

    async def texts(self, posting_ids):
        self.read += posting_ids
        return {one: self.made[one - 1].text() for one in posting_ids}

    async def links(self, posting_ids):
        return {one: f"https://jobs.example/{one}" for one in posting_ids}


def seen(made, *, baseline_every=7):
    return [Seen.of(at + 1, "a", one, baseline=at % baseline_every == 0) for at, one in enumerate(made)]


def whole(posting):
    """Give the subject of a posting with its text, which a window does not hold."""
    return MADE[posting.posting_id - 1]


def plain(filter_, postings):
    """Count the slow way: what is accepted, and what each criterion refuses alone."""
    fresh = [one for one in postings if not one.baseline]
    passes = [[one.passes for one in verdicts(filter_, whole(post), post.seen_at, RATES)] for post in fresh]
    alone = [
        sum(row.count(False) == 1 and not row[at] for row in passes) for at in range(len(filter_.criteria))
    ]
    return sum(map(all, passes)), alone


@pytest.mark.parametrize("seed", range(80))
def test_columns_answer_as_the_criterion_does(seed):
    """For every kind, posting by posting: yes, unknown and no."""
    one = criterion(Random(seed))
    found = answers(one, COLUMNS, RATES)
    for at, subject in enumerate(replace(made, text=str) for made in MADE):
        answer = verdict(one, subject, subject.seen_at, RATES).answer
        assert (found.yes >> at & 1, found.unknown >> at & 1) == (
            answer is Answer.YES,
            answer is Answer.UNKNOWN,
        ), (describe_criterion(one), subject)


async def test_a_preview_equals_a_replay():
    """Two hundred filters: as many as are accepted one by one, and each criterion keeps out as many alone."""
    postings = seen(MADE)
    previewer = Previewer(Store(postings), RATES)
    for filter_ in filters(200):
        preview = await previewer.preview(filter_)
        count, alone = plain(filter_, postings)
        assert preview.count == count
        assert [share.alone for share in preview.shares] == alone
        assert [share.criterion for share in preview.shares] == list(
            map(describe_criterion, filter_.criteria)
        )


async def test_samples_are_the_best_in_the_order_of_alerts():
    """Fewest unknowns, stronger stack, pay above the floor, newest."""
    postings = seen(MADE, baseline_every=10**6)[1:]
    previewer = Previewer(Store(postings), RATES)
    for filter_ in filters(60, seed=5):
        preview = await previewer.preview(filter_)
        fitting = [one for one in postings if accepts(filter_, whole(one), one.seen_at, RATES)]
        best = sorted(rank(verdicts(filter_, whole(one), one.seen_at, RATES), whole(one)) for one in fitting)
        shown = [
            rank(verdicts(filter_, whole(one), one.seen_at, RATES), whole(one))
            for one in (postings[sample.posting_id - 2] for sample in preview.samples)
        ]
        assert shown == best[:3]


async def test_what_a_feed_had_when_it_was_added_is_counted_apart():
    """A baseline posting is sent to nobody; where nothing else fits it is the sample."""
    old = seen([replace(one, feeds=("Third",)) for one in MADE[:10]], baseline_every=1)
    preview = await Previewer(Store(old), RATES).preview(parse_filter("from:third"))
    assert (preview.looked_at, preview.count, preview.baseline, preview.already) == (0, 0, 10, 10)
    assert len(preview.samples) == 3


async def test_texts_are_read_once_and_then_only_where_a_phrase_decides():
    """A word is looked up; of a phrase those texts are read that have its words, where no two others keep them out."""
    postings = seen(MADE, baseline_every=10**6)
    store = Store(postings)
    previewer = Previewer(store, RATES)
    await previewer.preview(parse_filter("text:kafka"))
    assert sorted(store.read) == [one.posting_id for one in postings]
    store.read = []
    await previewer.preview(parse_filter("remote!, senior!, php, text:kafka, -text:clinics"))
    assert store.read == []
    await previewer.preview(parse_filter('remote!, senior!, php, text:"event sourcing"'))
    others = parse_filter("remote!, senior!, php")
    refused = {
        one.posting_id: sum(
            not each.passes for each in verdicts(others, one.subject, one.subject.seen_at, RATES)
        )
        for one in postings
    }
    having = {
        one.posting_id for one in postings if {"event", "sourcing"} <= set(whole(one).text().lower().split())
    }
    assert set(store.read) == {one for one, count in refused.items() if count <= 1} & having != set()


async def test_a_text_that_changed_is_another_one():
    """Searched as it is now, also where it was gone in between."""
    postings = seen(MADE[:40], baseline_every=10**6)
    store = Store(postings, list(MADE))
    previewer = Previewer(store, RATES)
    wanted = parse_filter("text:zookeeper")
    assert (await previewer.preview(wanted)).count == 0
    store.made[4] = replace(MADE[4], text=lambda: "We run ZooKeeper-like things.")
    store.postings = {**store.postings, 5: Seen.of(5, "b", store.made[4])}
    assert (await previewer.preview(wanted)).count == 1
    changed = store.postings.pop(5)
    assert (await previewer.preview(wanted)).count == 0
    store.postings = {**store.postings, 5: changed}
    assert (await previewer.preview(wanted)).count == 1


async def test_a_preview_follows_what_comes_changes_and_goes():
    """Each look takes in what is new, what changed and what has become too old."""
    postings = seen(MADE[:40], baseline_every=10**6)
    store = Store(postings)
    previewer = Previewer(store, RATES)
    filter_ = parse_filter("company:initech")
    assert (await previewer.preview(filter_)).count == 0
    changed = Seen.of(21, "b", replace(MADE[20], company="Initech"))
    new = Seen.of(99, "a", replace(MADE[41], company="Initech"))
    old = Seen.of(1, "b", replace(MADE[0], seen_at=NOW - timedelta(days=15)))
    store.postings = {**store.postings, 21: changed, 99: new, 1: old}
    preview = await previewer.preview(filter_)
    assert (preview.count, preview.looked_at) == (2, 40)


@pytest.mark.parametrize("steps", [1, 5])
def test_a_window_is_the_same_however_it_came_about(steps):
    """Taken in at once or bit by bit, past the size at which it is sorted anew."""
    postings = seen(subjects(MOST_RECENT + 100, seed=3))
    window = window_of(postings[:50])
    size = len(postings) // steps + 1
    for at in range(0, len(postings), size):
        window = followed(window, postings[at : at + size], ())
    window = followed(window, (), {7})
    assert window.stamps == {one.posting_id: "a" for one in postings if one.posting_id != 7}


@pytest.mark.parametrize(
    ("line", "breadth"),
    [
        ("age<30d", Breadth.CHOOSES_NOTHING),
        ("-php, language:en", Breadth.CHOOSES_NOTHING),
        ('title:"engineer"|"developer"|"lead"|"senior"|"data"|"platform"|"staff"', Breadth.NEARLY_ALL),
        ('from:"board one"|"board two"|"third"', None),
        ("python", None),
    ],
)
async def test_a_filter_that_nearly_everything_passes_is_told(line, breadth):
    """By its kinds of criteria, or by what it would have sent; who asks for whole feeds means it."""
    wanted = parse_filter(line)
    preview = await Previewer(Store(seen(MADE)), RATES).preview(wanted)
    assert breadth_of(wanted, preview) == breadth


async def test_a_small_window_says_nothing_of_breadth():
    """Of few postings most may fit a good filter."""
    wanted = parse_filter('title:"engineer"|"developer"|"lead"|"senior"|"data"|"platform"|"staff"')
    preview = await Previewer(Store(seen(MADE[:40])), RATES).preview(wanted)
    assert breadth_of(wanted, preview) is None


@pytest.mark.parametrize("made", MADE[:20])
def test_a_packed_subject_is_the_same_but_for_its_text(made):
    """Everything that criteria ask for survives."""
    assert Seen.of(1, "a", made).subject == made
    assert Seen.of(1, "a", made).subject.text() == ""


def test_bits_and_places_are_each_others_inverse():
    """A set of places survives."""
    places = [0, 1, 7, 8, 9, 63, 64, 200]
    assert list(places_of(bits_of(places, 201))) == places
    assert list(places_of(0)) == []
