"""Variables during rendering."""


class _Missing(str):
    """Value of names that are not there: false, empty, prints nothing."""


Missing = _Missing()


class Context:
    """Nested scopes. A loop has its own scope, which ends with the loop."""

    def __init__(self, values):
        self._scopes = [dict(values)]

    def push(self, values=()):
        self._scopes.append(dict(values))

    def pop(self):
        self._scopes.pop()

    def set(self, name, value):
        """Set in the innermost scope."""
        self._scopes[-1][name] = value

    def get(self, dotted):
        """Look up a.b.c: innermost scope first, then keys, list positions and attributes."""
        first, *rest = dotted.split(".")
        value = Missing
        for scope in reversed(self._scopes):
            if first in scope:
                value = scope[first]
                break
        for part in rest:
            value = _member(value, part)
        return value


def _member(value, part):
    if value is Missing:
        return Missing
    if isinstance(value, dict):
        return value.get(part, Missing)
    if part.isdigit() and isinstance(value, (list, tuple)):
        index = int(part)
        return value[index] if index < len(value) else Missing
    if part.startswith("_"):
        return Missing
    return getattr(value, part, Missing)
