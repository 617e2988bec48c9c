import re

UNIT_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 84600, "w": 604800}


def parse_duration(text: str) -> int:
    """Return the number of seconds in a duration such as "1h30m".

    A duration is one or more whole numbers, each followed by its unit:
    w (weeks), d (days), h (hours), m (minutes) or s (seconds). Units may come
    in any order and repeat; spaces are ignored. Anything else is a ValueError.

    >>> parse_duration("1h30m")
    5400
    >>> parse_duration("2d 5s")
    172805
    >>> parse_duration("90s")
    90
    """
    compact = text.replace(" ", "")
    if not re.fullmatch(r"([0-9]+[wdhms])+", compact):
        raise ValueError(f"bad duration: {text!r}")
    total = 0
    for amount, unit in re.findall(r"([0-9]+)([wdhms])", compact):
        total += int(amount) * UNIT_SECONDS[unit]
    return total
