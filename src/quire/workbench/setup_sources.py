"""What a project's own files say about installing, building and testing it."""

from __future__ import annotations

import ast
import configparser
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

_EXTRAS = ("test", "tests", "testing", "dev", "develop", "development")
_REQUIREMENTS = (
    "requirements.txt", "requirements-dev.txt", "requirements_dev.txt", "dev-requirements.txt",
    "requirements-test.txt", "requirements-tests.txt", "test-requirements.txt",
    "requirements/base.txt", "requirements/dev.txt", "requirements/test.txt",
    "requirements/tests.txt",
)  # fmt: skip
_NAME = re.compile(r"[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?")
_ELSEWHERE = re.compile(
    r"sys_platform\s*==\s*['\"](win32|darwin)|os_name\s*==\s*['\"]nt|python_version\s*<"
)
_TELLING = re.compile(
    r"\b(pip|uv|poetry|pdm|hatch|tox|nox|pytest|unittest|make|npm|yarn|pnpm|build)\b"
)
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

    `requirements` are requirement lines that must be installed, `told` are lines of tox, nox,
    make and CI in the order found, each with its file; `others` are other ecosystems.
    """

    installable: str = ""
    extras: list[str] = field(default_factory=list)
    requirements: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)


def read_sources(root: Path) -> Sources:
    """Read every file that tells how the project is installed, built and tested."""
    found = Sources()
    _pyproject(root, found)
    _setup_files(root, found)
    for name in _REQUIREMENTS:
        if (root / name).is_file():
            found.files.append(name)
            found.seen.append(name)
            found.requirements += _lines_of(root / name)
    for place, line in (*_tox(root), *_nox(root), *_make(root), *_ci(root)):
        if place not in found.seen:
            found.seen.append(place)
        if len(found.told) < _MOST_LINES and f"{place}: {line}" not in found.told:
            found.told.append(f"{place}: {line}")
    found.others = [*_other(root), *_below(root)][:_MOST_OTHERS]
    return found


def names_of(requirements: list[str]) -> list[str]:
    """Return the names of requirements that count on this platform."""
    found: list[str] = []
    for line in requirements:
        name = _NAME.match(line.strip())
        if name and not _ELSEWHERE.search(line) and "://" not in line.split("@")[0]:
            found.append(name[0])
    return list(dict.fromkeys(found))


def toml(path: Path) -> dict[str, object]:
    """Read a TOML file; empty when it is missing, broken or nothing here can read it."""
    for name in ("tomllib", "tomli", "pip._vendor.tomli"):
        try:
            reader = import_module(name)
        except ImportError:
            continue
        try:
            read: dict[str, object] = reader.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return read
    return {}


def table(value: object, *keys: str) -> dict[str, object]:
    """Return an inner table, empty where there is none."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def texts(value: object) -> list[str]:
    """Return the strings of a list."""
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _pyproject(root: Path, found: Sources) -> None:
    data = toml(root / "pyproject.toml")
    if not data:
        return
    found.seen.append("pyproject.toml")
    project, poetry = table(data, "project"), table(data, "tool", "poetry")
    if project.get("name") or poetry.get("name"):
        found.installable = "pyproject.toml"
    found.requirements += texts(project.get("dependencies"))
    optional = table(project, "optional-dependencies")
    extra = next((name for name in _EXTRAS if name in optional), "")
    if extra:
        found.extras.append(extra)
        found.requirements += texts(optional[extra])
    groups = table(data, "dependency-groups")
    group = next((name for name in _EXTRAS if name in groups), "")
    if group:
        inner = _group(groups, group)
        found.requirements += inner
        found.files.append(f"group {group}")
    found.requirements += [name for name in table(poetry, "dependencies") if name != "python"]
    for name in _EXTRAS:
        found.requirements += list(table(poetry, "group", name, "dependencies"))


def _group(groups: dict[str, object], name: str, depth: int = 0) -> list[str]:
    """Return the requirements of a dependency group, included groups too (PEP 735)."""
    entries = groups.get(name)
    found = texts(entries)
    for each in entries if isinstance(entries, list) and depth < 5 else ():
        if isinstance(each, dict) and isinstance(each.get("include-group"), str):
            found += _group(groups, str(each["include-group"]), depth + 1)
    return [each for each in found if "[" not in _bare(each)]


def _bare(requirement: str) -> str:
    """Return a requirement without the extras of other distributions."""
    return re.sub(r"^([\w.-]+)\[[^\]]*\]", r"\1", requirement)


def group_requirements(root: Path) -> list[str]:
    """Return the requirements of the project's dependency group for development or tests."""
    groups = table(toml(root / "pyproject.toml"), "dependency-groups")
    group = next((name for name in _EXTRAS if name in groups), "")
    return _group(groups, group) if group else []


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
        for name in _EXTRAS:
            if parser.has_option("options.extras_require", name):
                found.extras.append(name)
                found.requirements += parser.get("options.extras_require", name).split("\n")
                break
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
        if node.arg in ("install_requires", "tests_require"):
            found.requirements += _constants(node.value, known)
        value = known.get(node.value.id, node.value) if isinstance(node.value, ast.Name) else (
            node.value)  # fmt: skip
        if node.arg == "extras_require" and isinstance(value, ast.Dict):
            extras = {key.value: each for key, each in zip(value.keys, value.values)
                      if isinstance(key, ast.Constant)}  # fmt: skip
            name = next((each for each in _EXTRAS if each in extras), "")
            if name and name not in found.extras:
                found.extras.append(name)
                found.requirements += _constants(extras[name], known)


def _constants(node: ast.expr, known: dict[str, ast.expr]) -> list[str]:
    """Return the texts of a list, given as such or by the name of one above."""
    node = known.get(node.id, node) if isinstance(node, ast.Name) else node
    values = node.elts if isinstance(node, (ast.List, ast.Tuple)) else []
    return [str(each.value) for each in values if isinstance(each, ast.Constant)]


def _lines_of(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    plain = (line.split(" #")[0].strip() for line in lines)
    return [line for line in plain if line and not line.startswith(("#", "-"))]


def _tox(root: Path) -> Iterator[tuple[str, str]]:
    parser = configparser.RawConfigParser(strict=False)
    try:
        parser.read(root / "tox.ini", encoding="utf-8")
    except (configparser.Error, UnicodeDecodeError):
        return
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
