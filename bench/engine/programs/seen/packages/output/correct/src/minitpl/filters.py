"""Filters: functions of the value and at most one argument."""

from .context import Missing


class Safe(str):
    """Text that is HTML already and is printed as it is."""


def escape(value):
    if isinstance(value, Safe):
        return value
    text = str(value)
    for char, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(char, entity)
    return Safe(text)


def default(value, other=""):
    """The other value if there is none (missing or None); 0 and "" are values."""
    return other if value is Missing or value is None else value


def truncate(value, length=20):
    """Cut to at most `length` characters; when cut, the last of them are "..."."""
    text = str(value)
    if len(text) <= length:
        return text
    return text[: max(0, length - 3)] + "..."


def join(value, separator=", "):
    """Join the items of a list; items and separator are escaped unless they are safe."""
    return Safe(escape(separator).join(escape(item) for item in value))


FILTERS = {
    "default": default,
    "escape": escape,
    "first": lambda value: next(iter(value), Missing),
    "join": join,
    "length": len,
    "lower": lambda value: str(value).lower(),
    "safe": lambda value: Safe(value),
    "sort": sorted,
    "truncate": truncate,
    "upper": lambda value: str(value).upper(),
}
