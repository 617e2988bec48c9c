"""Filters that every engine starts with."""


def escape(value):
    """Make a value safe for HTML text and attributes."""
    text = str(value)
    text = text.replace("&", "&amp;")
    text = text.replace("<", "&lt;")
    text = text.replace(">", "&gt;")
    text = text.replace('"', "&quot;")
    return text


def default(value, fallback=""):
    """The fallback for a missing (None) or empty string value."""
    if value is None or value == "":
        return fallback
    return value


def join(value, separator=", "):
    return separator.join(str(item) for item in value)


BUILTIN = {
    "default": default,
    "escape": escape,
    "join": join,
    "length": len,
    "lower": lambda value: str(value).lower(),
    "replace": lambda value, old, new: str(value).replace(old, new),
    "title": lambda value: str(value).title(),
    "upper": lambda value: str(value).upper(),
}
