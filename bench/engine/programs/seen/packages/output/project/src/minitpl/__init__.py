"""A little text template engine.

    {{ expression }}                        print, escaped for HTML
    {% if expr %}..{% elif expr %}..{% else %}..{% end %}
    {% for name in expr %}..{% else %}..{% end %}   (else: nothing to loop over)
    {% set name = expr %}
    {# a comment #}

Expressions: names with dots, numbers, 'strings', "not x", the comparisons
== != < >, and filters: value|name or value|name:argument.
"""

from .context import Context, Missing
from .errors import TemplateError
from .filters import FILTERS, Safe
from .parser import parse


class Template:
    def __init__(self, source, filters=None):
        self.filters = {**FILTERS, **(filters or {})}
        self.nodes = parse(source, self.filters)

    def render(self, **values):
        context = Context(values)
        return "".join(node.render(context) for node in self.nodes)


__all__ = ["Missing", "Safe", "Template", "TemplateError"]
