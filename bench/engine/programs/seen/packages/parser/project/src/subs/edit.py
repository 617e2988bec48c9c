"""Changes to lists of cues. No function changes the cues it is given."""


def shift(cues, delta):
    """Move all cues by `delta` ms (which may be negative).

    A cue that would start before zero starts at zero; a cue that would end
    at zero or earlier is left out.
    """
    moved = []
    for cue in cues:
        if cue.end + delta <= 0:
            continue
        moved.append(cue.moved(max(0, cue.start + delta), cue.end + delta))
    return moved


def stretch(cues, old_fps, new_fps):
    """Adapt times from one frame rate to another (whole numbers).

    A time t becomes t * old_fps / new_fps, rounded to the nearest ms, halves
    up. A cue never gets shorter than one ms: its end gives way.
    """
    def convert(time):
        return (2 * time * old_fps + new_fps) // (2 * new_fps)

    result = []
    for cue in cues:
        start = convert(cue.start)
        result.append(cue.moved(start, max(convert(cue.end), start + 1)))
    return result


def merge_close(cues, gap):
    """Join neighbours of the same text that are at most `gap` ms apart.

    The cues are in the order of their start. A joined cue lasts until the
    later one of both ends.
    """
    merged = []
    for cue in cues:
        last = merged[-1] if merged else None
        if last is not None and last.text == cue.text and cue.start - last.end <= gap:
            merged[-1] = last.moved(last.start, max(last.end, cue.end))
        else:
            merged.append(cue.moved(cue.start, cue.end))
    return merged


def fix_overlaps(cues, gap=0):
    """End each cue at least `gap` ms before the next cue of the list starts.

    The cues are in the order of their start. A cue that would have no
    duration left is dropped.
    """
    fixed = []
    for position, cue in enumerate(cues):
        end = cue.end
        if position + 1 < len(cues):
            end = min(end, cues[position + 1].start - gap)
        if end > cue.start:
            fixed.append(cue.moved(cue.start, end))
    return fixed


def split_at(cues, time):
    """Cut the list in two at `time`; return (before, after).

    The times of the second part count from the cut. A cue that is on the
    screen across the cut is divided and appears in both parts.
    """
    before, after = [], []
    for cue in cues:
        if cue.end <= time:
            before.append(cue.moved(cue.start, cue.end))
        elif cue.start >= time:
            after.append(cue.moved(cue.start - time, cue.end - time))
        else:
            before.append(cue.moved(cue.start, time))
            after.append(cue.moved(0, cue.end - time))
    return before, after


def wrap(cue, width):
    """A copy of the cue with its words set anew in lines of `width`.

    Each line takes as many words as fit, with single spaces between them. A
    word longer than the width has a line of its own.
    """
    result = cue.moved(cue.start, cue.end)
    result.lines = []
    line, used = [], 0
    for word in cue.text.split():
        if line and used + 1 + len(word) > width:
            result.lines.append(" ".join(line))
            line = []
            used = 0
        if line:
            used += 1
        line.append(word)
        used += len(word)
    if line:
        result.lines.append(" ".join(line))
    return result


def too_fast(cues, limit):
    """The cues with more than `limit` visible characters for each second."""
    return [cue for cue in cues if cue.speed() > limit]
