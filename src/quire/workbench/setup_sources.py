"""What a project's own files say about installing, building and testing it."""

from __future__ import annotations

import ast
import configparser
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from .setup_files import lines_of, requirement_files
from .setup_needs import features, grouped, of_poetry
from .setup_runners import installed, told
from .setup_tables import FOR_TESTS, NAMES, table, texts, toml

_NAME = re.compile(r"[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?")
_ELSEWHERE = re.compile(
    r"sys_platform\s*==\s*['\"](win32|darwin)|os_name\s*==\s*['\"]nt|python_version\s*<"
)
# Folders and modules at the top that setuptools does not take for the project's own.
_NO_PACKAGES = {
    "ci", "bin", "debian", "doc", "docs", "documentation", "manpages", "news", "changelog", "test",
    "tests", "example", "examples", "scripts", "tools", "util", "utils", "python", "build", "tasks",
    "benchmark", "benchmarks", "exercise", "exercises", "htmlcov", "fabfile", "unit_test",
    "unit_tests", "newsfragments", "site_scons",
}  # fmt: skip
_NO_MODULES = {
    *("setup", "conftest", "test", "tests", "example", "examples", "build", "toxfile", "noxfile"),
    *("pavement", "dodo", "tasks", "fabfile", "conanfile", "manage", "benchmark", "benchmarks"),
}
_MOST_LINES = 12
_MOST_OTHERS = 8
# Files of other ecosystems: what they are usually driven by; named, not run.
_OTHERS = (
    ("Cargo.toml", "cargo build, cargo test"),
    ("go.mod", "go build ./..., go test ./..."),
    ("pom.xml", "mvn test"),
    ("build.gradle", "gradle test"),
    ("Gemfile", "bundle install, bundle exec rake test"),
    ("composer.json", "composer install, composer test"),
    ("Dockerfile", "docker build ."),
)


@dataclass
class Sources:
    """What was found.

    `requirements` are requirement lines that must be installed, `words` are what pip must be
    given, as nothing else brings it; `told` are lines of tox, nox, make and CI in the
    order found, each with its file; `others` are other ecosystems; `has_tests` says that something
    names what the tests need.
    """

    name: str = ""
    installable: str = ""
    extras: list[str] = field(default_factory=list)
    requirements: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    has_tests: bool = False

    def add(self, lines: list[str], kind: str = "") -> None:
        """Add requirements that pip must be given; `kind` is the name of their group."""
        self.words += [each for each in lines if each not in self.words]
        self.requirements += lines
        self.has_tests = self.has_tests or (kind in FOR_TESTS and bool(lines))

    def suggest(self, lines: list[str]) -> None:
        """Add what tests are usually run with, and may do without."""
        self.words += [each for each in lines if each not in self.words]
        self.has_tests = self.has_tests or bool(lines)

    def extra(self, name: str, lines: list[str]) -> None:
        """Add an extra of the project, and the requirements behind it."""
        if name and name not in self.extras:
            self.extras.append(name)
            self.requirements += lines
            self.has_tests = self.has_tests or name in FOR_TESTS


def read_sources(root: Path) -> Sources:
    """Read every file that tells how the project is installed, built and tested."""
    found = Sources()
    _pyproject(root, found)
    _setup_files(root, found)
    for kind, name in requirement_files(root):
        _file(root, name, found)
        found.has_tests = found.has_tests or kind == "test"
    pipfile = toml(root / "Pipfile")
    if pipfile and not found.files:
        found.seen.append("Pipfile")
        for key in ("packages", "dev-packages"):
            found.add(of_poetry(table(pipfile, key)))
    if not found.has_tests:
        _of_runners(root, found)
    for place, line in told(root):
        if place not in found.seen:
            found.seen.append(place)
        if len(found.told) < _MOST_LINES and f"{place}: {line}" not in found.told:
            found.told.append(f"{place}: {line}")
    found.others = [*_other(root), *_below(root)][:_MOST_OTHERS]
    return found


def _file(root: Path, name: str, found: Sources) -> None:
    if name not in found.files:
        found.files.append(name)
        found.seen.append(name)
        found.requirements += lines_of(root / name)


def _of_runners(root: Path, found: Sources) -> None:
    """Add what tox and nox install before the tests, where nothing else says what they need."""
    for place, word in installed(root):
        option, _, rest = word.partition(" ") if word.startswith("-") else ("", "", word)
        option, rest = (word[:2], word[2:].strip()) if option.startswith("-r") else (option, rest)
        if option == "-r" and (root / rest).is_file():
            _file(root, rest, found)
        elif not option and _NAME.match(rest):
            found.suggest([rest])
        if place not in found.seen:
            found.seen.append(place)


def names_of(requirements: list[str]) -> list[str]:
    """Return the names of requirements that count on this platform."""
    found: list[str] = []
    for line in requirements:
        name = _NAME.match(line.strip())
        if name and not _ELSEWHERE.search(line) and "://" not in line.split("@")[0]:
            found.append(name[0])
    return list(dict.fromkeys(found))


def _pyproject(root: Path, found: Sources) -> None:
    data = toml(root / "pyproject.toml")
    if not data:
        return
    found.seen.append("pyproject.toml")
    project, poetry = table(data, "project"), table(data, "tool", "poetry")
    found.name = str(project.get("name") or poetry.get("name") or "")
    needed = [*texts(project.get("dependencies")), *of_poetry(table(poetry, "dependencies"))]
    optional = {**table(poetry, "extras"), **table(project, "optional-dependencies")}
    chosen = next((name for name in NAMES if name in optional), "")
    asked = [name for name in features(data) if name in optional]
    if found.name and _is_built(root, data):
        found.installable = "pyproject.toml"
        found.requirements += needed
    elif found.name:
        found.add(needed)
    for name in filter(None, [chosen, *asked]):
        lines = texts(optional[name])
        if found.installable:
            found.extra(name, lines)
        else:
            found.add(lines, name)
    for name, lines in grouped(data):
        found.add(lines, name)


def _is_built(root: Path, data: dict[str, object]) -> bool:
    """Tell whether pip can install the project; without a build system only setuptools tries."""
    tool = table(data, "tool")
    if table(tool, "poetry").get("package-mode") is False:
        return False
    if "build-system" in data or (root / "setup.py").is_file():
        return True
    if table(tool, "uv").get("package") is False or "poetry" in tool:
        return False
    if "setuptools" in tool or (root / "src").is_dir() or (root / "setup.cfg").is_file():
        return True
    names = [path.name for path in root.iterdir() if path.is_dir() and path.name.isidentifier()]
    packages = [name for name in names if name not in _NO_PACKAGES and name[0] != "_"]
    modules = [path.stem for path in root.glob("*.py") if path.stem not in _NO_MODULES]
    return len(packages) == 1 or not (packages or len(modules) > 1)


def _setup_files(root: Path, found: Sources) -> None:
    parser = configparser.RawConfigParser(strict=False)
    try:
        parser.read(root / "setup.cfg", encoding="utf-8")
    except (configparser.Error, UnicodeDecodeError):
        parser = configparser.RawConfigParser(strict=False)
    if parser.has_section("metadata"):
        found.seen.append("setup.cfg")
        found.installable = found.installable or "setup.cfg"
        found.requirements += parser.get("options", "install_requires", fallback="").split("\n")
        for name in NAMES:
            if parser.has_option("options.extras_require", name):
                found.extra(name, parser.get("options.extras_require", name).split("\n"))
                break
        asked = parser.get("options", "tests_require", fallback="").split("\n")
        found.suggest([each.strip() for each in asked if each.strip()])
    if (root / "setup.py").is_file():
        found.seen.append("setup.py")
        found.installable = found.installable or "setup.py"
        _of_setup((root / "setup.py").read_text("utf-8", "replace"), found)
    found.requirements = [each for each in found.requirements if each.strip()]


def _of_setup(text: str, found: Sources) -> None:
    """Read the plain requirements and the extra for tests of a setup.py, which is not run."""
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return
    known = {target.id: node.value for node in tree.body if isinstance(node, ast.Assign)
             for target in node.targets if isinstance(target, ast.Name)}  # fmt: skip
    for node in ast.walk(tree):
        if not isinstance(node, ast.keyword):
            continue
        if node.arg == "install_requires":
            found.requirements += _constants(node.value, known)
        elif node.arg == "tests_require":
            found.suggest(_constants(node.value, known))
        value = known.get(node.value.id, node.value) if isinstance(node.value, ast.Name) else (
            node.value)  # fmt: skip
        if node.arg == "extras_require" and isinstance(value, ast.Dict):
            extras = {key.value: each for key, each in zip(value.keys, value.values)
                      if isinstance(key, ast.Constant)}  # fmt: skip
            name = next((each for each in NAMES if each in extras), "")
            if name:
                found.extra(name, _constants(extras[name], known))


def _constants(node: ast.expr, known: dict[str, ast.expr]) -> list[str]:
    """Return the texts of a list, given as such or by the name of one above."""
    node = known.get(node.id, node) if isinstance(node, ast.Name) else node
    values = node.elts if isinstance(node, (ast.List, ast.Tuple)) else []
    return [str(each.value) for each in values if isinstance(each, ast.Constant)]


def _below(root: Path) -> Iterator[str]:
    """Yield the parts in other languages that lie one folder down."""
    for folder in sorted(root.iterdir()):
        if folder.is_dir() and not folder.name.startswith(".") and folder.name != "node_modules":
            yield from (f"{folder.name}/{each}" for each in _other(folder))


def _other(root: Path) -> Iterator[str]:
    package = root / "package.json"
    if package.is_file():
        try:
            scripts = table(json.loads(package.read_text(encoding="utf-8")), "scripts")
        except ValueError:
            scripts = {}
        runs = [f"npm run {name}" for name in ("build", "test", "start") if name in scripts]
        yield f"package.json: {', '.join(['npm install', *runs])}"
    for name, words in _OTHERS:
        if (root / name).is_file():
            yield f"{name}: {words}"
