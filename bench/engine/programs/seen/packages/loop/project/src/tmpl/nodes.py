"""Nodes of a parsed template; each renders itself into a list of strings."""
from collections import namedtuple


def render_all(nodes, ctx, out):
    for node in nodes:
        node.render(ctx, out)


class Text(namedtuple("Text", "text")):
    def render(self, ctx, out):
        out.append(self.text)


class Output(namedtuple("Output", "expression line")):
    """{{ expression }}; None is shown as nothing."""

    def render(self, ctx, out):
        value = ctx.evaluate(self.expression, self.line)
        out.append(ctx.finish("" if value is None else value, self.expression))


class If(namedtuple("If", "negated expression body otherwise line")):
    def render(self, ctx, out):
        holds = bool(ctx.evaluate(self.expression, self.line)) != self.negated
        render_all(self.body if holds else self.otherwise, ctx, out)


class For(namedtuple("For", "target items body empty line")):
    """Loop over anything iterable, with `loop.index` (from 1), `loop.first`,
    `loop.last` and `loop.length`; names set inside are gone afterwards."""

    def render(self, ctx, out):
        items = ctx.evaluate(self.items, self.line) or ()
        length = sum(1 for _ in items)
        if not length:
            render_all(self.empty, ctx, out)
            return
        for index, item in enumerate(items, 1):
            ctx.push({
                self.target: item,
                "loop": {
                    "index": index,
                    "first": index == 1,
                    "last": index == length,
                    "length": length,
                },
            })
            render_all(self.body, ctx, out)
            ctx.pop()


class Set(namedtuple("Set", "name expression line")):
    def render(self, ctx, out):
        ctx.assign(self.name, ctx.evaluate(self.expression, self.line))
