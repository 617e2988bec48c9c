from __future__ import annotations

import itertools
import random

import pytest

from quire.workbench.rebase import composed
from quire.workbench.source import Edit, Span, splice


def spans_in(text: str, most: int, generator: random.Random) -> list[Span]:
    """Draw disjoint spans of a text, insertions and deletions among them."""
    cuts = sorted(generator.sample(range(len(text) + 1), min(2 * most, len(text) + 1)))
    found: list[Span] = []
    for low, high in zip(cuts[::2], cuts[1::2], strict=False):
        end = low if generator.random() < 0.3 else high
        letters = generator.randint(0 if end > low else 1, 3)
        found.append(Span(low, end, "".join(generator.choice("XYZ") for _ in range(letters))))
    return found


@pytest.mark.parametrize("seed", range(40))
def test_two_rounds_of_edits_are_one(seed: int) -> None:
    generator = random.Random(seed)
    for _ in range(60):
        text = "".join(generator.choice("abc") for _ in range(generator.randint(4, 14)))
        spans = spans_in(text, generator.randint(1, 3), generator)
        cut = generator.randint(1, len(spans))
        first = [Edit("m.py", tuple(spans[:cut]), "one", 1.0)]
        first += [Edit("m.py", tuple(spans[cut:]), "two", 1.0)] if spans[cut:] else []
        changed = splice(text, spans)
        then = spans_in(changed, generator.randint(1, 2), generator)
        whole = composed(text, first, Edit("m.py", tuple(then), "three", 2.0))
        if not then or whole is None:
            continue
        together = sorted(span for edit in whole for span in edit.spans)
        assert splice(text, together) == splice(changed, then)
        assert all(a.end <= b.start for a, b in itertools.pairwise(together))


def test_an_edit_elsewhere_stays_an_edit_of_its_own() -> None:
    first = Edit("m.py", (Span(0, 1, "xx"),), "one", 1.0)
    whole = composed("a = b\n", [first], Edit("m.py", (Span(5, 6, "c"),), "two", 2.0))
    assert whole == (first, Edit("m.py", (Span(4, 5, "c"),), "two", 2.0))


def test_edits_that_touch_become_one() -> None:
    first = Edit("m.py", (Span(4, 5, "len(b)"),), "one", 1.0)
    whole = composed("a = b\n", [first], Edit("m.py", (Span(8, 9, "c"),), "two", 2.0))
    assert whole == (Edit("m.py", (Span(4, 5, "len(c)"),), "one; two", 3.0),)


def test_an_edit_that_is_taken_back_is_none() -> None:
    first = Edit("m.py", (Span(4, 5, "c"),), "one", 1.0)
    assert composed("a = b\n", [first], Edit("m.py", (Span(4, 5, "b"),), "two", 2.0)) is None
