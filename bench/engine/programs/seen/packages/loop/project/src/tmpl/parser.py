"""From template text to a tree of nodes."""
import re

from .nodes import For, If, Output, Set, Text

SPLIT = re.compile(r"(\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\})", re.S)
WORD = re.compile(r"[A-Za-z_]\w*$")
PIECE = re.compile(r"""\s*("[^"]*"|'[^']*'|[^\s|:,"']+|[|:,])""")


class TemplateError(Exception):
    def __init__(self, message, line):
        super().__init__(f"line {line}: {message}")
        self.line = line


def lex(source):
    """Yield (kind, content, line of its beginning); comments are left out."""
    line = 1
    for part in SPLIT.split(source):
        if part.startswith("{{"):
            yield "output", part[2:-2].strip(), line
        elif part.startswith("{%"):
            yield "tag", part[2:-2].strip(), line
        elif part and not part.startswith("{#"):
            yield "text", part, line
        line += part.count("\n")


def parse_expression(text, line):
    """'user.name|default:"x"|upper' -> (operand, [(filter, [operands])])"""
    pieces, pos = [], 0
    text = text.rstrip()
    while pos < len(text):
        m = PIECE.match(text, pos)
        if m is None:
            raise TemplateError(f"cannot read {text[pos:]!r}", line)
        pieces.append(m.group(1))
        pos = m.end()
    if not pieces:
        raise TemplateError("empty expression", line)

    value, rest = operand(pieces[0], line), pieces[1:]
    filters = []
    while rest:
        if rest[0] != "|" or len(rest) < 2:
            raise TemplateError(f"unexpected {rest[0]!r}", line)
        name, rest = rest[1], rest[2:]
        args = []
        while rest and rest[0] == (":" if not args else ","):
            if len(rest) < 2:
                raise TemplateError(f"argument of {name} missing", line)
            args.append(operand(rest[1], line))
            rest = rest[2:]
        filters.append((name, args))
    return value, filters


def operand(piece, line):
    if piece[0] in "\"'":
        return ("const", piece[1:-1])
    if re.match(r"-?\d+$", piece):
        return ("const", int(piece))
    path = piece.split(".")
    if not WORD.match(path[0]) or "" in path:
        raise TemplateError(f"bad name {piece!r}", line)
    return ("path", path)


class Parser:
    def __init__(self, source):
        self.tokens = list(lex(source))
        self.pos = 0
        self.line = 1

    def parse(self):
        nodes, end = self.block(())
        return nodes

    def block(self, stops):
        """Nodes up to one of the `stops` tags; returns (nodes, that tag)."""
        nodes = []
        while self.pos < len(self.tokens):
            kind, content, self.line = self.tokens[self.pos]
            self.pos += 1
            if kind == "text":
                nodes.append(Text(content))
            elif kind == "output":
                nodes.append(Output(parse_expression(content, self.line), self.line))
            else:
                word = content.split(None, 1)[0] if content else ""
                if word in stops:
                    return nodes, content
                nodes.append(self.tag(word, content[len(word):].strip()))
        if stops:
            raise TemplateError(f"{' or '.join(stops)} missing", self.line)
        return nodes, None

    def bodies(self, stop):
        """What stands before and after an optional `else`."""
        body, end = self.block(("else", stop))
        otherwise = []
        if end == "else":
            otherwise, end = self.block((stop,))
        return body, otherwise

    def tag(self, word, rest):
        line = self.line
        if word == "if":
            negated = rest.startswith("not ")
            condition = parse_expression(rest[4:] if negated else rest, line)
            body, otherwise = self.bodies("endif")
            return If(negated, condition, body, otherwise, line)
        if word == "for":
            m = re.match(r"(\w+)\s+in\s+(.+)$", rest, re.S)
            if not m:
                raise TemplateError("for needs: name in expression", line)
            items = parse_expression(m.group(2), line)
            body, empty = self.bodies("endfor")
            return For(m.group(1), items, body, empty, line)
        if word == "set":
            target, sep, value = rest.partition("=")
            if not sep or not WORD.match(target.strip()):
                raise TemplateError("set needs: name = expression", line)
            return Set(target.strip(), parse_expression(value, line), line)
        raise TemplateError(f"unknown tag {word!r}", line)
