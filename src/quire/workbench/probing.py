"""The calls with which candidates are compared: recorded ones and others made from them."""

from __future__ import annotations

import pickle
import time
from dataclasses import dataclass, field
from types import CodeType

from .behaviour import Probe, calls_of, given_of, result_of
from .candidates import Candidate
from .forks import Child, Send
from .harmless import harmless
from .inputs import APART, inputs
from .limits import attempt
from .mutations import plain
from .search import prepare_worker
from .symmetry import turned
from .trace import Traces
from .trial import Bench
from .units import Unit

_LOOKING = 0.3  # seconds for how the calls of a function end
_LOOKING_ALL = 0.5  # the same for all functions
_PATIENCE = 5  # times that, until no more is waited for
_MOST_AROUND = 40  # inputs of a function that leads to a changed one
_MOST_UNITS = 3  # functions whose behaviour is compared, and as many that lead to them


@dataclass(frozen=True)
class Wanted:
    """What inputs are made for: the changed functions, those around them, how many, the seed.

    `looks` are candidates that the inputs are to tell apart.
    """

    units: list[Unit]
    around: list[Unit]
    most: int
    seed: int
    looks: list[Candidate] = field(default_factory=list)


def probes(bench: Bench, wanted: Wanted, traces: Traces) -> list[Probe]:
    """Make the inputs for the changed functions, and for those around that are called plainly.

    What goes in at the door shows more than an object's inner state, which may be any. A child
    of this process looks how calls of the code as it is end.
    """
    changed = wanted.units[:_MOST_UNITS]
    others = [unit for unit in wanted.around if unit not in wanted.units]
    others = [unit for unit in others if _plainly_called(unit, traces)][:_MOST_UNITS]

    def work(send: Send) -> None:
        prepare_worker(bench)
        harmless(bench.root)
        bench.fueled()
        codes = [[], *filter(None, map(bench.compiled, wanted.looks))]
        begin = time.monotonic()
        for number, unit in enumerate((*changed, *others)):
            most = wanted.most if number < len(changed) else _MOST_AROUND
            deadline = min(time.monotonic() + _LOOKING, begin + _LOOKING_ALL)
            ends = _Ends(bench, unit, codes, deadline)
            send((number, inputs(calls_of(unit, traces), wanted.seed, most, ends)))

    found: list[Probe] = []
    units = (*changed, *others)
    child = Child(work)
    patience = _PATIENCE * _LOOKING
    for number, made in child.messages(patience, time.monotonic() + len(units) * patience):
        unit = units[number]
        found.extend(Probe(unit, data, real) for data, real in made)
        known = {data for data, _ in made}
        if number < len(changed):
            calls = [data for _, data in calls_of(unit, traces)]
            orders = turned(calls, [data for data, _ in made], wanted.seed)
            new = (each for each in orders if each.data not in known)
            found.extend(Probe(unit, t.data, False, t.base, t.how) for t in new)
    return found


class _Ends:
    """How calls of a function end with several codes of it, as long as there is time to look."""

    def __init__(
        self,
        bench: Bench,
        unit: Unit,
        codes: list[list[tuple[Unit, CodeType]]],
        deadline: float,
    ) -> None:
        self.bench = bench
        self.unit = unit
        self.codes = codes
        self.deadline = deadline

    def __call__(self, data: bytes) -> str | None:
        """Give what a call comes to, nothing where it has no end, None where time is up."""
        if time.monotonic() > self.deadline:
            return None
        results = [self._end(data, code) for code in self.codes]
        return "" if results[0] == "hangs" else APART.join(results)

    def _end(self, data: bytes, code: list[tuple[Unit, CodeType]]) -> str:
        """Give what a call comes to with a code, nothing where that code cannot be put in."""
        self.bench.beat()
        try:
            for unit, own in code:
                unit.swap(own)
            return given_of(result_of(self.bench, Probe(self.unit, data, False)))
        except ValueError:
            return ""
        finally:
            for unit, _ in code:
                unit.restore()
            if self.bench.state is not None:
                self.bench.state.restore()


def _plainly_called(unit: Unit, traces: Traces) -> bool:
    calls = calls_of(unit, traces)
    values: list[object] = []
    attempt(lambda: values.extend(pickle.loads(calls[0][1]).values()))
    return bool(values) and all(value is None or plain(value) for value in values)
