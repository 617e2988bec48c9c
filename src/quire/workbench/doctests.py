"""Examples in documentation as tests: run quickly, and failing with the error that they met."""

from __future__ import annotations

import ast
import copy
import doctest
from typing import Callable

from .distance import compared


def example_call(
    test: doctest.DocTest, names: dict[str, object], checker: doctest.OutputChecker, flags: int
) -> Callable[[], object]:
    """Give a call that runs the examples of one text until the first that fails, and raises."""

    def run() -> None:
        own = copy.copy(test)
        own.globs = dict(names)
        try:
            doctest.DebugRunner(checker, False, flags).run(own, clear_globs=False)
        except (doctest.UnexpectedException, doctest.DocTestFailure) as error:
            raise plain(error) from None

    return run


def plain(error: BaseException) -> BaseException:
    """Give the error that an example met for one that only wraps it; others stay as they are."""
    if isinstance(error, doctest.UnexpectedException):
        return error.exc_info[1]
    if isinstance(error, doctest.DocTestFailure):
        got, want = error.got.strip(), error.example.want.strip()
        compared(_value(got), _value(want))
        return AssertionError(f"{error.example.source.strip()} gives {got}, not {want}")
    return error


def _value(text: str) -> object:
    """Read what Python printed as a value, where it is one: values are nearer than texts."""
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return text
