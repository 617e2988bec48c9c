"""What an order in plain words asks for."""

from __future__ import annotations

import re
from functools import cache

import msgspec
from msgspec import Struct

from quire.engine.kinds import Kind, kind_of
from quire.engine.parts import itemized
from quire.engine.tongues import in_english


class Order(Struct, frozen=True, kw_only=True):
    """An order: what kind it is, which tests it names, which places it points at.

    `keep` are the bits that a fix costs for changing what worked before, `samples` the calls
    that it must not change at all (JSON). `spared` are the files that it says to leave as they
    are, `alone` the only ones that it lets change. `read` is how it was read where its words were
    not plain English.
    """

    kind: Kind
    text: str
    select: tuple[str, ...] = ()
    focus: tuple[str, ...] = ()
    keep: int = 0
    samples: str = ""
    spared: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()
    read: str = ""

    @property
    def changeable(self) -> str:
        """Return the regular expression of the paths that may change; "" where the order is silent.

        A path is searched with a slash before it; folders that the order names end with one.
        """
        tests = [f"(?!.*({_paths(self.spared)}))"] if self.spared else []
        tests += [f"(?=.*({_paths(self.alone)}))"] if self.alone else []
        return f"^{''.join(tests)}" if tests else ""


def _paths(names: tuple[str, ...]) -> str:
    plain = (name.removeprefix("./").lstrip("/") for name in names)
    return "|".join(f"/{re.escape(name)}{'' if name.endswith('/') else '$'}" for name in plain)


_TEST_ID = re.compile(r"(?<![\w/.-])[\w./-]*\.py(?:::[\w.]+(?:\[[^\]\n]*\])?)+")
_FILE = re.compile(r"(?<![\w/.-])[\w./-]+\.py(?![\w:])")
_NAME = re.compile(r"`([A-Za-z_][\w.]*)(?:\(\))?`|\b([A-Za-z_]\w*)\(|\b([a-z]\w*_\w+)\b")
_FRAME = re.compile(r'File "([^"\n]+\.py)", line \d+, in (\w+)')
_TEST_FILE = re.compile(r"(^|/)(test_[^/]*|[^/]*_test|tests|conftest)\.py$|(^|/)tests?/")
_FOCUS_LIMIT = 8
_ANY_FILE = re.compile(
    r"(?<![\w/.-])(?:[\w.-]+/)*[\w-]+\.\w+(?![\w(])|(?<![\w/.-])(?:[\w.-]+/)+(?!\w)"
)
_LISTED = r"((the|file|files|folder|in|and|or|,|either)\W+)*[\w./-]+(\s*(,|and|or)\s*[\w./-]+)*"
_SPARED = (
    rf"\b(don't|do not|never|without|not)\s+(touch|chang|edit|modify|modifi|alter)\w*\W+{_LISTED}"
    rf"|\b(leave|keep)\s+{_LISTED}\s+(alone|as (it|they) (is|are)|untouched|unchanged)"
)
_ALONE = (
    rf"\b(only|just)\s+(touch|change|edit|modify)\W+{_LISTED}"
    rf"|\b(touch|change|edit|modify)\s+only\W+{_LISTED}"
)
# One of these stands in every order that limits what may be changed.
_LIMITING = ("touch", "chang", "edit", "modif", "alter", "leave", "keep")


def read_order(text: str) -> Order:
    """Read an order from the user's words; its text is what they mean in English."""
    given, text = text, in_english(itemized(text))
    read = text.partition("\n")[0] if text != itemized(given) else ""
    kind = kind_of(text)
    spared, alone = _limits(text)
    plain = Order(kind=kind, text=text, spared=spared, alone=alone, read=read)
    if kind not in ("repair", "explain", "status"):
        return plain
    ids = _unique(_TEST_ID.findall(text))
    files = _unique(_FILE.findall(_TEST_ID.sub(" ", text)))
    tests = tuple(path for path in files if is_test(path))
    named = (name for groups in _NAME.findall(text) for name in groups if name)
    names = (name for name in named if not name.endswith(".py") and not name.startswith("test_"))
    frames = (part for path, name in _FRAME.findall(text) for part in (path, name))
    places = (path for path in files if not is_test(path))
    focus = [each for each in _unique([*places, *frames, *names]) if each not in spared]
    select = [each for each in (*ids, *tests) if each not in (*spared, *alone)]
    return msgspec.structs.replace(plain, select=tuple(select), focus=tuple(focus[:_FOCUS_LIMIT]))


def _limits(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the files that an order says to leave as they are, and the only ones to change."""
    if not any(word in text.lower() for word in _LIMITING):
        return (), ()
    spared, alone = (
        [path for found in form.finditer(text) for path in _ANY_FILE.findall(found[0])]
        for form in _limiting()
    )
    return _unique(spared), _unique(alone)


@cache
def _limiting() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(_SPARED, re.IGNORECASE), re.compile(_ALONE, re.IGNORECASE)


def is_test(path: str) -> bool:
    """Tell whether a path is a test, or helps tests: such a file is never edited."""
    return bool(_TEST_FILE.search(path))


def _unique(values: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
