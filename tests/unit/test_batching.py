"""What several callers ask for at once is done together, and a failure of one is not the others'."""

import asyncio

import pytest
from sqlalchemy.exc import OperationalError

from alerts.errors import StorageError
from storage.batching import Batch


class Server:
    """Answers with the double; ``rounds`` has what was served together."""

    def __init__(self):
        self.rounds = []
        self.gate = asyncio.Event()
        self.broken = set()

    async def serve(self, asked):
        self.rounds.append(list(asked))
        await self.gate.wait()
        if found := self.broken.intersection(asked):
            raise ValueError(str(found))
        return [2 * one for one in asked]


async def begun(batch, *asked):
    """Ask for each at the same time, once the first is being served."""
    tasks = [asyncio.create_task(batch.ask(one)) for one in asked]
    for _ in range(5):
        await asyncio.sleep(0)
    return tasks


async def test_who_comes_meanwhile_is_served_together():
    """While one is served the others gather, and each gets its own answer."""
    server = Server()
    tasks = await begun(Batch(server.serve, 16), 1, 2, 3)
    server.gate.set()
    assert await asyncio.gather(*tasks) == [2, 4, 6]
    assert server.rounds == [[1], [2, 3]]


async def test_no_more_than_so_many_are_served_at_once():
    """A transaction has an upper size."""
    server = Server()
    tasks = await begun(Batch(server.serve, 2), 1, 2, 3, 4, 5)
    server.gate.set()
    assert await asyncio.gather(*tasks) == [2, 4, 6, 8, 10]
    assert max(map(len, server.rounds)) == 2


async def test_a_failure_is_only_its_own():
    """Where one cannot be served the others are served alone."""
    server = Server()
    server.broken = {3}
    tasks = await begun(Batch(server.serve, 16), 1, 2, 3, 4)
    server.gate.set()
    answers = await asyncio.gather(*tasks, return_exceptions=True)
    assert [answers[0], answers[1], answers[3]] == [2, 4, 8]
    assert isinstance(answers[2], ValueError)


async def test_a_database_that_is_away_fails_all_at_once():
    """Nobody waits for as many time-outs as there are others."""
    tries = []

    async def serve(asked):
        tries.append(len(asked))
        await asyncio.sleep(0)
        raise StorageError("away") from OperationalError("", {}, Exception())

    tasks = await begun(Batch(serve, 16), 1, 2, 3)
    answers = await asyncio.gather(*tasks, return_exceptions=True)
    assert all(isinstance(answer, StorageError) for answer in answers)
    assert tries == [1, 2]


@pytest.mark.parametrize("given_up", [0, 1])
async def test_who_gives_up_takes_nobody_with_it(given_up):
    """Where the one for whom a transaction runs is cancelled, the others are served by the next."""
    server = Server()
    tasks = await begun(Batch(server.serve, 16), 1, 2, 3)
    tasks[given_up].cancel()
    await asyncio.sleep(0)
    server.gate.set()
    answers = await asyncio.gather(*tasks, return_exceptions=True)
    assert isinstance(answers.pop(given_up), asyncio.CancelledError)
    assert sorted(answers) == sorted({2, 4, 6} - {2 * (given_up + 1)})


async def test_others_go_on_when_their_round_is_cut_short():
    """Those who were served together with one that is cancelled are served again, once."""
    server = Server()
    batch = Batch(server.serve, 16)
    first = await begun(batch, 1)
    tasks = await begun(batch, 2, 3)
    server.gate.set()
    await first[0]
    server.gate.clear()
    await asyncio.sleep(0)
    tasks[0].cancel()
    server.gate.set()
    answers = await asyncio.gather(*tasks, return_exceptions=True)
    assert answers[1] == 6
