"""What is rarely written takes longer to tell, what is written again takes less."""

from __future__ import annotations

import ast

import pytest

from quire.workbench.candidates import Candidate
from quire.workbench.source import Edit, SourceFile, Span
from quire.workbench.units import units_of
from quire.workbench.usual import length, unusual


def told(text: str) -> float:
    return length(ast.parse(text))


@pytest.mark.parametrize(
    ("usual", "rare"),
    [
        ("n -= 9", "n %= 9"),
        ("x = n - 1", "x = n - 4"),
        ("x = n == 0", "x = n == 7"),
        ("x = len(n)", "x = all(n)"),
        ("x = n + m", "x = n // m"),
        ("x = n[i]; y = n[i]", "x = n[i]; y = n[j]"),
        (
            "a = max(a, h[i]); w += a - h[i]; b = max(b, h[j]); w += b - h[j]",
            "a = max(a, h[i]); w += a - h[i]; b = max(b, h[j]); w += a - h[j]",
        ),
    ],
)
def test_what_is_rare_or_unlike_its_kin_takes_longer(usual: str, rare: str) -> None:
    assert told(usual) < told(rare)


def test_what_was_there_before_is_told_in_short() -> None:
    once, twice = told("x = a * b + c[i]"), told("x = a * b + c[i]; y = a * b + c[i]")
    assert twice - once < once / 2


def change(old: str, new: str) -> float:
    """Give the bits for a change of one function of two."""
    text = "def f(n):\n    n %= 9\n    return n\n\n\ndef g(n):\n    return n\n"
    source = SourceFile("m.py", text.encode())
    start = text.index(old)
    edit = Edit("m.py", (Span(start, start + len(old), new),), "a change", 1.0)
    return unusual(Candidate((edit,), (units_of(source, {})[0],), 1.0))


def test_a_change_counts_by_what_it_makes_of_the_function() -> None:
    assert change("%=", "-=") < 0 < change("return n", "yield n")
    assert change("9", "(") == 0


def test_what_is_put_in_costs_its_bits_already() -> None:
    assert change("return n", "return n * k ** 3 + 7") == 0


def test_what_is_nested_too_deep_counts_neither_way() -> None:
    deep = " + ".join(["n"] * 2000)
    assert change("return n", f"return {deep}") == 0
