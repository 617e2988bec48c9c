"""Test files: imports, one function a case, for pytest or unittest."""

from __future__ import annotations

import ast
import builtins
import keyword
import re
from dataclasses import dataclass, field
from typing import Any

from .testgen_cases import Case
from .testgen_layout import WIDTH, indented
from .testgen_names import Namer, snake
from .testgen_recipes import Named, Names, Recipe, Stored, source
from .testgen_scripts import MOST_STREAM, Script, Stage
from .testgen_subjects import Subject

_WORD = re.compile(r"(?<![\w.'\"])[A-Za-z_]\w*")
_STRINGS = re.compile(r"""(?:[rb]*)("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')""")
_FIXTURES = ("monkeypatch", "tmp_path")
_OF_FILES = {
    "file": "{}.read_text()",
    "gone": "{}.exists()",
    "names": "sorted(each.name for each in {}.iterdir())",
}
_BASES = {"django": "SimpleTestCase"}  # lets no test reach a database


@dataclass
class Written:
    """A test in text: its name, its lines without the `def`, and the case that it came from."""

    name: str
    lines: list[str]
    case: Case
    subject: Subject
    extra: list[str] = field(default_factory=list)  # decorators
    arguments: str = ""


class Writer:
    """Writes tests in the words of one runner: `pytest` or `unittest`."""

    def __init__(self, stage: Stage, names: Names, runner: str) -> None:
        self.stage = stage
        self.names = names
        self.runner = runner

    def tests(self, cases: list[Case], namer: Namer) -> list[Written]:
        """Write the tests, by subject in the order of the module, plain ends before errors."""
        found: list[Written] = []
        for subject in self.stage.plan.subjects:
            mine = [case for case in cases if case.script.subject == subject.qualified]
            mine.sort(key=lambda case: (bool(case.error), case.number))
            for name, case in zip(namer.names(subject, mine), mine):
                body = self._body(case, subject)
                words = set(_WORD.findall(_STRINGS.sub('""', "\n".join(body))))
                fixtures = ", ".join(each for each in _FIXTURES if each in words)
                found.append(Written(name, body, case, subject, [], fixtures))
        return found

    def _body(self, case: Case, subject: Subject) -> list[str]:
        lines = [_setting(*pair) for pair in self.stage.environment(case.script).items()]
        lines += [line for each in case.script.stored.values() for line in _placed(each)]
        receiver = ""
        if case.script.receiver is not None:
            receiver = self._free(snake(subject.owner), case.script)
            lines.append(f"{receiver} = {source(case.script.receiver)}")
        for step in case.script.steps[:-1]:
            lines.append(self._call(self.stage.by_name[step.subject], receiver, step.call)[1])
        kept = [fact[0].split(":")[1] for fact in case.facts if fact[0].startswith("argument:")]
        bound, call, renamed = self._bound(case, subject, receiver, kept)
        if subject.stream and _is_whole(case.facts):
            call = call.replace("list(islice(", "list(", 1).removesuffix(f", {MOST_STREAM}))") + ")"
        lines.extend(bound)
        if case.error:
            lines.extend(self._raises(case, call))
            return lines
        lines.extend(self._facts(case, subject, receiver, call, renamed))
        return lines

    def _bound(
        self, case: Case, subject: Subject, receiver: str, kept: list[str]
    ) -> tuple[list[str], str, dict[str, str]]:
        """Bind the arguments that the call changes to names; give lines, the call, the names."""
        call = case.script.steps[-1].call
        ways = [each.name for each in subject.parameters if each.way != "named"]
        renamed: dict[str, str] = {}
        lines: list[str] = []
        arguments: list[Recipe] = list(call.arguments)
        named = dict(call.named)
        for key in kept:
            value = arguments[int(key)] if key.isdigit() else named[key]
            plain = ways[min(int(key), len(ways) - 1)] if key.isdigit() else key
            name = self._free(plain, case.script, {receiver, *renamed.values()})
            renamed[key] = name
            lines.append(f"{name} = {source(value)}")
            if key.isdigit():
                arguments[int(key)] = Named(name)
            else:
                named[key] = Named(name)
        changed = type(call)(call.name, tuple(arguments), tuple(named.items()))
        return lines, self._call(subject, receiver, changed)[0], renamed

    def _free(self, name: str, script: Script, taken: Any = ()) -> str:
        words = {
            *self.names.values,
            *_WORD.findall(script.text),
            *taken,
            "pytest",
            "asyncio",
            *_FIXTURES,
        }
        taken_by_all = keyword.iskeyword(name) or hasattr(builtins, name)
        return f"a_{name}" if name in words or taken_by_all else name

    def _call(self, subject: Subject, receiver: str, call: Any) -> tuple[str, str]:
        """Give a call as an expression that has its whole value, and as a statement."""
        text = source(call)
        if subject.kind == "property":
            plain = f"{receiver}.{subject.name}"
        elif subject.form and subject.kind == "method":
            arguments = [source(each) for each in call.arguments]
            plain = _operation(subject.form, receiver, arguments)
        elif subject.kind == "method":
            plain = f"{receiver}.{text}"
        else:
            plain = f"{subject.owner}.{text}" if subject.owner else text
        if subject.coroutine:
            plain = f"asyncio.run({plain})"
        if subject.stream:
            return f"list(islice({plain}, {MOST_STREAM}))", f"list(islice({plain}, {MOST_STREAM}))"
        return plain, plain

    def _facts(
        self, case: Case, subject: Subject, receiver: str, call: str, renamed: dict[str, str]
    ) -> list[str]:
        first, *others = case.facts
        lines: list[str] = []
        if first[0].startswith("called:"):
            head = self._free("function", case.script)
            parts = [(what.partition(":")[2], text) for what, text in case.facts]
            return [f"{head} = {call}", *(self._equal(head + what, text) for what, text in parts)]
        whole = subject.kind == "class" or first[0] in ("class", "length") or ":" in first[0]
        bare = first == ("result", "None") and bool(others)
        result = "result"
        if subject.kind == "class":
            result = self._free(snake(subject.name), case.script)
        if whole and subject.kind != "property":
            if any("." in what or what in ("class", "length") for what, _ in case.facts):
                lines.append(f"{result} = {call}")
            else:
                lines.append(call)
        elif bare:
            lines.append(call)
        for what, text in case.facts[1:] if bare else case.facts:
            lines.append(self._fact(what, text, call, result, receiver, renamed))
        return lines

    def _fact(
        self, what: str, text: str, call: str, result: str, receiver: str, renamed: dict[str, str]
    ) -> str:
        kind, _, place = what.partition(":")
        if kind == "class":
            return self._equal(f"type({result})", text, "is")
        if kind == "length":
            return self._equal(f"len({result})", text)
        if what in ("result", "rough"):
            return self._equal(call, text, "approx" if what == "rough" else "")
        if kind == "argument":
            return self._equal(renamed[place], text)
        if kind in _OF_FILES:
            return self._equal(_OF_FILES[kind].format(place), text)
        owner = result if place.startswith(".") else receiver
        if kind == "len":
            return self._equal(f"len({owner})", text)
        return self._equal(f"{owner}.{place.strip('.')}", text, "approx" if kind == "rough" else "")

    def _equal(self, left: str, text: str, how: str = "") -> str:
        if text in ("True", "False", "None"):
            how = "is"
        if isinstance(ast.parse(left, mode="eval").body, ast.Compare):
            left = f"({left})"  # a second comparison would make a chain of it
        if self.runner == "pytest":
            if text == "math.nan":
                return f"assert math.isnan({left})"
            right = f"pytest.approx({text})" if how == "approx" else text
            return f"assert {left} {'is' if how == 'is' else '=='} {right}"
        if text == "math.nan":
            return f"self.assertTrue(math.isnan({left}))"
        if how == "approx":
            return f"self.assertAlmostEqual({left}, {text}, places=6)"
        return f"self.assert{'Is' if how == 'is' else 'Equal'}({left}, {text})"

    def _raises(self, case: Case, call: str) -> list[str]:
        error = self._error(case)
        pattern = f'r"^{_escaped(case.words)}$"' if case.words else ""
        if self.runner == "pytest":
            match = f", match={pattern}" if pattern else ""
            return [f"with pytest.raises({error}{match}):", f"    {call}"]
        way = f"assertRaisesRegex({error}, {pattern})" if pattern else f"assertRaises({error})"
        return [f"with self.{way}:", f"    {call}"]

    def _error(self, case: Case) -> str:
        if case.module == "builtins":
            return case.error
        import sys

        kind = getattr(sys.modules.get(case.module), case.error, None)
        self.names.add(case.error, case.module, kind)
        return case.error


def _setting(name: str, value: str | None) -> str:
    """Give the statement that sets a name of the environment, or unsets it."""
    if value is None:
        return f"monkeypatch.delenv({source(name)}, raising=False)"
    return f"monkeypatch.setenv({source(name)}, {source(value)})"


def _placed(stored: Stored) -> list[str]:
    """Give the statements that make a path and what stands there."""
    lines = [f"{stored.var} = tmp_path / {source(stored.path)}"]
    if isinstance(stored.content, str):
        lines.append(f"{stored.var}.write_text({source(stored.content)})")
    elif stored.content is not None:
        lines.append(f"{stored.var}.mkdir()")
        for name, text in stored.content:
            lines.append(f"({stored.var} / {source(name)}).write_text({source(text)})")
    return lines


def _is_whole(facts: tuple[tuple[str, str], ...]) -> bool:
    """Say whether a stream was seen to its end."""
    if not facts:
        return False
    what, text = facts[0]
    if what == "length":
        return int(text) < MOST_STREAM
    node = ast.parse(text, mode="eval").body if what == "result" else None
    return isinstance(node, ast.List) and len(node.elts) < MOST_STREAM


def _operation(form: str, receiver: str, arguments: list[str]) -> str:
    try:
        return form.format(receiver, *arguments)
    except IndexError:
        return f"{receiver}({', '.join(arguments)})"


def _escaped(words: str) -> str:
    text = re.sub(r"([.^$*+?{}\[\]\\|()])", r"\\\1", words)
    return text.replace('"', r"\"")


def head(
    body: str, names: Names, module: str, runner: str, also: list[str], most: int = WIDTH
) -> str:
    """Give the imports that a test file's text needs, in the order that isort would have."""
    words = set(_WORD.findall(_STRINGS.sub('""', body)))
    wanted: dict[str, list[str]] = {}
    plain = [name for name in ("asyncio", "math", "unittest") if name in words]
    if "islice" in words:
        wanted["itertools"] = ["islice"]
    if _BASES.get(runner) in words:
        wanted["django.test"] = [_BASES[runner]]
    for name, (home, member) in names.imports.items():
        if name in words and member:
            wanted.setdefault(home, []).append(name)
    plain += [each for each in also if each not in plain]
    standard = [f"import {name}" for name in sorted(plain) if name != "pytest"]
    outer: list[str] = []
    own: list[str] = []
    for home, members in sorted(wanted.items()):
        line = _import(home, sorted(set(members)), most)
        (standard if _is_standard(home) else own if home.split(".")[0] == module.split(".")[0]
         else outer).append(line)  # fmt: skip
    if runner == "pytest" and "pytest" in words:
        outer.insert(0, "import pytest")
    if "given" in words:
        lines = (
            "from hypothesis import given, settings",
            "from hypothesis import strategies as st",
        )
        outer = [*outer[:1], *lines, *outer[1:]] if "pytest" in words else [*lines, *outer]
        outer.sort(key=lambda line: (line.startswith("from"), line))
    blocks = ["\n".join(block) for block in (standard, outer, own) if block]
    return "\n\n".join(blocks)


def _import(home: str, members: list[str], most: int) -> str:
    line = f"from {home} import {', '.join(members)}"
    if len(line) <= most:
        return line
    inner = "".join(f"    {member},\n" for member in members)
    return f"from {home} import (\n{inner})"


def _is_standard(home: str) -> bool:
    import sys

    known = getattr(sys, "stdlib_module_names", ("datetime", "decimal", "fractions", "itertools"))
    return home.split(".")[0] in known


def whole(
    tests: list[Written], names: Names, module: str, runner: str, title: str, most: int = WIDTH
) -> str:
    """Give the text of a test file, its lines at most `most` characters long where they can be."""
    if runner == "pytest":
        body = "\n\n\n".join(
            "\n".join(
                [*test.extra, f"def {test.name}({test.arguments}):", *indented(test.lines, 4, most)]
            )
            for test in tests
        )
        top = head(body, names, module, runner, [], most)
    else:
        name = "".join(part.capitalize() for part in re.split(r"[._]", module)) or "Module"
        methods = "\n\n".join(
            "\n".join([f"    def {test.name}(self):", *indented(test.lines, 8, most)])
            for test in tests
        )
        base = _BASES.get(runner, "unittest.TestCase")
        body = f"class Test{name}({base}):\n{methods}"
        top = head(body, names, module, runner, [], most)
    return f'"""{title}"""\n\n{top}\n\n\n{body}\n'
