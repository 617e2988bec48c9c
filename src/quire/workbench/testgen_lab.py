"""One child process in which a module is loaded, watched, mutated, and tests for it are found."""

from __future__ import annotations

import ast
import importlib
import os
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .django_runner import make_ready
from .forks import Send
from .limits import attempt, catch_alarms, limit_memory, silence
from .outcome import describe, relative
from .project import Project
from .source import SourceFile
from .state import State
from .testgen_borrow import borrowed
from .testgen_cases import Case
from .testgen_choice import chosen, without_idle
from .testgen_choice import goals as goals_of
from .testgen_draws import Drawing
from .testgen_layout import line_length
from .testgen_mutants import Mutant, branches_in, lines_in, mutants
from .testgen_names import Namer
from .testgen_place import Target
from .testgen_pools import Pools
from .testgen_promises import CONTRADICTED, broken_promises
from .testgen_properties import properties
from .testgen_recipes import Names
from .testgen_scripts import Script, Stage
from .testgen_search import Search
from .testgen_seeds import examples, shown_calls, trees_of
from .testgen_shrink import plainer
from .testgen_stable import stable
from .testgen_subjects import Plan, Subject, plan, stored_by
from .testgen_verdicts import Flaw, Judge
from .testgen_watch import Arc, Guard, Watch
from .testgen_write import Writer, Written, whole
from .units import Unit, live_functions, units_of

MEMORY = 1 << 30
PLAINER = 0.2  # share beyond it for making tests plainer, and as much for counting mutants
EXPLORING = 0.4  # share of the time for finding lines, before mutants are looked at


@dataclass
class Job:
    """What a lab is to do: modules to call, files to measure, for how long.

    `across` asks for calls that run at least two of the files.
    """

    project: Project
    targets: list[Target]
    measured: list[str]
    tests: list[str]
    path: str
    seconds: float
    seed: int
    across: bool = False
    wants_properties: bool = True
    skipped: list[str] = field(default_factory=list)
    known: dict[str, set[int]] = field(default_factory=dict)  # lines that other tests run
    folder: str = "."  # where the calls are made


class Lab:
    """Loads the modules of a job and finds tests for them."""

    def __init__(self, job: Job, send: Send) -> None:
        self.job = job
        self.send = send
        self.begin = time.monotonic()
        self.root = job.project.root
        self.names = Names()
        self.pools = Pools()
        self.flaws: list[Flaw] = []
        self.last = ""
        self.shown: list[ast.AST] = []  # what the documentation calls

    def work(self) -> None:
        """Send what was found as one dictionary, after notes of what is being tried."""
        silence()
        catch_alarms()
        limit_memory(MEMORY)
        guard = Guard()
        self.sources = {path: SourceFile.read(self.root, path) for path in self.job.measured}
        make_ready(self.root)
        modules = [importlib.import_module(target.module) for target in self.job.targets]
        os.chdir(self.job.folder)
        if self.job.project.runner == "pytest":  # others have no folder for each test
            self.names.folder = Path(self.job.folder).resolve() / "files"
            self.names.folder.mkdir(exist_ok=True)
            guard.own = f"{self.names.folder}/"
        whole_plan = self._plan(modules)
        live = live_functions(self.root)
        self.units = [unit for each in self.sources.values() for unit in units_of(each, live)]
        state = State(self.root, [unit for unit in self.units if unit.live])
        self.stage = Stage(self.names, self.pools, whole_plan, state.restore)
        watch = Watch(str(self.root), self.job.measured)
        judge = Judge(self._trees())
        deadline = self.begin + self.job.seconds
        self.search = Search(self.stage, judge, guard, watch, self.job.seed, deadline)
        self.search.at = self._at
        self.search.lost = set(self.job.skipped)
        self.search.barred = {flaw.call for flaw in self.flaws}
        wrong = [flaw.subject for flaw in self.flaws if flaw.kind == "test"]
        self.search.outside.update(dict.fromkeys(wrong, CONTRADICTED))
        stored = (each for module in modules for each in stored_by(module))
        self.search.outside.update(dict.fromkeys(stored, "its objects are kept in a database"))
        if self.job.across:
            self.search.wanted = lambda case: len({arc[0] for arc in case.arcs}) > 1
        self._find()

    def _at(self, name: str) -> None:
        """Tell what is run next: it may be what ends this process."""
        if name != self.last:
            self.last = name
            self.send(("at", name))

    def _trees(self) -> dict[str, ast.Module]:
        """Parse all modules of the project that are loaded: any of them may raise."""
        found: dict[str, ast.Module] = {}
        for module in list(sys.modules.values()):
            file = getattr(module, "__file__", None) or ""
            path = relative(self.root, file) if file.endswith(".py") else None
            if path is not None and readable(self.root, path):
                found[file] = SourceFile.read(self.root, path).tree
        return found

    def _plan(self, modules: list[Any]) -> Plan:
        drawing = Drawing(self.names, self.pools)
        drawing.files = self.names.folder is not None
        found = Plan()
        for target, module in zip(self.job.targets, modules):
            tree = ast.parse((self.root / target.path).read_bytes())
            held = [v for n, v in sorted(vars(module).items()) if not n.startswith("__")]
            self.pools.learn(tree, held)
        for file, tree in self._trees().items():
            drawing.functions.update(
                (node.name, node) for node in tree.body if isinstance(node, ast.FunctionDef)
            )
            self.pools.learn(tree, _data(file))
        for test in trees_of(self.root, self.job.tests):
            self.pools.learn(test, ())
        for target, module in zip(self.job.targets, modules):
            part = plan(module, self.sources[target.path].tree, drawing)
            found.subjects.extend(part.subjects)
            found.makers.update(part.makers)
            found.members.update(part.members)
            for kind, text in examples(part, module.__doc__ or "", self.names):
                if kind == "flaw":
                    self.flaws.append(text)
                else:
                    self.shown.append(text)
        tests = {path: tree for path in self.job.tests for tree in trees_of(self.root, [path])}
        self.flaws.extend(broken_promises(found, tests))
        return found

    def _subjects(self) -> list[Subject]:
        """List what is to be tested: what is named, or all that is public."""
        only = [name for target in self.job.targets for name in target.only]
        known = [s for s in self.stage.plan.subjects if s.qualified not in self.job.skipped]
        for name in only:
            if not any(_means(name, subject) for subject in self.stage.plan.subjects):
                self.search.outside[name] = f"{self.job.targets[0].path} has nothing of that name"
        return [
            subject for subject in known
            if (any(_means(name, subject) for name in only) if only else subject.public)
        ]  # fmt: skip

    def _find(self) -> None:
        shown = [*self.shown, *trees_of(self.root, self.job.tests)]
        shown += [source.tree for source in self.sources.values()]
        seeds: dict[str, list[Script]] = {}
        own = self.job.targets[0].module.split(".")[0]
        tests = trees_of(self.root, self.job.tests)
        for subject, script in (
            *shown_calls(shown, self.stage.plan),
            *borrowed(tests, self.stage.plan, self.names, own),
        ):
            seeds.setdefault(subject.qualified, []).append(script)
        subjects = self._subjects()
        if all(subject.qualified in self.search.outside for subject in subjects):
            self._deliver([])
            return
        exploring = self.job.seconds * EXPLORING
        for place, subject in enumerate(subjects):
            left = self.begin + exploring - time.monotonic()
            until = time.monotonic() + max(left, 0.1) / max(len(subjects) - place, 1) * 2
            self.search.explore(subject, seeds.get(subject.qualified, ()), until)
        self.search.steady()
        self.search.plain()
        self._rebuild()
        known = self.job.known
        every = [
            mutant
            for mutant in mutants(self._mutated(subjects), self.job.seed)
            if mutant.lines[0] not in known.get(mutant.unit.source.path, ())
        ]
        self.search.hunt(self.search.judge_mutants(every))
        self.search.steady()
        self._deliver(every)

    def _rebuild(self) -> None:
        """Number the cases anew and index them by line."""
        cases = self.search.cases
        self.search.cases, self.search._lines = [], {}
        for case in cases:
            self.search._keep(case, [])

    def _mutated(self, subjects: list[Subject]) -> list[Unit]:
        """List the functions that any case runs: of the others, no mutant can be killed."""
        run = {(arc[0], abs(line)) for c in self.search.cases for arc in c.arcs for line in arc[1:]}
        numbers = self.search.watch.numbers
        named = {subject.qualified for subject in subjects}
        limited = any(target.only for target in self.job.targets)
        return [
            unit for unit in self.units
            if unit.live and (not limited or unit.name in named)
            and any((numbers[unit.source.path], line) in run
                    for line in range(unit.node.lineno, (unit.node.end_lineno or 0) + 1))
        ]  # fmt: skip

    def _deliver(self, every: list[Mutant]) -> None:
        self.search.weigh()
        self.search.deadline += self.job.seconds * PLAINER
        goals = self._new if self.job.known else goals_of
        cases = chosen(self._fresh(), goals)
        cases = without_idle(plainer(self.search, cases, every), goals)
        self.search.deadline += self.job.seconds * PLAINER
        self.search.recount(cases, every)
        writer = Writer(self.stage, self.names, self.job.project.runner)
        tests = writer.tests(cases, Namer())
        if self.job.wants_properties and self.job.project.runner == "pytest":
            tests += properties(self.stage, self.search, self.job.seed)
        self._at("")
        kept, dropped = stable(self.job.project, tests, self._text, self.job.seed)
        self._report(kept, dropped, every)

    def _fresh(self) -> list[Case]:
        """List the cases that run a line which no existing test runs; without any, all."""
        if not self.job.known:
            return self.search.cases
        return [case for case in self.search.cases if self._new_arcs(case)]

    def _new(self, case: Case) -> set[object]:
        """Give what a case is for where only what no existing test runs is wanted."""
        return {*self._new_arcs(case), *case.kills}

    def _new_arcs(self, case: Case) -> set[Arc]:
        paths = {number: path for path, number in self.search.watch.numbers.items()}
        known = self.job.known
        return {arc for arc in case.arcs if arc[2] and arc[2] not in known.get(paths[arc[0]], ())}

    def _text(self, tests: list[Written]) -> str:
        first = self.job.targets[0].module
        about = first if not self.job.across else first.rpartition(".")[0] or first
        title = f"Tests of {about}{' across its modules' if self.job.across else ''}."
        most = line_length(self.root)
        return whole(tests, self.names, first, self.job.project.runner, title, most)

    def _report(self, kept: list[Written], dropped: list[str], every: list[Mutant]) -> None:
        killed = {number for test in kept for number in test.case.kills}
        tested = {step.subject for test in kept for step in test.case.script.steps}
        survivors = _spread([m for m in every if m.number not in killed], tested)
        arcs = {arc for test in kept for arc in test.case.arcs}
        lines, branches = self._coverage(arcs)
        self.send(("done", {
            "path": self.job.path,
            "modules": [target.path for target in self.job.targets],
            "text": self._text(kept) if kept else "",
            "tests": [test.name for test in kept],
            "lines": lines,
            "branches": branches,
            "before": self._covered_before(),
            "mutants": len(every),
            "killed": len(every) - len(survivors),
            "survivors": _told(survivors),
            "findings": [vars(flaw) for flaw in self._flaws()],
            "untested": dict(sorted({**self._mute(kept), **self.search.outside}.items())),
            "partly": sorted({t.subject.qualified for t in kept} & {*self.search.outside}),
            "unstable": dropped,
            "tried": self.search.tried,
            "hurried": self.search.hurried,
            "properties": sum(bool(test.extra) for test in kept),
        }))  # fmt: skip

    def _mute(self, kept: list[Written]) -> dict[str, str]:
        """Name the functions of which no call gave what a test could check."""
        if self.job.known or self.job.across:
            return {}
        called = {step.subject for test in kept for step in test.case.script.steps}
        called |= {flaw.subject for flaw in self._flaws()}
        return {
            subject.qualified: "no call was found that gives a value to compare or a meant error"
            for subject in self._subjects()
            if subject.kind != "class" and subject.public and subject.qualified not in called
        }

    def _flaws(self) -> list[Flaw]:
        order = {"example": 0, "type": 1, "crash": 2}
        found = [*self.flaws, *self.search.flaws.values()]
        return sorted(found, key=lambda each: (order.get(each.kind, 3), each.line, each.call))[:12]

    def _covered_before(self) -> int:
        """Count the lines of functions that the existing tests run, where that was asked."""
        known = self.job.known
        return sum(
            len(known.get(path, set()) & lines_in(source, self.units))
            for path, source in self.sources.items()
        )

    def _coverage(self, arcs: set[Any]) -> tuple[list[int], list[int]]:
        """Count lines and branches of functions: covered, of how many."""
        lines, branches = [0, 0], [0, 0]
        for path, source in self.sources.items():
            number = self.search.watch.numbers[path]
            run = {abs(line) for arc in arcs if arc[0] == number for line in arc[1:]}
            run |= self.job.known.get(path, set())
            known = lines_in(source, self.units)
            lines = [lines[0] + len(run & known), lines[1] + len(known)]
            for header, body, _ in branches_in(source, self.units):
                after = {a[2] for a in arcs if a[0] == number and abs(a[1]) == header}
                taken = (body in after) + bool(after - {body})
                branches = [branches[0] + taken, branches[1] + 2]
        return lines, branches


def _data(file: str) -> list[Any]:
    """List what the names of a loaded file hold."""
    for module in list(sys.modules.values()):
        if getattr(module, "__file__", None) == file:
            return [held for name, held in sorted(vars(module).items()) if name[:2] != "__"]
    return []


def _means(name: str, subject: Subject) -> bool:
    return name in (subject.qualified, subject.owner, subject.name)


def _spread(survivors: list[Mutant], tested: set[str]) -> list[Mutant]:
    """Order survivors: those of tested functions first, one of each line before its second."""
    turn: Counter[tuple[str, int]] = Counter()
    ranks: list[tuple[bool, int, int]] = []
    for mutant in survivors:
        key = (mutant.unit.source.path, mutant.lines[0])
        ranks.append((mutant.unit.name not in tested, turn[key], mutant.number))
        turn[key] += 1
    by_number = {mutant.number: mutant for mutant in survivors}
    return [by_number[number] for _, _, number in sorted(ranks)]


def _told(survivors: list[Mutant]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for mutant in survivors[:200]:
        line, before, after = mutant.told
        found.append({"path": mutant.unit.source.path, "line": line, "before": before[:120],
                      "after": after[:120]})  # fmt: skip
    return found


def work(job: Job, send: Send) -> None:
    """Do a job in this process and send what came of it, also what went wrong."""
    error = attempt(Lab(job, send).work)
    if error is not None:
        if os.environ.get("QUIRE_WORKBENCH_DEBUG"):
            raise error
        send(("failed", describe(error)))
    sys.stdout.flush()


def readable(root: Path, path: str) -> bool:
    """Say whether a file can be read as Python."""
    return attempt(lambda: SourceFile.read(root, path)) is None


def unreadable(root: Path, path: str) -> str:
    """Say why a file cannot be read as Python; nothing if it can."""
    error = attempt(lambda: SourceFile.read(root, path))
    if isinstance(error, SyntaxError):
        return f"line {error.lineno}: {error.msg}"
    return f"{type(error).__name__}: {error}" if error else ""
