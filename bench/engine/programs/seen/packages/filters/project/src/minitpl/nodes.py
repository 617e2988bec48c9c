"""The parts of a parsed template."""

from .filters import escape


def render_all(nodes, context):
    return "".join(node.render(context) for node in nodes)


class Text:
    def __init__(self, text):
        self.text = text

    def render(self, context):
        return self.text


class Output:
    def __init__(self, expression):
        self.expression = expression

    def render(self, context):
        return escape(self.expression(context))


class Set:
    def __init__(self, name, expression):
        self.name = name
        self.expression = expression

    def render(self, context):
        context.set(self.name, self.expression(context))
        return ""


class If:
    def __init__(self, branches, otherwise):
        self.branches = branches  # pairs (condition, nodes)
        self.otherwise = otherwise

    def render(self, context):
        for condition, nodes in self.branches:
            if condition(context):
                return render_all(nodes, context)
        return render_all(self.otherwise, context)


class For:
    """A loop; inside, loop.index (from 1), loop.first and loop.last are known."""

    def __init__(self, name, expression, body, otherwise):
        self.name = name
        self.expression = expression
        self.body = body
        self.otherwise = otherwise

    def render(self, context):
        items = list(self.expression(context))
        if not items:
            return render_all(self.otherwise, context)
        parts = []
        context.push()
        for index, item in enumerate(items, 1):
            context.set(self.name, item)
            context.set("loop", {"index": index, "first": index == 1, "last": index == len(items)})
            parts.append(render_all(self.body, context))
        context.pop()
        return "".join(parts)
