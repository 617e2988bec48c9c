"""Edit templates for misspelt texts: the name that a value goes to, and words like it nearby."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import lru_cache

from .scope import Place, similarity, word_of
from .source import Edit, SourceFile

_WORD = re.compile(r"[A-Za-z_][\w-]{2,}")
_TEXT = re.compile(r"[rRuU]?(['\"])[\w-]+\1")
_ALIKE = 0.7  # of two spellings of one word
_MOST = 4  # other spellings for one text
_OTHER_LETTERS = 2  # that two spellings of one word may have
_GOES_TO = 4.5  # bits for the name that a value goes to
_UNKEYED = 1.5  # bits by which a text is likelier wrong that an error names


def respelt(place: Place, node: ast.Constant) -> Iterator[Edit]:
    """Put the name that a value goes to for a text in it, or a word of the file like it."""
    text = place.text(node)
    if not isinstance(node.value, str) or not _TEXT.fullmatch(text):
        return
    options: dict[str, float] = {}
    goes_to = _goes_to(place, node)
    if goes_to:
        options[goes_to] = _GOES_TO
    alike = [(similarity(node.value, word), word) for word in _near(place.source, node.value)]
    for ratio, word in sorted((each for each in alike if each[0] >= _ALIKE), reverse=True)[:_MOST]:
        options.setdefault(word, 6.0 - 2.0 * ratio)
    options.pop(node.value, None)
    quote = text[-1]
    for word, bits in options.items():
        bits -= _UNKEYED * (node.value in place.known.unkeyed)
        new = f"{quote}{word}{quote}"
        yield place.swap(node, new, f"{new} instead of {text}"[:90], bits, "constant")


def _goes_to(place: Place, node: ast.Constant) -> str:
    """Tell the keyword or the name to which what is found under a text is handed: `b=x["b"]`."""
    outer = place.parent(node)
    asked = isinstance(outer, ast.Call) and isinstance(outer.func, ast.Attribute)
    if not asked and not (isinstance(outer, ast.Subscript) and outer.slice is node):
        return ""
    taker = place.parent(outer)
    if isinstance(taker, ast.keyword):
        return taker.arg or ""
    if isinstance(taker, ast.Assign) and len(taker.targets) == 1:
        target = taker.targets[0]
        return word_of(target)
    return ""


def _near(source: SourceFile, text: str) -> Iterator[str]:
    """Yield the words of a file that may be another spelling of a text."""
    letters = set(text)
    for word, own in _words(source):
        if abs(len(word) - len(text)) <= _OTHER_LETTERS and len(own ^ letters) <= _OTHER_LETTERS:
            yield word


@lru_cache(maxsize=32)
def _words(source: SourceFile) -> list[tuple[str, frozenset[str]]]:
    """List the words that a file uses as names or in short texts, with their letters."""
    found: set[str] = set()
    for node in source.nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.update(_WORD.findall(node.value) if "\n" not in node.value.strip() else ())
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
        elif isinstance(node, (ast.arg, ast.keyword)):
            found.add(node.arg or "")
    return [(word, frozenset(word)) for word in sorted(found) if word]
