"""One subtitle on the screen."""
import re
from dataclasses import dataclass, field

_TAG = re.compile(r"</?[a-zA-Z][^>]*>")


@dataclass
class Cue:
    """Lines of text shown from `start` until `end` (milliseconds)."""

    start: int
    end: int
    lines: list = field(default_factory=list)

    def __post_init__(self):
        if self.start < 0:
            raise ValueError("a cue cannot start before zero")
        if self.end <= self.start:
            raise ValueError("a cue must end after its start")

    @property
    def duration(self):
        return self.end - self.start

    @property
    def text(self):
        return "\n".join(self.lines)

    def length(self):
        """Number of visible characters: no tags, no line breaks."""
        return sum(len(_TAG.sub("", line)) for line in self.lines)

    def speed(self):
        """Visible characters for each second."""
        return self.length() * 1000 / self.duration

    def overlaps(self, other):
        """True if both cues are on the screen at the same time.

        Cues that only touch (one ends when the other starts) do not overlap.
        """
        return self.start < other.end and other.start < self.end

    def moved(self, start, end):
        """A copy with other times, with a list of lines of its own."""
        return Cue(start, end, list(self.lines))
