"""The search for telling calls: what runs new lines, then what tells mutants apart."""

from __future__ import annotations

import random
import time
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any, Callable

from .limits import attempt
from .testgen_cases import Case, is_short, oddities, promise
from .testgen_mutants import Mutant
from .testgen_scripts import Script, Seen, Stage
from .testgen_subjects import Subject, Taken, Took
from .testgen_verdicts import Flaw, Judge, written
from .testgen_watch import Guard, Watch, chance_used

STALE = 160  # draws without news after which a subject is explored
MOST_DRAWS = 1500
SAME_PATH = 4  # scripts that are kept for the same path and kind of end
MUTANT_CPU = 0.05
MOST_TRIED = 24  # scripts that are tried on a mutant at first
ROUNDS = 6
TRIES = 24  # new scripts for a mutant in one round
KILLERS = 6
ODD = 80  # what an argument of an unlikely kind adds to a cost


class Search:
    """Looks for cases; equal seeds look at equal scripts in equal order."""

    def __init__(
        self, stage: Stage, judge: Judge, guard: Guard, watch: Watch, seed: int, deadline: float
    ) -> None:
        self.stage = stage
        self.judge = judge
        self.guard = guard
        self.watch = watch
        self.chance = random.Random(seed)
        self.deadline = deadline
        self.cases: list[Case] = []
        self.flaws: dict[tuple[str, str, int], Flaw] = {}
        self.shown: dict[tuple[str, str, int], Script] = {}  # what showed each flaw
        self.barring: set[str] = set()  # subjects that are not tested with odd arguments
        self.outside: dict[str, str] = {}
        self.lost: set[str] = set()  # keys of mutants that end their process
        self.tried = 0
        self.hurried = False
        self.wanted: Callable[[Case], bool] = lambda case: True
        self.at: Callable[[str], None] = lambda name: None  # told what is run next
        self.mutants: dict[int, Mutant] = {}
        self.barred: set[str] = set()  # calls that the documentation contradicts
        self._texts: set[str] = set()
        self._paths: dict[Any, list[Case]] = {}
        self._lines: dict[tuple[int, int], list[Case]] = {}

    def late(self) -> bool:
        """Say whether the time is up; that makes the search differ from run to run."""
        late = time.monotonic() > self.deadline
        self.hurried = self.hurried or late
        return late

    def explore(self, subject: Subject, seeds: Iterable[Script], until: float) -> None:
        """Draw scripts about a subject until nothing new comes."""
        for script in seeds:
            self.consider(script, subject)
        stale = 0
        for _ in range(MOST_DRAWS):
            if stale > STALE:
                return
            if time.monotonic() > until:
                self.hurried = True
                return
            mine = self._paths.get(subject.qualified)
            taken: Taken = []
            making: Taken = []
            if mine and self.chance.random() < 0.35:
                script = self.stage.vary(self.chance.choice(mine).script, self.chance)
            else:
                taken, making, script = self.stage.draw(subject, self.chance)
            stale = 0 if self.consider(script, subject, taken, making) else stale + 1

    def _learn(
        self, script: Script, seen: Seen, taken: Sequence[Took], making: Sequence[Took]
    ) -> None:
        """Weigh the kinds of the arguments of the last call, and of the making of its object."""
        if script.receiver is not None and not seen.unmade:
            self.stage.keep(script.receiver.name, script.receiver)
        elif seen.error is None:
            self.stage.keep(script.subject, script.steps[-1].call)
        good = True if seen.error is None else self.judge.usable(seen)
        for parameter, place, value in making:
            if good is not None or not seen.unmade:
                parameter.learn(place, value, not seen.unmade or bool(good))
        for parameter, place, value in taken:
            if good is not None and not seen.early:
                parameter.learn(place, value, good)

    def consider(
        self,
        script: Script,
        subject: Subject,
        taken: Sequence[Took] = (),
        making: Sequence[Took] = (),
    ) -> Case | None:
        """Run a script under the tracer; keep it if it shows something new."""
        if script.text in self._texts or subject.qualified in self.outside:
            return None
        self._texts.add(script.text)
        self.tried += 1
        seen = self._run(script)
        self._learn(script, seen, taken, making)
        case = self._case(script, subject, seen)
        if case is None:
            return None
        kind = case.error or (case.facts[0][1] if is_short(case.facts) else "")
        path = (script.subject, case.arcs, kind)
        known = self._paths.setdefault(path, [])
        fresh = not known
        if not fresh and (len(known) >= SAME_PATH or any(k.mark == case.mark for k in known)):
            return None
        self._keep(case, known)
        return case if fresh else None

    def _run(self, script: Script) -> Seen:
        self.at(script.subject)
        self.guard.tripped, self.guard.up = "", True
        try:
            seen: Seen = self.watch.run(lambda: self.stage.run(script))
        finally:
            self.guard.up = False
        if self.guard.tripped and (script.stored or not self._takes_paths(script)):
            for step in script.steps:
                self.outside[step.subject] = self.guard.tripped
        return seen

    def _takes_paths(self, script: Script) -> bool:
        """Say whether a path below the own folder could have been given."""
        subject = self.stage.by_name[script.subject]
        makers = [self.stage.plan.makers[subject.owner]] if script.receiver else []
        return any(each.stored for one in (subject, *makers) for each in one.parameters)

    def _before(self, script: Script, subject: Subject) -> Iterator[Subject]:
        """Yield what made the object that a script works on, and what was called on it before."""
        plan = self.stage.plan
        if script.receiver and subject.owner in plan.makers:
            yield plan.makers[subject.owner]
        earlier = {step.subject for step in script.steps[:-1]}
        yield from (each for each in plan.subjects if each.qualified in earlier)

    def _case(self, script: Script, subject: Subject, seen: Seen) -> Case | None:
        if self.guard.tripped or written(script, subject) in self.barred:
            return None
        verdict = self.judge.judge(script, seen, subject, tuple(self._before(script, subject)))
        if verdict.flaw is not None:
            flaw = verdict.flaw
            key = (flaw.kind, flaw.subject, flaw.line)
            if key not in self.flaws or len(flaw.call) < len(self.flaws[key].call):
                self.flaws[key] = flaw
                self.shown[key] = script
        if not verdict.test:
            return None
        error = seen.error
        case = Case(
            len(self.cases), script, seen.facts,
            type(error).__qualname__ if error is not None else "",
            str(error) if error is not None and verdict.words and self._is_free(error) else "",
            type(error).__module__ if error is not None else "",
            frozenset(self.watch.arcs), None,
        )  # fmt: skip
        case.mark = promise(case, seen)
        return case if self.wanted(case) else None

    def _is_free(self, error: BaseException) -> bool:
        """Say whether an error's words are free of where the own folder is."""
        folder = self.stage.names.folder
        return folder is None or str(folder) not in str(error)

    def _keep(self, case: Case, known: list[Case]) -> None:
        case.number = len(self.cases)
        self.cases.append(case)
        known.append(case)
        self._paths.setdefault(case.script.subject, []).append(case)
        for line in {(arc[0], abs(arc[2] or arc[1])) for arc in case.arcs}:
            self._lines.setdefault(line, []).append(case)

    def reaching(self, mutant: Mutant) -> list[Case]:
        """List the cases that run the statement that a mutant changes, the plainest first."""
        number = self.watch.numbers[mutant.unit.source.path]
        found: dict[int, Case] = {}
        for line in range(mutant.lines[0], mutant.lines[1] + 1):
            found.update((case.number, case) for case in self._lines.get((number, line), ()))
        return sorted(found.values(), key=lambda case: (case.cost, case.number))

    def notices(self, case: Case, mutant: Mutant) -> bool:
        """Say whether a case ends otherwise with a mutant."""
        if mutant.key in self.lost:
            return False
        self.at(mutant.key)
        error = attempt(mutant.on)
        if error is not None:
            mutant.off()
            return False
        self.guard.tripped, self.guard.up = "", True
        try:
            seen = self.stage.run(case.script, MUTANT_CPU)
        finally:
            self.guard.up = False
            mutant.off()
        return bool(promise(case, seen) != case.mark)

    def again(self, script: Script, case: Case) -> Case | None:
        """Run a plainer script; give its case if it ends in the same way."""
        seen = self._run(script)
        found = self._case(script, self.stage.by_name[script.subject], seen)
        if found is None or (found.error, bool(found.words)) != (case.error, bool(case.words)):
            return None
        told = {what for what, _ in found.facts}
        if not told >= {what for what, _ in case.facts if what != "length"}:
            return None
        return None if self._unsteady(found) is not None else found

    def kills(self, case: Case, number: int) -> bool:
        """Say whether a case notices a mutant."""
        return self.notices(case, self.mutants[number])

    def judge_mutants(self, mutants: list[Mutant]) -> list[Mutant]:
        """Run the known cases against all mutants; give those that none of them notices."""
        self.mutants = {mutant.number: mutant for mutant in mutants}
        alive: list[Mutant] = []
        for mutant in mutants:
            killers = 0
            for case in self.reaching(mutant)[:MOST_TRIED]:
                if self.late():
                    break
                if self.notices(case, mutant):
                    case.kills.add(mutant.number)
                    killers += 1
                    if killers == KILLERS:
                        break
            if not killers:
                alive.append(mutant)
        return alive

    def recount(self, cases: list[Case], mutants: list[Mutant]) -> None:
        """Let the cases be run against the mutants that none of them is known to notice."""
        killed = {number for case in cases for number in case.kills}
        for mutant in mutants:
            if mutant.number in killed or self.late():
                continue
            number = self.watch.numbers[mutant.unit.source.path]
            lines = set(range(mutant.lines[0], mutant.lines[1] + 1))
            for case in cases:
                run = any(arc[0] == number and abs(arc[2] or arc[1]) in lines for arc in case.arcs)
                if run and self.notices(case, mutant):
                    case.kills.add(mutant.number)
                    break

    def hunt(self, alive: list[Mutant]) -> list[Mutant]:
        """Vary the scripts that reach surviving mutants until one tells; give the survivors."""
        for _ in range(ROUNDS):
            before = len(alive)
            for mutant in list(alive):
                if self.late():
                    return alive
                if mutant in alive:
                    self._hunt_one(mutant, alive)
            if not alive or (len(alive) == before and _ > 1):
                break
        return alive

    def _hunt_one(self, mutant: Mutant, alive: list[Mutant]) -> None:
        reaching = self.reaching(mutant)
        kin = [each for each in alive if each.unit is mutant.unit and each is not mutant][:10]
        for _ in range(TRIES):
            script = self._new_script(reaching, mutant)
            if script is None or script.text in self._texts:
                continue
            subject = self.stage.by_name[script.subject]
            self.tried += 1
            self._texts.add(script.text)
            seen = self._run(script)
            case = self._case(script, subject, seen)
            if case is None or self._is_barred(case):
                continue
            noticed = [
                each for each in (mutant, *kin) if each in alive and self.notices(case, each)
            ]
            if noticed:
                self._keep(case, [])
                case.kills.update(each.number for each in noticed)
                alive[:] = [each for each in alive if each not in noticed]
                if mutant in noticed:
                    return

    def _new_script(self, reaching: list[Case], mutant: Mutant) -> Script | None:
        if reaching and self.chance.random() < 0.7:
            script = self.chance.choice(reaching).script
            for _ in range(self.chance.choice((1, 1, 2, 3))):
                script = self.stage.vary(script, self.chance)
            return script
        subject = self.stage.by_name.get(mutant.unit.name)
        if subject is None:
            if not reaching:
                return None
            subject = self.stage.by_name[self.chance.choice(reaching).script.subject]
        return (
            None if subject.qualified in self.outside else self.stage.draw(subject, self.chance)[2]
        )

    def _again(self, case: Case, seen: list[Seen]) -> None:
        seen.append(self.stage.run(case.script))

    def weigh(self) -> None:
        """Make cases dearer that give a parameter what it was not made for."""
        for case in self.cases:
            by_name = self.stage.by_name
            odd = sum(oddities(by_name[step.subject], step.call) for step in case.script.steps)
            case.oddity = ODD * odd

    def is_odd(self, script: Script) -> bool:
        """Say whether a script gives a parameter what nobody would."""
        calls = [(self.stage.by_name[step.subject], step.call) for step in script.steps]
        maker = self.stage.plan.makers.get(script.receiver.name) if script.receiver else None
        calls += [(maker, script.receiver)] if maker and script.receiver else []
        return any(oddities(subject, call) for subject, call in calls)

    def _is_barred(self, case: Case) -> bool:
        """Say whether a case is odd where its subject has others, or where it is an error."""
        return bool(case.error or case.script.subject in self.barring) and self.is_odd(case.script)

    def plain(self) -> None:
        """Drop the cases that are odd where their subject has others."""
        odd = {case.number for case in self.cases if self.is_odd(case.script)}
        able = {case.script.subject for case in self.cases if case.number not in odd}
        self.barring = able
        self.cases = [
            each
            for each in self.cases
            if each.number not in odd or not (each.error or each.script.subject in able)
        ]
        self.flaws = {
            key: flaw
            for key, flaw in self.flaws.items()
            if flaw.kind != "crash" or not self.is_odd(self.shown[key])
        }

    def steady(self) -> None:
        """Drop the cases that ask a clock or chance, or that end otherwise a second time."""
        kept: list[Case] = []
        for case in self.cases:
            used = self._unsteady(case)
            if used is None:
                kept.append(case)
            else:
                reason = used or "what it gives differs from call to call"
                self.outside.setdefault(case.script.subject, reason)
        self.cases = kept

    def _unsteady(self, case: Case) -> str | None:
        """Name the clock or chance that a case asks, nothing if it ends otherwise again."""
        seen: list[Seen] = []
        self.guard.tripped, self.guard.up = "", True
        used = chance_used(self.watch.root, partial(self._again, case, seen))
        self.guard.up = False
        return None if not used and promise(case, seen[0]) == case.mark else used
