"""What tox, nox, make and workflows run, and what tox and nox install before the tests."""

from __future__ import annotations

import ast
import configparser
import re
from collections.abc import Iterator
from pathlib import Path

_TELLING = re.compile(
    r"\b(pip|uv|poetry|pdm|hatch|tox|nox|pytest|unittest|make|npm|yarn|pnpm|build)\b"
)


def told(root: Path) -> Iterator[tuple[str, str]]:
    """Yield the command lines of all of them, each with its file."""
    yield from _tox(root)
    yield from _nox(root)
    yield from _make(root)
    yield from _ci(root)


def installed(root: Path) -> Iterator[tuple[str, str]]:
    """Yield what tox and nox install before the tests: the file that says so, words for pip."""
    parser = _ini(root / "tox.ini")
    for section in ("testenv:test", "testenv:tests", "testenv"):
        lines = parser.get(section, "deps", fallback="").splitlines()
        for line in (each.strip().replace("{toxinidir}/", "") for each in lines):
            if line and not re.match(r"[\w,!.-]+:\s|#", line) and "{" not in line:
                yield "tox.ini", line
    for name, words in _sessions(root):
        if "test" in name:
            yield from (("noxfile.py", each) for each in _joined(words))


def _joined(words: list[str]) -> Iterator[str]:
    """Yield words of a command, an option and its value as one."""
    rest = iter(words)
    for word in rest:
        yield f"{word} {next(rest, '')}" if word in ("-r", "-c", "-e") else word


def _sessions(root: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield the name of each session of nox and the words of each of its installs."""
    path = root / "noxfile.py"
    try:
        tree = ast.parse(path.read_text(encoding="utf-8", errors="replace"))
    except (OSError, SyntaxError, ValueError):
        return
    for function in tree.body:
        for node in ast.walk(function) if isinstance(function, ast.FunctionDef) else ():
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            if node.func.attr == "install":
                values = [each.value for each in node.args if isinstance(each, ast.Constant)]
                name = function.name if isinstance(function, ast.FunctionDef) else ""
                yield name, [str(each) for each in values]


def _ini(path: Path) -> configparser.RawConfigParser:
    parser = configparser.RawConfigParser(strict=False)
    try:
        parser.read(path, encoding="utf-8")
    except (configparser.Error, UnicodeDecodeError):
        return configparser.RawConfigParser(strict=False)
    return parser


def _tox(root: Path) -> Iterator[tuple[str, str]]:
    parser = _ini(root / "tox.ini")
    for section in parser.sections():
        if section.startswith("testenv"):
            for line in parser.get(section, "commands", fallback="").splitlines():
                if line.strip():
                    yield "tox.ini", line.strip()


def _nox(root: Path) -> Iterator[tuple[str, str]]:
    path = root / "noxfile.py"
    text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    for verb, arguments in re.findall(r"session\.(run|install)\(([^)]*)\)", text):
        words = " ".join(re.findall(r"[\"']([^\"']*)[\"']", arguments))
        if words:
            yield "noxfile.py", f"pip install {words}" if verb == "install" else words


def _make(root: Path) -> Iterator[tuple[str, str]]:
    for name in ("Makefile", "makefile", "justfile"):
        path = root / name
        if path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace")
            tool = "just" if name == "justfile" else "make"
            for target in re.findall(
                r"^(install|setup|dev|build|tests?|check|deps)\s*:(?!=)", text, re.M
            ):
                yield name, f"{tool} {target}"


def _ci(root: Path) -> Iterator[tuple[str, str]]:
    folder = root / ".github" / "workflows"
    paths = sorted(folder.glob("*.y*ml")) if folder.is_dir() else []
    for path in (*paths, root / ".gitlab-ci.yml"):
        if path.is_file():
            for line in _scripts(path.read_text(encoding="utf-8", errors="replace")):
                yield path.relative_to(root).as_posix(), line


def _scripts(text: str) -> Iterator[str]:
    """Yield the command lines of a workflow: `run:` and `script:`, in one line or a block."""
    block = -1
    for line in text.splitlines():
        indent = len(line) - len(line.lstrip())
        if block >= 0 and line.strip() and indent <= block:
            block = -1
        if block >= 0 and line.strip():
            plain = line.strip()
            plain = plain[2:] if plain.startswith("- ") else plain
            if _TELLING.search(plain) and not plain.startswith("#"):
                yield plain
            continue
        found = re.match(r"\s*(?:- )?(?:run|script|before_script):\s*(.*)$", line)
        if found and found[1].strip() in ("", "|", "|-", ">", ">-"):
            block = indent
        elif found and _TELLING.search(found[1]):
            yield found[1].strip()
