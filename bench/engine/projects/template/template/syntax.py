"""Turn source text into nodes."""

import re

from template.nodes import Expression, For, If, Text

TAG = re.compile(r"(\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\})", re.DOTALL)


class TemplateError(ValueError):
    """The template is not well formed; `line` counts from 1."""

    def __init__(self, message, line):
        super().__init__(f"line {line}: {message}")
        self.line = line


def parse(source):
    """Return the list of nodes of a template."""
    root = []
    target = root
    stack = []
    line = 1
    for piece in TAG.split(source):
        if piece.startswith("{{"):
            target.append(Expression(piece[2:-2].strip()))
        elif piece.startswith("{%"):
            target = _block(piece[2:-2].split(), line, stack, target)
        elif piece.startswith("{#"):
            pass
        elif piece:
            target.append(Text(piece))
        line += piece.count("\n")
    if stack:
        raise TemplateError("a block is not closed", line)
    return root


def _block(words, line, stack, target):
    """Handle one block tag and return the list that takes the next nodes."""
    kind = words[0] if words else ""
    if kind in ("if", "for"):
        node = _open(words, line)
        target.append(node)
        stack.append((kind, node, target))
        return node.body
    if kind not in ("else", "endif", "endfor"):
        raise TemplateError(f"unknown tag: {kind}", line)
    if not stack:
        raise TemplateError(f"{kind} without a block", line)
    opened, node, outer = stack[-1]
    if kind == "else":
        return node.otherwise
    if kind != "end" + opened:
        raise TemplateError(f"{kind} closes {opened}", line)
    stack.pop()
    return outer


def _open(words, line):
    if words[0] == "if":
        negated = len(words) > 1 and words[1] == "not"
        rest = words[2:] if negated else words[1:]
        if len(rest) != 1:
            raise TemplateError("if takes one value", line)
        return If(Expression(rest[0]), negated)
    if len(words) != 4 or words[2] != "in":
        raise TemplateError("for takes: name in values", line)
    return For(words[1], Expression(words[3]))
