"""Starts the command line, after making sure that the packages are ours; knows no command."""

import sys
from importlib.metadata import packages_distributions

OURS = ("alerts", "bot", "storage")


def main() -> None:
    """Run ``rolecall``."""
    strangers = _strangers()
    if strangers:
        sys.exit(
            f"rolecall: {', '.join(strangers)} in this environment. It installs packages of the same name; "
            "give Rolecall an environment of its own (pipx install rolecall)."
        )
    from bot.cli import cli

    cli()


def _strangers() -> list[str]:
    """Name the distributions that also own one of our package names: whose module gets imported is then chance."""
    owners = packages_distributions()
    return [
        f"'{owner}' also owns '{name}'"
        for name in OURS
        for owner in set(owners.get(name, ()))
        if owner != "rolecall"
    ]


if __name__ == "__main__":
    main()
