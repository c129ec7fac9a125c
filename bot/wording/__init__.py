"""The bot's words: what typed parts read like to a person; knows no markup and no platform."""
