"""The options that commands share; knows nothing of what they name, so that it costs no start anything."""

from pathlib import Path

import click

DEFAULT_FILE = Path("config.toml")

config_option = click.option(
    "--config",
    "-c",
    metavar="FILE",
    help=f"The configuration; $ROLECALL_CONFIG, or {DEFAULT_FILE} in this folder, by default.",
)
verbose_option = click.option("--verbose", "-v", is_flag=True, help="Log more.")
