"""The regression test of a fault: its name, its file, its text in the style of the project."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from dataclasses import dataclass
from pathlib import Path

from .project import Project
from .reproduce_names import Names
from .source import SourceFile, hunks

_WORD = re.compile(r"[A-Za-z0-9]+")
_MOST_NAME = 70
_MOST_READ = 100_000
_SAMPLE = 20
_EMPTY = {"''": "empty_string", '""': "empty_string", "[]": "empty_list", "{}": "empty_dict",
          "()": "empty_tuple", "set()": "empty_set", "None": "none", "0": "zero", "True": "true",
          "False": "false"}  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """What the test runs and what it asks for.

    `setup` are statements before the call. One of `value`, `error` is given, or neither where
    only `types` are known. `words` of a command make `source` the entry point that it is tried on.
    """

    imports: tuple[str, ...]
    setup: tuple[str, ...]
    source: str
    function: str
    value: str = ""
    error: str = ""
    types: tuple[str, ...] = ()
    reported: str = ""
    words: tuple[str, ...] = ()
    printed: str = ""


@dataclass(frozen=True)
class Written:
    """A test: its file and name, the file's new text, the change as hunks, the test alone."""

    path: str
    name: str
    text: str
    diff: str
    test: str


def name_of(wanted: Wanted) -> str:
    """Return a name that tells the behaviour: `parse_of_empty_string_returns_empty_list`."""
    given = _said(wanted.source[wanted.source.find("(") :]) if "(" in wanted.source else ""
    if wanted.words:
        given = "_".join(_WORD.findall(" ".join(wanted.words)))
    if wanted.error:
        end = f"raises_{_snake(wanted.error)}"
    elif wanted.value:
        end = f"returns_{_said(wanted.value) or 'the_expected_value'}"
    else:
        end = f"does_not_raise_{_snake(wanted.reported or 'error')}"
    subject = "_".join(_WORD.findall(wanted.function.rpartition(".")[2])).lower()
    middle = f"_of_{given}" if given else ""
    whole = f"{subject}{middle}_{end}"
    return (whole if len(whole) <= _MOST_NAME else f"{subject}_{end}")[: _MOST_NAME + 10].lower()


def _said(text: str) -> str:
    text = text.strip()
    inner = text[1:-1].strip() if text.startswith("(") and text.endswith(")") else text
    for each in (inner, text):
        if each in _EMPTY:
            return _EMPTY[each]
    words = [word.lower() for word in _WORD.findall(inner.replace("-", " minus "))]
    return "_".join(words) if len(words) <= 4 else ""


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def write(project: Project, names: Names, wanted: Wanted, module: str) -> Written:
    """Write the test into the file of the module's tests, or a new one beside the others."""
    path = file_for(project, names, module)
    existing = (project.root / path).exists()
    old = SourceFile.read(project.root, path) if existing else None
    taken = {
        node.name
        for node in ast.walk(old.tree if old else ast.Module([], []))
        if isinstance(node, (ast.FunctionDef, ast.ClassDef))
    }
    name = _free(f"test_{name_of(wanted)}", taken)
    if project.runner == "unittest":
        owner = _free("".join(word.title() for word in name.split("_")[:3]), taken)
        test, needs = _as_case(wanted, name, owner)
        whole = f"{owner}.{name}"
    else:
        test, needs = _as_function(wanted, name)
        whole = name
    if _doubled(project.root, names, old):
        test = requoted(test)
    text = _joined(old, test, needs)
    if old is None:
        return Written(path, whole, text, "", test)
    text = text.replace("\n", old.newline)
    return Written(path, whole, text, hunks(old.text, text), test)


def _doubled(root: Path, names: Names, old: SourceFile | None) -> bool:
    """Tell whether the project's strings stand in double quotes, as most formatters have it."""
    if old is not None:
        return old.text.count('"') >= old.text.count("'")
    paths = [path for path in names.files if (root / path).stat().st_size < _MOST_READ][:_SAMPLE]
    texts = [(root / path).read_text(encoding="utf-8", errors="replace") for path in paths]
    return sum(text.count('"') for text in texts) >= sum(text.count("'") for text in texts)


def requoted(text: str) -> str:
    """Return code with its plain strings in double quotes."""
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    parts: list[str] = []
    position = 0
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        inner = token.string[1:-1]
        if token.type != tokenize.STRING or token.string[0] != "'" or set(inner) & set("'\"\\"):
            continue
        begin = starts[token.start[0] - 1] + token.start[1]
        parts += [text[position:begin], f'"{inner}"']
        position = begin + len(token.string)
    return "".join([*parts, text[position:]])


def _free(name: str, taken: set[str]) -> str:
    number = 2
    found = name
    while found in taken:
        found, number = f"{name}_{number}", number + 1
    return found


def file_for(project: Project, names: Names, module: str) -> str:
    """Return the test file of a module: the one that is named after it, or a new one."""
    stem = module.rpartition(".")[2]
    stem = "main" if stem == "__main__" else stem
    tests = [path for path in names.files if re.match(r"(test_.*|.*_test)\.py$", Path(path).name)]
    for name in (f"test_{stem}.py", f"{stem}_test.py"):
        same = [path for path in tests if Path(path).name == name]
        if same:
            return min(same, key=len)
    using = [path for path in tests if _imports(names, path, module)]
    if len(using) == 1:
        return using[0]
    folders = [path.rpartition("/")[0] for path in tests]
    common = max(sorted(set(folders)), key=folders.count) if folders else ""
    if not folders and _has_package(project.root, names):
        common = "tests"
    return f"{common}/test_{stem}.py" if common else f"test_{stem}.py"


def _has_package(root: Path, names: Names) -> bool:
    return (root / "src").is_dir() or any("." in module for module in names.modules)


def _imports(names: Names, path: str, module: str) -> bool:
    tree = names.tree(path)
    for node in ast.walk(tree) if tree else ():
        if isinstance(node, ast.ImportFrom) and node.module == module:
            return True
        if isinstance(node, ast.Import) and any(each.name == module for each in node.names):
            return True
    return False


def _as_function(wanted: Wanted, name: str) -> tuple[str, list[str]]:
    body, needs = _body(wanted, "pytest.raises")
    arguments = ", ".join(each for each in ("monkeypatch", "capsys")
                          if any(each in line for line in body))  # fmt: skip
    lines = [f"def {name}({arguments}):", *(f"    {line}".rstrip() for line in body)]
    return "\n".join(lines) + "\n", needs


def _as_case(wanted: Wanted, name: str, owner: str) -> tuple[str, list[str]]:
    body, needs = _body(wanted, "self.assertRaises")
    lines = [f"class {owner}(unittest.TestCase):", f"    def {name}(self):"]
    lines += [f"        {line}".rstrip() for line in body]
    return "\n".join(lines) + "\n", ["import unittest", *needs]


def _body(wanted: Wanted, raises: str) -> tuple[list[str], list[str]]:
    plain = raises.startswith("pytest")
    setup = [line for text in wanted.setup for line in text.splitlines()]
    needs = list(wanted.imports)
    if wanted.words:
        return _command_body(wanted, setup, needs, plain=plain)
    if wanted.error:
        body = [*setup, f"with {raises}({wanted.error}):", f"    {wanted.source}"]
        return body, [*needs, *(["import pytest"] if plain else [])]
    if wanted.value:
        check = _equality(wanted) if plain else f"self.assertEqual({wanted.source}, {wanted.value})"
        return [*setup, check], needs
    types = wanted.types
    if not types or types == ("None",):
        return [*setup, wanted.source], needs
    call = f"result = {wanted.source}"
    known = [each for each in types if each != "None"]
    kind = known[0] if len(known) == 1 else f"({', '.join(known)})"
    test = f"isinstance(result, {kind})"
    if "None" in types:
        test = f"result is None or {test}"
    return [*setup, call, f"assert {test}" if plain else f"self.assertTrue({test})"], needs


def _equality(wanted: Wanted) -> str:
    if wanted.value in ("None", "True", "False"):
        return f"assert {wanted.source} is {wanted.value}"
    return f"assert {wanted.source} == {wanted.value}"


def _command_body(
    wanted: Wanted, setup: list[str], needs: list[str], *, plain: bool
) -> tuple[list[str], list[str]]:
    """Return a test of an entry point that reads `sys.argv`; it may end by SystemExit(0)."""
    argv = repr(list(wanted.words))
    needs = [*needs, "import sys"]
    calling = ["try:", f"    {wanted.source}", "except SystemExit as end:"]
    if plain:
        calling.append("    assert end.code in (None, 0)")
        body = [*setup, f'monkeypatch.setattr(sys, "argv", {argv})', *calling]
        if wanted.printed:
            body.append(f"assert {wanted.printed} in capsys.readouterr().out")
        return body, needs
    calling.append("    self.assertIn(end.code, (None, 0))")
    patch = f'with mock.patch.object(sys, "argv", {argv}):'
    return [*setup, patch, *(f"    {line}" for line in calling)], [
        *needs,
        "from unittest import mock",
    ]


def _joined(old: SourceFile | None, test: str, needs: list[str]) -> str:
    if old is None:
        return f"{_import_block(needs)}\n\n\n{test}"
    lines = old.text.replace(old.newline, "\n").splitlines()
    missing = [need for need in dict.fromkeys(needs) if not _is_there(old, need)]
    missing = [need for need in missing if not _merged(lines, need)]
    at = _after_imports(old)
    plain = [need for need in missing if need in _LIBRARY] if at else []
    rest = [need for need in missing if need not in plain]
    lines[at:at] = rest if at else [*rest, "", ""] if rest else []
    if plain:
        first = _first_import(old)
        gap = [] if lines[first].startswith("import ") else [""]
        lines[first:first] = [*plain, *gap]
    end = _before_main(lines)
    tail = lines[end:]
    while end and not lines[end - 1].strip():
        end -= 1
    block = [*lines[:end], *(["", ""] if end else []), *test.splitlines()]
    return "\n".join([*block, *(["", "", *tail] if tail else [])]) + "\n"


def _is_there(old: SourceFile, need: str) -> bool:
    wanted = ast.parse(need).body[0]
    for node in old.tree.body:
        if isinstance(node, ast.ImportFrom) and isinstance(wanted, ast.ImportFrom):
            names = {each.name for each in node.names if each.asname is None}
            if node.module == wanted.module and wanted.names[0].name in names:
                return True
        if isinstance(node, ast.Import) and ast.unparse(node) == need:
            return True
    return False


def _merged(lines: list[str], need: str) -> bool:
    """Put a name into the import of its module that is there, if that is one plain line."""
    head, _, name = need.partition(" import ")
    for number, line in enumerate(lines):
        start, _, names = line.partition(" import ")
        if name and start == head and re.fullmatch(r"[\w, ]+", names) and " as " not in names:
            every = sorted({*(each.strip() for each in names.split(",")), name})
            lines[number] = f"{head} import {', '.join(every)}"
            return True
    return False


_LIBRARY = ("import sys", "import unittest", "from unittest import mock")


def _import_block(needs: list[str]) -> str:
    """Return imports in the usual order: plain ones of the library, pytest, the project's."""
    unique = list(dict.fromkeys(needs))
    library = [
        need
        for need in unique
        if need in ("import sys", "import unittest", "from unittest import mock")
    ]
    tools = [need for need in unique if need == "import pytest"]
    own = [need for need in unique if need not in library and need not in tools]
    return "\n\n".join("\n".join(group) for group in (library, tools, own) if group)


def _first_import(old: SourceFile) -> int:
    """Return the number of the line, from 0, that the imports begin at, `__future__` left out."""
    places = [
        node.lineno - 1
        for node in old.tree.body
        if isinstance(node, (ast.Import, ast.ImportFrom))
        and getattr(node, "module", "") != "__future__"
    ]
    return places[0] if places else _after_imports(old)


def _after_imports(old: SourceFile) -> int:
    """Return the line after the last import at the top, else after the docstring."""
    found = 0
    for node in old.tree.body:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            found = node.end_lineno or found
    if not found and old.tree.body and ast.get_docstring(old.tree) is not None:
        found = old.tree.body[0].end_lineno or 0
    return found


def _before_main(lines: list[str]) -> int:
    for number, line in enumerate(lines):
        if re.match(r"if __name__ == ['\"]__main__['\"]", line):
            return number
    return len(lines)
