"""Lazy steps for streams of readings: cut, join, clean and measure."""

from pipelines.cutting import chunks, pages, split_when, windows
from pipelines.joining import dedupe, interleave, merge_sorted, zip_by_key
from pipelines.measures import Running, deltas, moving_average, resample, top

__all__ = [
    "Running",
    "chunks",
    "dedupe",
    "deltas",
    "interleave",
    "merge_sorted",
    "moving_average",
    "pages",
    "resample",
    "split_when",
    "top",
    "windows",
    "zip_by_key",
]
