"""Sources of several documents, polled for real: a thread behind a list, pages, and details of a list."""

import json

import pytest
from loopback import answer
from sqlalchemy import select

from alerts.polling import paging
from storage.tables import listings


@pytest.fixture
def web(bare_web):
    """Give a server without feeds, and an empty database."""
    return bare_web


async def stored(web):
    async with web.database.read() as connection:
        return (await connection.execute(select(listings).order_by(listings.c.native_key))).all()


def paths(web):
    return [one.path for one in web.server.asked]


def comment(number, text):
    return {"id": number, "created_at": "2026-10-01T14:00:00Z", "text": text, "children": []}


async def test_the_hiring_thread_is_read_behind_the_stories(web):
    """The stories are asked for each time, unconditionally, and lead to the thread; a role more is one listing more."""
    stories = {
        "hits": [{"objectID": "900", "title": "Ask HN: Who is hiring? (October 2026)", "created_at": "2026"}]
    }
    thread = {
        "title": "Ask HN: Who is hiring?",
        "children": [comment(901, "Ovens | Baker, Cook Designer | Graz")],
    }
    thread["children"][0]["text"] = "Ovens | Oven Engineer, Dough Designer | Graz"
    web.server.gives("/api/v1/search_by_date?tags=x", answer(json.dumps(stories), ETag='"1"'))
    web.server.gives("/api/v1/items/900", answer(json.dumps(thread)))
    await web.configure(web.feed("/api/v1/search_by_date?tags=x", format="hackernews"))
    report = await web.round()
    assert report.round.error is None
    assert [row.native_key for row in await stored(web)] == ["901", "901 dough designer"]
    thread["children"].append(comment(902, "Fridges | Ice Engineer | Linz"))
    web.server.gives("/api/v1/items/900", answer(json.dumps(thread)))
    await web.round()
    assert [row.native_key for row in await stored(web)] == ["901", "901 dough designer", "902"]
    assert paths(web) == ["/api/v1/search_by_date?tags=x", "/api/v1/items/900"] * 2
    assert not any("if-none-match" in one.headers for one in web.server.asked)


def page(*slugs, more=True):
    jobs = [
        {
            "slug": slug,
            "title": slug,
            "company_name": "Ovens",
            "job_types": [],
            "url": f"https://a.example/{slug}",
        }
        for slug in slugs
    ]
    return answer(json.dumps({"data": jobs, "links": {"next": "x" if more else None}, "meta": {}}))


async def test_newest_first_pages_end_at_what_is_known(web):
    """All pages of a new feed are read; later the first page whose last job is known ends the round."""
    web.server.gives("/api", page("c", "b"))
    web.server.gives("/api?page=2", page("a", more=False))
    await web.configure(web.feed("/api", format="arbeitnow"))
    await web.round()
    assert paths(web) == ["/api", "/api?page=2"]
    web.server.gives("/api", page("d", "c"))
    await web.round()
    assert paths(web)[2:] == ["/api"]
    assert [row.native_key for row in await stored(web)] == ["a", "b", "c", "d"]


async def test_details_are_fetched_once(web):
    """Each new opening's own document is fetched and read, and not again while the list shows the same."""
    openings = [{"id": 1, "jobOpeningName": "Baker"}, {"id": 2, "jobOpeningName": "Cook"}]
    web.server.gives("/careers/list", answer(json.dumps({"result": openings})))
    for number in (1, 2):
        detail = {"result": {"jobOpening": {"description": f"<p>Text {number}.</p>"}}}
        web.server.gives(f"/careers/{number}/detail", answer(json.dumps(detail)))
    await web.configure(web.feed("/careers/list", format="bamboohr"))
    await web.round()
    report = await web.round()
    assert (report.round.error, report.round.changed) == (None, 0)
    assert sorted(path for path in paths(web) if path.endswith("/detail")) == [
        "/careers/1/detail",
        "/careers/2/detail",
    ]
    assert [row.text["body"] for row in await stored(web)] == ["Text 1.", "Text 2."]


async def test_so_many_details_are_fetched_in_a_round(web, monkeypatch):
    """What is left over is stored and told of with the next round, which asks for the whole list again."""
    monkeypatch.setattr(paging, "MOST_DETAILS", 2)
    openings = [{"id": number, "jobOpeningName": f"Baker {number}"} for number in range(1, 6)]
    web.server.gives("/careers/list", answer(json.dumps({"result": openings}), ETag='"1"'))
    for number in range(1, 6):
        detail = {"result": {"jobOpening": {"description": f"<p>Text {number}.</p>"}}}
        web.server.gives(f"/careers/{number}/detail", answer(json.dumps(detail)))
    await web.configure(web.feed("/careers/list", format="bamboohr"))
    new = [(await web.round()).round.new for _ in range(4)]
    assert new == [2, 2, 1, 0]
    assert all(row.text["body"] == f"Text {row.native_key}." for row in await stored(web))
    lists = [one for one in web.server.asked if one.path == "/careers/list"]
    assert ["if-none-match" in one.headers for one in lists] == [False, False, False, True]
