"""Counts over texts, and a tokenizer."""

from __future__ import annotations

from typing import NamedTuple, Optional


class Token(NamedTuple):
    """A piece of a program: its kind, its text, where it begins."""

    kind: str
    text: str
    start: int


def tokenize(source: str) -> list[Token]:
    """Cut a source into numbers, names, texts and signs."""
    tokens = []
    place = 0
    while place < len(source):
        char = source[place]
        if char.isspace():
            place += 1
            continue
        end = place + 1
        if char.isdigit():
            while end < len(source) and (source[end].isdigit() or source[end] == "."):
                end += 1
            kind = "number"
        elif char.isalpha() or char == "_":
            while end < len(source) and (source[end].isalnum() or source[end] == "_"):
                end += 1
            kind = "name"
        elif char == '"':
            while end < len(source) and source[end] != '"':
                end += 1
            if end >= len(source):
                raise ValueError(f"text without end at {place}")
            end += 1
            kind = "text"
        else:
            kind = "sign"
        tokens.append(Token(kind, source[place:end], place))
        place = end
    return tokens


def count_words(text: str) -> dict[str, int]:
    """Count words without regard to case."""
    counts: dict[str, int] = {}
    for word in text.lower().split():
        word = word.strip(".,;:!?")
        if word:
            counts[word] = counts.get(word, 0) + 1
    return counts


def longest_word(text: str) -> Optional[str]:
    """Return the longest word, the first of several, or None."""
    best = None
    for word in text.split():
        if best is None or len(word) > len(best):
            best = word
    return best


def reading_minutes(words: int, speed: int = 200) -> int:
    """Return the minutes to read some words, at least one for any."""
    if words < 0 or speed <= 0:
        raise ValueError("words and speed must not be negative")
    if words == 0:
        return 0
    return max(1, round(words / speed))
