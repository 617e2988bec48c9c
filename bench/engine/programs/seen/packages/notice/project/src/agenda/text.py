"""Text for people and for other programs."""
import re
from datetime import timedelta

_DURATION = re.compile(r"^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?$")


def parse_duration(text):
    """'1h30m', '45m', '2d' -> timedelta; ValueError if it is anything else."""
    m = _DURATION.match(text.strip().lower())
    if m is None or not any(m.groups()):
        raise ValueError(f"bad duration {text!r}")
    days, hours, minutes = (int(g or 0) for g in m.groups())
    return timedelta(days=days, hours=hours, minutes=minutes)


def format_duration(length):
    """The reverse of parse_duration; zero is '0m'."""
    minutes = int(length.total_seconds()) // 60
    days, minutes = divmod(minutes, 24 * 60)
    hours, minutes = divmod(minutes, 60)
    parts = [f"{n}{unit}" for n, unit in ((days, "d"), (hours, "h"), (minutes, "m")) if n]
    return "".join(parts) or "0m"


def day_plan(agenda, day):
    """One line for each event of a day."""
    lines = [f"{day:%a %d %b %Y}"]
    for event in agenda.on(day):
        span = f"{event.start:%H:%M}-{event.end:%H:%M}"
        if event.start.date() < day:
            span = "..." + span[5:]
        if event.end.date() > day:
            span = span[:-5] + "..."
        lines.append(f"  {span} {event.title} ({format_duration(event.length)})")
    if len(lines) == 1:
        lines.append("  nothing")
    return "\n".join(lines)
