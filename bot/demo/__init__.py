"""The bundled feeds of ``rolecall demo``: invented postings with the traps of real ones; knows no code."""
