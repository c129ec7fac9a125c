"""What several benchmarks need: an up-to-date, empty database of each kind."""

import pytest

from storage.migrating import upgrade


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    """Give its URL."""
    if request.param == "sqlite":
        made = f"sqlite:///{tmp_path / 'bench.db'}"
        upgrade(made)
        yield made
        return
    with request.getfixturevalue("new_database")("rolecall_bench") as found:
        made = found.render_as_string(hide_password=False)
        upgrade(made)
        yield made
