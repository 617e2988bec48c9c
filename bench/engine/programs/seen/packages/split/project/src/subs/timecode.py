"""Conversion between SRT timecodes and whole milliseconds."""
import re

_TIMECODE = re.compile(r"^(\d{1,3}):([0-5]\d):([0-5]\d)[,.](\d{1,3})$")


class TimecodeError(ValueError):
    """A text is no timecode, or a time cannot be written as one."""


def parse(text):
    """Return the milliseconds of a timecode such as "01:02:03,456".

    The decimal mark may be a comma or a dot. The decimals may have one to
    three digits: "00:00:01,5" is one second and a half. White space around
    the timecode is ignored. Anything else raises TimecodeError.
    """
    match = _TIMECODE.match(text.strip())
    if match is None:
        raise TimecodeError(f"bad timecode: {text!r}")
    hours, minutes, seconds = (int(group) for group in match.groups()[:3])
    millis = int(match.group(4).ljust(3, "0"))
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + millis


def render(millis):
    """Return the timecode "HH:MM:SS,mmm" of a time of zero or more ms."""
    if millis < 0:
        raise TimecodeError(f"negative time: {millis}")
    seconds, rest = divmod(millis, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d},{rest:03d}"
