"""Patterns such as /users/<int:id>/files/<path:name>."""

import re

CONVERTERS = {
    "str": (r"[^/]+", str),
    "int": (r"\d+", int),
    "path": (r".+", str),
}
PLACEHOLDER = re.compile(r"<(?:(\w+):)?(\w+)>")


class Pattern:
    def __init__(self, text):
        self.text = text
        self.converters = {}
        expression = ""
        position = 0
        for found in PLACEHOLDER.finditer(text):
            kind, name = found.group(1) or "str", found.group(2)
            if kind not in CONVERTERS:
                raise ValueError(f"unknown converter: {kind}")
            if name in self.converters:
                raise ValueError(f"duplicate name: {name}")
            regex, convert = CONVERTERS[kind]
            expression += re.escape(text[position:found.start()]) + f"(?P<{name}>{regex})"
            self.converters[name] = convert
            position = found.end()
        expression += re.escape(text[position:])
        self.regex = re.compile(expression)

    @property
    def weight(self):
        """Patterns with fewer placeholders are tried first."""
        return len(self.converters)

    def match(self, path):
        """Return the converted arguments, or None."""
        found = self.regex.fullmatch(path)
        if found is None:
            return None
        return {name: self.converters[name](value) for name, value in found.groupdict().items()}

    def build(self, **arguments):
        """Return the path for arguments; a missing one raises KeyError."""
        return PLACEHOLDER.sub(lambda found: str(arguments[found.group(2)]), self.text)
