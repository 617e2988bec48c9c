"""Split a formula into tokens."""

from dataclasses import dataclass


class SyntaxProblem(ValueError):
    """The formula cannot be read."""


@dataclass(frozen=True)
class Token:
    kind: str
    text: str
    position: int


SYMBOLS = ("**", "//", "+", "-", "*", "/", "%", "(", ")", ",", "=")


def tokenize(text):
    """Yield the tokens of a formula, then one of kind "end"."""
    position = 0
    while position < len(text):
        char = text[position]
        if char.isspace():
            position += 1
            continue
        if char.isdigit() or char == ".":
            end = _scan(text, position, lambda c: c.isdigit() or c == ".")
            word = text[position:end]
            if word.count(".") > 1 or word == ".":
                raise SyntaxProblem(f"bad number {word!r} at {position}")
            yield Token("number", word, position)
        elif char.isalpha() or char == "_":
            end = _scan(text, position, lambda c: c.isalnum() or c == "_")
            yield Token("name", text[position:end], position)
        else:
            symbol = next((s for s in SYMBOLS if text.startswith(s, position)), None)
            if symbol is None:
                raise SyntaxProblem(f"unexpected {char!r} at {position}")
            end = position + len(symbol)
            yield Token("symbol", symbol, position)
        position = end
    yield Token("end", "", len(text))


def _scan(text, start, belongs):
    end = start
    while end < len(text) and belongs(text[end]):
        end += 1
    return end
