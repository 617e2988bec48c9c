"""Text templates: {{ name|filter }}, {% if %}, {% for %}, {# comments #}."""

from template.nodes import RenderError
from template.syntax import TemplateError, parse


def render(source, **context):
    """Render a template with values."""
    return "".join(node.render(dict(context)) for node in parse(source))


__all__ = ["RenderError", "TemplateError", "render"]
