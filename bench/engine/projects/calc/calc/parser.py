"""Turn tokens into a tree of tuples.

("num", value), ("name", text), ("neg", tree), ("bin", symbol, left, right),
("call", name, [trees]), ("let", name, tree)
"""

from calc.tokens import SyntaxProblem, tokenize

LEVELS = [("+", "-"), ("*", "/", "//", "%")]


class Parser:
    def __init__(self, text):
        self.tokens = list(tokenize(text))
        self.index = 0

    @property
    def current(self):
        return self.tokens[self.index]

    def advance(self):
        token = self.current
        self.index += 1
        return token

    def accept(self, *symbols):
        """Return the current token and move on if it is one of the symbols."""
        if self.current.kind == "symbol" and self.current.text in symbols:
            return self.advance()
        return None

    def expect(self, symbol):
        if self.accept(symbol) is None:
            raise SyntaxProblem(f"expected {symbol!r} at {self.current.position}")

    def parse(self):
        tree = self.statement()
        if self.current.kind != "end":
            raise SyntaxProblem(f"unexpected {self.current.text!r} at {self.current.position}")
        return tree

    def statement(self):
        following = self.tokens[self.index + 1] if len(self.tokens) > 1 else self.current
        if self.current.kind == "name" and following.text == "=":
            name = self.advance().text
            self.expect("=")
            return ("let", name, self.binary(0))
        return self.binary(0)

    def binary(self, level):
        if level == len(LEVELS):
            return self.unary()
        left = self.binary(level + 1)
        while (operator := self.accept(*LEVELS[level])) is not None:
            right = self.binary(level + 1)
            left = ("bin", operator.text, left, right)
        return left

    def unary(self):
        if self.accept("-"):
            return ("neg", self.unary())
        if self.accept("+"):
            return self.unary()
        return self.power()

    def power(self):
        """Powers bind tighter than signs to their left and group to the right."""
        base = self.atom()
        if self.accept("**"):
            return ("bin", "**", base, self.unary())
        return base

    def atom(self):
        token = self.advance()
        if token.kind == "number":
            return ("num", float(token.text) if "." in token.text else int(token.text))
        if token.kind == "name":
            if self.accept("("):
                return ("call", token.text, self.arguments())
            return ("name", token.text)
        if token.text == "(":
            tree = self.binary(0)
            self.expect(")")
            return tree
        raise SyntaxProblem(f"unexpected {token.text or 'end'!r} at {token.position}")

    def arguments(self):
        if self.accept(")"):
            return []
        found = [self.binary(0)]
        while self.accept(","):
            found.append(self.binary(0))
        self.expect(")")
        return found
