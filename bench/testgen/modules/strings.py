"""Texts: slugs, capitals, wrapping, ciphers."""

from __future__ import annotations


def slugify(text: str, separator: str = "-") -> str:
    """Return a text in lower case with everything but letters and digits joined by separators."""
    words = []
    word = ""
    for char in text.lower():
        if char.isalnum():
            word += char
        elif word:
            words.append(word)
            word = ""
    if word:
        words.append(word)
    return separator.join(words)


def is_palindrome(text: str) -> bool:
    """Tell whether the letters of a text read the same backwards."""
    letters = [char.lower() for char in text if char.isalpha()]
    return letters == letters[::-1]


def caesar(text: str, shift: int) -> str:
    """Shift the letters of a text in the alphabet."""
    out = []
    for char in text:
        if "a" <= char <= "z":
            out.append(chr((ord(char) - ord("a") + shift) % 26 + ord("a")))
        elif "A" <= char <= "Z":
            out.append(chr((ord(char) - ord("A") + shift) % 26 + ord("A")))
        else:
            out.append(char)
    return "".join(out)


def camel_to_snake(name: str) -> str:
    """Turn `someName` into `some_name`."""
    parts = []
    for place, char in enumerate(name):
        if char.isupper() and place > 0 and not name[place - 1].isupper():
            parts.append("_")
        parts.append(char.lower())
    return "".join(parts)


def shorten(text: str, most: int, mark: str = "...") -> str:
    """Cut a text to a length, the mark included."""
    if most < len(mark):
        raise ValueError("there is no room for the mark")
    if len(text) <= most:
        return text
    return text[: most - len(mark)].rstrip() + mark


def run_lengths(text: str) -> list[tuple[str, int]]:
    """Return each run of equal characters with its length."""
    runs: list[tuple[str, int]] = []
    for char in text:
        if runs and runs[-1][0] == char:
            runs[-1] = (char, runs[-1][1] + 1)
        else:
            runs.append((char, 1))
    return runs


def expand_runs(runs: list[tuple[str, int]]) -> str:
    """Return the text that `run_lengths` was made from."""
    return "".join(char * count for char, count in runs)
