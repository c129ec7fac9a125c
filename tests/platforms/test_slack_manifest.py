"""The app that deploy/slack-manifest.yaml makes is the one that the platform is written for."""

from pathlib import Path

from bot.platforms.slack.events import COMMAND

MANIFEST = (Path(__file__).parents[2] / "deploy" / "slack-manifest.yaml").read_text(encoding="utf-8")


def entries(key):
    """Give the list under a key; enough YAML for this file."""
    lines = MANIFEST.split(f"{key}:\n", 1)[1].splitlines()
    found = [line.strip() for line in lines if not line.strip().startswith("#")]
    end = next((place for place, line in enumerate(found) if not line.startswith("- ")), len(found))
    return [line.removeprefix("- ") for line in found[:end]]


def test_the_slash_command_is_the_one_that_replies_name():
    """The manifest has the one command that replies tell people to type."""
    assert entries("slash_commands") == [f"command: {COMMAND}"]


def test_the_scopes_are_what_is_called():
    """The app asks for what the platform calls and for nothing else."""
    assert entries("bot") == [
        "commands",
        "chat:write",
        "im:write",
        "im:history",
        "channels:read",
        "groups:read",
        "users:read",
    ]


def test_socket_mode_buttons_and_direct_messages_are_on():
    """Without any of these the platform would be deaf."""
    for line in (
        "socket_mode_enabled: true",
        "is_enabled: true",
        "messages_tab_enabled: true",
        "messages_tab_read_only_enabled: false",
        "- message.im",
        "token_rotation_enabled: false",
    ):
        assert line in MANIFEST
