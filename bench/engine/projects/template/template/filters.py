"""Filters: functions from a value, and perhaps an argument, to a value."""


def escape(value):
    text = str(value)
    for char, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(char, entity)
    return text


def truncate(value, length):
    """Cut text so that it has at most `length` characters, the last an ellipsis."""
    text = str(value)
    length = int(length)
    if len(text) <= length:
        return text
    return text[:length - 1] + "…"


def default(value, fallback):
    return fallback if value is None or value == "" else value


def plural(value, ending="s"):
    return "" if value == 1 else ending


FILTERS = {
    "escape": escape,
    "truncate": truncate,
    "default": default,
    "plural": plural,
    "upper": lambda value: str(value).upper(),
    "title": lambda value: str(value).title(),
    "length": len,
    "join": lambda value, separator=", ": separator.join(str(item) for item in value),
}
