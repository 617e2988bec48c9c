"""One field of a cron expression."""

MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
DAYS = "sun mon tue wed thu fri sat".split()


class CronError(ValueError):
    """A cron expression that makes no sense."""


def parse_field(text, low, high, names=None):
    """Return the set of numbers a field stands for.

    A field is a list, separated by commas, of

        *        all values           */n     every n-th value from the lowest
        a        one value            a/n     every n-th value from a up to the highest
        a-b      a range              a-b/n   every n-th value of the range

    `names` maps names (lower case) to numbers; upper case is accepted too.
    """
    values = set()
    for part in text.split(","):
        values.update(_parse_part(part.strip().lower(), low, high, names or {}))
    return values


def _parse_part(part, low, high, names):
    span, slash, step_text = part.partition("/")
    step = _number(step_text, {}) if slash else 1
    if step < 1:
        raise CronError(f"bad step in {part!r}")
    if span == "*":
        first, last = low, high
    elif "-" in span:
        first, last = (_number(end, names) for end in span.split("-", 1))
    else:
        first = _number(span, names)
        last = high if slash else first
    if not low <= first <= last <= high:
        raise CronError(f"{part!r} is not within {low}-{high}")
    return range(first, last + 1, step)


def _number(text, names):
    if text in names:
        return names[text]
    if not text.isdigit():
        raise CronError(f"not a number: {text!r}")
    return int(text)
