"""The public face: an engine holds filters and global names."""
from . import filters
from .nodes import render_all
from .parser import Parser, TemplateError


class Context:
    def __init__(self, engine, values):
        self.engine = engine
        self.scopes = [dict(engine.globals), dict(values)]

    def push(self, scope):
        self.scopes.append(scope)

    def pop(self):
        self.scopes.pop()

    def assign(self, name, value):
        self.scopes[-1][name] = value

    def lookup(self, path):
        """Follow a dotted path through keys, attributes and list positions;
        None as soon as something is missing."""
        for scope in reversed(self.scopes):
            if path[0] in scope:
                value = scope[path[0]]
                break
        else:
            return None
        for part in path[1:]:
            if isinstance(value, dict):
                value = value.get(part)
            elif isinstance(value, (list, tuple)) and part.isdigit():
                value = value[int(part)] if int(part) < len(value) else None
            else:
                value = getattr(value, part, None)
        return value

    def operand(self, node):
        return self.lookup(node[1]) if node[0] == "path" else node[1]

    def evaluate(self, expression, line):
        start, chain = expression
        value = self.operand(start)
        for name, args in chain:
            if name == "safe":
                continue
            function = self.engine.filters.get(name)
            if function is None:
                raise TemplateError(f"unknown filter {name!r}", line)
            value = function(value, *[self.operand(arg) for arg in args])
        return value

    def finish(self, value, expression):
        """The text for an output; escaped unless marked `safe` or `escape`d."""
        names = [name for name, args in expression[1]]
        if self.engine.autoescape and "safe" not in names and "escape" not in names:
            return filters.escape(value)
        return str(value)


class Engine:
    def __init__(self, autoescape=True):
        self.autoescape = autoescape
        self.filters = dict(filters.BUILTIN)
        self.globals = {}

    def add_filter(self, name, function):
        """Add or replace a filter of this engine."""
        self.filters[name] = function

    def render_string(self, source, **values):
        out = []
        render_all(Parser(source).parse(), Context(self, values), out)
        return "".join(out)
