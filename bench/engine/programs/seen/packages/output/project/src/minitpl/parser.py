"""From source text to nodes."""

import re

from . import nodes
from .errors import TemplateError

_TAG = re.compile(r"({{.*?}}|{%.*?%}|{#.*?#})", re.DOTALL)
_WORD = re.compile(r"""'[^']*'|"[^"]*"|==|!=|[<>|:]|-?\d+|[A-Za-z_][\w.]*|\S""")
_NAME = re.compile(r"[A-Za-z_]\w*$")
_COMPARE = {
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
}


def tokenize(source):
    """Yield (kind, content, line): kind is "text", "{{" or "{%"; comments are left out."""
    line = 1
    for piece in _TAG.split(source):
        if piece.startswith(("{{", "{%")) and _TAG.fullmatch(piece):
            yield piece[:2], piece[2:-2].strip(), line
        elif piece and not _TAG.fullmatch(piece):
            yield "text", piece, line
        line += piece.count("\n")


class _Expression:
    """Recursive-descent parser of one expression; builds functions of the context."""

    def __init__(self, text, line, filters):
        self.words = _WORD.findall(text)
        self.line = line
        self.filters = filters

    def fail(self, message):
        raise TemplateError(message, self.line)

    def next(self):
        return self.words.pop(0) if self.words else self.fail("expression expected")

    def whole(self):
        result = self.condition()
        if self.words:
            self.fail(f"unexpected {self.words[0]!r}")
        return result

    def condition(self):
        if self.words[:1] == ["not"]:
            self.next()
            inner = self.condition()
            return lambda context: not inner(context)
        left = self.filtered()
        if self.words and self.words[0] in _COMPARE:
            compare = _COMPARE[self.next()]
            right = self.filtered()
            return lambda context: compare(left(context), right(context))
        return left

    def filtered(self):
        value = self.operand()
        while self.words[:1] == ["|"]:
            self.next()
            name = self.next()
            if name not in self.filters:
                self.fail(f"no filter {name!r}")
            arguments = []
            if self.words[:1] == [":"]:
                self.next()
                arguments.append(self.operand())
            value = self.apply(self.filters[name], value, arguments)
        return value

    def apply(self, function, value, arguments):
        return lambda context: function(value(context), *[a(context) for a in arguments])

    def operand(self):
        word = self.next()
        if word[0] in "'\"" and len(word) > 1:
            return lambda context: word[1:-1]
        if word.lstrip("-").isdigit():
            return lambda context: int(word)
        if word[0].isalpha() or word[0] == "_":
            return lambda context: context.get(word)
        return self.fail(f"unexpected {word!r}")


class _Parser:
    def __init__(self, source, filters):
        self.tokens = list(tokenize(source))
        self.position = 0
        self.filters = filters

    def expression(self, text, line):
        return _Expression(text, line, self.filters).whole()

    def block(self, stops, opened=None):
        """Parse up to one of the stop words; return (nodes, stop word, its rest, line).

        Without stop words, parse to the end of the template.
        """
        found = []
        while self.position < len(self.tokens):
            kind, content, line = self.tokens[self.position]
            self.position += 1
            if kind == "text":
                found.append(nodes.Text(content))
                continue
            if kind == "{{":
                found.append(nodes.Output(self.expression(content, line)))
                continue
            word, _, rest = content.partition(" ")
            if word in stops:
                return found, word, rest, line
            if word not in ("if", "for", "set"):
                raise TemplateError(f"unexpected tag {word!r}", line)
            found.append(getattr(self, word + "_tag")(rest, line))
        if stops:
            raise TemplateError("block is never closed", opened)
        return found, None, "", None

    def if_tag(self, rest, line):
        branches = []
        stop, at = "elif", line
        while stop == "elif":
            condition = self.expression(rest, at)
            body, stop, rest, at = self.block(("elif", "else", "end"), line)
            branches.append((condition, body))
        otherwise = []
        if stop == "else":
            otherwise = self.block(("end",), line)[0]
        return nodes.If(branches, otherwise)

    def for_tag(self, rest, line):
        name, word, source = (rest.split(None, 2) + ["", "", ""])[:3]
        if word != "in" or not _NAME.match(name):
            raise TemplateError("expected: for name in expression", line)
        items = self.expression(source, line)
        body, stop, _, _ = self.block(("else", "end"), line)
        otherwise = self.block(("end",), line)[0] if stop == "else" else []
        return nodes.For(name, items, body, otherwise)

    def set_tag(self, rest, line):
        name, equals, source = rest.partition("=")
        if not equals or not _NAME.match(name.strip()):
            raise TemplateError("expected: set name = expression", line)
        return nodes.Set(name.strip(), self.expression(source, line))


def parse(source, filters):
    return _Parser(source, filters).block(())[0]
