"""The parts of a parsed template."""

from template.filters import FILTERS


class RenderError(Exception):
    """A value or a filter is missing."""


class Text:
    def __init__(self, text):
        self.text = text

    def render(self, context):
        return self.text


class Expression:
    """A dotted name and filters: order.total|default:none"""

    def __init__(self, source):
        name, *filters = source.split("|")
        self.path = name.strip().split(".")
        self.filters = [self._parse_filter(text) for text in filters]

    @staticmethod
    def _parse_filter(text):
        name, colon, argument = text.strip().partition(":")
        if name not in FILTERS:
            raise RenderError(f"unknown filter: {name}")
        return FILTERS[name], [argument] if colon else []

    def value(self, context):
        current = context
        for key in self.path:
            current = self._step(current, key)
        for function, arguments in self.filters:
            current = function(current, *arguments)
        return current

    def _step(self, current, key):
        if isinstance(current, dict):
            return current.get(key)
        if isinstance(current, (list, tuple)) and key.isdigit():
            index = int(key)
            return current[index] if index < len(current) else None
        return getattr(current, key, None)

    def render(self, context):
        value = self.value(context)
        return "" if value is None else str(value)


class If:
    def __init__(self, condition, negated=False):
        self.condition = condition
        self.negated = negated
        self.body = []
        self.otherwise = []

    def render(self, context):
        holds = bool(self.condition.value(context)) != self.negated
        branch = self.body if holds else self.otherwise
        return "".join(node.render(context) for node in branch)


class For:
    """Repeats its body; `loop` holds index (from 1), first and last."""

    def __init__(self, name, items):
        self.name = name
        self.items = items
        self.body = []
        self.otherwise = []

    def render(self, context):
        items = list(self.items.value(context) or [])
        if not items:
            return "".join(node.render(context) for node in self.otherwise)
        parts = []
        for number, item in enumerate(items, start=1):
            inner = dict(context)
            inner[self.name] = item
            inner["loop"] = {
                "index": number,
                "first": number == 1,
                "last": number == len(items),
            }
            parts.extend(node.render(inner) for node in self.body)
        return "".join(parts)
