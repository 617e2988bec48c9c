"""Times of the service day, in minutes after midnight."""

DAY = 24 * 60


def parse(text):
    """Minutes of a time "HH:MM".

    Hours may go beyond 23 for trips after midnight: "24:30" belongs to the
    service day that began the day before. ValueError for anything else.
    """
    hours, colon, minutes = text.strip().partition(":")
    if not (colon and hours.isdigit() and minutes.isdigit() and len(minutes) == 2):
        raise ValueError(f"bad time: {text!r}")
    if int(minutes) > 59:
        raise ValueError(f"bad time: {text!r}")
    return int(hours) * 60 + int(minutes)


def render(minutes):
    """The time as shown to passengers, "HH:MM" with hours from 00 to 23."""
    hours, minutes = divmod(minutes % DAY, 60)
    return f"{hours:02d}:{minutes:02d}"
