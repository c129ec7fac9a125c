"""Previews: what a filter would have sent in the last fourteen days; equal to a replay of them."""

from alerts.previewing.breadth import Breadth, breadth_of
from alerts.previewing.preview import DAYS, Preview, Sample, Share, preview_of
from alerts.previewing.previewer import Previewer, Stamps, WindowStore
from alerts.previewing.seen import Seen
from alerts.previewing.window import Window, followed, window_of

__all__ = [
    "DAYS",
    "Breadth",
    "Preview",
    "Previewer",
    "Sample",
    "Seen",
    "Share",
    "Stamps",
    "Window",
    "WindowStore",
    "breadth_of",
    "followed",
    "preview_of",
    "window_of",
]
