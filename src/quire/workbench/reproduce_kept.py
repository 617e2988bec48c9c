"""Calls that work before a repair, as tests of the search: a crash is no reason to change them."""

from __future__ import annotations

import ast
import json
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

from .baseline import Baseline, measure
from .limits import attempt
from .outcome import Outcome, Test, failure

_SECONDS = 5.0


def with_kept(
    root: Path, tests: list[Test], before: Baseline, samples: str
) -> tuple[list[Test], Baseline]:
    """Add the sampled calls that give what they gave to the tests and to their baseline.

    `samples` is a JSON list of import, call and result, or empty.
    """
    kept = [_test(root, *map(str, each)) for each in json.loads(samples or "[]")]
    if not kept:
        return tests, before
    found = measure(root, kept, _SECONDS)
    passed = {name: each for name, each in found.passed.items() if name not in found.unstable}
    history = {name: found.history.get(name, 0.0) for name in passed}
    joined = replace(
        before, passed={**before.passed, **passed}, history={**before.history, **history}
    )
    return [*tests, *(each for each in kept if each.id in passed)], joined


def _test(root: Path, origin: str, call: str, result: str) -> Test:
    check = partial(_check, origin, call, ast.literal_eval(result))
    return Test(f"kept: {call}", "", partial(_run, root, check), check)


def _check(origin: str, call: str, result: object) -> None:
    space: dict[str, object] = {}
    exec(compile(origin, "<kept>", "exec"), space)
    given = eval(compile(call, "<kept>", "eval"), space)
    if type(given) is not type(result) or given != result:
        raise AssertionError(f"{call} gave {result!r}")


def _run(root: Path, check: partial[None]) -> Outcome:
    begin = time.process_time()
    error = attempt(check)
    seconds = time.process_time() - begin
    return failure(root, error, seconds) if error else Outcome("passed", seconds=seconds)
