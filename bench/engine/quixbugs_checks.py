"""Decides whether a repaired QuixBugs program is correct: exit code 0 if it is.

`python -m bench.engine.quixbugs_checks NAME FILE`. The caller sets a time limit, since a wrong
program may never end.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from random import Random

from bench.engine import quixbugs_graphs as graphs
from bench.engine import quixbugs_plain as plain
from bench.engine.quixbugs_plain import Function, Oracle

INPUTS = 300
SEED = 20170101

GRAPH_ORACLES: dict[str, Oracle] = {
    "breadth_first_search": graphs.reachability,
    "depth_first_search": graphs.reachability,
    "detect_cycle": graphs.detect_cycle,
    "minimum_spanning_tree": graphs.minimum_spanning_tree,
    "reverse_linked_list": graphs.reverse_linked_list,
    "shortest_path_length": graphs.shortest_path_length,
    "shortest_path_lengths": graphs.shortest_path_lengths,
    "shortest_paths": graphs.shortest_paths,
    "topological_ordering": graphs.topological_ordering,
}


def oracle(name: str) -> Oracle:
    """Return the oracle of a program; AttributeError if there is none."""
    found: Oracle = GRAPH_ORACLES.get(name) or getattr(plain, name)
    return found


def load(name: str, path: Path) -> Function:
    """Import a program by path and return its function."""
    sys.path.insert(0, str(path.parent))
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} cannot be imported")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    function: Function = getattr(module, name)
    return function


def main() -> int:
    """Try the inputs one after the other; an exception counts as a wrong answer."""
    name, path = sys.argv[1:]
    function, check = load(name, Path(path)), oracle(name)
    for number in range(INPUTS):
        if not check(function, Random(SEED + number)):
            print(f"{name}: wrong on input {number}")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
