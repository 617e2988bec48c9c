"""Reading and writing of SRT text."""
from . import timecode
from .cue import Cue

ARROW = "-->"


class SrtError(ValueError):
    """The text is no SRT file; `line` is the number of the line at fault."""

    def __init__(self, message, line):
        super().__init__(f"line {line}: {message}")
        self.line = line


def parse_srt(text):
    """Return the cues of an SRT text in the order of their start.

    Cues that start together stay in the order of the file. Blocks are parted
    by one or more blank lines. The number above a block may be missing and is
    not used. Whatever stands behind the end time (a position, say) is
    ignored. A byte order mark at the very start is allowed.

    SrtError is raised for a block without a timing line, for a bad timecode
    and for a cue that does not end after its start; its `line` (counted from
    1) is the one on which the timing line is, or was expected.
    """
    cues = []
    for first, block in _blocks(text.lstrip("\ufeff").splitlines()):
        cues.append(_cue(first, block))
    cues.sort(key=lambda cue: cue.start)
    return cues


def _blocks(lines):
    """Yield (number of the first line, lines) of each block."""
    first, block = 0, []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            if not block:
                first = number
            block.append(line.rstrip())
        elif block:
            yield first, block
            block = []
    if block:
        yield first, block


def _cue(first, block):
    at = 1 if block[0].strip().isdigit() else 0
    if at >= len(block) or ARROW not in block[at]:
        raise SrtError("timing line expected", first + at)
    left, _, right = block[at].partition(ARROW)
    fields = right.split()
    try:
        start = timecode.parse(left)
        end = timecode.parse(fields[0] if fields else "")
        return Cue(start, end, block[at + 1:])
    except ValueError as error:
        raise SrtError(str(error), first + at) from error


def render_srt(cues):
    """Return the SRT text of the cues, numbered from 1."""
    blocks = []
    for number, cue in enumerate(cues, start=1):
        times = f"{timecode.render(cue.start)} {ARROW} {timecode.render(cue.end)}"
        blocks.append("\n".join([str(number), times, *cue.lines]) + "\n")
    return "\n".join(blocks)
