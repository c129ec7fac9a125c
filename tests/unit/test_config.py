from pathlib import Path

import pytest

from alerts.errors import ConfigError
from bot.config import Config, FeedSection
from bot.config_loading import load_config
from bot.feeds_config import feed_specs


@pytest.fixture
def load(tmp_path, monkeypatch):
    """Write a configuration and load it with its feeds, away from the variables of who runs the tests."""
    for name in ("ROLECALL_CONFIG", "ROLECALL_DATABASE__URL"):
        monkeypatch.delenv(name, raising=False)

    def loaded(text):
        file = tmp_path / "config.toml"
        file.write_text(text)
        config = load_config(file)
        return config, feed_specs(config)

    return loaded


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ("[databse]\nurl = 'x'", "did you mean 'database'"),
        ("[database]\nulr = 'x'", "did you mean 'url'"),
        ("[[feeds]]\ntype = 'rss'\nurl = 'https://x.example'\nintervall = '1h'", "did you mean 'interval'"),
        ("[[feeds]]\ntype = 'rsss'\nurl = 'https://x.example'", "'rss'"),
        ("[[feeds]]\ntype = 'rss'\nurl = 'ftp://x.example'", "http"),
        ("[[feeds]]\ntype = 'rss'\nurl = 'https://me:hunter2@x.example'", "user name"),
        ("[[feeds]]\ntype = 'rss'", "either a url or a path"),
        ("[[feeds]]\ntype = 'rss'\nurl = 'https://x.example'\npath = 'y'", "either a url or a path"),
        ("[[feeds]]\ntype = 'rss'\nurl = 'https://x.example'\ninterval = 'often'", "90s"),
        ("[[feeds]]\nurl = 'https://x.example'\n[[feeds]]\nurl = 'https://x.example'", "twice"),
        ("[access]\nmode = 'invite'", "access.mode"),
        ("[access]\nadmins = ['ann']", "telegram:123456"),
        ("[access]\nadmins = ['telegram:@ann']", "telegram:123456"),
        ("[telegram]\ntoken = '123:hunter2'", "env:NAME"),
        ("[telegram]\ntoken = 'env:NOT_SET_ANYWHERE'", "NOT_SET_ANYWHERE"),
        ("[database", "cannot be read"),
    ],
)
def test_what_is_wrong_is_named(load, config, said):
    """A wrong configuration is one error that names the key and what would be right, and never a secret."""
    with pytest.raises(ConfigError) as error:
        load(config)
    assert said in str(error.value)
    assert "hunter2" not in str(error.value)


def test_feeds_share_the_host_that_is_asked_for_them(load):
    """Links to boards and to what serves them are one unit of politeness: one server answers all."""
    _, specs = load(
        "[[feeds]]\ntype = 'lever'\nurl = 'https://jobs.lever.co/ovens'\n"
        "[[feeds]]\ntype = 'lever'\nurl = 'https://api.lever.co/v0/postings/looms?mode=json'\n"
        "[[feeds]]\ntype = 'rss'\nurl = 'https://Boards.example:8443/feed'\n"
    )
    assert [spec.host for spec in specs] == ["api.lever.co", "api.lever.co", "boards.example:8443"]


def test_a_misspelt_environment_variable_is_an_error(load, monkeypatch):
    """A variable whose section does not exist would be ignored silently, so it is refused."""
    monkeypatch.setenv("ROLECALL_DATABSE__URL", "x")
    with pytest.raises(ConfigError, match="did you mean 'database'"):
        load("")


def test_the_environment_wins_over_the_file(load, monkeypatch):
    """ROLECALL_DATABASE__URL replaces the file's value."""
    monkeypatch.setenv("ROLECALL_DATABASE__URL", "postgresql://db/rolecall")
    config, _ = load("[database]\nurl = 'sqlite:///mine.db'")
    assert config.database.url == "postgresql://db/rolecall"


def test_a_secret_comes_from_the_environment_and_shows_nowhere(load, monkeypatch):
    """A token written env:NAME is read from there, and no repr of the configuration shows it."""
    monkeypatch.setenv("MY_TOKEN", "123:hunter2")
    config, _ = load("[telegram]\ntoken = 'env:MY_TOKEN'")
    assert config.telegram.token.get_secret_value() == "123:hunter2"
    assert "hunter2" not in repr(config)


def test_the_databases_password_shows_nowhere(load):
    """A database's address may hold one, and no repr of the configuration shows it."""
    config, _ = load("[database]\nurl = 'postgresql://me:hunter2@db/rolecall'")
    assert "hunter2" not in repr(config)


def test_relative_paths_count_from_the_file(load, tmp_path):
    """The database and a directory are where the configuration is, wherever the program was started."""
    config, (feed,) = load("[[feeds]]\ntype = 'directory'\npath = 'postings'")
    assert config.database.url == f"sqlite+aiosqlite:///{tmp_path}/rolecall.db"
    assert feed.options["path"] == str(tmp_path / "postings")


def test_a_feed_without_a_name_is_called_by_its_host(load):
    """Alerts name the feed, so that it always has a name."""
    _, (feed,) = load("[[feeds]]\nurl = 'https://jobs.example/feed.xml'")
    assert (feed.name, feed.host) == ("jobs.example", "jobs.example")


def test_the_example_is_complete(load, monkeypatch):
    """The example loads, also with every commented key set, and shows every section and key there is."""
    for name in ("TELEGRAM_TOKEN", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"):
        monkeypatch.setenv(name, "secret")
    example = (Path(__file__).parents[2] / "config.example.toml").read_text()
    load(example)
    load(
        "\n".join(
            line.removeprefix("# ") if " = " in line or line.startswith("# [") else line
            for line in example.splitlines()
        )
    )
    for section in (field.annotation for name, field in Config.model_fields.items() if name != "feeds"):
        table = section if hasattr(section, "model_fields") else section.__args__[0]
        assert all(f"{key} = " in example for key in table.model_fields)
    assert all(f"{key} = " in example for key in FeedSection.model_fields)
