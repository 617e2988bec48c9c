"""Topics such as "orders.paid" and the patterns that match them."""

ANY_PART = "*"
ANY_TAIL = "#"


class InvalidTopic(ValueError):
    """A topic or pattern with empty parts, or with wildcards where none may be."""


def split(text: str) -> list[str]:
    """Return the parts between the dots; none may be empty."""
    parts = text.split(".")
    if not all(parts):
        raise InvalidTopic(f"{text!r} has an empty part")
    return parts


def check_topic(topic: str) -> str:
    """Return a topic in lower case; it must not have wildcards."""
    for part in split(topic):
        if part in (ANY_PART, ANY_TAIL):
            raise InvalidTopic(f"{topic!r} has a wildcard")
    return topic.lower()


def check_pattern(pattern: str) -> str:
    """Return a pattern in lower case; "#" may only be its last part."""
    parts = split(pattern)
    if ANY_TAIL in parts[:-1]:
        raise InvalidTopic(f"{pattern!r}: # must be the last part")
    return pattern.lower()


def matches(pattern: str, topic: str) -> bool:
    """Tell whether a pattern matches: "*" is one part, "#" any number of last parts."""
    wanted, given = pattern.split("."), topic.split(".")
    if wanted[-1] == ANY_TAIL:
        wanted = wanted[:-1]
        if len(given) < len(wanted):
            return False
        given = given[: len(wanted)]
    if len(wanted) != len(given):
        return False
    return all(want in (ANY_PART, part) for want, part in zip(wanted, given))
