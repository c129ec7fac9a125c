"""Adding a platform: a module, a line in the registry, a section in the configuration, and nothing else."""

import sys
from datetime import timedelta
from types import ModuleType

import pytest

from bot.config import Config, Section
from bot.platforms.registry import PLATFORMS, open_platforms


class ToySection(Section):
    """A platform's section."""

    greeting: str = "hello"


class Toy:
    """A platform that keeps the contract."""

    name = "toy"
    limit = None

    def __init__(self, section):
        self.greeting = section.greeting

    async def start(self, handler):
        """Listen to nobody."""

    async def stop(self):
        """Do nothing."""

    async def send(self, _address, _alert):
        return "1"

    def gap(self, _address):
        return timedelta(0)

    async def manages(self, _address, _user):
        return True


class ConfigWithToy(Config):
    """The configuration with one section more."""

    toy: ToySection | None = None


@pytest.fixture
def toy(monkeypatch):
    """Add the toy as a developer would: one module, one line."""
    module = ModuleType("toy_platform")
    module.make = Toy
    monkeypatch.setitem(sys.modules, "toy_platform", module)
    monkeypatch.setitem(PLATFORMS, "toy", "toy_platform:make")


@pytest.mark.usefixtures("toy")
def test_a_toy_platform_opens_with_its_section():
    """A platform that is registered and configured is made of its section."""
    (platform,) = open_platforms(ConfigWithToy(toy={"greeting": "servus"}))
    assert (platform.name, platform.greeting) == ("toy", "servus")


@pytest.mark.usefixtures("toy")
def test_what_is_not_configured_is_not_imported(monkeypatch):
    """A platform without a section is never imported: its SDK may not even be installed."""
    monkeypatch.setitem(PLATFORMS, "toy", "no_such_module:make")
    (platform,) = open_platforms(ConfigWithToy(console={}))
    assert platform.name == "console"


def test_without_any_platform_alerts_go_to_the_console():
    """A configuration without a platform is one with the console."""
    (platform,) = open_platforms(Config())
    assert platform.name == "console"


def test_every_section_of_a_platform_is_registered():
    """A platform's section without a line in the registry would be accepted and do nothing: add the line."""
    sections = {"console", "telegram", "slack"} & set(Config.model_fields)
    missing = sections - set(PLATFORMS)
    assert not missing, f"add to PLATFORMS in bot/platforms/registry.py: {missing}"
